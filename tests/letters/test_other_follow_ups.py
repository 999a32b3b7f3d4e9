"""Later letters of another author (follow_ups/others.jsonl): the levels reached, held.

The half called learn was in sight when the words were widened; the half called blind was not,
but for two thanks (README.md).
"""

import json
from functools import cache
from pathlib import Path

import pytest

from mailcare.intake.reading import read
from mailcare.model.follow_up import Stance
from mailcare.triage.follow_up import hear

FILE = Path(__file__).parent / "follow_ups" / "others.jsonl"
LEARNT = 0.9
UNSEEN = 52
"""Letters of the blind half heard right: 54 of 80 when they were counted."""
KINDS = {"dissatisfaction": "dissatisfied"}
"""Labels that are called otherwise than the stance."""

Pair = tuple[Stance, Stance]


@cache
def heard(half: str) -> tuple[Pair, ...]:
    """What each letter says, and what was heard."""
    labels = map(json.loads, FILE.read_text(encoding="utf-8").splitlines())
    return tuple(
        (Stance(KINDS.get(one["kind"], one["kind"])), hear(read(b"\n" + one["text"].encode()))[0])
        for one in labels
        if one["half"] == half
    )


@pytest.mark.parametrize("stance", [one for one in Stance if one is not Stance.SURVEY])
def test_the_half_in_sight_is_told_apart(stance: Stance) -> None:
    meant = [hears for says, hears in heard("learn") if says is stance]
    found = [says for says, hears in heard("learn") if hears is stance]
    assert meant.count(stance) >= LEARNT * len(meant)
    assert found.count(stance) >= LEARNT * len(found)


def test_the_half_out_of_sight_is_heard_as_well_as_when_it_was_counted() -> None:
    assert sum(says is hears for says, hears in heard("blind")) >= UNSEEN


@pytest.mark.parametrize("half", ["learn", "blind"])
def test_nothing_else_is_taken_for_a_withdrawal_and_hardly_anything_for_thanks(half: str) -> None:
    wrong = [hears for says, hears in heard(half) if says is not hears]
    assert wrong.count(Stance.WITHDRAWAL) == 0
    assert wrong.count(Stance.THANKS) <= 1
