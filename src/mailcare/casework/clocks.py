"""The clocks of DESIGN 3, computed from a ledger's standing and the unit's calendar.

Never counted up: every reading is worked out anew from starts, pauses and ends.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from mailcare.casework.ledger import Pause, Standing
from mailcare.casework.policy import Policy
from mailcare.casework.worktime import (
    add_working_days,
    add_working_time,
    working_time_between,
)
from mailcare.model.case import ClockName, ClockReading
from mailcare.model.judgement import Decision


@dataclass(frozen=True, slots=True)
class Interval:
    """A stretch of the answer clock."""

    start: datetime
    end: datetime | None
    """None: it lasts."""
    counted: bool
    """False: paused, we waited for the user."""
    why: str
    """What began it: ``received``, ``question_sent``, ``supplement_arrived``."""


def readings(case: Standing, policy: Policy) -> tuple[ClockReading, ...]:
    """Return all clocks that the case has or had."""
    return tuple(_readings(case, policy))


def _readings(case: Standing, policy: Policy) -> Iterator[ClockReading]:
    calendar, end = policy.calendar, case.finished_at
    registered = add_working_days(calendar, case.received_at, policy.registered_within)
    yield _reading(ClockName.REGISTERED, registered, case.opened_at, policy)
    if case.review_from:
        due = add_working_time(calendar, case.review_from, policy.review_within)
        yield _reading(ClockName.REVIEW, due, _first(case.decided_at, end), policy)
    dispatch = dispatch_due(case, policy)
    if dispatch:
        confirmed = _first(case.dispatch.confirmed_at, end)
        yield _reading(ClockName.DISPATCH, dispatch, confirmed, policy)
    answer = _reading(ClockName.ANSWER, answer_due(case, policy), end, policy)
    yield replace(answer, provisional=answer.provisional and not case.extended_due)
    yield ClockReading(ClockName.LAW, law_due(case, policy.law_days), end)
    escalated = escalation_due(case, policy)
    if escalated:
        met = _first(case.level_met_at, end)
        yield _reading(ClockName.ESCALATION, escalated, met, policy)


def _reading(
    name: ClockName, due: datetime | None, ended_at: datetime | None, policy: Policy
) -> ClockReading:
    provisional = due is not None and policy.calendar.is_provisional(due)
    return ClockReading(name, due, ended_at, provisional)


def dispatch_due(case: Standing, policy: Policy) -> datetime | None:
    """Return when the other side must have confirmed; None where nothing is to be handed over."""
    start = case.dispatch.started_at
    in_review = case.decision is Decision.REVIEW and case.suggested is Decision.FORWARDED
    if start is None or not (in_review or case.decision is Decision.FORWARDED):
        return None
    within = policy.special_dispatch_within if case.special else policy.dispatch_within
    return add_working_time(policy.calendar, start, within)


def escalation_due(case: Standing, policy: Policy) -> datetime | None:
    """Return by when a supervisor takes the case, or hands it back; None: it was never moved up."""
    if case.level_since is None:
        return None
    return add_working_time(policy.calendar, case.level_since, policy.escalation_within)


def law_due(case: Standing, days: int) -> datetime:
    """Return the moment `days` calendar days after the clock of the answer started."""
    return case.answer_from + timedelta(days=days)


def answer_due(case: Standing, policy: Policy) -> datetime | None:
    """Return when the user must have the answer: the earlier of promised and computed.

    None while the clock is paused and nothing was promised. An extension replaces both.
    """
    if case.extended_due:
        return case.extended_due
    computed = computed_due(case, policy)
    known = [due for due in (case.promised_due, computed) if due]
    return min(known, default=None)


def computed_due(case: Standing, policy: Policy) -> datetime | None:
    """Return when the answer is due by its counted time alone; None while the clock is paused."""
    left = policy.answer_within(case.category)
    stretches = intervals(case)
    for stretch in stretches:
        if not stretch.counted:
            continue
        done = (
            working_time_between(policy.calendar, stretch.start, stretch.end)
            if stretch.end and stretch is not stretches[-1]
            else left
        )
        if done >= left:
            return add_working_time(policy.calendar, stretch.start, left)
        left -= done
    return None


def intervals(case: Standing) -> list[Interval]:
    """Return the counted and paused stretches of the answer clock, in order, none of them empty."""
    found, start, why = [], case.answer_from, "received"
    for pause in case.pauses:
        found.append(Interval(start, pause.start, counted=True, why=why))
        found.append(
            Interval(pause.start, _pause_end(case, pause), counted=False, why="question_sent")
        )
        if pause.end is None:
            break
        start, why = pause.end, "supplement_arrived"
    else:
        found.append(Interval(start, case.finished_at, counted=True, why=why))
    return [one for one in found if one.end is None or one.end > one.start]


def running(clocks: Sequence[ClockReading]) -> Iterator[tuple[ClockReading, datetime]]:
    """Yield the clocks that run, with their due times."""
    for clock in clocks:
        if clock.ended_at is None and clock.due is not None:
            yield clock, clock.due


def started(case: Standing, clock: ClockName) -> datetime | None:
    """Return what a run of `clock` is known by: its start, or the extension that began it anew."""
    return {
        ClockName.REVIEW: case.review_from,
        ClockName.DISPATCH: case.dispatch.started_at,
        ClockName.ANSWER: case.extended_due or case.answer_from,
        ClockName.LAW: case.answer_from,
        ClockName.REGISTERED: case.received_at,
        ClockName.ESCALATION: case.level_since,
    }[clock]


def _pause_end(case: Standing, pause: Pause) -> datetime | None:
    return pause.end or case.finished_at


def _first(*moments: datetime | None) -> datetime | None:
    return min((moment for moment in moments if moment), default=None)
