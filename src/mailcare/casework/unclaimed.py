"""A case that nobody has in hand: told to the unit's second person (B角), then to supervisors.

In working time from the moment staff were told of it. Claimed is what somebody has claimed,
answered, or otherwise acted on; what waits for the user or lies with the other side of a dispatch
waits for nobody here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from mailcare.casework import intents, templates
from mailcare.casework.facts import Pen, iso
from mailcare.casework.policy import Policy
from mailcare.casework.standing import WAITING, Standing
from mailcare.casework.worktime import add_working_time, next_working_moment
from mailcare.model.case import EventKind, Fact, State
from mailcare.model.place import Mode
from mailcare.model.post import Intent

SECOND_TOLD = "unclaimed"
SUPERVISORS_TOLD = "unclaimed_supervisors"
"""Notes of who was told; also what the notices say happened."""
_ROLES = {SECOND_TOLD: "second", SUPERVISORS_TOLD: "supervisors"}


@dataclass(frozen=True, slots=True)
class Step:
    """Who is told next that nobody has the case in hand."""

    note: str
    at: datetime
    since: str
    """Since when it waits for somebody."""


def next_step(case: Standing, policy: Policy) -> Step | None:
    """Return the next step; None: it is in hand, all were told, or the unit wants none of it."""
    if not policy.unclaimed_after or not _waits(case):
        return None
    since = iso(case.waits_since)
    told = case.noted_at.get((SECOND_TOLD, since), [])
    if (SUPERVISORS_TOLD, since) in case.noted_at:
        return None
    if policy.has_second and not told:
        at = add_working_time(policy.calendar, case.waits_since, policy.unclaimed_after)
        return Step(SECOND_TOLD, at, since)
    start, after = (
        (told[-1], policy.unclaimed_again) if told else (case.waits_since, policy.unclaimed_after)
    )
    return Step(SUPERVISORS_TOLD, add_working_time(policy.calendar, start, after), since)


def hand_on(pen: Pen, case: Standing, policy: Policy, now: datetime) -> Iterator[Intent]:
    """Write what is due by `now`; yield the notice, which waits for working time."""
    step = next_step(case, policy)
    if step is None or step.at > now:
        return
    pen.write(EventKind.NOTED, what=step.note, since=step.since)
    morning = next_working_moment(policy.calendar, now)
    facts: dict[str, Fact] = {
        "event": step.note,
        "hold_until": iso(morning) if morning > now else None,
    }
    yield intents.notice(case, policy, templates.TASK, facts, _ROLES[step.note])


def _waits(case: Standing) -> bool:
    """Say whether staff should have it in hand, and nobody has."""
    known = case.handler is not None or case.acted_at is not None
    if known or case.mode is Mode.SHADOW or case.finished_at or case.paused:
        return False
    if case.state not in {State.REVIEW, State.OPEN} or case.decision in WAITING:
        return False
    delicate = case.about_staff or case.quiet == "official"
    return not delicate and templates.DISPATCH not in case.waiting
