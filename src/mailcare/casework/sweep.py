"""What time alone does to a case: overdue clocks, the late acknowledgement, the law, silence."""

from collections.abc import Iterator
from datetime import datetime

from mailcare.casework import intents, templates
from mailcare.casework.clocks import readings
from mailcare.casework.escalating import escalate
from mailcare.casework.facts import Pen, iso
from mailcare.casework.folding import (
    ACK_NOTE,
    LAW_STAFF_NOTE,
    LAW_SUPERVISORS_NOTE,
    SPECIAL_NOTE,
    ack_due,
    fold,
    law_warnings,
    special_reminders,
)
from mailcare.casework.ledger import Standing, replay
from mailcare.casework.outcome import Outcome
from mailcare.casework.overdue import AGAIN, Telling, tellings
from mailcare.casework.policy import Policy
from mailcare.casework.restraint import TOO_OLD, too_old
from mailcare.casework.silence import break_silence
from mailcare.casework.unclaimed import hand_on
from mailcare.casework.ways import give_task
from mailcare.casework.worktime import next_working_moment
from mailcare.model.case import Case, ClockName, EventKind, Fact
from mailcare.model.place import Mode
from mailcare.model.post import Intent

_ESCALATES = frozenset({ClockName.ANSWER, ClockName.LAW})
"""Clocks towards the user: once past, the case is escalated (R26)."""
_TOLD_ROLE = {LAW_STAFF_NOTE: None, LAW_SUPERVISORS_NOTE: "supervisors"}


def look(case: Case, policy: Policy, now: datetime) -> Outcome:
    """Do what has become due by `now`; looked at again, nothing happens twice.

    Without events the caller need only write the view's `next_check_at`.
    """
    pen = Pen(case, now)
    standing = replay(case.events)
    mails: tuple[Intent, ...] = ()
    if standing.mode is not Mode.SHADOW:
        mails = (
            *_overdue(pen, standing, policy, now),
            *_law(pen, standing, policy, now),
            *_special(pen, standing, policy, now),
            *_acknowledge(pen, standing, policy, now),
            *break_silence(pen, standing, policy, now),
            *hand_on(pen, standing, policy, now),
            *give_task(pen, standing, policy),
        )
    return Outcome(pen.written, fold(pen.events, policy), mails)


def _overdue(pen: Pen, case: Standing, policy: Policy, now: datetime) -> Iterator[Intent]:
    """Tell supervisors of each clock that ran out, and again of all that still run past it.

    Again is one notice, about what is overdue the longest.
    """
    known = sorted(tellings(case, readings(case, policy), policy), key=lambda one: one.due)
    due = [one for one in known if one.at <= now]
    fresh = [one for one in due if not one.times]
    again = [one for one in known if one.times] if len(due) > len(fresh) else []
    if any(one.clock in _ESCALATES for one in fresh):
        escalate(pen, policy, "overdue")
    for one in (*fresh, *again):
        name = one.clock.value
        pen.write(EventKind.OVERDUE_TOLD, clock=name, due=iso(one.due), since=one.since)
    for one in (*fresh, *again[:1]):
        yield _overdue_notice(case, policy, one, now)


def _overdue_notice(case: Standing, policy: Policy, one: Telling, now: datetime) -> Intent:
    """Return the notice; noticed at night, as after a standstill, it waits for working time."""
    morning = next_working_moment(policy.calendar, now)
    facts: dict[str, Fact] = {
        "event": AGAIN if one.times else "overdue",
        "clock": one.clock.value,
        "due": iso(one.due),
        "hold_until": iso(morning) if morning > now else None,
    }
    return intents.notice(case, policy, templates.OVERDUE, facts, "supervisors")


def _law(pen: Pen, case: Standing, policy: Policy, now: datetime) -> Iterator[Intent]:
    for note, at in law_warnings(case, policy):
        if at <= now:
            pen.write(EventKind.NOTED, what=note)
            role = _TOLD_ROLE[note]
            yield intents.notice(case, policy, templates.TASK, {"event": note}, role)


def _special(pen: Pen, case: Standing, policy: Policy, now: datetime) -> Iterator[Intent]:
    """Remind staff that a special demand waits for its confirmation; once, however many are due."""
    due = [one for one in special_reminders(case, policy) if one[1] <= now]
    for minutes, _, since in due:
        pen.write(EventKind.NOTED, what=SPECIAL_NOTE, minutes=minutes, since=since)
    if due:
        yield intents.notice(case, policy, templates.TASK, {"event": SPECIAL_NOTE})


def _acknowledge(pen: Pen, case: Standing, policy: Policy, now: datetime) -> Iterator[Intent]:
    """Acknowledge a case that nobody has decided: it promises neither scope nor date."""
    due = ack_due(case, policy)
    if due is None or due > now:
        return
    if too_old(case.received_at, policy, now):
        pen.write(EventKind.REPLY_SUPPRESSED, template=templates.REVIEW_ACK, reason=TOO_OLD)
        return
    pen.write(EventKind.NOTED, what=ACK_NOTE)
    yield intents.to_user(case, templates.REVIEW_ACK, policy)
