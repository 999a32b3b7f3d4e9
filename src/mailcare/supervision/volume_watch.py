"""Once an hour: does each mailbox get about as many letters as it should?"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from mailcare.config import Config
from mailcare.model.case import Fact
from mailcare.model.trouble import AlarmKind
from mailcare.store import StoredMailbox, Tx
from mailcare.supervision.alarms import clear_alarm, raise_alarm
from mailcare.supervision.hours import make_days
from mailcare.supervision.volume import Oddity, judge_volume

LOOK_BACK = timedelta(weeks=13)


def watch_volume(tx: Tx, config: Config, now: datetime) -> None:
    """Raise and clear the alarm of each mailbox that has been watched for long enough.

    A mailbox that can't be polled is silent for another reason, and has another alarm.
    """
    polls = tx.mailboxes.polls()
    for stored in tx.mailboxes.all():
        poll = polls.get(stored.id)
        if stored.name not in config.mailboxes or poll is None or poll.failures:
            continue
        if now - stored.created_at >= config.alarms.volume_history:
            _watch(tx, config, stored, now)


def _watch(tx: Tx, config: Config, stored: StoredMailbox, now: datetime) -> None:
    zone = ZoneInfo(config.organisation.timezone)
    counts = tx.poll_hours.arrivals(now - LOOK_BACK, [stored.id]).get(stored.id, {})
    days = make_days(config)
    oddity = judge_volume(counts, now, zone, days.is_workday, stored.created_at)
    if oddity is None:
        clear_alarm(tx, AlarmKind.VOLUME, stored.name, now)
        return
    unit = config.mailboxes[stored.name].unit
    raise_alarm(tx, AlarmKind.VOLUME, stored.name, _facts(oddity, zone), now, unit=unit)


def _facts(oddity: Oddity, zone: ZoneInfo) -> dict[str, Fact]:
    start, end = (at.astimezone(zone) for at in (oddity.since, oddity.until))
    return {
        "direction": oddity.direction,
        "hour": f"{start:%H:%M}-{end:%H:%M}",
        "expected": round(oddity.expected),
        "counted": oddity.counted,
    }
