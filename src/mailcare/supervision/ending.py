"""Alarms whose cause is seen to be over: what people settled ends without being told so.

Those about polls, sending, templates and capacity are ended where the success is seen.
"""

import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final

from mailcare.config import Config
from mailcare.model.post import OutboxState
from mailcare.model.trouble import Alarm, AlarmKind
from mailcare.store import Store, Tx
from mailcare.supervision.alarms import clear_alarm

RUNS_WELL: Final = timedelta(hours=1)
"""How long the daemon must run after a bad end."""
HAPPENING: Final = timedelta(days=1)
"""How long an alarm stands that tells of something past, such as a server's renumbering."""

_ABOUT_MAILBOXES: Final = frozenset(
    {
        AlarmKind.CAPACITY,
        AlarmKind.GROWTH,
        AlarmKind.OVERQUOTA,
        AlarmKind.UNREACHABLE,
        AlarmKind.POLL_LATE,
        AlarmKind.LOGIN_REFUSED,
        AlarmKind.SEND_FAILED,
        AlarmKind.VOLUME,
    }
)
"""Whose subject is a mailbox, or a folder of it, that is looked at again and again."""

Over = Callable[[Tx, Alarm, datetime], bool]


def end_settled(store: Store, now: datetime) -> int:
    """End the open alarms whose cause is over; return how many."""
    over = store.read(lambda tx: [one for one in tx.alarms.open() if _is_over(tx, one, now)])
    for alarm in over:
        store.run(lambda tx, one=alarm: clear_alarm(tx, one.kind, one.subject, now))  # type: ignore[misc]
    return len(over)


def end_gone(tx: Tx, config: Config, now: datetime) -> None:
    """End the alarms about what the config has no more: nothing could show that it is well again.

    What waits for people all the same, such as letters set aside, stays.
    """
    for alarm in tx.alarms.open():
        if _is_gone(config, alarm):
            clear_alarm(tx, alarm.kind, alarm.subject, now)


def _is_gone(config: Config, alarm: Alarm) -> bool:
    if alarm.kind is AlarmKind.CHANNEL:
        return alarm.subject not in config.alarms.channels
    name, in_folder, folder = alarm.subject.partition(": ")
    if alarm.kind not in _ABOUT_MAILBOXES:
        return False
    box = config.mailboxes.get(name)
    if box is None or not in_folder or box.junk_folders is None:
        return box is None
    return folder not in {*box.folders, *box.junk_folders}


def _is_over(tx: Tx, alarm: Alarm, now: datetime) -> bool:
    check = _CHECKS.get(alarm.kind)
    return check is not None and check(tx, alarm, now)


def _none_set_aside(tx: Tx, alarm: Alarm, _now: datetime) -> bool:
    names = {box.id: box.name for box in tx.mailboxes.all()}
    return all(names.get(one.mailbox_id) != alarm.subject for one in tx.letters.list_aside())


def _settled(tx: Tx, alarm: Alarm, _now: datetime) -> bool:
    mail_id = json.loads(alarm.facts).get("mail")
    return mail_id is not None and tx.outbox.get(mail_id).state is not OutboxState.UNCERTAIN


def _none_held(tx: Tx, alarm: Alarm, _now: datetime) -> bool:
    return all(mail.reason != alarm.subject for mail in tx.outbox.list({OutboxState.HELD}))


def _moves_again(tx: Tx, alarm: Alarm, _now: datetime) -> bool:
    seen = tx.heartbeats.all().get(alarm.subject)
    return seen is not None and seen > alarm.raised_at


def _runs_well(_tx: Tx, alarm: Alarm, now: datetime) -> bool:
    begun = json.loads(alarm.facts).get("at")
    return begun is None or now - datetime.fromisoformat(begun) >= RUNS_WELL


def _live_again(tx: Tx, alarm: Alarm, _now: datetime) -> bool:
    boxes = [box for box in tx.mailboxes.all() if box.name == alarm.subject]
    return not any(box.restored and box.restored.waiting for box in boxes)


def _long_past(_tx: Tx, alarm: Alarm, now: datetime) -> bool:
    return now - alarm.raised_at >= HAPPENING


_CHECKS: Final[Mapping[AlarmKind, Over]] = {
    AlarmKind.SET_ASIDE: _none_set_aside,
    AlarmKind.UNCERTAIN: _settled,
    AlarmKind.CAP: _none_held,
    AlarmKind.STUCK: _moves_again,
    AlarmKind.EPOCH: _long_past,
    AlarmKind.FOUND_LATE: _long_past,
    AlarmKind.RESTORED: _live_again,
    AlarmKind.RESTARTED: _runs_well,
}
