"""Alarms: raised, repeated at growing distance, acknowledged, cleared by the fact.

What people are to hear is written in the transaction that raises or ends the alarm; `spreading`
brings it to them, over the outbox and over the channels, once each.
"""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta

from mailcare.logs import get_logger
from mailcare.model.case import Fact
from mailcare.model.trouble import Alarm, AlarmKind
from mailcare.store import Tx
from mailcare.supervision.kinds import RULES, repeat_after

log = get_logger("supervision")


def raise_alarm(
    tx: Tx,
    kind: AlarmKind,
    subject: str,
    facts: Mapping[str, Fact],
    now: datetime,
    *,
    unit: str | None = None,
) -> bool:
    """Raise an alarm unless it is open already; say whether it is new.

    `subject` names what it is about (a mailbox, a loop, a template), `unit` whose supervisors
    are told beside the admins, where the kind is their business. One that is open takes the new
    facts; where they say ``urgent`` for the first time it is told anew, though acknowledged.
    """
    before = tx.alarms.find(kind, subject)
    alarm, is_new = tx.alarms.raise_(kind, subject, json.dumps(dict(facts)), now, unit)
    if is_new:
        log.warning("alarm.raised", kind=kind.value, subject=subject, **facts)
    elif before is not None and facts.get("urgent") and not is_urgent(before):
        tx.alarms.make_urgent(alarm.id, now)
        log.warning("alarm.urgent", kind=kind.value, subject=subject, **facts)
    return is_new


def clear_alarm(tx: Tx, kind: AlarmKind, subject: str, now: datetime) -> None:
    """End an alarm whose cause is over; nothing happens where none is open.

    A kind that could flap is calm first, and ends by `end_calm` when it stayed so.
    """
    if RULES[kind].steady:
        tx.alarms.calm(kind, subject, now)
    else:
        _clear(tx, kind, subject, now)


def end_calm(tx: Tx, steady: timedelta, now: datetime) -> int:
    """End the alarms that have been calm for `steady`; return how many."""
    over = [
        one
        for one in tx.alarms.open()
        if one.calm_since is not None and now - one.calm_since >= steady
    ]
    for alarm in over:
        _clear(tx, alarm.kind, alarm.subject, now)
    return len(over)


def _clear(tx: Tx, kind: AlarmKind, subject: str, now: datetime) -> None:
    if tx.alarms.clear(kind, subject, now, told=RULES[kind].tells_end):
        log.info("alarm.cleared", kind=kind.value, subject=subject)


def repeat_due(tx: Tx, after: timedelta, now: datetime) -> int:
    """Tell again what stands unacknowledged: after `after`, then after twice as long each time.

    It is told with its latest figures. What is calm is not: it may be over.
    """
    due = [one for one in tx.alarms.open() if _is_due(one, after, now)]
    for alarm in due:
        tx.alarms.repeat(alarm.id, now)
    return len(due)


def _is_due(alarm: Alarm, after: timedelta, now: datetime) -> bool:
    if alarm.acknowledged_at is not None or alarm.calm_since is not None:
        return False
    last = alarm.repeated_at or alarm.raised_at
    return now - last >= repeat_after(alarm.kind, after, alarm.repeats)


def facts_of(alarm: Alarm) -> dict[str, Fact]:
    """Return the figures of an alarm."""
    facts: dict[str, Fact] = json.loads(alarm.facts)
    return facts


def is_urgent(alarm: Alarm) -> bool:
    """Say whether an alarm became worse while it stood."""
    return facts_of(alarm).get("urgent") is True
