"""How likely a decision is right: by what it rests on, and told in words."""

from dataclasses import replace

import pytest

from mailcare.model.judgement import Decision, Element, ElementName, Elements, Kind, Scope
from mailcare.triage.certainty import ENOUGH, kind_chances, unsure
from mailcare.triage.scope import ScopeFinding
from mailcare.triage.wording import explain
from support.triage import shipped_rules

RULES = shipped_rules("vas")
COMPLAINT = {Kind.COMPLAINT: 1.0}
GIVEN = Element("x", "x")
ALL = Elements(GIVEN, GIVEN, GIVEN, GIVEN)
OURS = ScopeFinding(Scope.IN_SCOPE, "vas", None, 9.0, 9.0, (), chance=1.0)
PHONE, CONTACT = ElementName.PHONE, ElementName.CONTACT


def doubt(
    suggested: Decision, elements: Elements, chance: float = 1.0, **chances: float
) -> str | None:
    known = {ElementName(name): one for name, one in chances.items()}
    found = unsure(
        suggested, replace(OURS, chance=chance), COMPLAINT, replace(elements, chances=known), RULES
    )
    return found[0].evidence if found else None


def test_what_is_sure_is_decided() -> None:
    assert doubt(Decision.IN_SCOPE, ALL, phone=0.99, contact=0.97) is None


def test_an_element_that_may_be_absent_is_for_a_person() -> None:
    assert doubt(Decision.IN_SCOPE, ALL, phone=0.6) == "phone 0.60"


def test_elements_must_be_surer_than_whose_business_it_is() -> None:
    assert doubt(Decision.IN_SCOPE, ALL, 0.84) is None
    assert doubt(Decision.IN_SCOPE, ALL, phone=0.84) == "phone 0.84"


def test_a_problem_that_may_be_none_is_for_a_person() -> None:
    assert doubt(Decision.IN_SCOPE, ALL, problem=0.5) == "problem 0.50"


def test_an_element_that_may_be_given_is_for_a_person() -> None:
    without = replace(ALL, contact=None)
    assert doubt(Decision.NEED_INFO, without, contact=0.4) == "contact 0.60"


def test_a_user_is_asked_if_something_else_is_surely_absent() -> None:
    without = replace(ALL, contact=None, phone=None)
    assert doubt(Decision.NEED_INFO, without, contact=0.4, phone=0.01) is None


def test_small_doubts_add_up_and_are_told_worst_first() -> None:
    found = doubt(Decision.IN_SCOPE, ALL, 0.92, phone=0.88, contact=0.9)
    assert found == "phone 0.88, contact 0.90, scope 0.92"


@pytest.mark.parametrize("decision", [Decision.NONE, Decision.REVIEW])
def test_where_nothing_is_sent_nothing_is_doubted(decision: Decision) -> None:
    assert doubt(decision, ALL, 0.5, phone=0.5) is None


def test_elements_do_not_matter_to_what_is_nobodys_here() -> None:
    assert doubt(Decision.NOT_ACCEPTED, ALL, 0.9, phone=0.5) is None
    assert doubt(Decision.NOT_ACCEPTED, ALL, ENOUGH - 0.01) is not None


def test_more_doubt_never_decides_more() -> None:
    chances = [one / 20 for one in range(21)]
    for decision in (Decision.IN_SCOPE, Decision.FORWARDED):
        decided = [doubt(decision, ALL, 0.95, phone=one) is None for one in chances]
        assert decided == sorted(decided)
    asked = [doubt(Decision.NEED_INFO, ALL, 0.95, phone=one) is None for one in chances]
    assert asked == sorted(asked, reverse=True)


def test_a_question_that_may_be_a_complaint_is_for_a_person_if_that_decides() -> None:
    kinds = kind_chances(Kind.CONSULTATION, {Kind.CONSULTATION: 0.5, Kind.COMPLAINT: 0.2})
    chances = {ElementName.DEVICE_NUMBER: 0.01, PHONE: 0.01, CONTACT: 0.01}
    elements = Elements(problem=GIVEN, chances=chances)
    assert unsure(Decision.IN_SCOPE, OURS, kinds, elements, RULES)
    sure = kind_chances(Kind.CONSULTATION, {Kind.CONSULTATION: 5.0, Kind.COMPLAINT: -1.0})
    assert not unsure(Decision.IN_SCOPE, OURS, sure, elements, RULES)


def test_staff_are_told_why_in_words() -> None:
    (reason,) = unsure(
        Decision.IN_SCOPE, OURS, COMPLAINT, replace(ALL, chances={PHONE: 0.6}), RULES
    )
    assert explain(reason)[0].endswith("因为不能确定(把握):联系电话 0.60")
