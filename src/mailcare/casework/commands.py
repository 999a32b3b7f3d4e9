"""What a person does to a case."""

from datetime import datetime

from mailcare.casework.outcome import Outcome
from mailcare.casework.policy import Policy
from mailcare.model.case import Case, CaseTexts
from mailcare.model.judgement import Decision


def decide_by_person(
    case: Case,
    texts: CaseTexts,
    decision: Decision,
    unit: str | None,
    policy: Policy,
    now: datetime,
    actor: str,
) -> Outcome:
    """Decide a case in a person's name; `unit` is whose business it is, None: as suggested.

    Raises:
        ConflictError: the case is closed, or the decision is none that a person can take.
    """
    raise NotImplementedError
