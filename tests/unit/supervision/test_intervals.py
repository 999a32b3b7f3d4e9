"""How often to poll: by volume, room, promise, and the server's patience."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcare.supervision.arrivals import hour_of_week, usual_week
from mailcare.supervision.capacity import Level
from mailcare.supervision.intervals import Bounds, Volume, Why, advise, backoff, rounded

SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
USUAL = Bounds(30 * SECOND, 10 * MINUTE, provider=5 * SECOND)
QQ = Bounds(30 * SECOND, 10 * MINUTE, provider=2 * MINUTE)
SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 11, 23, 2, tzinfo=UTC)  # 10:00 in Shanghai


@pytest.mark.parametrize(
    ("volume", "bounds", "interval", "why"),
    [
        (Volume(), USUAL, 10 * MINUTE, {Why.QUIET}),
        (Volume(per_hour=2), USUAL, 10 * MINUTE, {Why.QUIET}),
        (Volume(per_hour=12), USUAL, 5 * MINUTE, {Why.ARRIVALS}),
        (Volume(per_hour=60), USUAL, MINUTE, {Why.ARRIVALS}),
        (Volume(per_hour=600), USUAL, 30 * SECOND, {Why.ARRIVALS, Why.LEAST}),
        (Volume(per_hour=12, backlog=20), USUAL, 150 * SECOND, {Why.ARRIVALS, Why.BACKLOG}),
        (Volume(backlog=60), USUAL, 150 * SECOND, {Why.BACKLOG}),
        (Volume(level=Level.WARNING), USUAL, 5 * MINUTE, {Why.CAPACITY}),
        (Volume(level=Level.CRITICAL), USUAL, 30 * SECOND, {Why.CAPACITY}),
        (Volume(level=Level.CRITICAL), QQ, 2 * MINUTE, {Why.PROVIDER}),
        (Volume(per_hour=600), QQ, 2 * MINUTE, {Why.PROVIDER}),
        (Volume(per_hour=60, poll_time=6 * SECOND), USUAL, 2 * MINUTE, {Why.SLOW}),
        (Volume(per_hour=60, throttled=1), USUAL, 2 * MINUTE, {Why.THROTTLED}),
        (Volume(per_hour=60, throttled=2), QQ, 8 * MINUTE, {Why.THROTTLED}),
        (Volume(throttled=9), QQ, 64 * MINUTE, {Why.THROTTLED}),
    ],
)
def test_advice(volume: Volume, bounds: Bounds, interval: timedelta, why: set[Why]) -> None:
    advice = advise(volume, bounds)
    assert (advice.interval, set(advice.why)) == (interval, why)


def test_a_promise_bounds_it_but_a_server_out_of_patience_more() -> None:
    promised = Bounds(30 * SECOND, 10 * MINUTE, promised=5 * MINUTE)
    assert advise(Volume(), promised).interval == 5 * MINUTE
    assert Why.PROMISE in advise(Volume(), promised).why
    assert advise(Volume(throttled=9), promised).interval > 5 * MINUTE


@given(
    per_hour=st.floats(0, 10_000),
    backlog=st.integers(0, 100_000),
    throttled=st.integers(0, 100),
    level=st.sampled_from(Level),
    took=st.integers(0, 600),
)
def test_it_stays_within_its_bounds_and_more_letters_never_slow_it(
    per_hour: float, backlog: int, throttled: int, level: Level, took: int
) -> None:
    volume = Volume(per_hour, backlog, level, throttled, took * SECOND)
    found = advise(volume, USUAL)
    assert USUAL.least <= found.interval
    assert found.why
    calm = not throttled and took == 0
    assert found.interval <= USUAL.most or not calm
    busier = Volume(per_hour + 10, backlog + 10, level, throttled, took * SECOND)
    assert advise(busier, USUAL).interval <= found.interval


@pytest.mark.parametrize(
    ("exact", "written"), [(1, 5), (33, 35), (118, 120), (140, 150), (899, 900), (3601, 3600)]
)
def test_intervals_are_such_as_people_write(exact: int, written: int) -> None:
    assert rounded(exact * SECOND) == written * SECOND


def test_a_week_has_its_busy_hour_and_each_day_its_letters() -> None:
    counts = {MONDAY - n * timedelta(weeks=1): 20 for n in range(1, 5)}
    counts |= {MONDAY - n * timedelta(weeks=1) + 5 * HOUR: 8 for n in range(1, 5)}
    week = usual_week(counts, MONDAY, SHANGHAI)
    assert week.busiest == hour_of_week(MONDAY, SHANGHAI) == 10
    assert week.per_day == pytest.approx(4)
    assert week.expected(MONDAY, SHANGHAI) == pytest.approx(10)
    assert week.expected(MONDAY + timedelta(days=1), SHANGHAI) == 0


def test_a_burst_counts_at_once() -> None:
    now = MONDAY + 30 * MINUTE
    week = usual_week({MONDAY: 40, MONDAY - HOUR: 10}, now, SHANGHAI)
    assert week.expected(now, SHANGHAI) == pytest.approx(45)


def test_a_few_letters_make_no_busy_hour_and_old_ones_none_at_all() -> None:
    week = usual_week({MONDAY - timedelta(weeks=20): 500, MONDAY: 2}, MONDAY, SHANGHAI)
    assert (week.busiest, week.letters) == (None, 2)
    assert usual_week({}, MONDAY, SHANGHAI).per_day == 0


def test_a_server_that_fails_is_tried_at_doubled_distances_and_not_by_all_at_once() -> None:
    waits = [backoff(MINUTE, failures, 0.5, 30 * MINUTE) for failures in range(1, 8)]
    assert waits == [number * MINUTE for number in (1, 2, 4, 8, 16, 30, 30)]
    assert backoff(HOUR, 9, 0.5, 30 * MINUTE) == HOUR
    assert backoff(4 * MINUTE, 1, 0, HOUR) == 3 * MINUTE
    assert backoff(4 * MINUTE, 1, 1, HOUR) == 5 * MINUTE
