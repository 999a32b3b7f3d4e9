"""What a day usually brings: working days (make-up days too) and days off, hour by hour."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import fmean, median

from mailcare.supervision.forecast.hours import Hour

HOURS = 24
IsWorkday = Callable[[date], bool]

_UNKNOWN_REST = 0.5
"""What a day off brings, measured in working days, as long as none was seen."""
_LEAST_REST, _MOST_REST = 0.02, 2.0
_PRIOR_DAYS = 0.5
"""An hour that was never seen is no empty hour: so many days of even hours are mixed in."""
_WHOLE_ENOUGH = 0.5
_RECENT_DAYS = 28
_FOR_MEDIAN = 3


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How much of a working day's letters each hour of either kind of day brings."""

    is_workday: IsWorkday
    rest: float
    """What a day off brings, in working days."""
    hours: Mapping[bool, Sequence[float]]
    """Share of each hour in its day, on working days and on days off."""
    knows_rest: bool
    """Whether a day off was seen."""

    def weight(self, day: date, hour: int) -> float:
        """Return what the hour usually brings, in working days."""
        working = self.is_workday(day)
        return self.hours[working][hour] * (1.0 if working else self.rest)

    def day_weight(self, day: date) -> float:
        """Return what the day usually brings, in working days."""
        return 1.0 if self.is_workday(day) else self.rest


def find_rhythm(days: Mapping[date, Sequence[Hour]], is_workday: IsWorkday) -> Rhythm:
    """Learn the rhythm from the days that were seen; what wasn't seen is taken as even."""
    recent = list(days)[-_RECENT_DAYS:]
    usual = {
        kind: _usual([days[day] for day in recent if is_workday(day) is kind])
        for kind in (True, False)
    }
    work, rest = usual[True], usual[False]
    ratio = rest / work if rest is not None and work else _UNKNOWN_REST
    shares = {
        kind: _shares([days[day] for day in recent if is_workday(day) is kind])
        for kind in (True, False)
    }
    return Rhythm(
        is_workday, min(max(ratio, _LEAST_REST), _MOST_REST), shares, knows_rest=rest is not None
    )


def _usual(days: Sequence[Sequence[Hour]]) -> float | None:
    """Return what such a day brings: the median, so that one burst is not taken for the rule."""
    totals = []
    for hours in days:
        seen = sum(hour.seen for hour in hours) / HOURS
        if seen >= _WHOLE_ENOUGH:
            totals.append(sum(hour.came for hour in hours) / seen)
    if not totals:
        return None
    return median(totals) if len(totals) >= _FOR_MEDIAN else fmean(totals)


def _shares(days: Sequence[Sequence[Hour]]) -> list[float]:
    """Return each hour's share of a day; every day counts alike, however much it brought."""
    sums = [_PRIOR_DAYS / HOURS] * HOURS
    seen = [_PRIOR_DAYS / HOURS] * HOURS
    for hours in days:
        total = 0.0 if any(hour.coarse for hour in hours) else sum(hour.came for hour in hours)
        part = sum(one.seen for one in hours) / HOURS
        for hour in hours if total else ():
            sums[hour.hour] += hour.came / total * part
            seen[hour.hour] += hour.seen / HOURS
    densities = [a / b for a, b in zip(sums, seen, strict=True)]
    whole = sum(densities)
    return [density / whole for density in densities]
