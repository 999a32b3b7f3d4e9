"""Days in words."""

from datetime import datetime
from zoneinfo import ZoneInfo

_WEEKDAYS = "一二三四五六日"


def day(moment: datetime, zone: ZoneInfo) -> str:
    """Return the day as ``11月23日(周一)``."""
    local = moment.astimezone(zone)
    return f"{local.month}月{local.day}日(周{_WEEKDAYS[local.weekday()]})"
