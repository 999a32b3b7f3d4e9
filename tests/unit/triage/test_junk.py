"""A letter from the junk folder: marked, and answered by itself only where it is clear."""

from dataclasses import replace

import pytest

from mailcare.model.judgement import Decision, Elements, Judgement, Language, Scope
from mailcare.triage import found_in_junk
from mailcare.triage.wording import explain

CLEAR = Judgement(
    decision=Decision.IN_SCOPE,
    suggested=Decision.IN_SCOPE,
    scope=Scope.IN_SCOPE,
    unit="vas",
    kind=None,
    category=None,
    elements=Elements(),
    language=Language.ZH,
    confidence=0.9,
)


def test_what_is_clear_is_handled_like_any_other_letter_and_marked() -> None:
    found = found_in_junk(CLEAR)
    assert (found.decision, [one.rule for one in found.reasons]) == (
        Decision.IN_SCOPE, ["place.junk"],
    )  # fmt: skip
    assert "垃圾邮件箱" in explain(found.reasons[0])[0]


@pytest.mark.parametrize("decision", sorted(set(Decision) - {Decision.NONE, Decision.REVIEW}))
def test_whatever_is_in_doubt_is_for_a_person(decision: Decision) -> None:
    doubtful = replace(CLEAR, decision=decision, suggested=decision, confidence=0.79)
    found = found_in_junk(doubtful)
    assert (found.decision, found.suggested) == (Decision.REVIEW, decision)
    assert found.reasons[-1].rule == "doubt.junk"


@pytest.mark.parametrize("decision", [Decision.NONE, Decision.REVIEW])
def test_what_nobody_answers_by_itself_stays_as_it_is(decision: Decision) -> None:
    assert found_in_junk(replace(CLEAR, decision=decision, confidence=0)).decision is decision
