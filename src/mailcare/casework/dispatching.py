"""The other side of a dispatch: confirmed, returned; machine mail does neither."""

from datetime import datetime

from mailcare.casework.outcome import Arrival, Outcome
from mailcare.casework.policy import Policy
from mailcare.model.case import Case
from mailcare.model.judgement import Judgement


def letter_arrived(
    case: Case, arrival: Arrival, judgement: Judgement, policy: Policy, now: datetime
) -> Outcome:
    """Take in a letter that answers a dispatch: a human one confirms it, staff are told."""
    raise NotImplementedError


def confirmed(case: Case, actor: str, policy: Policy, now: datetime) -> Outcome:
    """Record that the other side has the dispatch; ends its clock."""
    raise NotImplementedError


def returned(case: Case, reason: str, actor: str, policy: Policy, now: datetime) -> Outcome:
    """Record a return (退单); `reason` is a stable word or an id, never text of a letter."""
    raise NotImplementedError
