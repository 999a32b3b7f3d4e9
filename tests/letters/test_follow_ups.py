"""Later letters of our own (follow_ups/): what they say is told apart well enough to act upon."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from mailcare.intake.reading import read
from mailcare.model.follow_up import Stance
from mailcare.triage.follow_up import hear

HERE = Path(__file__).parent / "follow_ups"
FEWEST = 60
LEVEL = 0.9
"""Of recall and of precision, for each stance (issue 4)."""
STANCES: Mapping[str, Stance] = {
    "urging": Stance.URGING,
    "dissatisfaction": Stance.DISSATISFIED,
    "thanks": Stance.THANKS,
    "withdrawal": Stance.WITHDRAWAL,
    "survey": Stance.SURVEY,
}
"""By kind of the labels; the other kinds are neutral."""


@cache
def heard() -> tuple[tuple[str, Stance, Stance], ...]:
    """File, what it says, and what was heard."""
    lines = (HERE / "labels.jsonl").read_text(encoding="utf-8").splitlines()
    found = []
    for label in map(json.loads, lines):
        message = read((HERE / "mails" / label["file"]).read_bytes())
        says = STANCES.get(label["kind"], Stance.NEUTRAL)
        found.append((label["file"], says, hear(message)[0]))
    return tuple(found)


def test_every_mail_has_its_label() -> None:
    assert {file for file, _, _ in heard()} == {path.name for path in (HERE / "mails").iterdir()}
    assert len(heard()) >= FEWEST


@pytest.mark.parametrize("stance", Stance)
def test_each_stance_is_found_and_little_else_taken_for_it(stance: Stance) -> None:
    meant = {file for file, says, _ in heard() if says is stance}
    found = {file for file, _, hears in heard() if hears is stance}
    assert len(meant & found) >= LEVEL * len(meant), sorted(meant - found)
    assert len(meant & found) >= LEVEL * len(found), sorted(found - meant)


def test_dissatisfaction_is_never_taken_for_thanks_or_withdrawal() -> None:
    wrong = {Stance.THANKS, Stance.WITHDRAWAL, Stance.SURVEY}
    assert [
        file for file, says, hears in heard() if says is Stance.DISSATISFIED and hears in wrong
    ] == []
