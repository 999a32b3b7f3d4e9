"""Why a letter gets no automatic reply, or nothing at all is written about it."""

from datetime import datetime

from mailcare.casework.outcome import Arrival
from mailcare.casework.policy import Policy
from mailcare.casework.worktime import working_days, working_time_between
from mailcare.model.judgement import Judgement
from mailcare.model.place import Mode

ANSWERED_BY_HAND = "answered_by_hand"
BEFORE_MODE = "before_mode_since"
TOO_OLD = "too_old"


def silence(arrival: Arrival, policy: Policy) -> str | None:
    """Return why nothing at all is written about a letter: to nobody, staff included."""
    if policy.mode is Mode.SHADOW:
        return Mode.SHADOW.value
    return BEFORE_MODE if arrival.received_at < policy.mode_since else None


def quiet(judgement: Judgement, *, address: str) -> str | None:
    """Return why the case's user never gets automatic mail, whatever happens later."""
    if judgement.official:
        return "official"
    if judgement.colleague:
        return "colleague"
    if judgement.copy_only:
        return "copy_only"
    return None if address else "no_address"


def unanswerable(arrival: Arrival, policy: Policy, now: datetime) -> str | None:
    """Return why this letter isn't answered by itself, though its case may be later."""
    if arrival.answered_by_hand:
        return ANSWERED_BY_HAND
    return TOO_OLD if too_old(arrival.received_at, policy, now) else None


def too_old(received_at: datetime, policy: Policy, now: datetime) -> bool:
    """Say whether a letter has waited too long to be answered without a person."""
    age = working_time_between(policy.calendar, received_at, now)
    return age > working_days(policy.calendar, policy.max_auto_age)
