"""Days and stretches of working time in words, short enough for a phone."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from mailcare.model.case import ClockName
from mailcare.supervision.days import day
from mailcare.supervision.words import CLOCKS

_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)
_MINUTE = timedelta(minutes=1)
_EXACT = 3
"""Working days from which the hours no longer matter."""


def when(moment: datetime, zone: ZoneInfo, now: datetime) -> str:
    """Return day and time; today and tomorrow are called so."""
    local = moment.astimezone(zone)
    away = (local.date() - now.astimezone(zone).date()) // _DAY
    named = {0: "今天 ", 1: "明天 "}.get(away) or day(moment, zone)
    return f"{named}{local:%H:%M}"


def spell(amount: timedelta, working_day: timedelta) -> str:
    """Return working time as days and hours, or as hours and minutes; empty for none."""
    days, rest = divmod(amount, working_day)
    hours, minutes = rest // _HOUR, rest % _HOUR // _MINUTE
    if days:
        more = f" {hours} 小时" if hours and days < _EXACT else ""
        return f"{days} 个工作日{more}"
    words = [f"{count} {unit}" for count, unit in ((hours, "小时"), (minutes, "分")) if count]
    return " ".join(words)


def clocks(names: list[ClockName]) -> str:
    """Return the names of clocks."""
    return "、".join(CLOCKS[name] for name in names)


def trend(now: int, before: int | None) -> str:
    """Return how a count compares with the one a week ago; empty where there is none."""
    if before is None:
        return ""
    return f"{now - before:+d}" if now != before else "持平"
