"""Is the wall clock to be trusted? It must go with the clock that never jumps, and with others'."""

from datetime import datetime, timedelta
from typing import Final

ENOUGH: Final = timedelta(days=1)
"""A clock that jumped and stayed there was set right, or nobody will set it back."""
_CONFIRMATIONS: Final = 2
"""Servers' answers in a row: one of them may be wrong itself."""


class ClockWatch:
    """Compares wall and monotonic clock from step to step; one thread's own."""

    def __init__(self, now: datetime, monotonic: float) -> None:
        self._base = now - timedelta(seconds=monotonic)
        self._jumped_at: float | None = None

    def look(self, now: datetime, monotonic: float, tolerance: timedelta) -> timedelta | None:
        """Return how far the clock has jumped, None while it goes as it should.

        A slow correction is no jump. One that came back, or stayed for a day, is over.
        """
        base = now - timedelta(seconds=monotonic)
        off = base - self._base
        if self._jumped_at is None:
            if abs(off) <= tolerance:
                self._base = base
                return None
            self._jumped_at = monotonic
        elif abs(off) <= tolerance or monotonic - self._jumped_at >= ENOUGH.total_seconds():
            self._base, self._jumped_at = base, None
            return None
        return off


class ServerClocks:
    """Compares our clock with what servers say; one thread's own."""

    def __init__(self) -> None:
        self._in_a_row = 0
        self.off: timedelta | None = None
        """How far ahead of servers we are, None while we agree."""

    def hear(self, theirs: datetime, now: datetime, tolerance: timedelta) -> None:
        """Take a server's time, which it told just before `now`."""
        off = now - theirs
        if abs(off) <= tolerance:
            self._in_a_row, self.off = 0, None
            return
        self._in_a_row += 1
        if self._in_a_row >= _CONFIRMATIONS:
            self.off = off
