"""Working time against an oracle that walks through every minute."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailcare.casework.calendar import OfficeHours, WorkingCalendar, weekdays_only
from mailcare.casework.worktime import (
    add_working_days,
    add_working_time,
    next_working_moment,
    working_time_between,
)
from unit.casework.desk import CALENDAR, at

MINUTE = timedelta(minutes=1)
YEAR = datetime(2026, 1, 1, tzinfo=UTC)
ZONES = ("Asia/Shanghai", "Europe/Berlin", "America/Sao_Paulo", "Asia/Kathmandu")


class Oracle:
    """Asks of each minute on its own whether it is working time."""

    def __init__(self, calendar: WorkingCalendar) -> None:
        self.calendar = calendar
        self.zone = ZoneInfo(calendar.hours.timezone)

    def counts(self, minute: datetime) -> bool:
        local = minute.astimezone(self.zone)
        clock = local.replace(tzinfo=None).time()
        return self.calendar.is_workday(local.date()) and any(
            start <= clock and (clock < end or end == time(0))
            for start, end in self.calendar.hours.windows or ((time(0), time(0)),)
        )

    def between(self, a: datetime, b: datetime) -> timedelta:
        total = timedelta()
        while a < b:
            total += MINUTE if self.counts(a) else timedelta()
            a += MINUTE
        return total

    def add(self, start: datetime, amount: timedelta) -> datetime:
        while not self.counts(start):
            start += MINUTE
        while amount > timedelta():
            amount -= MINUTE if self.counts(start) else timedelta()
            start += MINUTE
        return start


@st.composite
def calendars(draw: st.DrawFn) -> WorkingCalendar:
    """Up to three windows a day between 6 and 22 o'clock, holidays, make-up working days."""
    marks = sorted(draw(st.lists(st.integers(24, 88), min_size=2, max_size=6, unique=True)))
    marks = marks[: len(marks) // 2 * 2]
    times = [time(mark // 4, mark % 4 * 15) for mark in marks]
    windows = tuple(zip(times[::2], times[1::2], strict=True))
    turned = draw(st.frozensets(st.integers(0, 30), max_size=9))
    first = date(2026, 1, 1)

    def is_workday(day: date) -> bool:
        return weekdays_only(day) != ((day - first).days % 31 in turned)

    return WorkingCalendar(OfficeHours(windows, draw(st.sampled_from(ZONES))), is_workday, "v")


minutes = st.integers(0, 365 * 1440).map(lambda n: YEAR + n * MINUTE)
short = st.integers(0, 4 * 1440).map(lambda n: n * MINUTE)


@settings(max_examples=60)
@given(calendars(), minutes, short)
def test_time_between_equals_the_oracle(
    calendar: WorkingCalendar, start: datetime, length: timedelta
) -> None:
    expected = Oracle(calendar).between(start, start + length)
    assert working_time_between(calendar, start, start + length) == expected


@settings(max_examples=60)
@given(calendars(), minutes, st.integers(0, 900).map(lambda n: n * MINUTE))
def test_added_time_equals_the_oracle(
    calendar: WorkingCalendar, start: datetime, amount: timedelta
) -> None:
    assert add_working_time(calendar, start, amount) == Oracle(calendar).add(start, amount)


@given(calendars(), minutes, st.integers(0, 20))
def test_days_are_days_of_working_time(
    calendar: WorkingCalendar, start: datetime, days: int
) -> None:
    due = add_working_days(calendar, start, days)
    assert working_time_between(calendar, start, due) == days * calendar.hours.day_length


@given(calendars(), minutes, short, short)
def test_time_in_two_parts_is_the_time_of_the_whole(
    calendar: WorkingCalendar, start: datetime, one: timedelta, two: timedelta
) -> None:
    middle, end = start + one, start + one + two
    parts = working_time_between(calendar, start, middle)
    parts += working_time_between(calendar, middle, end)
    assert parts == working_time_between(calendar, start, end)


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        (at(16, 10), 1, at(16, 11)),
        (at(16, 11, 30), 1, at(16, 13, 30)),  # lunch
        (at(16, 12, 15), 1, at(16, 14)),
        (at(16, 11), 1, at(16, 12)),  # not 13:00
        (at(16, 17, 30), 1, at(17, 9, 30)),
        (at(20, 17, 30), 1, at(23, 9, 30)),  # a weekend
        (at(21, 3), 1, at(23, 10)),
        (at(21, 3), 0, at(23, 9)),
    ],
)
def test_a_clock_runs_in_office_hours(start: datetime, hours: int, due: datetime) -> None:
    assert add_working_time(CALENDAR, start, timedelta(hours=hours)) == due


def test_working_days_keep_the_time_of_day_and_skip_the_weekend() -> None:
    assert add_working_days(CALENDAR, at(19, 14), 3) == at(24, 14)
    assert add_working_days(CALENDAR, at(17, 20), 3) == at(20, 18)


def test_a_make_up_sunday_counts() -> None:
    sunday = date(2026, 11, 22)
    calendar = WorkingCalendar(CALENDAR.hours, lambda day: weekdays_only(day) or day == sunday, "m")
    assert add_working_days(calendar, at(20, 14), 1) == at(22, 14)


def test_no_windows_mean_the_whole_day() -> None:
    calendar = WorkingCalendar(OfficeHours((), "Asia/Shanghai"), weekdays_only, "w")
    assert add_working_time(calendar, at(16, 23, 30), timedelta(hours=1)) == at(17, 0, 30)
    assert next_working_moment(calendar, at(21, 5)) == at(23)


def test_the_last_day_of_the_year_is_a_day_like_others() -> None:
    last = datetime(2026, 12, 31, 9, 0, tzinfo=UTC)
    assert add_working_days(CALENDAR, last, 1) == datetime(2027, 1, 1, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "windows",
    [
        ((time(9), time(8)),),
        ((time(9), time(9)),),
        ((time(9), time(12)), (time(11), time(18))),
        ((time(13), time(18)), (time(9), time(12))),
        ((time(9), time(0)), (time(10), time(11))),
    ],
)
def test_windows_out_of_order_are_refused(windows: tuple[tuple[time, time], ...]) -> None:
    with pytest.raises(ValueError, match="windows"):
        OfficeHours(windows, "Asia/Shanghai")


def test_times_without_a_zone_and_negative_amounts_are_refused() -> None:
    naive = at(16).replace(tzinfo=None)
    with pytest.raises(ValueError, match="zone"):
        add_working_time(CALENDAR, naive, MINUTE)
    with pytest.raises(ValueError, match="zone"):
        working_time_between(CALENDAR, naive, at(16))
    with pytest.raises(ValueError, match="negative"):
        add_working_time(CALENDAR, at(16), -MINUTE)


def test_a_calendar_without_working_days_is_refused_and_holds_no_time() -> None:
    idle = WorkingCalendar(CALENDAR.hours, lambda _: False, "idle")
    assert working_time_between(idle, at(2), at(30)) == timedelta()
    with pytest.raises(ValueError, match="too little"):
        add_working_time(idle, at(2), MINUTE)
