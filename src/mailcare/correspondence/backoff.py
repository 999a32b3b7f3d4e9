"""How long to wait after a temporary error."""

from collections.abc import Callable
from datetime import datetime, timedelta

FIRST = timedelta(minutes=1)
LONGEST = timedelta(hours=4)
GIVE_UP = timedelta(days=5)
"""RFC 5321 4.5.4.1: four to five days; the alarms tell of it long before."""

Jitter = Callable[[], float]
"""Returns a number in [0, 1)."""


def wait_after(attempts: int, jitter: Jitter) -> timedelta:
    """Return how long to wait after the `attempts`-th error: a minute doubled up to four hours.

    Up to a fifth more or less, so that mails deferred together don't come back together.
    """
    doublings = min(max(attempts, 1) - 1, 10)
    doubled = FIRST * (1 << doublings)
    return min(doubled, LONGEST) * (0.8 + 0.4 * jitter())


def is_hopeless(created_at: datetime, now: datetime) -> bool:
    """Say whether a mail has been tried for long enough."""
    return now - created_at >= GIVE_UP
