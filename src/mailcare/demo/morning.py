"""The demo's own time: it plays on a working morning, whenever it is run.

Alarms and reminders leave in office hours only; on a Sunday there would be none to see.
"""

import threading
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from mailcare.casework.chinese import Days
from mailcare.clock import Clock

BEGINS = time(9, 30)
"""Within the office hours of every unit of the example."""


def last_morning(now: datetime, days: Days, zone: ZoneInfo) -> datetime:
    """Return when work was last going on at `BEGINS`, in UTC."""
    day = now.astimezone(zone).date()
    while (begins := datetime.combine(day, BEGINS, zone)) > now or not days.is_workday(day):
        day -= timedelta(days=1)
    return begins.astimezone(UTC)


class MorningClock:
    """A clock that stands at `begins` now, and goes on from there as `clock` does."""

    def __init__(self, clock: Clock, begins: datetime) -> None:
        self._clock = clock
        self._behind = clock.now() - begins

    def now(self) -> datetime:
        """Return the present moment of the demo, aware, in UTC."""
        return self._clock.now() - self._behind

    def monotonic(self) -> float:
        """Return seconds on a clock that never goes back."""
        return self._clock.monotonic()

    def wait(self, event: threading.Event, seconds: float) -> bool:
        """Wait until `event` is set or `seconds` are over; say whether it is set."""
        return self._clock.wait(event, seconds)
