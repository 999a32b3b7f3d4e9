"""Once an hour: does each mailbox get about as many letters as it should?"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from mailcare.config import Config
from mailcare.model.case import Fact
from mailcare.model.trouble import AlarmKind
from mailcare.store import Tx
from mailcare.supervision.alarms import clear_alarm, raise_alarm
from mailcare.supervision.hours import make_days
from mailcare.supervision.volume import Oddity, judge_volume

LOOK_BACK = timedelta(weeks=13)


def judge_all(tx: Tx, config: Config, now: datetime) -> dict[str, Oddity | None]:
    """Return what is odd about each mailbox that has been watched for long enough; only reads.

    A mailbox that can't be polled is silent for another reason, and has another alarm.
    """
    polls, days = tx.mailboxes.polls(), make_days(config)
    zone = ZoneInfo(config.organisation.timezone)
    found: dict[str, Oddity | None] = {}
    for stored in tx.mailboxes.all():
        poll = polls.get(stored.id)
        if stored.name not in config.mailboxes or poll is None or poll.failures:
            continue
        if now - stored.created_at >= config.alarms.volume_history:
            counts = tx.poll_hours.arrivals(now - LOOK_BACK, [stored.id]).get(stored.id, {})
            found[stored.name] = judge_volume(counts, now, zone, days.is_workday, stored.created_at)
    return found


def watch_volume(tx: Tx, config: Config, found: Mapping[str, Oddity | None], now: datetime) -> None:
    """Raise and clear the alarm of each mailbox that was judged."""
    zone = ZoneInfo(config.organisation.timezone)
    for name, oddity in found.items():
        if oddity is None:
            clear_alarm(tx, AlarmKind.VOLUME, name, now)
        else:
            unit = config.mailboxes[name].unit
            raise_alarm(tx, AlarmKind.VOLUME, name, _facts(oddity, zone), now, unit=unit)


def _facts(oddity: Oddity, zone: ZoneInfo) -> dict[str, Fact]:
    start, end = (at.astimezone(zone) for at in (oddity.since, oddity.until))
    return {
        "direction": oddity.direction,
        "hour": f"{start:%H:%M}-{end:%H:%M}",
        "expected": round(oddity.expected),
        "counted": oddity.counted,
    }
