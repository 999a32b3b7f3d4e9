"""The demo plays in office hours, whenever it is run."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from mailcare.casework.chinese import chinese_days
from mailcare.clock import SystemClock
from mailcare.demo.morning import MorningClock, last_morning

ZONE = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("run_at", "morning"),
    [
        ("2026-11-20T15:00", "2026-11-20"),
        ("2026-11-20T09:00", "2026-11-19"),
        ("2026-11-22T07:38", "2026-11-20"),
        ("2026-02-20T12:00", "2026-02-14"),
        ("2035-06-03T12:00", "2035-06-01"),
    ],
    ids=["at-work", "early", "sunday", "spring-festival-after-a-made-up-saturday", "unknown-year"],
)
def test_it_plays_on_the_last_working_morning(run_at: str, morning: str) -> None:
    now = datetime.fromisoformat(run_at).replace(tzinfo=ZONE).astimezone(UTC)
    begins = last_morning(now, chinese_days(), ZONE).astimezone(ZONE)
    assert begins.date() == date.fromisoformat(morning)
    assert (begins.hour, begins.minute) == (9, 30)


def test_its_clock_goes_on_from_there() -> None:
    begins = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
    clock = MorningClock(SystemClock(), begins)
    first, second = clock.now(), clock.now()
    assert begins <= first <= second < begins + timedelta(minutes=1)
