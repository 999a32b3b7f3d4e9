"""The timetable: when each mailbox is due, served by any number of workers.

A mailbox is handed to one worker at a time and is due again only after it was given back, so a
slow server delays no other mailbox and is never polled twice at once.
"""

import heapq
import threading
from dataclasses import dataclass, field


@dataclass(order=True, slots=True)
class _Entry:
    due: float
    order: int
    name: str = field(compare=False)


class Timetable:
    """Due times on a monotonic clock (seconds); thread-safe."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._heap: list[_Entry] = []
        self._current: dict[str, _Entry] = {}
        self._out: set[str] = set()
        self._woken: set[str] = set()
        self._order = 0
        self._open = True

    def put(self, name: str, due: float) -> None:
        """Make `name` due at `due`; an earlier entry of the same name is replaced."""
        with self._condition:
            self._put(name, due)

    def _put(self, name: str, due: float) -> None:
        self._order += 1
        entry = _Entry(due, self._order, name)
        self._current[name] = entry
        heapq.heappush(self._heap, entry)
        self._condition.notify()

    def remove(self, name: str) -> None:
        """Forget `name`; if it is out with a worker, giving it back does nothing."""
        with self._condition:
            self._current.pop(name, None)
            self._out.discard(name)

    def wake(self, name: str, now: float) -> None:
        """Make `name` due at once, or right after it is given back."""
        with self._condition:
            if name in self._out:
                self._woken.add(name)
            elif name in self._current:
                self._put(name, now)

    def take(self, now: float) -> str | None:
        """Return the name that has been due longest and mark it as out, or None."""
        with self._condition:
            while self._open and self._heap and self._heap[0].due <= now:
                entry = heapq.heappop(self._heap)
                if self._current.get(entry.name) is entry and entry.name not in self._out:
                    del self._current[entry.name]
                    self._out.add(entry.name)
                    return entry.name
            return None

    def give_back(self, name: str, due: float, now: float) -> None:
        """Make `name`, which was out, due again at `due` (at once if it was woken meanwhile)."""
        with self._condition:
            if name not in self._out:
                return
            self._out.discard(name)
            woken = name in self._woken
            self._woken.discard(name)
            self._put(name, now if woken else due)

    def names(self) -> frozenset[str]:
        """Return every name that is waiting or out."""
        with self._condition:
            return frozenset(self._current) | frozenset(self._out)

    def wait(self, now: float, at_most: float) -> None:
        """Wait until something may be due, at most `at_most` seconds."""
        with self._condition:
            if not self._open:
                return
            self._drop_stale()
            seconds = min(at_most, self._heap[0].due - now) if self._heap else at_most
            if seconds > 0:
                self._condition.wait(seconds)

    def _drop_stale(self) -> None:
        while self._heap and self._current.get(self._heap[0].name) is not self._heap[0]:
            heapq.heappop(self._heap)

    def close(self) -> None:
        """Hand out nothing more and let every waiting worker go."""
        with self._condition:
            self._open = False
            self._condition.notify_all()
