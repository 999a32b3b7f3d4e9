import pytest

from mailcare.supervision.capacity import Fullness, Level, Thresholds, fullness, level

LIMITS = Thresholds(warning=0.8, critical=0.95)


@pytest.mark.parametrize(
    ("share", "before", "after"),
    [
        (0.79, Level.NORMAL, Level.NORMAL),
        (0.80, Level.NORMAL, Level.WARNING),
        (0.76, Level.WARNING, Level.WARNING),
        (0.74, Level.WARNING, Level.NORMAL),
        (0.95, Level.WARNING, Level.CRITICAL),
        (0.91, Level.CRITICAL, Level.CRITICAL),
        (0.89, Level.CRITICAL, Level.WARNING),
        (0.10, Level.CRITICAL, Level.NORMAL),
    ],
)
def test_a_level_rises_at_once_and_falls_with_hysteresis(
    share: float, before: Level, after: Level
) -> None:
    assert level(share, before, LIMITS) is after


def test_the_scarcer_of_bytes_and_letters_counts() -> None:
    assert Fullness(10, 100, 90, 100).share == pytest.approx(0.9)
    assert Fullness(95, 100, 90).share == pytest.approx(0.95)


def test_only_a_full_mailbox_is_full_by_a_hundred_percent() -> None:
    assert Fullness(999, 1000, 0).percent == 99
    assert Fullness(1000, 1000, 0).percent == 100


def test_the_servers_own_limits_count_before_the_registered_ones() -> None:
    told = fullness(1, 2, told=50, told_messages=None, registered=10, registered_messages=9)
    assert (told.limit, told.message_limit) == (50, 9)
    silent = fullness(1, 2, told=None, told_messages=7, registered=10, registered_messages=None)
    assert (silent.limit, silent.message_limit) == (10, 7)
