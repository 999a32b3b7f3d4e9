"""What people did to a case, as the label of the letter that opened it."""

from dataclasses import replace
from typing import Any

import pytest

from mailcare.learning.corrections import find_correction
from mailcare.model.case import Case, Event, EventKind
from mailcare.model.judgement import Decision, Element
from unit.store.builders import JUDGEMENT, NOW, TEXTS, VIEW

Happened = tuple[EventKind, str, dict[str, Any]]
OPENED: Happened = (EventKind.OPENED, "mailcare", {"owner": "broadband"})
JOINED: Happened = (EventKind.LETTER_JOINED, "user", {})


def decided(decision: str, **facts: Any) -> Happened:  # noqa: ANN401 - any fact
    return (EventKind.DECIDED, "cli:wang", {"decision": decision, **facts})


def fields(*events: Happened, **changed: Any) -> dict[str, Any]:  # noqa: ANN401 - texts of the case
    ledger = tuple(
        Event(seq, kind, NOW, actor, facts) for seq, (kind, actor, facts) in enumerate(events, 1)
    )
    case = Case(1, "VAS-202611-0001", 1, 1, "k", ledger, VIEW)
    found = find_correction(case, replace(TEXTS, **changed), JUDGEMENT, {"telecom"})
    label = {} if found is None else dict(found.fields)
    label.pop("note", None)
    return label


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (decided("in_scope"), {"expected_reply": "in_scope", "scope": "in_scope", "unit": "vas"}),
        (decided("none"), {"expected_reply": "none"}),
        (
            decided("not_accepted"),
            {"expected_reply": "not_accepted", "scope": "non_telecom", "unit": None},
        ),
        (
            decided("insufficient"),
            {"expected_reply": "insufficient", "scope": "other_unit", "unit": "broadband"},
        ),
        (
            decided("forwarded", owner="telecom"),
            {"expected_reply": "forwarded", "scope": "telecom_company", "unit": "telecom"},
        ),
    ],
)
def test_the_decision_and_what_follows_from_it(event: Happened, expected: dict[str, Any]) -> None:
    assert fields(OPENED, event) == expected


def test_nobody_said_anything() -> None:
    assert fields(OPENED, JOINED) == {}


def test_of_several_decisions_the_last_counts() -> None:
    assert fields(OPENED, decided("in_scope"), decided("none"))["expected_reply"] == "none"


def test_a_decision_after_further_letters_labels_the_owner_alone() -> None:
    assert fields(OPENED, JOINED, decided("in_scope")) == {"scope": "in_scope", "unit": "vas"}
    early = fields(OPENED, decided("none"), JOINED, decided("in_scope"))
    assert early == {"expected_reply": "none"}


def test_elements_that_a_person_changed() -> None:
    contact = Element("林志远", "林志远")
    changed = replace(TEXTS.elements, contact=contact, problem=None)
    found = fields(OPENED, decided("none"), elements=changed)
    assert (found["contact"], found["problem"]) == ("林志远", False)
    assert "phone" not in found
    assert "contact" not in fields(OPENED, decided("none"), JOINED, elements=changed)


def test_a_letter_brought_back_is_anything_but_filed() -> None:
    vouched = (EventKind.OPENED, "cli:wang", {"owner": "vas"})
    found = fields(vouched)
    assert found["auto"] is None
    assert Decision.NONE not in {found["expected_reply"], *found["also"]}
    assert fields(vouched, decided("in_scope"))["expected_reply"] == "in_scope"
