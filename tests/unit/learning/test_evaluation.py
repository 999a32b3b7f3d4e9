"""Labels beside judgements: what counts as right, what is added up, what a change did."""

from dataclasses import replace
from typing import Any

import pytest

from mailcare.learning.change import changes
from mailcare.learning.compare import Outcome, Verdict, compare
from mailcare.learning.figures import figures
from mailcare.learning.labels import Label, LabelsError, parse_labels
from mailcare.model.judgement import (
    Automatic,
    Category,
    Decision,
    Element,
    Elements,
    Judgement,
    Kind,
    Language,
    Scope,
)
from mailcare.model.letter import Message

PHONE = "021-52340917"
FOUND = Judgement(
    decision=Decision.IN_SCOPE,
    suggested=Decision.IN_SCOPE,
    scope=Scope.IN_SCOPE,
    unit="vas",
    kind=Kind.COMPLAINT,
    category=Category.BILLING,
    elements=Elements(
        problem=Element("x", "x"), device_number=Element("（021）5234 0917", "x"),
        phone=Element("02152340917", "x"), contact=Element("林志远", "x"),
    ),
    language=Language.ZH,
    confidence=1.0,
)  # fmt: skip
MESSAGE = Message(own_text="您好:\n我的 邮箱\n打不开。林志远")
RIGHT: dict[str, Any] = {
    "file": "a.eml", "scope": "in_scope", "unit": "vas", "kind": "complaint",
    "category": "billing", "problem": True, "device_number": PHONE, "phone": "02152340917",
    "contact": "林志远", "reply_by_phone": False, "escalation": False, "language": "zh",
    "auto": None, "expected_reply": "in_scope", "missing": [], "ambiguous": False,
    "own_text": {"starts": "您好: 我的邮箱", "ends": "打不开。林志远"},
}  # fmt: skip


def label(**changed: Any) -> Label:  # noqa: ANN401 - any field of a label
    fields = {**RIGHT, **changed}
    return Label(str(fields["file"]), fields)


def outcome(decided: Decision = Decision.IN_SCOPE, /, **changed: Any) -> Outcome:  # noqa: ANN401 - the same
    return compare(label(**changed), MESSAGE, replace(FOUND, decision=decided))


def wrong_fields(found: Outcome) -> list[str]:
    return [answer.field for answer in found.answers if not answer.right]


def test_all_as_labelled() -> None:
    found = outcome()
    assert (found.verdict, wrong_fields(found)) == (Verdict.RIGHT, [])
    assert len(found.answers) == 13


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("unit", "idc"), ("kind", None), ("category", "other"), ("language", "en"),
        ("problem", False), ("device_number", "12345678"), ("device_number", None),
        ("contact", "林志"), ("escalation", True), ("reply_by_phone", True),
        ("missing", ["phone"]), ("own_text", {"starts": "我的", "ends": "林志远"}),
        ("own_text", {"starts": "", "ends": ""}), ("auto", "spam"),
    ],
)  # fmt: skip
def test_a_field_that_is_not_as_labelled(field: str, value: object) -> None:
    assert wrong_fields(outcome(**{field: value})) == [field]


def test_numbers_are_compared_without_spaces_dashes_and_brackets() -> None:
    assert wrong_fields(outcome(device_number="【０２１】 5234—0917".replace("—", "-"))) == []


def test_what_a_label_does_not_know_is_not_compared() -> None:
    bare = Label("a.eml", {"file": "a.eml", "unit": "idc"})
    found = compare(bare, MESSAGE, FOUND)
    assert (found.verdict, wrong_fields(found)) == (Verdict.UNKNOWN, ["unit"])
    assert len(found.answers) == 1


def test_of_no_complaint_only_machine_and_language_are_compared() -> None:
    found = outcome(Decision.NONE, scope="not_complaint", auto="spam", expected_reply="none")
    assert {answer.field for answer in found.answers} == {"auto", "language"}


@pytest.mark.parametrize(
    ("decided", "changed", "verdict"),
    [
        (Decision.NEED_INFO, {}, Verdict.WRONG),
        (Decision.REVIEW, {}, Verdict.REVIEW),
        (Decision.NEED_INFO, {"also": ["need_info"]}, Verdict.RIGHT),
        (Decision.REVIEW, {"expected_reply": "review"}, Verdict.RIGHT),
        (Decision.NEED_INFO, {"expected_reply": None}, Verdict.UNKNOWN),
    ],
)
def test_verdicts(decided: Decision, changed: dict[str, Any], verdict: Verdict) -> None:
    assert outcome(decided, **changed).verdict is verdict


def test_the_two_gravest_errors_come_first() -> None:
    found = figures(
        [
            outcome(Decision.NEED_INFO, file="plain"),
            outcome(Decision.NEED_INFO, file="doubtful", ambiguous=True),
            outcome(Decision.NONE, file="filed"),
            outcome(Decision.IN_SCOPE, file="answered", auto="spam", expected_reply="none"),
            outcome(Decision.REVIEW, file="asked"),
            outcome(file="right"),
        ]
    )
    assert [one.label.file for one in found.wrong] == ["filed", "answered", "plain", "doubtful"]
    assert [one.label.file for one in found.plainly_wrong] == ["filed", "answered", "plain"]
    assert (len(found.decided), len(found.reviews)) == (5, 1)
    assert found.table[Decision.IN_SCOPE, Decision.NONE] == 1
    assert found.table[Decision.NONE, Decision.IN_SCOPE] == 1


def test_reviewed_machines_are_not_answered() -> None:
    assert not outcome(Decision.REVIEW, auto="bounce", expected_reply="none").machine_answered
    assert not outcome(Decision.NONE, auto="bounce", expected_reply="none").machine_answered
    assert not outcome(Decision.NONE, expected_reply="none").person_filed


def test_precision_and_recall_of_a_value() -> None:
    found = figures([outcome(), outcome(phone="13501234871"), outcome(phone=None)])
    phone = next(one for one in found.fields if one.field == "phone")
    assert (phone.found_right, phone.found_wrong, phone.missed) == (1, 2, 1)
    assert phone.precision == pytest.approx(1 / 3)
    assert phone.recall == pytest.approx(1 / 2)
    assert phone.f1 == pytest.approx(2 / 5)


def test_shares_of_nothing_are_no_numbers() -> None:
    found = figures([outcome(escalation=False)])
    signs = next(one for one in found.fields if one.field == "escalation")
    assert (signs.precision, signs.recall, signs.f1, signs.accuracy) == (None, None, None, 1.0)


def test_a_change_tells_what_broke_before_what_it_fixed() -> None:
    before = [outcome(Decision.REVIEW, file="better"), outcome(file="broken"), outcome(file="same")]
    idc = replace(FOUND, unit="idc", decision=Decision.FORWARDED)
    after = [outcome(file="better"), compare(label(file="broken"), MESSAGE, idc), before[2]]
    found = changes(before, after)
    assert [(one.after.label.file, one.step > 0) for one in found] == [
        ("broken", False),
        ("better", True),
    ]
    assert (found[0].broken, found[0].newly_wrong) == (("unit",), True)
    assert not found[1].newly_wrong


def test_a_machine_is_told_by_its_kind() -> None:
    found = replace(FOUND, decision=Decision.NONE, automatic=Automatic.BOUNCE)
    expected = label(scope="not_complaint", auto="bounce", expected_reply="none")
    assert wrong_fields(compare(expected, MESSAGE, found)) == []


def test_lines_that_are_no_labels_are_named() -> None:
    good = '{"file": "a.eml", "expected_reply": "none"}\n'
    assert [one.file for one in parse_labels(good)] == ["a.eml"]
    for bad in ("x", "[]", "{}", '{"file": "b.eml", "expected_reply": "maybe"}'):
        with pytest.raises(LabelsError, match="line 2"):
            parse_labels(good + bad)
    with pytest.raises(LabelsError, match="twice"):
        parse_labels(good + good)


def test_a_label_cannot_name_a_file_elsewhere() -> None:
    (found,) = parse_labels('{"file": "../../etc/passwd"}')
    assert found.file == "passwd"
