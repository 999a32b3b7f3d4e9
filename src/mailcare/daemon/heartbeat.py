"""Heartbeats: a loop is alive while it finishes steps, not while it merely runs.

Ages are counted on the clock that never jumps; the times of day are for people.
"""

import threading
from datetime import datetime, timedelta

from mailcare.clock import Clock


class Heartbeats:
    """The moment of each loop's last finished step; a step is work done, or a wait ended."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._last: dict[str, tuple[float, datetime]] = {}
        self._limits: dict[str, float] = {}

    def expect(self, loop: str, within: timedelta) -> None:
        """Declare a loop that must finish a step at least every `within`."""
        with self._lock:
            self._limits[loop] = within.total_seconds()
            self._last[loop] = self._moment()

    def forget(self, loop: str) -> None:
        """Expect nothing more of a loop that has ended as it should."""
        with self._lock:
            self._limits.pop(loop, None)
            self._last.pop(loop, None)

    def beat(self, loop: str) -> None:
        """Record that `loop` finished a step."""
        with self._lock:
            if loop in self._limits:
                self._last[loop] = self._moment()

    def stuck(self) -> tuple[str, ...]:
        """Return the loops whose last finished step is too long ago."""
        now = self._clock.monotonic()
        with self._lock:
            return tuple(
                sorted(
                    loop
                    for loop, limit in self._limits.items()
                    if now - self._last[loop][0] > limit
                )
            )

    def all(self) -> dict[str, datetime]:
        """Return every loop's last finished step."""
        with self._lock:
            return {loop: at for loop, (_, at) in self._last.items()}

    def _moment(self) -> tuple[float, datetime]:
        return self._clock.monotonic(), self._clock.now()
