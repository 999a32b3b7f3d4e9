"""The rules of the house that a program can check."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]


def tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True
    ).stdout
    return [ROOT / name for name in listed.decode().split("\0") if name]


def test_imports_keep_their_contracts() -> None:
    command = "from importlinter.cli import lint_imports_command as run; run()"
    done = subprocess.run(
        [sys.executable, "-c", command], cwd=ROOT, check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout


def test_every_room_says_what_it_is() -> None:
    rooms = [path for path in (ROOT / "src/mailcare").iterdir() if (path / "__init__.py").exists()]
    silent = [
        room.name
        for room in rooms
        if not (room / "__init__.py").read_text(encoding="utf-8").startswith('"""')
    ]
    assert silent == []


def test_every_noqa_says_why() -> None:
    bare = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in tracked()
        if path.suffix == ".py" and path.exists()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(r"#\s*noqa(?!: [A-Z0-9, ]+ - \S)", line) and "re.search" not in line
    ]
    assert bare == []


def test_no_file_names_an_index_or_a_machine() -> None:
    wanted = re.compile(rb"(?<!emit-)index-url|find-links|/simple/|/home/")
    found = [
        str(path.relative_to(ROOT))
        for path in tracked()
        if path.exists() and path != Path(__file__) and wanted.search(path.read_bytes())
    ]
    assert found == []


def test_every_locked_requirement_has_a_hash() -> None:
    for lock in (ROOT / "requirements").glob("*.txt"):
        text = lock.read_text(encoding="utf-8").replace("\\\n", " ")
        unhashed = [line for line in text.splitlines() if line.strip() and "--hash=" not in line]
        assert unhashed == [], lock.name


def test_dependencies_are_explained_one_line_each() -> None:
    pyproject = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    names = set(re.findall(r'^ +"([A-Za-z0-9-]+)(?:\[\w+\])?[><=]', pyproject, re.MULTILINE))
    explained = set(
        re.findall(
            r"^\| `([^`]+)`",
            (ROOT / "docs/dependencies.md").read_text(encoding="utf-8"),
            re.MULTILINE,
        )
    )
    assert names - explained == set()
