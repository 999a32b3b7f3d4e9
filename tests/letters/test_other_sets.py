"""Letters of other authors (second/ to eighteenth/), judged from their bytes: what they get, held.

All were read and learnt from; README.md tells what each got when nobody had seen it.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from mailcare.intake.reading import read
from mailcare.model.judgement import Decision, Judgement
from mailcare.triage import judge
from support.triage import shipped_rules

HERE = Path(__file__).parent
_LATER = (
    *("third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"),
    *("twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth"),
    *("seventeenth", "eighteenth"),
)
FOLDERS = {"second": HERE / "second"} | {name: HERE / name / "mails" for name in _LATER}
SHARES = (0.97, 0.08)
"""Right where it decides, and left to a person at most."""
HARDER = {
    "twelfth": 0.1,
    "thirteenth": 0.1,
    "fourteenth": 0.12,
    "fifteenth": 0.1,
    "sixteenth": 0.14,
    "seventeenth": 0.1,
    "eighteenth": 0.1,
}
"""More of these is left to a person."""
LESS = {("escalation", "fourteenth"): 0.86, ("escalation", "fifteenth"): 0.86}
"""Their authors label many users, and reports elsewhere, as others don't."""

Label = Mapping[str, Any]
Pair = tuple[Label, Judgement]


@cache
def judged(name: str) -> tuple[Pair, ...]:
    lines = (HERE / name / "labels.jsonl").read_text(encoding="utf-8").splitlines()
    rules = shipped_rules("vas")
    labels = [json.loads(line) for line in lines]
    return tuple((one, judge(_read(FOLDERS[name] / one["file"]), rules)) for one in labels)


def _read(file: Path) -> Any:  # noqa: ANN401 - a Message; the reader says so
    return read(file.read_bytes())


def is_right(label: Label, found: Judgement) -> bool:
    return found.decision in {label["expected_reply"], *(label.get("also") or ())}


def files(pairs: list[Pair]) -> list[str]:
    return [str(label["file"]) for label, _ in pairs]


@pytest.mark.parametrize("name", FOLDERS)
def test_most_are_decided_and_decided_right(name: str) -> None:
    decided = [pair for pair in judged(name) if pair[1].decision is not Decision.REVIEW]
    wrong = [pair for pair in decided if not is_right(*pair)]
    right, review = SHARES
    assert len(wrong) <= (1 - right) * len(decided), files(wrong)
    assert len(judged(name)) - len(decided) <= HARDER.get(name, review) * len(judged(name))


@pytest.mark.parametrize("name", FOLDERS)
def test_no_machine_letter_is_answered(name: str) -> None:
    silent = {Decision.NONE, Decision.REVIEW}
    machines = [pair for pair in judged(name) if pair[0]["auto"]]
    assert files([pair for pair in machines if pair[1].decision not in silent]) == []


@pytest.mark.parametrize("name", FOLDERS)
def test_nobody_with_a_request_is_filed(name: str) -> None:
    filed = [pair for pair in judged(name) if pair[1].decision is Decision.NONE]
    assert files([pair for pair in filed if pair[0]["expected_reply"] != "none"]) == []


@pytest.mark.parametrize("name", FOLDERS)
@pytest.mark.parametrize(
    ("field", "least"),
    [
        ("unit", 0.93),
        ("kind", 0.92),
        ("category", 0.78),
        ("escalation", 0.93),
        ("reply_by_phone", 0.96),
    ],
)
def test_what_is_found_besides_is_mostly_right(name: str, field: str, least: float) -> None:
    people = [pair for pair in judged(name) if pair[0]["scope"] != "not_complaint"]
    same = sum(bool(getattr(found, field) == label[field]) for label, found in people)
    assert same >= LESS.get((field, name), least) * len(people)
