"""Registered service times against what really happened."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from mailcare.casework.chinese import chinese_days
from mailcare.config import Window
from mailcare.config.service_time import parse_service_time
from mailcare.supervision.promises import Keeping, Service, kept, standing

ZONE = ZoneInfo("Asia/Shanghai")
OFFICE = (Window(time(9), time(12)), Window(time(13), time(17)))
LONG_AGO = datetime(2026, 1, 1, tzinfo=ZONE)
HOUR = timedelta(hours=1)


def at(day: int, hour: int = 0, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=ZONE)


def service(text: str) -> Service:
    promise = parse_service_time(text)
    assert promise is not None
    return Service(promise, OFFICE, ZONE, chinese_days().is_workday)


def hours(text: str, start: datetime, end: datetime) -> list[tuple[int, int, int]]:
    """Day, first and last hour of each slot, as local clocks show them."""
    slots = service(text).slots(start, end)
    local = [(one.start.astimezone(ZONE), one.end.astimezone(ZONE)) for one in slots]
    return [(start.day, start.hour, end.hour) for start, end in local]


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("7*24 每天 2 次", [(20, 0, 12), (20, 12, 0), (21, 0, 12), (21, 12, 0)]),
        ("5*8 每天 2 次", [(20, 9, 13), (20, 13, 17)]),
        ("5*8", [(20, 9, 17)]),
        ("6*8", [(20, 9, 17), (21, 9, 17)]),
        ("工作日 09:00-18:00 每 4 小时 1 次", [(20, 9, 13), (20, 13, 17)]),
    ],
)
def test_slots_of_a_friday_and_a_saturday(text: str, slots: list[tuple[int, int, int]]) -> None:
    assert hours(text, at(20), at(22)) == slots


def test_holidays_have_no_slot_and_make_up_days_have_one() -> None:
    days = {one.start.astimezone(ZONE).date() for one in service("5*8").slots(at(1, month=10), at(12, month=10))}  # fmt: skip  # noqa: E501 - one line reads best
    assert days == {date(2026, 10, day) for day in (8, 9, 10)}
    assert [day for day, *_ in hours("6*8", at(1, month=10), at(12, month=10))] == [8, 9, 10]


def stands(text: str, last: datetime | None, now: datetime, since: datetime = LONG_AGO) -> Keeping:
    return standing(service(text), last, since, now).keeping


@pytest.mark.parametrize(
    ("last", "now", "keeping"),
    [
        (at(20, 11), at(20, 13), Keeping.KEPT),
        (at(20, 11), at(20, 21, 59), Keeping.KEPT),
        (at(20, 11), at(20, 22), Keeping.SOON),
        (at(20, 12), at(20, 22), Keeping.KEPT),
        (at(20, 11), at(21, 0), Keeping.BROKEN),
        (at(20, 11), at(21, 11), Keeping.BROKEN),
        (at(21, 0, 1), at(21, 11), Keeping.KEPT),
        (None, at(21, 11), Keeping.BROKEN),
    ],
)
def test_twice_a_day(last: datetime | None, now: datetime, keeping: Keeping) -> None:
    assert stands("7*24 每天 2 次", last, now) is keeping


def test_nights_and_holidays_are_waited_out() -> None:
    friday = at(20, 16)
    assert stands("5*8 每天 2 次", friday, at(22, 20)) is Keeping.KEPT
    assert stands("5*8 每天 2 次", friday, at(23, 10)) is Keeping.KEPT
    assert stands("5*8 每天 2 次", friday, at(23, 12, 30)) is Keeping.SOON
    assert stands("5*8 每天 2 次", friday, at(23, 13)) is Keeping.BROKEN


def test_a_mailbox_owes_nothing_for_the_time_before_it_was_ours() -> None:
    assert stands("7*24 每天 2 次", None, at(20, 13), since=at(20, 1)) is Keeping.KEPT
    assert stands("7*24 每天 2 次", None, at(21, 0, 1), since=at(20, 1)) is Keeping.BROKEN


def test_what_was_kept_is_counted_by_slots() -> None:
    slots = list(service("7*24 每天 2 次").slots(at(18), at(20)))
    looks = [at(18, 3), at(18, 4), at(18, 12), at(19, 23, 59)]
    assert kept(slots, looks) == (3, 4)
    assert kept(slots, []) == (0, 4)
    assert kept([], looks) == (0, 0)


def test_the_longest_interval_looks_into_each_slot() -> None:
    assert service("7*24 每天 2 次").longest == 6 * HOUR
    assert service("5*8 每天 2 次").longest == 2 * HOUR
    assert service("工作日 09:00-12:00 13:00-14:00 每 4 小时 1 次").longest == HOUR / 2
