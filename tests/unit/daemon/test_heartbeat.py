from datetime import UTC, datetime, timedelta

from mailcare.clock import SystemClock
from mailcare.daemon.heartbeat import Heartbeats

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
HALF_A_MINUTE = timedelta(seconds=30)


class TwoClocks(SystemClock):
    """A wall clock and a clock that never jumps, both set by hand."""

    def __init__(self) -> None:
        self.wall = NOON
        self.seconds = 0.0

    def now(self) -> datetime:
        return self.wall

    def monotonic(self) -> float:
        return self.seconds


def test_a_loop_that_finishes_no_step_is_stuck() -> None:
    clock = TwoClocks()
    beats = Heartbeats(clock)
    beats.expect("send", HALF_A_MINUTE)
    beats.expect("handle", HALF_A_MINUTE)
    clock.seconds = 29
    beats.beat("send")
    clock.seconds = 31
    assert beats.stuck() == ("handle",)


def test_a_clock_that_is_put_forward_makes_no_loop_stuck() -> None:
    clock = TwoClocks()
    beats = Heartbeats(clock)
    beats.expect("send", HALF_A_MINUTE)
    clock.wall += timedelta(days=1)
    assert beats.stuck() == ()
    beats.beat("send")
    assert beats.all() == {"send": NOON + timedelta(days=1)}


def test_nothing_is_expected_of_an_ended_loop() -> None:
    clock = TwoClocks()
    beats = Heartbeats(clock)
    beats.expect("send", HALF_A_MINUTE)
    beats.forget("send")
    beats.beat("send")
    clock.seconds = 1e6
    assert beats.stuck() == ()
    assert beats.all() == {}
