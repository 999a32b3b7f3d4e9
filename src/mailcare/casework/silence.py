"""A user from whom nothing comes: reminded of what is missing, then staff are asked; never closed.

The answer clock is paused all the while, the law's clock is not.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from mailcare.casework import intents, templates
from mailcare.casework.facts import Pen, iso
from mailcare.casework.policy import Policy
from mailcare.casework.standing import WAITING, Standing
from mailcare.casework.worktime import add_working_days
from mailcare.model.case import EventKind
from mailcare.model.place import Mode
from mailcare.model.post import Intent

REMINDED = "user_reminded"
"""Note of a reminder asked for by the sweep."""
PROPOSED = "user_silent"
"""Note that staff were asked whether to close."""


@dataclass(frozen=True, slots=True)
class Step:
    """What is done next about a user's silence."""

    note: str
    at: datetime
    since: str
    """Since when we wait."""


def next_step(case: Standing, policy: Policy) -> Step | None:
    """Return the next step; None: we don't wait for the user, or all has been done."""
    if not case.paused or case.finished_at or case.mode is Mode.SHADOW:
        return None
    start = case.pauses[-1].start
    since = iso(start)
    if (PROPOSED, since) in case.noted_at:
        return None
    times = case.noted_at.get((REMINDED, since), [])
    at = add_working_days(policy.calendar, times[-1] if times else start, policy.remind_user_after)
    return Step(REMINDED if len(times) < _reminders(case, policy) else PROPOSED, at, since)


def break_silence(pen: Pen, case: Standing, policy: Policy, now: datetime) -> Iterator[Intent]:
    """Write what is due by `now`; yield the reminder, or the proposal to staff."""
    step = next_step(case, policy)
    if step is None or step.at > now:
        return
    pen.write(EventKind.NOTED, what=step.note, since=step.since)
    if step.note == REMINDED:
        yield intents.to_user(case, templates.STILL_NEEDED, policy)
    else:
        yield intents.notice(case, policy, templates.TASK, {"event": PROPOSED})


def _reminders(case: Standing, policy: Policy) -> int:
    """Say how often a reminder can be written: a person's question is theirs to repeat."""
    missing = set(case.needed) & set(case.missing)
    asks = case.decision in WAITING and missing and not case.quiet
    return policy.user_reminders if asks else 0
