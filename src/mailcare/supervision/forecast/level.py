"""How much comes now: what a working day brings, without bursts, since the last lasting change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import log, sqrt
from statistics import median

from mailcare.supervision.forecast.hours import Hour
from mailcare.supervision.forecast.rhythm import Rhythm

_LEAST_WEIGHT = 0.05
"""A day of which less was seen, in usual days, says nothing."""
_HALF_LIFE = 10.0
"""Days after which a day counts half."""
_BURST = 3.0
"""A day that brings that many times the usual is a burst, unless the next one does too."""
_AFTER_BURST = 2.0
_SURE = 4.0
"""Standard errors by which a lasting change must stand out."""
_CHANGE = log(1.5)
_BEFORE, _AFTER = 3, 2
"""Days that must be seen before and after a change."""
_TREND_DAYS = 8
_TREND_SURE = 2.5
_TREND_KEPT = 0.7
_STEEPEST = 0.05
_LEAST_SPREAD, _FEW_SPREAD = 0.15, 0.6
_CHANCE_DAYS = 14
_FEW = 3


@dataclass(frozen=True, slots=True)
class Day:
    """What a day brought, measured in what such a day usually brings."""

    day: date
    rate: float
    """As a whole working day."""
    weight: float
    """How much of a usual working day was seen of it."""


@dataclass(frozen=True, slots=True)
class Level:
    """What a working day brings now."""

    rate: float
    spread: float
    """Standard deviation of a day, as a share of the rate."""
    error: float
    """Standard error of the rate, as a share of it."""
    trend: float = 0.0
    """Change of the rate in a day, as a share of it."""
    changed_on: date | None = None
    """Since when it is another rate than before."""
    burst_days: tuple[date, ...] = ()
    chance: float = 0.0
    """Variance of what a usual working day's worth of hours brings, in squares of the rate."""


def with_chance(
    level: Level, days: Mapping[date, Sequence[Hour]], rhythm: Rhythm, today: date
) -> Level:
    """Return the level with how much its hours differ from what they usually bring."""
    if not level.rate:
        return level
    squares = usual = 0.0
    for day in list(days)[-_CHANCE_DAYS:]:
        changed = level.changed_on is not None and day < level.changed_on
        if day >= today or changed or day in level.burst_days:
            continue
        for hour in days[day]:
            weight = rhythm.weight(day, hour.hour) * hour.seen
            squares += (hour.came / level.rate - weight) ** 2
            usual += weight
    return replace(level, chance=squares / usual if usual else 0.0)


def measured(days: Mapping[date, Sequence[Hour]], rhythm: Rhythm) -> list[Day]:
    """Return the days as rates, those of which too little was seen left out."""
    found = []
    for day, hours in days.items():
        weight = sum(rhythm.weight(day, hour.hour) * hour.seen for hour in hours)
        if weight >= _LEAST_WEIGHT:
            found.append(Day(day, sum(hour.came for hour in hours) / weight, weight))
    return found


def find_level(days: Sequence[Day]) -> Level:
    """Return what a working day brings now; `days` (at least one) in order."""
    calm, bursts = _without_bursts(days)
    start = _last_change(calm)
    now = calm[start:]
    rate = _mean(now)
    spread = _spread(now, rate)
    seen = sum(day.weight for day in now)
    error = min(1.0, spread / sqrt(max(seen, _LEAST_WEIGHT)))
    changed_on = now[0].day if start else None
    trend, today = _trend(now, rate, spread)
    return Level(today, spread, error, trend, changed_on, bursts)


def _without_bursts(days: Sequence[Day]) -> tuple[list[Day], tuple[date, ...]]:
    """Cut single days that stand out; two in a row are a change, no burst."""
    if len(days) <= _FEW:
        return list(days), ()
    usual = median(day.rate for day in days)
    calm, bursts = [], []
    for number, day in enumerate(days):
        beside = [*days[max(0, number - 1) : number], *days[number + 1 : number + 2]]
        alone = not any(one.rate > _AFTER_BURST * usual for one in beside)
        if usual and day.rate > _BURST * usual and alone:
            bursts.append(day.day)
            calm.append(Day(day.day, _AFTER_BURST * usual, day.weight))
        else:
            calm.append(day)
    return calm, tuple(bursts)


def _last_change(days: Sequence[Day]) -> int:
    """Return where the present level begins: the clearest lasting change, or the beginning."""
    start = 0
    while True:
        found = _clearest(days[start:])
        if found is None:
            return start
        start += found


def _clearest(days: Sequence[Day]) -> int | None:
    best, where = _SURE, None
    for split in range(_BEFORE, len(days) - _AFTER + 1):
        before, after = days[:split], days[split:]
        old, new = _plain_mean(before), _plain_mean(after)
        if not old or not new or abs(log(new / old)) < _CHANGE:
            continue
        clear = abs(new - old) / _difference_error(before, after, old, new)
        if clear > best:
            best, where = clear, split
    return where


def _difference_error(before: Sequence[Day], after: Sequence[Day], old: float, new: float) -> float:
    squares = [
        (_square(part, mean) + (_LEAST_SPREAD * mean) ** 2) / sum(day.weight for day in part)
        for part, mean in ((before, old), (after, new))
    ]
    return sqrt(sum(squares))


def _square(days: Sequence[Day], mean: float) -> float:
    whole = sum(day.weight for day in days)
    return sum(day.weight * (day.rate - mean) ** 2 for day in days) / whole


def _plain_mean(days: Sequence[Day]) -> float:
    return sum(day.rate * day.weight for day in days) / sum(day.weight for day in days)


def _mean(days: Sequence[Day]) -> float:
    """Return the mean rate in which the latest days count most."""
    last = days[-1].day
    weights = [day.weight * 2 ** (-(last - day.day).days / _HALF_LIFE) for day in days]
    return sum(w * day.rate for w, day in zip(weights, days, strict=True)) / sum(weights)


def _spread(days: Sequence[Day], rate: float) -> float:
    if len(days) < _FEW or not rate:
        return _FEW_SPREAD
    return max(_LEAST_SPREAD, sqrt(_square(days, _plain_mean(days))) / rate)


def _trend(days: Sequence[Day], rate: float, spread: float) -> tuple[float, float]:
    """Return how the rate changes in a day, where that is beyond doubt, and the rate of today."""
    whole = sum(day.weight for day in days)
    if whole < _TREND_DAYS or not rate:
        return 0.0, rate
    places = [float((day.day - days[0].day).days) for day in days]
    middle = sum(d.weight * x for d, x in zip(days, places, strict=True)) / whole
    mean = _plain_mean(days)
    width = sum(d.weight * (x - middle) ** 2 for d, x in zip(days, places, strict=True))
    pairs = zip(days, places, strict=True)
    slope = sum(d.weight * (x - middle) * (d.rate - mean) for d, x in pairs) / max(width, 1.0)
    if abs(slope / rate) < _TREND_SURE * spread / sqrt(max(width, 1.0)):
        return 0.0, rate
    today = max(mean + slope * (places[-1] - middle), rate / 2)
    return max(-_STEEPEST, min(_STEEPEST, _TREND_KEPT * slope / today)), today
