"""Ledger → view: the pure fold that the projected columns of a case must equal."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from mailcare.casework import silence, templates, unclaimed, ways
from mailcare.casework.clocks import dispatch_due, law_due, readings, running
from mailcare.casework.facts import iso
from mailcare.casework.ledger import Standing, replay
from mailcare.casework.overdue import tellings
from mailcare.casework.policy import Policy
from mailcare.casework.worktime import add_working_time
from mailcare.model.case import CaseView, ClockReading, Event, State
from mailcare.model.place import Mode

ACK_NOTE = "review_ack"
"""Note of an acknowledgement asked for by the sweep."""
LAW_STAFF_NOTE = "law_staff"
LAW_SUPERVISORS_NOTE = "law_supervisors"
SPECIAL_NOTE = "special_unconfirmed"
_MINUTE = timedelta(minutes=1)


def fold(events: Sequence[Event], policy: Policy) -> CaseView:
    """Return how a case stands, from its ledger and the unit's calendar alone.

    Raises:
        ValueError: the ledger does not begin with the opening of a case.
    """
    case = replay(events)
    clocks = readings(case, policy)
    next_due = min(running(clocks), key=lambda pair: pair[1], default=None)
    return CaseView(
        state=case.state,
        unit=case.unit,
        owner=case.owner,
        decision=case.decision,
        suggested=case.suggested,
        scope=case.scope,
        kind=case.kind,
        category=case.category,
        language=case.language,
        mode=case.mode,
        received_at=case.received_at,
        promised_due=case.promised_due,
        next_due_at=next_due[1] if next_due else None,
        next_due_kind=next_due[0].name if next_due else None,
        escalated=case.escalated,
        clocks=clocks,
        next_check_at=min(_checks(case, clocks, policy), default=None),
        calendar_version=policy.clocks_version,
        handler=case.handler,
        level=case.level,
        level_owner=case.level_owner,
    )


def ack_due(case: Standing, policy: Policy) -> datetime | None:
    """Return when a case in review gets its neutral acknowledgement; None: never, or it has."""
    done = ACK_NOTE in case.notes or templates.REVIEW_ACK in case.suppressed
    if case.state is not State.REVIEW or case.quiet or done:
        return None
    return case.review_since + policy.review_ack_after


def law_warnings(case: Standing, policy: Policy) -> Iterator[tuple[str, datetime]]:
    """Yield the warnings before the law's limit that nobody has had yet."""
    days = (
        (LAW_STAFF_NOTE, policy.law_staff_day),
        (LAW_SUPERVISORS_NOTE, policy.law_supervisors_day),
    )
    for note, day in days:
        if note not in case.notes and not case.finished_at:
            yield note, law_due(case, day)


def special_reminders(case: Standing, policy: Policy) -> Iterator[tuple[int, datetime, str]]:
    """Yield the reminders of a special demand not yet confirmed that staff have not had yet.

    With each the minutes of working time after which it is due, the moment, and what the run of
    the hand-over is known by, so that a return reminds anew.
    """
    start = case.dispatch.started_at
    confirmed = case.dispatch.confirmed_at or case.finished_at
    if not case.special or not start or confirmed or dispatch_due(case, policy) is None:
        return
    for after in policy.special_reminders:
        minutes = after // _MINUTE
        if (minutes, iso(start)) not in case.reminded:
            yield minutes, add_working_time(policy.calendar, start, after), iso(start)


def _checks(case: Standing, clocks: Sequence[ClockReading], policy: Policy) -> Iterator[datetime]:
    """Yield the moments at which the sweep has something to do; none in shadow mode."""
    if case.mode is Mode.SHADOW:
        return
    yield from (one.at for one in tellings(case, clocks, policy))
    yield from (at for _, at in law_warnings(case, policy))
    yield from (at for _, at, _ in special_reminders(case, policy))
    steps = (silence.next_step(case, policy), unclaimed.next_step(case, policy))
    yield from (step.at for step in steps if step)
    if ways.task_due(case, policy):
        yield case.opened_at
    ack = ack_due(case, policy)
    if ack:
        yield ack
