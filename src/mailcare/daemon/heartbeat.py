"""Heartbeats: a loop is alive while it finishes steps, not while it merely runs."""

import threading
from datetime import datetime, timedelta


class Heartbeats:
    """The moment of each loop's last finished step; a step is work done, or a wait ended."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last: dict[str, datetime] = {}
        self._limits: dict[str, timedelta] = {}

    def expect(self, loop: str, within: timedelta, now: datetime) -> None:
        """Declare a loop that must finish a step at least every `within`."""
        with self._lock:
            self._limits[loop] = within
            self._last[loop] = now

    def forget(self, loop: str) -> None:
        """Expect nothing more of a loop that has ended as it should."""
        with self._lock:
            self._limits.pop(loop, None)
            self._last.pop(loop, None)

    def beat(self, loop: str, now: datetime) -> None:
        """Record that `loop` finished a step."""
        with self._lock:
            if loop in self._limits:
                self._last[loop] = now

    def stuck(self, now: datetime) -> tuple[str, ...]:
        """Return the loops whose last finished step is too long ago."""
        with self._lock:
            return tuple(
                sorted(
                    loop for loop, limit in self._limits.items() if now - self._last[loop] > limit
                )
            )

    def all(self) -> dict[str, datetime]:
        """Return every loop's last finished step."""
        with self._lock:
            return dict(self._last)
