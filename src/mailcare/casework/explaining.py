"""Why a case is due when it is: each counted and paused stretch of the answer clock, summed up."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from mailcare.casework.clocks import Interval, computed_due, intervals, readings
from mailcare.casework.folding import fold
from mailcare.casework.ledger import Standing, replay
from mailcare.casework.policy import Policy
from mailcare.casework.worktime import working_time_between
from mailcare.model.case import CaseView, ClockName, ClockReading, Event

_NOTHING = timedelta()


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of the answer clock, and the working time counted up to its end."""

    interval: Interval
    worked: timedelta
    """In it; nothing while it pauses."""
    total: timedelta


@dataclass(frozen=True, slots=True)
class Account:
    """How the answer's due time comes about, as of `at`."""

    at: datetime
    stretches: tuple[Stretch, ...]
    limit: timedelta
    """Working time in which the case must be answered."""
    computed: datetime | None
    """None while the clock is paused."""
    promised: datetime | None
    extended: datetime | None
    asked: datetime | None
    """An extension that the user has not been told of yet."""
    answer: ClockReading
    view: CaseView
    """With the other clocks, and the version of calendar and limits."""


def explain(events: Sequence[Event], policy: Policy, now: datetime) -> Account:
    """Return how the due time of the answer comes about; a stretch that lasts counts up to `now`.

    Raises:
        ValueError: the ledger does not begin with the opening of a case.
    """
    case = replay(events)
    return Account(
        at=now,
        stretches=tuple(_stretches(case, policy, now)),
        limit=policy.answer_within(case.category),
        computed=computed_due(case, policy),
        promised=case.promised_due,
        extended=case.extended_due,
        asked=None if case.asked_due == case.extended_due else case.asked_due,
        answer=next(one for one in readings(case, policy) if one.name is ClockName.ANSWER),
        view=fold(events, policy),
    )


def _stretches(case: Standing, policy: Policy, now: datetime) -> Iterator[Stretch]:
    total = _NOTHING
    for interval in intervals(case):
        worked = _NOTHING
        if interval.counted:
            end = interval.end or now
            worked = working_time_between(policy.calendar, interval.start, end)
        total += worked
        yield Stretch(interval, worked, total)
