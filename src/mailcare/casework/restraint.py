"""Why a letter gets no automatic reply, or nothing at all is written about it."""

from dataclasses import dataclass
from datetime import datetime

from mailcare.casework.outcome import Arrival
from mailcare.casework.policy import Policy
from mailcare.casework.worktime import working_days, working_time_between
from mailcare.model.judgement import Judgement
from mailcare.model.place import Mode
from mailcare.triage import is_marked_forged

ANSWERED_BY_HAND = "answered_by_hand"
BEFORE_MODE = "before_mode_since"
OFFICIAL = "official"
HANDED_OVER = "handed_over"
"""The case was dispatched to us: what its user hears by itself, they hear from the other side."""
TOO_OLD = "too_old"
FORGED = "forged"
"""Our own server found that somebody else wrote in the user's name."""


@dataclass(frozen=True, slots=True)
class Restraint:
    """How far mailcare may go by itself after one letter."""

    reason: str | None
    """Why the user gets no reply; None: they do."""
    silent: bool = False
    """Nothing is written to anybody."""
    hands_off: bool = False
    """A colleague has dealt with it: nothing is dispatched either."""
    late: bool = False
    """It has waited too long: a dispatch waits for staff."""


FREE = Restraint(None)


def restrain(
    arrival: Arrival, mode: Mode, quiet: str | None, policy: Policy, now: datetime
) -> Restraint:
    """Return how far mailcare may go after a letter of a case that has `mode`."""
    late = too_old(arrival.received_at, policy, now)
    by_hand = arrival.answered_by_hand
    silent = Mode.SHADOW.value if mode is Mode.SHADOW else None
    reasons = (
        silent,
        quiet,
        ANSWERED_BY_HAND if by_hand else None,
        TOO_OLD if late else None,
    )
    reason = next((reason for reason in reasons if reason), None)
    return Restraint(reason, silent=mode is Mode.SHADOW, hands_off=by_hand, late=late)


def mode_of(arrival: Arrival, policy: Policy) -> Mode:
    """Return a new case's mode: shadow for what was received before the mailbox had its mode."""
    return policy.mode if arrival.received_at >= policy.mode_since else Mode.SHADOW


def quiet(judgement: Judgement, address: str) -> str | None:
    """Return why the case's user never gets automatic mail, whatever happens later."""
    if judgement.official:
        return OFFICIAL
    if judgement.colleague:
        return "colleague"
    if judgement.copy_only:
        return "copy_only"
    if is_marked_forged(judgement):
        return FORGED
    if judgement.automatic:
        return "machine"
    return None if address else "no_address"


def is_doubtful(received_at: datetime, policy: Policy) -> bool:
    """Say whether a letter may be answered though the store, put back from a backup, knows nothing.

    Whatever is handled now was not handled when the backup was made.
    """
    return policy.restored_at is not None and received_at < policy.restored_at


def too_old(received_at: datetime, policy: Policy, now: datetime) -> bool:
    """Say whether a letter has waited too long to be answered without a person."""
    age = working_time_between(policy.calendar, received_at, now)
    return age > working_days(policy.calendar, policy.max_auto_age)
