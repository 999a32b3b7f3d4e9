"""The Chinese calendar: what was published, our own table, and the year that nobody has named."""

from array import array
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import chinese_calendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailcare.casework.calendar import OfficeHours
from mailcare.casework.chinese import chinese_days, working_calendar
from mailcare.casework.worktime import (
    add_working_days,
    add_working_time,
    next_working_moment,
    working_time_between,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")
HOURS = OfficeHours(((time(9), time(12)), (time(13), time(18))), "Asia/Shanghai")
DAYS = chinese_days()
CALENDAR = working_calendar(HOURS, DAYS)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
FIRST, LAST = date(2024, 1, 1), date(2026, 12, 31)
NEXT_YEAR = (date(2027, 1, 1), date(2027, 5, 1), date(2027, 10, 1))
"""Not a notice: only what makes a year count as known."""


def local(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=SHANGHAI)


class Minutes:
    """Every minute of 2024–2026, asked of the library one by one and counted one by one."""

    def __init__(self) -> None:
        self.start = datetime.combine(FIRST, time(), SHANGHAI).astimezone(UTC)
        self.counted = array("I", [0])
        self.working = array("I")
        for number in range((LAST - FIRST).days + 1):
            works = chinese_calendar.is_workday(FIRST + number * DAY)
            for minute in range(1440):
                hour = minute // 60
                if works and (9 <= hour < 12 or 13 <= hour < 18):
                    self.working.append(number * 1440 + minute)
                self.counted.append(len(self.working))

    def index(self, moment: datetime) -> int:
        return (moment - self.start) // MINUTE

    def between(self, a: datetime, b: datetime) -> timedelta:
        return (self.counted[self.index(b)] - self.counted[self.index(a)]) * MINUTE

    def add(self, start: datetime, minutes: int) -> datetime:
        before = self.counted[self.index(start)]
        if not minutes:
            return self.start + self.working[before] * MINUTE
        return self.start + (self.working[before + minutes - 1] + 1) * MINUTE


@pytest.fixture(scope="module")
def oracle() -> Minutes:
    return Minutes()


def odd_days() -> list[date]:
    """Holidays on weekdays, weekends that are worked, and the days beside them."""
    days = [FIRST + number * DAY for number in range((LAST - FIRST).days - 30)]
    odd = {day for day in days if DAYS.is_workday(day) != (day.weekday() < 5)}
    return sorted(
        {day + step * DAY for day in odd for step in (-1, 0, 1) if day + step * DAY > FIRST}
    )


def test_the_real_years_equal_the_oracle_around_every_holiday(oracle: Minutes) -> None:
    clocks = [(8, 59), (9, 0), (11, 59), (12, 0), (12, 30), (13, 0), (17, 30), (18, 0), (23, 59)]
    for day in odd_days():
        for hour, minute in clocks:
            start = datetime.combine(day, time(hour, minute), SHANGHAI)
            for amount in (0, 1, 60, 480, 1440):
                due = oracle.add(start, amount)
                assert add_working_time(CALENDAR, start, amount * MINUTE) == due
                assert working_time_between(CALENDAR, start, due) == amount * MINUTE


@settings(max_examples=200)
@given(st.integers(0, 1040 * 1440), st.integers(0, 10 * 480), st.integers(0, 30 * 1440))
def test_any_minute_of_the_real_years_equals_the_oracle(
    oracle: Minutes, minute: int, amount: int, length: int
) -> None:
    start = oracle.start + minute * MINUTE
    end = start + length * MINUTE
    assert add_working_time(CALENDAR, start, amount * MINUTE) == oracle.add(start, amount)
    assert working_time_between(CALENDAR, start, end) == oracle.between(start, end)


@pytest.mark.parametrize(("year", "count"), [(2024, 251), (2025, 248), (2026, 248)])
def test_the_years_have_the_working_days_of_the_notices(year: int, count: int) -> None:
    days = [date(year, 1, 1) + number * DAY for number in range(366)]
    assert sum(DAYS.is_workday(day) for day in days if day.year == year) == count


def test_an_hour_before_the_spring_festival_ends_on_the_make_up_saturday() -> None:
    due = add_working_time(CALENDAR, local(2026, 2, 13, 17, 30), timedelta(hours=1))
    assert due == local(2026, 2, 14, 9, 30)
    assert add_working_days(CALENDAR, local(2026, 2, 14, 9, 30), 1) == local(2026, 2, 24, 9, 30)


def test_every_published_year_is_known_and_the_next_is_not() -> None:
    assert sorted(DAYS.years) == list(range(2004, 2027))
    assert DAYS.is_known(date(2026, 12, 31))
    assert not DAYS.is_known(date(2027, 1, 1))


def test_beyond_the_published_years_monday_to_friday_count_and_due_times_are_provisional() -> None:
    due = add_working_days(CALENDAR, local(2026, 12, 31, 10), 1)
    assert due == local(2027, 1, 1, 10)
    assert CALENDAR.is_provisional(due)
    assert not CALENDAR.is_provisional(local(2026, 12, 31, 18))
    assert not CALENDAR.is_provisional(datetime(2026, 12, 31, 15, 59, tzinfo=UTC))
    assert CALENDAR.is_provisional(datetime(2026, 12, 31, 16, tzinfo=UTC))  # midnight in Shanghai


def test_the_turn_of_the_year_raises_nothing_at_any_minute() -> None:
    start, end = local(2026, 12, 25), local(2027, 1, 10)
    moment = start
    while moment < end:
        assert next_working_moment(CALENDAR, moment) >= moment
        due = add_working_time(CALENDAR, moment, timedelta(hours=1))
        assert working_time_between(CALENDAR, moment, due) == timedelta(hours=1)
        assert add_working_days(CALENDAR, moment, 10) > due
        assert CALENDAR.is_provisional(moment) == (moment >= local(2027, 1, 1))
        moment += 7 * MINUTE


def test_our_own_table_comes_before_the_published_days() -> None:
    days = chinese_days([date(2026, 11, 23)], [date(2026, 11, 22), date(2026, 10, 1)])
    assert [days.is_workday(date(2026, 11, day)) for day in (22, 23, 24)] == [True, False, True]
    assert days.is_workday(date(2026, 10, 1))
    assert not days.is_workday(date(2026, 10, 2))


def test_a_table_of_next_year_makes_it_known_and_single_days_do_not() -> None:
    assert not chinese_days([date(2027, 1, 1)]).is_known(date(2027, 3, 1))
    days = chinese_days([*NEXT_YEAR, date(2027, 10, 4)], [date(2027, 10, 9)])
    assert days.is_known(date(2027, 3, 1))
    calendar = working_calendar(HOURS, days)
    due = add_working_days(calendar, local(2026, 12, 31, 10), 1)
    assert due == local(2027, 1, 4, 10)
    assert not calendar.is_provisional(due)


def test_the_version_changes_with_each_answer_and_window_and_with_nothing_else() -> None:
    def version(hours: OfficeHours, *table: date) -> str:
        return working_calendar(hours, chinese_days(table)).version

    early = OfficeHours(((time(8), time(12)), (time(13), time(18))), "Asia/Shanghai")
    abroad = OfficeHours(HOURS.windows, "Asia/Tokyo")
    own = date(2026, 11, 23)
    versions = {version(HOURS), version(early), version(abroad), version(HOURS, own)}
    assert len(versions) == 4
    assert version(HOURS) == CALENDAR.version
    assert version(HOURS, date(2026, 10, 1)) == CALENDAR.version  # known already
