"""Strangely many or few letters: told when it is so, silent when nobody can tell."""

import random
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from mailcare.casework.chinese import chinese_days
from mailcare.model.trouble import AlarmKind
from mailcare.store import Tx
from mailcare.supervision.alarms import facts_of
from mailcare.supervision.volume import Oddity, judge_volume
from mailcare.supervision.volume_watch import judge_all, watch_volume
from unit.store.builders import add_letter
from unit.supervision.desk import Town

ZONE = ZoneInfo("Asia/Shanghai")
HOUR = timedelta(hours=1)
START = datetime(2026, 6, 1, tzinfo=UTC)
DAYS = chinese_days()
OFFICE = range(9, 18)
RATES = {True: 12.0, False: 1.0}
"""Letters an hour by day on working days, and else."""


def usual(until: datetime, seed: int = 5) -> dict[datetime, int]:
    """Letters as they usually come: by day on working days, hardly any else."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    found = {}
    at = START
    while at < until:
        local = at.astimezone(ZONE)
        busy = DAYS.is_workday(local.date()) and local.hour in OFFICE
        found[at] = sum(chance.random() < RATES[busy] / 60 for _ in range(60))
        at += HOUR
    return found


def judge(counts: dict[datetime, int], now: datetime) -> Oddity | None:
    return judge_volume(counts, now, ZONE, DAYS.is_workday, START)


def local(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, 20, tzinfo=ZONE).astimezone(UTC)


THURSDAY = date(2026, 9, 10)


def test_a_usual_quarter_of_a_year_raises_nothing() -> None:
    counts = usual(datetime(2026, 11, 1, tzinfo=UTC))
    at = datetime(2026, 8, 1, 0, 20, tzinfo=UTC)
    odd = []
    while at < datetime(2026, 10, 31, tzinfo=UTC):
        found = judge(counts, at)
        odd += [(at, found)] if found else []
        at += HOUR
    assert odd == []


def test_a_burst_is_told_within_two_hours() -> None:
    now = local(THURSDAY, 15)
    counts = usual(now)
    end = now.replace(minute=0)
    counts[end - HOUR] = 90
    found = judge(counts, now)
    assert found is not None
    assert (found.direction, found.until) == ("many", end)
    assert found.counted > 2 * found.expected


def test_a_silent_morning_is_told() -> None:
    now = local(THURSDAY, 17)
    counts = usual(now)
    for number in range(1, 9):
        counts.pop(now.replace(minute=0) - number * HOUR)
    found = judge(counts, now)
    assert found is not None
    assert (found.direction, found.counted) == ("few", 0)


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 10, 5),  # the national holidays
        date(2026, 10, 10),  # a Saturday that is worked
        date(2026, 10, 8),  # the first day after seven off
    ],
)
def test_holidays_make_up_days_and_ends_of_breaks_are_not_judged(day: date) -> None:
    now = local(day, 17)
    counts = usual(now)
    for number in range(1, 9):
        counts[now.replace(minute=0) - number * HOUR] = 0
    assert judge(counts, now) is None


def test_nothing_is_said_before_there_are_four_weeks_to_compare_with() -> None:
    now = local(THURSDAY, 15)
    counts = usual(now)
    counts[now.replace(minute=0) - HOUR] = 500
    three = judge_volume(counts, now, ZONE, DAYS.is_workday, now - timedelta(days=22))
    assert three is None
    assert judge(counts, now) is not None


def test_a_mailbox_with_few_letters_is_never_too_silent() -> None:
    now = local(THURSDAY, 17)
    counts = {at: 1 for at in usual(now) if at.hour == 3}
    for number in range(1, 9):
        counts.pop(now.replace(minute=0) - number * HOUR, None)
    assert judge(counts, now) is None


def facts(town: Town, now: datetime) -> dict[str, object]:
    """Look at the hours before `now`, and return what the alarm says; empty: there is none."""
    found = town.store.read(lambda tx: judge_all(tx, town.config, now))
    town.store.run(lambda tx: watch_volume(tx, town.config, found, now))
    alarm = town.store.read(lambda tx: tx.alarms.find(AlarmKind.VOLUME, "vas"))
    return dict(facts_of(alarm)) if alarm else {}


def test_letters_raise_the_alarm_and_usual_hours_end_it(town: Town) -> None:
    box, now = town.box("vas", since=START), local(THURSDAY, 15)
    thursdays = {now - weeks * timedelta(days=7) - HOUR: 3 for weeks in range(1, 7)}

    def receive(tx: Tx) -> None:
        for at, letters in (thursdays | {now - HOUR: 60}).items():
            for number in range(letters):
                add_letter(tx, town.key, f"{at}-{number}", mailbox_id=box, received_at=at)

    town.store.run(receive)
    told = facts(town, now)
    assert (told["direction"], told["hour"], told["counted"]) == ("many", "13:00-15:00", 60)
    assert facts(town, now + 9 * HOUR) == {}
