"""When people hear of growth: early enough, once, and no longer than it lasts."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from mailcare.store import Sample
from mailcare.supervision.capacity import Fullness
from mailcare.supervision.growth import Watch, look_ahead, watch
from unit.supervision.fills import DAY, HOUR, MONDAY, ZONE, Rate, is_workday, office

WITHIN = timedelta(hours=72)
LIMIT = 10_000_000
UNIT = 10_000
"""So much of it is one of the fills' units: a thousandth."""


@dataclass
class Play:
    """A mailbox that is looked at again and again; remembers when the alarm rose and ended."""

    rate: Rate
    used: float = 0
    limit: int = LIMIT
    message_limit: int | None = None
    now: datetime = MONDAY
    watch: Watch = field(default_factory=Watch)
    samples: list[Sample] = field(default_factory=list)
    rose: list[datetime] = field(default_factory=list)
    ended: list[datetime] = field(default_factory=list)
    full_at: datetime | None = None

    def run(self, hours: int, every: int = 3) -> "Play":
        for number in range(hours):
            if number % every == 0:
                self.look()
            else:
                self.sample()
            self.used += self.rate(self.now) * UNIT
            self.now += HOUR
            if self.full_at is None and self.full.share >= 1:
                self.full_at = self.now
        return self

    @property
    def full(self) -> Fullness:
        return Fullness(int(self.used), self.limit, int(self.used / 1000), self.message_limit)

    def sample(self) -> None:
        full = self.full
        self.samples.append(
            Sample(1, self.now, full.used, full.messages, full.limit, "quota", full.message_limit)
        )

    def look(self) -> None:
        self.sample()
        full = self.full
        outlook = look_ahead(self.samples, full, self.now, zone=ZONE, is_workday=is_workday)
        after = watch(self.watch, outlook, full, WITHIN, self.now)
        if after.growing is not self.watch.growing:
            (self.rose if after.growing else self.ended).append(self.now)
        self.watch = after

    @property
    def lead(self) -> timedelta:
        """How long before it was full people heard."""
        assert self.full_at is not None
        assert self.rose
        return self.full_at - self.rose[0]


def test_weekly_growth_is_told_in_time_and_once() -> None:
    play = Play(office, used=3_000_000).run(24 * 14)
    assert play.lead >= WITHIN
    assert play.lead <= 3 * WITHIN
    assert (len(play.rose), play.ended) == (1, [])


def test_a_step_is_told_in_time_and_once() -> None:
    def rate(at: datetime) -> float:
        return office(at) * (3 if at >= MONDAY + 7 * DAY else 1)

    play = Play(rate, used=1_000_000, limit=25_000_000).run(24 * 16)
    assert play.lead >= WITHIN
    assert len(play.rose) == 1


def test_a_burst_is_told_within_three_hours_though_it_fills_within_a_day() -> None:
    outage = MONDAY + 8 * DAY + 9 * HOUR

    def rate(at: datetime) -> float:
        return office(at, 20, 4) + (60 if at >= outage else 0)

    play = Play(rate, used=1_000_000).run(24 * 8).run(24, every=1)
    assert play.full_at is not None
    assert play.full_at - outage < DAY
    assert play.rose[0] - outage <= 3 * HOUR


def test_a_burst_that_passes_is_over_after_twelve_calm_hours() -> None:
    outage = MONDAY + 8 * DAY + 9 * HOUR

    def rate(at: datetime) -> float:
        return office(at, 20, 4) + (60 if timedelta(0) <= at - outage < 5 * HOUR else 0)

    play = Play(rate, used=1_000_000).run(24 * 13)
    assert len(play.rose) == len(play.ended) == 1
    assert 12 * HOUR <= play.ended[0] - play.rose[0] < 3 * DAY


def test_quiet_growth_is_nobodys_worry() -> None:
    play = Play(lambda at: office(at, 2, 0), used=9_000_000).run(24 * 10, every=6)
    assert play.rose == []


@pytest.mark.parametrize("seed", range(3))
def test_noise_does_not_make_it_flap(seed: int) -> None:
    import random  # noqa: PLC0415 - only here

    chance = random.Random(seed)  # noqa: S311 - a game that can be played again

    def rate(at: datetime) -> float:
        return office(at, 30, 3) * chance.lognormvariate(0, 0.5)

    play = Play(rate, used=6_000_000).run(24 * 20)
    assert len(play.rose) == 1
    assert play.ended == []
    assert play.lead >= WITHIN


def test_enlarging_ends_it_at_once() -> None:
    play = Play(office, used=4_000_000).run(24 * 7)
    assert play.watch.growing
    play.limit *= 4
    play.look()
    assert not play.watch.growing


def test_taking_letters_off_the_server_ends_it_at_once() -> None:
    play = Play(office, used=4_000_000).run(24 * 7)
    assert play.watch.growing
    play.used = 0
    play.look()
    assert not play.watch.growing
    play.run(24)
    assert len(play.rose) == 1


def test_a_little_less_ends_nothing() -> None:
    play = Play(office, used=4_000_000).run(24 * 7)
    play.used -= 300_000
    play.look()
    assert play.watch.growing


def test_the_first_day_tells_nothing_of_a_few_letters() -> None:
    assert Play(lambda _at: 2, used=9_900_000).run(12).rose == []
    assert Play(lambda _at: 60, used=5_000_000).run(12).rose != []


def test_letters_may_run_out_before_bytes() -> None:
    play = Play(office, used=4_000_000, limit=10**12, message_limit=10_000).run(24 * 6, every=6)
    assert play.rose
    outlook = look_ahead(play.samples, play.full, play.now, zone=ZONE, is_workday=is_workday)
    assert outlook.by_count
