"""Mailboxes that fill in patterns, on a clock of their own."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from mailcare.casework.chinese import chinese_days
from mailcare.supervision.forecast import Forecast, Point, forecast

ZONE = ZoneInfo("Asia/Shanghai")
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
MONDAY = datetime(2026, 11, 1, 16, tzinfo=UTC)
"""Midnight of Monday, 2 November 2026, in Shanghai; no holidays follow until the year ends."""
Rate = Callable[[datetime], float]
"""What comes in an hour that begins then."""

_DAYS = chinese_days()


def is_workday(day: date) -> bool:
    return _DAYS.is_workday(day)


def office(at: datetime, per_day: float = 100, rest: float = 10) -> float:
    """Working days bring `per_day` within ten hours, days off `rest`."""
    local = at.astimezone(ZONE)
    whole = per_day if is_workday(local.date()) else rest
    return whole / 10 if 8 <= local.hour < 18 else 0.0


def fill(rate: Rate, hours: int, start: datetime = MONDAY, used: float = 0) -> list[Point]:
    """Samples at every full hour, the first and the last included."""
    points = [Point(start, used)]
    for number in range(hours):
        used += rate(start + number * HOUR)
        points.append(Point(start + (number + 1) * HOUR, used))
    return points


def told(points: Iterable[Point], room: float) -> Forecast:
    known = list(points)
    return forecast(known, room, known[-1].at, zone=ZONE, is_workday=is_workday)


def hours_until(moment: datetime | None, points: list[Point]) -> float:
    assert moment is not None
    return (moment - points[-1].at) / HOUR
