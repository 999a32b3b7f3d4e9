"""When letters come: how many an hour of the week brings, by what came in weeks before; pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Final

HOURS: Final = 168
LOOK_BACK: Final = timedelta(weeks=8)
_HOUR: Final = timedelta(hours=1)
_FEW: Final = 10
"""Letters below which no hour is called the busiest."""
_SIDE: Final = 0.25
"""How much of a rate its neighbours make up, each: nobody writes by the clock."""


@dataclass(frozen=True, slots=True)
class Week:
    """What a mailbox gets in a usual week."""

    per_day: float
    rates: tuple[float, ...]
    """Letters by hour of the week, Monday 0:00 first."""
    letters: int
    """On which it rests."""
    lately: float
    """Letters in the last sixty minutes, as far as whole hours tell."""

    @property
    def busiest(self) -> int | None:
        """The hour of the week that brings most; None where that would be a guess."""
        if self.letters < _FEW:
            return None
        return max(range(HOURS), key=lambda hour: self.rates[hour])

    def expected(self, now: datetime, zone: tzinfo) -> float:
        """Return how many letters an hour to count with now: the usual, or what comes just now."""
        return max(self.rates[hour_of_week(now, zone)], self.lately)


def hour_of_week(moment: datetime, zone: tzinfo) -> int:
    """Return which hour of the week `moment` is in, 0 to 167."""
    local = moment.astimezone(zone)
    return local.weekday() * 24 + local.hour


def usual_week(
    counts: Mapping[datetime, int], now: datetime, zone: tzinfo, since: datetime | None = None
) -> Week:
    """Return the usual week by what came in which hour, looking back from `now`.

    Args:
        counts: letters by the start of their hour, UTC; hours without any are left out.
        now: up to when it was counted.
        zone: whose hours of the week.
        since: from when the mailbox was watched, if nothing came earlier; else the first letter.
    """
    start = max(now - LOOK_BACK, min([now - _HOUR, *counts, *([since] if since else [])]))
    counted = {hour: letters for hour, letters in counts.items() if start - _HOUR < hour <= now}
    sums = [0] * HOURS
    for hour, letters in counted.items():
        sums[hour_of_week(hour, zone)] += letters
    weeks = max(1.0, (now - start) / timedelta(weeks=1))
    total = sum(sums)
    days = max(1.0, (now - start) / timedelta(days=1))
    return Week(total / days, _smooth([one / weeks for one in sums]), total, _lately(counted, now))


def _smooth(rates: list[float]) -> tuple[float, ...]:
    own = 1 - 2 * _SIDE
    return tuple(
        own * rate + _SIDE * (rates[number - 1] + rates[(number + 1) % HOURS])
        for number, rate in enumerate(rates)
    )


def _lately(counts: Mapping[datetime, int], now: datetime) -> float:
    this = now.replace(minute=0, second=0, microsecond=0)
    passed = (now - this) / _HOUR
    return counts.get(this, 0) + (1 - passed) * counts.get(this - _HOUR, 0)
