"""Overdue clocks and their supervisors: told at once in working time, then at a growing distance.

A clock that ran out at night or on a holiday is told with the next window. After that 1, 2, 4, 8 …
working days from one notice to the next, until the clock ends: with the answer, or whatever else it
waits for. A clock that runs anew, as a dispatch that was returned, is told anew.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from mailcare.casework.clocks import running, started
from mailcare.casework.facts import iso
from mailcare.casework.policy import Policy
from mailcare.casework.standing import Standing
from mailcare.casework.worktime import add_working_days, next_working_moment
from mailcare.model.case import ClockName, ClockReading

AGAIN = "overdue_again"
"""What happened, in a notice that is not the first about its clock."""
_SPARED = frozenset({ClockName.ESCALATION})
"""Of no notice of its own where supervisors are reminded of the case anyway."""
_FARTHEST = 16
"""Working days between two notices at most."""


@dataclass(frozen=True, slots=True)
class Telling:
    """When supervisors are next told of a clock that is past its time, or will be."""

    clock: ClockName
    due: datetime
    since: str
    """What the present run of the clock is known by."""
    times: int
    """How often they were told already."""
    at: datetime


def tellings(case: Standing, clocks: Sequence[ClockReading], policy: Policy) -> Iterator[Telling]:
    """Yield the next telling of each clock that runs."""
    found = [_telling(case, clock.name, due, policy) for clock, due in running(clocks)]
    reminded = any(one.times for one in found)
    yield from (one for one in found if one.times or not reminded or one.clock not in _SPARED)


def _telling(case: Standing, clock: ClockName, due: datetime, policy: Policy) -> Telling:
    start = started(case, clock)
    since = iso(start) if start else ""
    told = case.told.get((clock.value, since), ())
    return Telling(clock, due, since, len(told), _next(due, told, policy))


def _next(due: datetime, told: Sequence[datetime], policy: Policy) -> datetime:
    if told:
        distance = min(2 ** (len(told) - 1), _FARTHEST)
        due = add_working_days(policy.calendar, told[-1], distance)
    return next_working_moment(policy.calendar, due)
