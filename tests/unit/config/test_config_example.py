"""The example file: loads anywhere, shows and explains every option, describes the regulation."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from mailcare.config import Config, load, parse
from mailcare.config.suggest import schema_keys
from mailcare.model.place import Mode
from mailcare.resources import shipped

EXAMPLE = shipped("config.example.toml")
SWITCHED_OFF = re.compile(r"^#(\w+ = |\[[\w.]+\])", re.MULTILINE)
STRONG = 2.0
BY_NAME = {"units", "departments", "mailboxes", "channels", "non_telecom", "outsiders"}


def complete_text() -> str:
    """The example with the options that it shows switched off."""
    return SWITCHED_OFF.sub(r"\1", EXAMPLE.read_text(encoding="utf-8"))


def paths(table: dict[str, Any], seen: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every key path of a parsed file, without names and list positions."""
    for key, value in table.items():
        named = bool(seen) and seen[-1] in BY_NAME and len(seen) > 0
        path = seen if named else (*seen, key)
        if named and isinstance(value, dict):
            yield from paths(value, (*seen, ""))
            continue
        yield tuple(part for part in path if part)
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, dict):
                yield from paths(item, path)


def shared(path: tuple[str, ...]) -> tuple[str, ...]:
    """A phrase's, an outsider's and an SMTP account's options are shown at one place for all."""
    path = tuple(part.replace("official_phrases", "phrases") for part in path)
    path = path[path.index("phrases") :] if "phrases" in path else path
    path = path[path.index("smtp") :] if "smtp" in path else path
    return tuple(part.replace("outsiders", "non_telecom") for part in path)


def test_loads_from_any_folder_without_secrets_and_state(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)
    config = load(EXAMPLE)
    assert list(config.mailboxes) == ["vas", "idc", "broadband"]
    assert list(config.units) == ["vas", "idc", "broadband", "kfzx"]
    assert list(config.departments) == ["telecom"]
    assert {box.mode for box in config.mailboxes.values()} == {Mode.SHADOW}


def test_hand_overs_go_through_the_designated_unit() -> None:
    config = load(EXAMPLE)
    routes = {name: unit.dispatch_via for name, unit in config.units.items()}
    assert routes == {"vas": "kfzx", "idc": "kfzx", "broadband": "kfzx", "kfzx": "direct"}


def test_every_option_of_the_schema_is_shown() -> None:
    shown = {shared(path) for path in paths(tomllib.loads(complete_text()))}
    assert {shared(path) for path in schema_keys(Config)} - shown == set()


def test_every_option_is_explained_where_it_first_stands() -> None:
    explained: dict[str, bool] = {}
    before = ""
    for line in complete_text().splitlines():
        key = re.match(r"(?:\[+(?P<table>[\w.]+)\]+|(?P<key>\w+) =)", line)
        if key is not None:
            name = key["key"] or key["table"].rsplit(".", 1)[-1]
            told = "  # " in line or before.startswith("#") or line.endswith("[")
            explained.setdefault(name, told)
        before = line
    tables = {path[:-1] for path in schema_keys(Config)}
    keys = {path[-1] for path in schema_keys(Config) if path not in tables}
    unexplained = {key for key in keys if not explained.get(key, False)}
    assert unexplained == set()


def test_what_is_switched_off_is_valid_too() -> None:
    config = parse(complete_text(), EXAMPLE)
    assert config.storage.keys == Path("/etc/mailcare/keys")
    assert config.mailboxes["vas"].capacity_messages == 20000


def test_no_strong_phrase_speaks_for_two_owners() -> None:
    config = load(EXAMPLE)
    ours = [unit.phrases for unit in config.units.values()]
    theirs = [department.phrases for department in config.departments.values()]
    outside = [*config.triage.non_telecom.values(), *config.triage.outsiders.values()]
    owners = [*ours, *theirs, *(outsider.phrases for outsider in outside)]
    strong = [{p.text for p in phrases if p.weight >= STRONG} for phrases in owners]
    assert [text for text, count in Counter(chain(*strong)).items() if count > 1] == []
