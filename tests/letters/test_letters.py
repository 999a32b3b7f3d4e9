"""Letters of our own (mails/, labels.jsonl): read from their bytes, judged, compared."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from mailcare.intake.reading import read
from mailcare.model.judgement import Decision, Judgement
from mailcare.triage import judge
from support.triage import shipped_rules

HERE = Path(__file__).parent
FIRST = 40
FIRST_RIGHT = 36
"""Of the first forty, how many must be decided right (issue 2)."""
SHARE_RIGHT = 0.93
"""Of all that are decided."""
SHARE_REVIEW = 0.08

Label = Mapping[str, Any]


@cache
def judged() -> tuple[tuple[Label, Judgement], ...]:
    labels = map(json.loads, (HERE / "labels.jsonl").read_text(encoding="utf-8").splitlines())
    pairs = ((label, HERE / "mails" / label["file"]) for label in labels)
    rules = shipped_rules("vas")
    return tuple((label, judge(read(path.read_bytes()), rules)) for label, path in pairs)


def is_right(label: Label, found: Judgement) -> bool:
    return found.decision in {label["expected_reply"], *label.get("also", ())}


def files(pairs: list[tuple[Label, Judgement]]) -> list[str]:
    return [str(label["file"]) for label, _ in pairs]


def share(pairs: list[tuple[Label, Judgement]], field: str) -> float:
    same = sum(bool(getattr(found, field) == label[field]) for label, found in pairs)
    return same / len(pairs)


def test_every_mail_has_its_label_and_every_decision_occurs() -> None:
    labels = [label for label, _ in judged()]
    assert {str(label["file"]) for label in labels} == {
        path.name for path in (HERE / "mails").glob("*.eml")
    }
    first = {str(label["expected_reply"]) for label in labels[:FIRST]}
    assert first == {decision.value for decision in Decision}


def test_of_the_first_forty_nearly_all_are_decided_right() -> None:
    right = [is_right(label, found) for label, found in judged()[:FIRST]]
    assert sum(right) >= FIRST_RIGHT


def test_of_all_nearly_all_are_decided_right_and_few_asked_about() -> None:
    decided = [pair for pair in judged() if pair[1].decision is not Decision.REVIEW]
    wrong = [pair for pair in decided if not is_right(*pair)]
    assert len(wrong) <= (1 - SHARE_RIGHT) * len(decided), files(wrong)
    assert len(judged()) - len(decided) <= SHARE_REVIEW * len(judged())


def test_no_machine_letter_is_answered() -> None:
    machines = [pair for pair in judged() if pair[0]["auto"]]
    answered = [
        pair for pair in machines if pair[1].decision not in {Decision.NONE, Decision.REVIEW}
    ]
    assert files(answered) == []


def test_nobody_with_a_request_is_filed() -> None:
    filed = [pair for pair in judged() if pair[1].decision is Decision.NONE]
    wrong = [pair for pair in filed if pair[0]["expected_reply"] != "none"]
    assert files(wrong) == []


def test_what_is_found_besides_is_mostly_right() -> None:
    people = [pair for pair in judged() if pair[0]["scope"] != "not_complaint"]
    assert share(people, "unit") >= 0.95
    assert share(people, "kind") >= 0.93
    assert share(people, "category") >= 0.88
    assert share(people, "language") >= 0.97
    assert share(people, "escalation") >= 0.97
    assert share(people, "reply_by_phone") >= 0.97
