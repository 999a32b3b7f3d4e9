"""How well the time to full is forecast: synthetic mailboxes, side by side with a straight line.

python bench/forecast.py [SEEDS]

Each pattern is played for seven weeks of the Chinese calendar (from 7 September 2026: the make-up
Sundays and the National Day holidays lie within). At many moments the mailbox gets just the room
that it will have used up after 12 hours to 16 days; the forecast must tell that time. The error is
the factor by which it is off; the baseline is a straight line through the last seven days (least
squares), and the steeper of this and the last day's.
"""

import random
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from math import log2
from statistics import median
from zoneinfo import ZoneInfo

from mailcare.casework.chinese import chinese_days
from mailcare.supervision.forecast import Forecast, Point, forecast

ZONE = ZoneInfo("Asia/Shanghai")
START = datetime(2026, 9, 6, 16, tzinfo=UTC)
"""Midnight of Monday, 7 September, in Shanghai."""
DAYS = 49
STEP = timedelta(minutes=10)
AHEAD = (12, 24, 48, 96, 192, 384)
NEVER = 90 * 24.0
IS_WORKDAY = chinese_days(frozenset(), frozenset()).is_workday
NIGHT, MORNING = (0.2, 0.1, 0.1, 0.1, 0.1, 0.2), (0.5, 1, 2, 3, 3, 2.5)
OFFICE = (*NIGHT, *MORNING, 1.5, 2, 3, 3, 2.5, 2, 1.5, 1.2, 1, 1, 0.8, 0.4)
FADED = 48
"""Hours after which nothing is left of an outage."""
LETTER = 0.06
"""Megabytes, at the median."""
Rate = Callable[[datetime], float]
"""Letters in an hour."""


def weekly(at: datetime, work: float = 400, rest: float = 60) -> float:
    local = at.astimezone(ZONE)
    return (work if IS_WORKDAY(local.date()) else rest) * OFFICE[local.hour] / sum(OFFICE)


def steady(_at: datetime) -> float:
    return 12.0


def step(at: datetime) -> float:
    return weekly(at) * (4 if at >= START + timedelta(days=14, hours=10) else 1)


def rising(at: datetime) -> float:
    return weekly(at) * (1 + 0.04 * ((at - START) / timedelta(days=1)))


def burst(at: datetime) -> float:
    """Three outages: thirty times the usual for some hours, then fading."""
    rate = weekly(at)
    for day, hour in ((15, 9), (26, 14), (37, 20)):
        hours = (at - START - timedelta(days=day, hours=hour)) / timedelta(hours=1)
        if 0 <= hours < FADED:
            rate += 300 * 2 ** (-hours / 5)
    return rate


def quiet(at: datetime) -> float:
    return weekly(at, 4, 1)


@dataclass
class Play:
    """One mailbox, played from start to end."""

    rate: Rate
    seed: int
    drain: timedelta | None = None
    """How often half of it is removed."""
    points: list[Point] = field(default_factory=list)

    def __post_init__(self) -> None:
        chance = random.Random(self.seed)  # noqa: S311 - a game that can be played again
        used, at = 200.0, START
        mood, mood_day = 1.0, None
        while at < START + timedelta(days=DAYS):
            self.points.append(Point(at, used))
            if mood_day != at.astimezone(ZONE).date():
                mood, mood_day = chance.lognormvariate(0, 0.2), at.astimezone(ZONE).date()
            used += sum(
                LETTER * chance.lognormvariate(0, 1) for _ in range(self._letters(chance, at, mood))
            )
            at += STEP
            if self.drain and (at - START) % self.drain == timedelta(days=4, hours=17) % self.drain:
                used *= 0.4

    def _letters(self, chance: random.Random, at: datetime, mood: float) -> int:
        expected = self.rate(at) * mood * (STEP / timedelta(hours=1))
        count, left = 0, chance.expovariate(1)
        while left < expected:
            count, left = count + 1, left + chance.expovariate(1)
        return count

    def known(self, end: int) -> list[Point]:
        """The points up to `end` as they are kept: the last day whole, older ones hourly."""
        whole = timedelta(days=1) // STEP
        first = max(0, end - 35 * whole)
        old = [one for one in self.points[first : max(first, end - whole)] if one.at.minute == 0]
        return old + self.points[max(first, end - whole) : end + 1]

    def moments(self, first_day: int) -> Iterator[tuple[int, int]]:
        """Yield moments to forecast at, and how many hours ahead the room shall last."""
        per_hour = timedelta(hours=1) // STEP
        for end in range(first_day * 24 * per_hour + 60, len(self.points), 17 * per_hour):
            for ahead in AHEAD:
                if end + ahead * per_hour < len(self.points):
                    yield end, ahead


def line(points: Sequence[Point], room: float, days: float) -> float:
    """Return the hours until a straight line through the last days has used the room."""
    last = points[-1].at
    near = [one for one in points if last - one.at <= timedelta(days=days)]
    xs = [(one.at - last) / timedelta(hours=1) for one in near]
    ys = [one.used for one in near]
    x0, y0 = sum(xs) / len(xs), sum(ys) / len(ys)
    width = sum((x - x0) ** 2 for x in xs)
    slope = sum((x - x0) * (y - y0) for x, y in zip(xs, ys, strict=True)) / width if width else 0
    return min(NEVER, room / slope) if slope > 0 else NEVER


def off(told: float, truth: float) -> float:
    """Return the factor by which `told` is off, as a power of two."""
    return abs(log2(max(told, 0.5) / truth))


def hours_to(moment: datetime | None, now: datetime) -> float:
    return NEVER if moment is None else (moment - now) / timedelta(hours=1)


@dataclass
class Score:
    ours: list[float] = field(default_factory=list)
    week_line: list[float] = field(default_factory=list)
    day_line: list[float] = field(default_factory=list)
    within: int = 0

    def add(self, found: Forecast, points: Sequence[Point], room: float, truth: float) -> None:
        now = points[-1].at
        self.ours.append(off(hours_to(found.full_at, now), truth))
        week = line(points, room, 7)
        self.week_line.append(off(week, truth))
        self.day_line.append(off(min(week, line(points, room, 1)), truth))
        early, late = hours_to(found.earliest, now), hours_to(found.latest, now)
        self.within += early - 1 <= truth <= late + 1


def play(rate: Rate, seeds: int, drain: timedelta | None, first_day: int, last_day: int) -> Score:
    score = Score()
    for seed in range(seeds):
        game = Play(rate, seed, drain)
        for end, ahead in game.moments(first_day):
            if end > last_day * 144:
                break
            points = game.known(end)
            until = game.points[end + 1 : end + 1 + ahead * 6]
            room = max(one.used for one in until) - points[-1].used
            if room < LETTER * 5 or until[-1].used - points[-1].used < room * 0.98:
                continue  # too little to be forecast, or it was fuller before
            truth = next(
                (one.at - points[-1].at) / timedelta(hours=1)
                for one in until
                if one.used - points[-1].used >= room
            )
            found = forecast(points, room, points[-1].at, zone=ZONE, is_workday=IS_WORKDAY)
            score.add(found, points, room, truth)
    return score


PATTERNS: dict[str, Callable[[int], Score]] = {
    "steady": partial(play, steady, drain=None, first_day=7, last_day=DAYS),
    "weekly": partial(play, weekly, drain=None, first_day=7, last_day=DAYS),
    "step x4": partial(play, step, drain=None, first_day=14, last_day=24),
    "rising": partial(play, rising, drain=None, first_day=14, last_day=DAYS),
    "bursts": partial(play, burst, drain=None, first_day=14, last_day=DAYS),
    "weekly drain": partial(play, weekly, drain=timedelta(days=7), first_day=15, last_day=DAYS),
    "quiet": partial(play, quiet, drain=None, first_day=7, last_day=DAYS),
    "first days": partial(play, weekly, drain=None, first_day=0, last_day=5),
}


def main() -> None:
    seeds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    print("factor by which the forecast is off: median (worst tenth); lower is better")
    head = ("pattern", "cases", "forecast", "7-day line", "steeper line", "line/ours", "in band")
    print("{:14}{:>7}{:>16}{:>16}{:>16}{:>11}{:>9}".format(*head))
    for name, run in PATTERNS.items():
        score = run(seeds)
        cells = [_cell(one) for one in (score.ours, score.week_line, score.day_line)]
        ratio = median(score.week_line) / max(median(score.ours), 1e-9)
        share = score.within / len(score.ours)
        print(
            f"{name:14}{len(score.ours):>7}{cells[0]:>16}{cells[1]:>16}{cells[2]:>16}{ratio:>11.1f}{share:>9.0%}"
        )


def _cell(errors: list[float]) -> str:
    worst = sorted(errors)[int(len(errors) * 0.9)]
    return f"{2 ** median(errors):.2f} ({2**worst:.1f})"


if __name__ == "__main__":
    main()
