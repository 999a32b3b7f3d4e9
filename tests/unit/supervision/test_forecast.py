"""The forecast of the time to full, on fills without chance: what it tells is what then happens."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from mailcare.supervision.forecast import Basis, Point
from mailcare.supervision.forecast.project import HORIZON
from unit.supervision.fills import DAY, HOUR, MONDAY, ZONE, fill, hours_until, office, told


def test_nothing_is_claimed_of_a_mailbox_just_met() -> None:
    for points in ([], [Point(MONDAY, 5)], [Point(MONDAY, 5), Point(MONDAY + HOUR / 2, 9)]):
        found = told(points, 100) if points else None
        assert found is None or (found.basis, found.full_at) == (Basis.NONE, None)


def test_a_full_mailbox_is_full_now() -> None:
    points = fill(lambda _at: 1, 30)
    assert told(points, 0).full_at == points[-1].at
    assert told(points[:1], 0).full_at == points[0].at


def test_a_mailbox_that_does_not_grow_is_never_full() -> None:
    found = told(fill(lambda _at: 0, 24 * 10), 1)
    assert (found.full_at, found.earliest, found.at_this_pace) == (None, None, None)


@pytest.mark.parametrize("ahead", [6, 24, 100, 300])
def test_steady_growth_goes_on(ahead: int) -> None:
    points = fill(lambda _at: 2, 24 * 14)
    found = told(points, ahead * 2)
    assert hours_until(found.full_at, points) == pytest.approx(ahead, abs=max(1.5, ahead * 0.03))
    assert found.basis is Basis.WEEKS
    assert not found.burst


def test_a_weekend_is_counted_as_what_it_brings() -> None:
    points = fill(office, 24 * 24 + 18)  # till Thursday evening
    found = told(points, 150)  # Friday 100, the weekend 20, Monday the rest: 30 by 11
    assert found.full_at is not None
    assert found.full_at.astimezone(ZONE).strftime("%a %H") in {"Mon 10", "Mon 11", "Mon 12"}
    assert found.per_workday == pytest.approx(100, rel=0.02)
    assert found.per_day_off == pytest.approx(10, rel=0.1)


def test_a_make_up_sunday_is_a_working_day() -> None:
    start = datetime(2026, 8, 23, 16, tzinfo=UTC)  # Monday 24 August; Sunday 20 September is worked
    points = fill(office, 24 * 26 + 18, start)  # till the evening of Saturday, 19 September
    found = told(points, 95)
    assert found.full_at is not None
    assert found.full_at.astimezone(ZONE).strftime("%a %d") == "Sun 20"


def test_holidays_bring_little_though_they_are_weekdays() -> None:
    start = datetime(2026, 9, 6, 16, tzinfo=UTC)  # Monday, 7 September
    points = fill(office, 24 * 23 + 18, start)  # till the evening of Wednesday, 30 September
    found = told(points, 100)  # seven days off of ten each, then Thursday, 8 October
    assert found.full_at is not None
    assert found.full_at.astimezone(ZONE).strftime("%d %b") == "08 Oct"


def test_a_lasting_step_is_taken_over_and_told() -> None:
    def rate(at: datetime) -> float:
        return office(at) * (4 if at >= MONDAY + 14 * DAY else 1)

    points = fill(rate, 24 * 17 + 18)
    found = told(points, 800)
    assert found.changed_on == (MONDAY + 14 * DAY).astimezone(ZONE).date()
    assert found.per_workday == pytest.approx(400, rel=0.05)
    assert not found.burst


def test_a_burst_is_told_and_fades_while_its_pace_would_fill_sooner() -> None:
    outage = MONDAY + 14 * DAY + 10 * HOUR

    def rate(at: datetime) -> float:
        return office(at) * (20 if at >= outage else 1)

    points = fill(rate, 24 * 14 + 14)
    found = told(points, 3000)
    assert found.burst
    assert found.at_this_pace is not None
    assert found.full_at is None or found.at_this_pace < found.full_at
    assert hours_until(found.at_this_pace, points) < 48
    assert found.last_day > 5 * found.usual_last_day


def test_a_burst_out_of_silence_is_seen() -> None:
    outage = MONDAY + 9 * DAY + 9 * HOUR
    points = fill(lambda at: 10 if at >= outage else 0, 24 * 9 + 13)
    found = told(points, 300)
    assert found.burst
    assert 20 < hours_until(found.at_this_pace, points) < 72


def test_a_burst_that_is_over_changes_nothing() -> None:
    def rate(at: datetime) -> float:
        hours = (at - MONDAY - 10 * DAY) / HOUR
        return office(at) + (500 if 10 <= hours < 14 else 0)

    points = fill(rate, 24 * 15 + 18)
    found = told(points, 300)
    assert found.per_workday == pytest.approx(100, rel=0.15)
    assert not found.burst
    assert hours_until(found.full_at, points) == pytest.approx(24 * 3, abs=4)


def test_rising_volume_is_a_trend() -> None:
    points = fill(lambda at: office(at) * (1 + (at - MONDAY) / DAY * 0.05), 24 * 28)
    found = told(points, 1000)
    assert found.trend_per_week > 0.05
    assert told(fill(office, 24 * 28), 1000).trend_per_week == 0


def test_a_mailbox_that_is_drained_every_night_does_not_fill() -> None:
    points, used = [Point(MONDAY, 500.0)], 500.0
    for number in range(24 * 14):
        at = MONDAY + number * HOUR
        used += office(at, 100, 100)
        if at.astimezone(ZONE).hour == 3:
            used -= 100
        points.append(Point(at + HOUR, used))
    found = told(points, 300)
    assert found.full_at is None
    assert found.removed_per_day == pytest.approx(100, rel=0.05)
    morning = points[: 24 * 13 + 8]
    assert hours_until(told(morning, 80).full_at, morning) < 12  # before the next night


def test_who_emptied_it_once_is_not_expected_to_do_it_again() -> None:
    points = [
        Point(one.at, one.used - (200 if one.at > MONDAY + 5 * DAY else 0))
        for one in fill(office, 24 * 8, used=400)
    ]
    assert told(points, 100).removed_per_day == 0


@pytest.mark.parametrize("hours", [3, 20, 60, 24 * 10])
def test_the_band_holds_the_forecast_and_narrows_with_knowledge(hours: int) -> None:
    points = fill(lambda _at: 1, hours)
    found = told(points, 48)
    assert found.earliest is not None
    assert found.full_at is not None
    assert found.earliest <= found.full_at
    assert found.latest is None or found.latest >= found.full_at
    if hours > 200:
        assert found.latest is not None
        assert found.latest - found.earliest < 30 * HOUR


def test_a_silence_is_no_growth_in_its_last_hour() -> None:
    points = fill(partial(office, per_day=100, rest=100), 24 * 9)
    later = [*points, Point(points[-1].at + 30 * HOUR, points[-1].used + 100)]
    assert not told(later, 1000).burst


def test_what_lies_beyond_the_horizon_is_not_claimed() -> None:
    points = fill(lambda _at: 1, 24 * 9)
    assert told(points, 24 * 200).full_at is None
    assert timedelta(days=60) < HORIZON
