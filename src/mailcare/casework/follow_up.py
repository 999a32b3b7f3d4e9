"""A later letter of a case: elements add up, a completing supplement moves the case on."""

from datetime import datetime

from mailcare.casework.outcome import Arrival, Outcome
from mailcare.casework.policy import Policy
from mailcare.model.case import Case, CaseTexts
from mailcare.model.judgement import Judgement
from mailcare.model.letter import Message


def join(
    case: Case,
    texts: CaseTexts,
    arrival: Arrival,
    message: Message,
    judgement: Judgement,
    policy: Policy,
    now: datetime,
) -> Outcome:
    """Let a letter join its case; machine mail is recorded and changes nothing."""
    raise NotImplementedError
