"""Is the working calendar of next year there? An alarm from November on, an urgent one in December.

The days are announced between late October and late November; without them due times beyond the
year are provisional, and wrong by each holiday once the year has begun.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from mailcare.casework.chinese import Days
from mailcare.model.trouble import AlarmKind
from mailcare.store import Tx
from mailcare.supervision.alarms import clear_alarm, raise_alarm

_WARN_FROM = (11, 1)
_URGENT_FROM = (12, 15)
"""Month and day."""


def watch_years(tx: Tx, days: Days, zone: ZoneInfo, now: datetime) -> None:
    """Raise the alarm of each year that should be known and isn't; clear those of the others."""
    missing = missing_years(days, now.astimezone(zone).date())
    for alarm in tx.alarms.open():
        if alarm.kind is AlarmKind.CALENDAR and int(alarm.subject) not in missing:
            clear_alarm(tx, AlarmKind.CALENDAR, alarm.subject, now)
    for year, urgent in missing.items():
        facts = {"year": year, "urgent": urgent}
        raise_alarm(tx, AlarmKind.CALENDAR, str(year), facts, now)


def missing_years(days: Days, today: date) -> dict[int, bool]:
    """Return the years that should be known by `today` and are not, and whether that is urgent."""
    asked = {today.year: True}
    if (today.month, today.day) >= _WARN_FROM:
        asked[today.year + 1] = (today.month, today.day) >= _URGENT_FROM
    return {year: urgent for year, urgent in asked.items() if year not in days.years}
