"""The documents say only what is so: commands, links, log events, alarms, files."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from mailcare.cli import COMMANDS, main
from mailcare.model.trouble import AlarmKind

ROOT = Path(__file__).parents[3]
DOCUMENTS = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").glob("*.md")])
_ENDS = {"&&", "||", "|", ">", "<"}
_EVENT = re.compile(r'log\.(?:debug|info|warning|error|exception)\(\s*"([a-z_.]+)"')


def snippets(text: str) -> Iterator[str]:
    """What is shown as typed: lines of fenced blocks, and code within lines."""
    parts = re.split(r"^```.*$", text, flags=re.MULTILINE)
    for index, part in enumerate(parts):
        yield from part.splitlines() if index % 2 else re.findall(r"`([^`\n]+)`", part)


def command_lines(text: str) -> Iterator[list[str]]:
    """The arguments of every command of ours that is shown."""
    for snippet in snippets(text):
        try:
            words = shlex.split(snippet, comments=True)
        except ValueError:
            continue
        starts = [i + 1 for i, word in enumerate(words) if Path(word).name == "mailcare"]
        for start in starts:
            if words[start : start + 1] and words[start] in COMMANDS and "[OPTIONS]" not in words:
                yield list(_until_end(words[start:]))


def _until_end(words: list[str]) -> Iterator[str]:
    for word in words:
        if word in _ENDS:
            return
        yield word.rstrip("。,;")


def parse(line: list[str]) -> None:
    """See that the command exists and takes these options and arguments."""
    command: click.Command = main
    context = click.Context(main, info_name="mailcare")
    while isinstance(command, click.Group):
        if not line:
            return
        _, found, line = command.resolve_command(context, line)
        assert found is not None
        command, context = found, click.Context(found, parent=context, info_name=found.name)
    command.make_parser(context).parse_args(list(line))


@pytest.mark.parametrize("file", DOCUMENTS, ids=lambda file: file.name)
def test_every_command_shown_is_one(file: Path) -> None:
    for line in command_lines(file.read_text(encoding="utf-8")):
        try:
            parse(line)
        except click.UsageError as error:
            pytest.fail(f"mailcare {' '.join(line)}: {error.format_message()}")


def test_commands_are_found_at_all() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    lines = list(command_lines(readme))
    assert ["case", "show", "VAS-202611-0042"] in lines
    assert len(lines) > 15
    with pytest.raises(click.UsageError):
        parse(["case", "shwo"])
    with pytest.raises(click.UsageError):
        parse(["case", "list", "--overdoo"])


@pytest.mark.parametrize("file", DOCUMENTS, ids=lambda file: file.name)
def test_every_link_leads_somewhere(file: Path) -> None:
    for link in re.findall(r"\]\(([^)\s]+)\)", file.read_text(encoding="utf-8")):
        name, _, part = link.partition("#")
        if name.startswith("https://"):
            continue
        there = file.parent / name if name else file
        assert there.exists(), link
        headings = re.findall(r"^#+ (.+)$", there.read_text(encoding="utf-8"), re.MULTILINE)
        assert not part or part in {one.lower().replace(" ", "-") for one in headings}, link


def test_files_named_in_the_readme_and_in_the_architecture_are_there() -> None:
    text = "".join(
        (ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "docs/architecture.md")
    )
    named = set(re.findall(r"(?<![\w/])(?:requirements|systemd|tests|docs)/[\w./-]*\w", text))
    missing = [name for name in named if not (ROOT / name).exists()]
    rooms = "pipeline|intake|casework|correspondence|store|supervision|daemon|cli|config|model"
    ours = set(re.findall(rf"`((?:{rooms})/[a-z_/]+\.py)`", text))
    assert missing == []
    assert [name for name in ours if not (ROOT / "src/mailcare" / name).exists()] == []


def test_every_log_event_is_explained_and_none_that_is_not_there() -> None:
    sources = (file.read_text(encoding="utf-8") for file in (ROOT / "src").rglob("*.py"))
    there = {event for text in sources for event in _EVENT.findall(text)}
    section = admin_section("Logs")
    told = set(re.findall(r"`([a-z]+\.[a-z_]+)`", section))
    assert sorted(told - there) == []
    assert sorted(there - told - {"letter.kept"}) == []  # debug level only


def test_every_alarm_is_explained() -> None:
    told = set(re.findall(r"^\| `([a-z_]+)`", admin_section("Alarms"), re.MULTILINE))
    assert told == {kind.value for kind in AlarmKind}


def admin_section(title: str) -> str:
    text = (ROOT / "docs" / "admin.md").read_text(encoding="utf-8")
    return text.partition(f"\n## {title}\n")[2].partition("\n## ")[0]
