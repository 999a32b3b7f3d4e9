"""The hours to come, added up until the room is used."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from enum import StrEnum
from math import sqrt
from typing import Final

from mailcare.supervision.forecast.hours import HOUR, Hour, Point, by_day, hourly, named
from mailcare.supervision.forecast.level import Day, Level, find_level, measured, with_chance
from mailcare.supervision.forecast.rhythm import IsWorkday, Rhythm, find_rhythm

HORIZON: Final = timedelta(days=90)
"""What fills later than that is nobody's worry now, and not to be known."""
_LEAST_SPAN = timedelta(hours=1)
_A_DAY = 24
_WINDOWS = (3, 6, 24)
"""The last hours that may tell another pace than the usual."""
_PRIOR = 0.05
"""Working days of the usual pace mixed into what a window tells: an hour is a small sample."""
_SLOWEST = 0.2
_STILL = 1e-6
"""What a mailbox in which nothing comes is taken to get, as a share of the room in a day."""
_SURE, _SURE_SHORT = 2.0, 3.0
"""Standard deviations by which a day must stand out to change the pace, and a few hours."""
_MATTERS = 0.05
"""A share of the room that a day must bring beyond the usual to matter."""
_BURST = 2.0
"""How many times the usual pace a burst has."""
_LASTS = 0.6
"""A pace that the whole last day shows to so large a part is no passing one."""
_FADES, _FADES_LATE = 24.0, 96.0
"""Hours after which another pace has faded by half: a passing one, and one that lasts."""
_ENOUGH = 0.05
"""Working days that a window must usually bring to tell the pace by itself."""
_TREND_FOR = 14
"""Days for which a trend is carried on."""
_BAND = 1.28
"""Standard deviations of the band: four times in five the truth lies within."""
_WEEK_OF_DAYS = 7
_REGULAR_DAYS = 3
_A_WEEK = 7 * 24


class Basis(StrEnum):
    """What a forecast rests on."""

    NONE = "none"
    """Too little was seen; nothing is claimed."""
    HOURS = "hours"
    """Less than a day: the hours' and days' rhythm is not known."""
    DAYS = "days"
    """Less than a week."""
    WEEKS = "weeks"
    """Working days and days off were seen."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """When the room will be used, and what that rests on; times in UTC, None: not within 90 days.

    Amounts are in the unit of the points: bytes, or letters.
    """

    basis: Basis
    full_at: datetime | None = None
    """Most likely: the usual rhythm goes on, another pace fades."""
    earliest: datetime | None = None
    latest: datetime | None = None
    """Four times in five it is between both."""
    at_this_pace: datetime | None = None
    """If what the last hours brought in comparison with the usual went on."""
    per_workday: float = 0.0
    """What a working day brings now."""
    per_day_off: float = 0.0
    removed_per_day: float = 0.0
    """What is removed regularly."""
    last_day: float = 0.0
    """What the last 24 hours brought."""
    usual_last_day: float = 0.0
    """What such 24 hours usually bring."""
    burst: bool = False
    """The last hours brought far more than usual."""
    changed_on: date | None = None
    """Since when a working day lastingly brings more, or less, than before."""
    trend_per_week: float = 0.0
    """Share by which a week brings more than the one before."""


@dataclass(frozen=True, slots=True)
class _Pace:
    """What the last hours brought, in what they usually bring."""

    now: float = 1.0
    fades: float = _FADES
    burst: bool = False
    came: float = 0.0
    usual: float = 0.0


def forecast(
    points: Sequence[Point],
    room: float,
    now: datetime,
    *,
    zone: tzinfo,
    is_workday: IsWorkday,
) -> Forecast:
    """Forecast when `room` will be used.

    Args:
        points: samples in order of time, the latest perhaps of now; five weeks are enough.
        room: what is left, in the unit of the points.
        now: when the forecast begins.
        zone: whose days and hours the rhythm follows.
        is_workday: the working calendar, make-up days included.
    """
    if not points or points[-1].at - points[0].at < _LEAST_SPAN:
        return Forecast(Basis.NONE, full_at=now if room <= 0 else None)
    hours = hourly(points, zone)
    days = by_day(hours)
    if not days:
        return Forecast(Basis.NONE, full_at=now if room <= 0 else None)
    today = now.astimezone(zone).date()
    rhythm = find_rhythm({day: found for day, found in days.items() if day < today}, is_workday)
    known = measured(days, rhythm)
    usual = _level(known, today)
    level = replace(usual, rate=max(usual.rate, _STILL * room))
    basis = _basis(days, rhythm)
    pace = _pace(hours, rhythm, with_chance(level, days, rhythm, today), room)
    habit = _habit(hours)
    way = _Way(level, rhythm, pace, habit, zone)
    dates = way.walk(room, now)
    return Forecast(
        basis,
        **dates,
        per_workday=usual.rate,
        per_day_off=usual.rate * rhythm.rest,
        removed_per_day=sum(habit.values()) / _WEEK_OF_DAYS,
        last_day=pace.came,
        usual_last_day=pace.usual if usual.rate else 0.0,
        burst=pace.burst and basis is not Basis.HOURS,
        changed_on=level.changed_on,
        trend_per_week=level.trend * _WEEK_OF_DAYS,
    )


def _level(known: Sequence[Day], today: date) -> Level:
    """Return the level of the days before `today`; on the first day, of what there is."""
    past = [day for day in known if day.day < today]
    return find_level(past or known) if past or known else Level(0.0, 1.0, 1.0)


def _basis(days: Mapping[date, Sequence[Hour]], rhythm: Rhythm) -> Basis:
    seen = sum(hour.seen for hours in days.values() for hour in hours) / _A_DAY
    if seen < 1:
        return Basis.HOURS
    return Basis.WEEKS if seen >= _WEEK_OF_DAYS and rhythm.knows_rest else Basis.DAYS


def _pace(hours: Sequence[Hour], rhythm: Rhythm, level: Level, room: float) -> _Pace:
    """Compare the last hours with the usual; the shortest window that tells something decides.

    What took only a little of the room more than usual is no other pace: an hour proves little.
    """
    came = sum(hour.came for hour in hours[-_A_DAY:])
    usual = _usual(hours[-_A_DAY:], rhythm)
    if not level.rate:
        return _Pace(came=came)
    windows = [hours[-length:] for length in _WINDOWS]
    telling = [one for one in windows[:-1] if _tells(one, rhythm)]
    if 0 <= came - usual * level.rate < _MATTERS * room:
        return _Pace(came=came, usual=usual * level.rate)
    whole = _window(windows[-1], rhythm, level, _SURE)
    now = _window(telling[0], rhythm, level, _SURE_SHORT) if telling else whole
    fades = _FADES_LATE if whole > 1 and whole >= _LASTS * now else _FADES
    return _Pace(now, fades, burst=now > _BURST, came=came, usual=usual * level.rate)


def _tells(hours: Sequence[Hour], rhythm: Rhythm) -> bool:
    return _usual(hours, rhythm) >= _ENOUGH and not any(hour.coarse for hour in hours)


def _usual(hours: Sequence[Hour], rhythm: Rhythm) -> float:
    return sum(rhythm.weight(hour.day, hour.hour) * hour.seen for hour in hours)


def _window(hours: Sequence[Hour], rhythm: Rhythm, level: Level, sure: float) -> float:
    """Return the pace that a window tells; 1 where it is within what days differ by."""
    came, usual = sum(hour.came for hour in hours), _usual(hours, rhythm)
    doubt = sure * sqrt(max(level.chance, level.spread**2) * max(usual, _PRIOR / 2))
    if abs(came / level.rate - usual) < doubt:
        return 1.0
    pace = (came / level.rate + _PRIOR) / (usual + _PRIOR)
    return max(_SLOWEST, pace)


def _habit(hours: Sequence[Hour]) -> dict[int, float]:
    """Return what was removed in each hour of the last week, where removing is a habit.

    It is one if it happened on three days of that week, or in the week before it as well.
    """
    week_ago = hours[-1].number - _A_WEEK
    last = [hour for hour in hours if hour.went and hour.number > week_ago]
    before = [hour for hour in hours if hour.went and 0 <= week_ago - hour.number < _A_WEEK]
    if len({hour.day for hour in last}) < _REGULAR_DAYS and not (last and before):
        return {}
    return {hour.number: hour.went for hour in last}


@dataclass(frozen=True, slots=True)
class _Way:
    """What the hours to come bring, in the middle and at the edges of the band."""

    level: Level
    rhythm: Rhythm
    pace: _Pace
    habit: Mapping[int, float]
    zone: tzinfo

    def walk(self, room: float, now: datetime) -> dict[str, datetime | None]:
        """Return when each way has used the room."""
        sums = {"full_at": 0.0, "earliest": 0.0, "latest": 0.0, "at_this_pace": 0.0}
        found: dict[str, datetime | None] = dict.fromkeys(sums)
        variance = 0.0
        at = now.timestamp()
        for step in range(int(HORIZON.total_seconds() // HOUR)):
            number = int(at // HOUR) + step
            part = 1.0 if step else (number + 1) - at / HOUR
            came, square = self._hour(named(number, self.zone), step)
            variance += square * part
            for name, change in self._changes(came, step).items():
                sums[name] += (change - self._removed(number, step)) * part
                edge = {"earliest": _BAND, "latest": -_BAND}.get(name, 0.0) * sqrt(variance)
                if found[name] is None and sums[name] + edge >= room:
                    found[name] = _when(now, number, step)
            if found["latest"] is not None:
                break
        return found

    def _removed(self, number: int, step: int) -> float:
        """Return what was removed in the same hour of the week that was seen."""
        weeks = step // _A_WEEK + 1
        return self.habit.get(number - weeks * _A_WEEK, 0.0) if self.habit else 0.0

    def _hour(self, hour: Hour, step: int) -> tuple[float, float]:
        """Return what the hour usually brings, and its variance."""
        trend = 1 + self.level.trend * min(step / _A_DAY, _TREND_FOR)
        weight = self.rhythm.weight(hour.day, hour.hour)
        whole = self.level.rate * self.rhythm.day_weight(hour.day) * self.level.spread
        share = weight / max(self.rhythm.day_weight(hour.day), 1e-9)
        return self.level.rate * weight * max(0.0, trend), whole * whole * share

    def _changes(self, came: float, step: int) -> dict[str, float]:
        pace, error = self.pace.now, _BAND * self.level.error
        faded = 1 + (pace - 1) * 2 ** (-step / self.pace.fades)
        soon = 1 + (pace - 1) * 2 ** (-4 * step / _FADES)
        return {
            "full_at": came * faded,
            "earliest": came * max(pace, faded) * (1 + error),
            "latest": came * min(faded, soon, pace if pace < 1 else soon) * max(0.0, 1 - error),
            "at_this_pace": came * pace,
        }


def _when(now: datetime, number: int, step: int) -> datetime:
    """Return the end of the hour in which it happens; of the first hour: now."""
    return datetime.fromtimestamp((number + 1) * HOUR, UTC) if step else now.astimezone(UTC)
