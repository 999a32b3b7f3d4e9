"""Strangely many, or strangely few, letters for this hour of the week: pure statistics.

The last hours are compared with the same hours of the same weekday in weeks before. Days that
were not worked as usual (holidays, make-up days, the first day after a long break) are neither
judged nor compared with, and nothing is said until there are enough weeks.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import sqrt
from statistics import fmean, pvariance
from typing import Final
from zoneinfo import ZoneInfo

WINDOWS: Final = (timedelta(hours=2), timedelta(hours=8))
"""A burst shows at once, a silence only in a longer while."""
_HOUR: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)
_WEEKS: Final = 12
_FEWEST: Final = 4
"""Weeks to compare with, at least."""
_MANY: Final = 6.0
_FEW: Final = 4.0
"""Standard deviations; looked at every hour, so that chance alone does it once in many years."""
_LEAST_MANY: Final = 12
"""Letters that are no surge, whatever was usual."""
_LEAST_USUAL: Final = 20.0
"""Letters usual in a window below which a silence proves nothing."""
_LONG_BREAK: Final = 3
_SATURDAY: Final = 5


@dataclass(frozen=True, slots=True)
class Oddity:
    """A window whose letters are out of all proportion."""

    direction: str
    """``many`` or ``few``."""
    counted: int
    expected: float
    since: datetime
    until: datetime


def judge_volume(
    counts: Mapping[datetime, int],
    now: datetime,
    zone: ZoneInfo,
    is_workday: Callable[[date], bool],
    watched_since: datetime,
) -> Oddity | None:
    """Return what is odd about the whole hours before `now`; None: nothing, or nobody can tell.

    Args:
        counts: letters by the start of their hour, UTC; hours without any are left out.
        now: up to when it was counted; the hour that runs is left out.
        zone: whose days and hours.
        is_workday: the organisation's calendar.
        watched_since: from when an hour that is left out was one without letters.
    """
    end = now.replace(minute=0, second=0, microsecond=0)
    for window in WINDOWS:
        days = [(end - window).astimezone(zone).date(), (end - _HOUR).astimezone(zone).date()]
        if not all(is_usual(day, is_workday) for day in days):
            continue
        before = _same_hours(end, window, zone, is_workday, watched_since)
        oddity = _compare(counts, end, window, before)
        if oddity is not None:
            return oddity
    return None


def is_usual(day: date, is_workday: Callable[[date], bool]) -> bool:
    """Say whether a day is worked as its weekday says, and no break has just ended."""
    if is_workday(day) != (day.weekday() < _SATURDAY):
        return False
    return any(is_workday(day - n * _DAY) for n in range(1, _LONG_BREAK + 1))


def _same_hours(
    end: datetime,
    window: timedelta,
    zone: ZoneInfo,
    is_workday: Callable[[date], bool],
    watched_since: datetime,
) -> Sequence[datetime]:
    """Return when the same window ended in weeks that can be compared with."""
    ends = (end - n * timedelta(weeks=1) for n in range(1, _WEEKS + 1))
    return [
        one
        for one in ends
        if one - window >= watched_since
        and is_usual((one - _HOUR).astimezone(zone).date(), is_workday)
        and is_usual((one - window).astimezone(zone).date(), is_workday)
    ]


def _compare(
    counts: Mapping[datetime, int], end: datetime, window: timedelta, before: Sequence[datetime]
) -> Oddity | None:
    if len(before) < _FEWEST:
        return None
    usual = [_sum(counts, one, window) for one in before]
    mean, counted = fmean(usual), _sum(counts, end, window)
    spread = sqrt(max(mean, pvariance(usual)) + 1)
    if counted >= _LEAST_MANY and counted > mean + _MANY * spread and counted > max(usual):
        return Oddity("many", counted, mean, end - window, end)
    if mean >= _LEAST_USUAL and counted < mean - _FEW * spread and counted < min(usual):
        return Oddity("few", counted, mean, end - window, end)
    return None


def _sum(counts: Mapping[datetime, int], end: datetime, window: timedelta) -> int:
    hours = int(window / _HOUR)
    return sum(counts.get(end - n * _HOUR, 0) for n in range(1, hours + 1))
