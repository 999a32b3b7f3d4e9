import pytest

from mailcare.supervision.capacity import Level, Thresholds, level, share_used

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
    assert share_used(10, 100, 90, 100) == pytest.approx(0.9)
    assert share_used(95, 100, 90, None) == pytest.approx(0.95)
