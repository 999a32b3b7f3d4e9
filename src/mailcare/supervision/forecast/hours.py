"""Samples → what came and what went in each hour."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from itertools import pairwise

HOUR = 3600
_LONGEST_GAP = timedelta(hours=36)
"""Nobody knows on which day of a longer silence the letters came."""
_COARSE = timedelta(hours=3)
"""Nobody knows in which hour of a longer one."""


@dataclass(frozen=True, slots=True)
class Point:
    """How much of a mailbox was used at a moment: bytes, or letters."""

    at: datetime
    used: float


@dataclass(slots=True)
class Hour:
    """What came and went in one hour of the wall clock."""

    number: int
    """Hours since the epoch."""
    day: date
    hour: int
    came: float = 0.0
    went: float = 0.0
    seen: float = 0.0
    """The part of the hour that lies between samples."""
    coarse: bool = False
    """It lies in a silence: what came is known of the day, not of the hour."""


def hourly(points: Sequence[Point], zone: tzinfo) -> list[Hour]:
    """Return the hours between the first and the last of `points` (in order of time), in order.

    A rise between two samples came, a fall went; both evenly in the time between.
    """
    found: dict[int, Hour] = {}
    for before, after in pairwise(points):
        if timedelta(0) < after.at - before.at <= _LONGEST_GAP:
            _spread(found, before, after, zone)
    return [found[number] for number in sorted(found)]


def _spread(found: dict[int, Hour], before: Point, after: Point, zone: tzinfo) -> None:
    start, end = before.at.timestamp(), after.at.timestamp()
    rise = after.used - before.used
    for number, seconds in _cut(start, end):
        hour = found.get(number)
        if hour is None:
            hour = found[number] = named(number, zone)
        part = seconds / (end - start)
        hour.came += max(0.0, rise) * part
        hour.went += max(0.0, -rise) * part
        hour.seen += seconds / HOUR
        hour.coarse |= after.at - before.at > _COARSE


def _cut(start: float, end: float) -> Iterator[tuple[int, float]]:
    """Yield the hours since the epoch between two times, each with the seconds that lie in it."""
    at = start
    while at < end:
        number = int(at // HOUR)
        until = min(end, (number + 1.0) * HOUR)
        yield number, until - at
        at = until


def named(number: int, zone: tzinfo) -> Hour:
    """Return the empty hour that begins `number` hours after the epoch."""
    return Hour(number, *_on_the_wall(number, zone))


@lru_cache(maxsize=16_384)
def _on_the_wall(number: int, zone: tzinfo) -> tuple[date, int]:
    local = datetime.fromtimestamp(number * HOUR, UTC).astimezone(zone)
    return local.date(), local.hour


def by_day(hours: Sequence[Hour]) -> dict[date, list[Hour]]:
    """Return the hours of each day, the earliest day first."""
    days: defaultdict[date, list[Hour]] = defaultdict(list)
    for hour in hours:
        days[hour.day].append(hour)
    return dict(days)
