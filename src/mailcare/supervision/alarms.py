"""Alarms: raised once, repeated with distance, cleared when over; told by mail to those in charge.

An alarm and the intent to tell it are written in one transaction, so it is told exactly once.
"""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta

from mailcare.logs import get_logger
from mailcare.model.case import Fact
from mailcare.model.post import Intent, MailClass
from mailcare.model.trouble import AlarmKind
from mailcare.store import Tx

log = get_logger("supervision")

_TEMPLATES = {AlarmKind.CAPACITY: "alarm.capacity"}
_PATIENCE = {AlarmKind.CALENDAR: timedelta(days=7)}
"""Kinds that are repeated at a greater distance: next year's days come out when they come out."""


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
    are told beside the admins.
    """
    alarm, is_new = tx.alarms.raise_(kind, subject, json.dumps(dict(facts)), now)
    if is_new:
        tx.intents.add(None, None, [_telling(kind, subject, facts, alarm.id, unit)], now)
        log.warning("alarm.raised", kind=kind.value, subject=subject, **facts)
    return is_new


def _telling(
    kind: AlarmKind, subject: str, facts: Mapping[str, Fact], alarm_id: int, unit: str | None
) -> Intent:
    return Intent(
        mail_class=MailClass.ALARM,
        template=_TEMPLATES.get(kind, "alarm.general"),
        recipient_role="admins" if unit is None else "admins+supervisors",
        unit=unit,
        facts={**facts, "alarm": alarm_id, "kind": kind.value, "subject": subject},
    )


def clear_alarm(tx: Tx, kind: AlarmKind, subject: str, now: datetime) -> None:
    """End an alarm whose cause is over; nothing happens where none is open."""
    if tx.alarms.clear(kind, subject, now):
        log.info("alarm.cleared", kind=kind.value, subject=subject)


def repeat_due(tx: Tx, after: timedelta, now: datetime) -> int:
    """Tell again what is open and unacknowledged for `after` since it was last told.

    It is told with its latest figures, and what nobody can mend within hours less often.
    """
    told = 0
    for alarm in tx.alarms.open():
        last = alarm.repeated_at or alarm.raised_at
        distance = max(after, _PATIENCE.get(alarm.kind, after))
        if alarm.acknowledged_at is None and now - last >= distance:
            tx.alarms.repeat(alarm.id, now)
            facts: dict[str, Fact] = json.loads(alarm.facts)
            facts["since"] = alarm.raised_at.isoformat()
            tx.intents.add(
                None, None, [_telling(alarm.kind, alarm.subject, facts, alarm.id, None)], now
            )
            told += 1
    return told
