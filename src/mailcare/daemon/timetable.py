"""The timetable: when each mailbox is due, served by any number of workers.

A mailbox is handed to one worker at a time and is due again only after it was given back. Mailboxes
of one server share a lane, of which only so many are out at once, and one alone while the server
is sick: a server that drips or hangs holds few workers, and no other server's mailbox waits for it.
"""

import heapq
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(order=True, slots=True)
class _Entry:
    due: float
    order: int
    name: str = field(compare=False)


@dataclass(slots=True)
class _Seat:
    """What is known of a mailbox."""

    lane: str
    entry: _Entry | None = None
    """Where it waits; None while it is out."""
    taken_from: str = ""
    """The lane under which it is out."""
    woken: bool = False
    gone: bool = False
    """Taken out of the timetable while it was out."""


class Timetable:
    """Due times on a monotonic clock (seconds); thread-safe."""

    def __init__(self, workers: int = 64, per_lane: int | None = None) -> None:
        self._condition = threading.Condition()
        self._seats: dict[str, _Seat] = {}
        self._heaps: dict[str, list[_Entry]] = {}
        self._out: Counter[str] = Counter()
        self._sick: set[str] = set()
        self._workers = workers
        self._per_lane = per_lane or workers
        self._order = 0
        self._open = True

    def limit(self, per_lane: int) -> None:
        """Let at most `per_lane` mailboxes of a lane be out at once."""
        with self._condition:
            self._per_lane = per_lane
            self._condition.notify_all()

    def put(self, name: str, due: float, lane: str = "") -> None:
        """Make `name` due at `due`; an earlier entry of the same name is replaced.

        One that is out stays out; it is due again when it is given back.
        """
        with self._condition:
            seat = self._seats.setdefault(name, _Seat(lane))
            seat.lane, seat.gone = lane, False
            if not seat.taken_from:
                self._enter(name, seat, due)

    def _enter(self, name: str, seat: _Seat, due: float) -> None:
        self._order += 1
        seat.entry = _Entry(due, self._order, name)
        heapq.heappush(self._heaps.setdefault(seat.lane, []), seat.entry)
        self._condition.notify()

    def remove(self, name: str) -> None:
        """Forget `name`; if it is out with a worker, giving it back does nothing."""
        with self._condition:
            seat = self._seats.get(name)
            if seat is not None and seat.taken_from:
                seat.gone = True
            elif seat is not None:
                del self._seats[name]

    def wake(self, name: str, now: float) -> None:
        """Make `name` due at once, or right after it is given back."""
        self.hasten(name, now, or_after=True)

    def hasten(self, name: str, due: float, *, or_after: bool = False) -> None:
        """Make `name` due at `due` unless it is due before; never later.

        One that is out is left alone, or with `or_after` is due once it is given back.
        """
        with self._condition:
            seat = self._seats.get(name)
            if seat is None:
                return
            if seat.entry is None:
                seat.woken = seat.woken or or_after
            elif due < seat.entry.due:
                self._enter(name, seat, due)

    def take(self, now: float) -> str | None:
        """Return the name that has been due longest and mark it as out, or None."""
        with self._condition:
            first = min(self._first(), default=None)
            if not self._open or first is None or first.due > now:
                return None
            seat = self._seats[first.name]
            heapq.heappop(self._heaps[seat.lane])
            seat.entry, seat.taken_from = None, seat.lane or " "
            self._out[seat.taken_from] += 1
            return first.name

    def _first(self) -> Iterator[_Entry]:
        """Yield the first entry of each lane from which another may be taken."""
        for lane, heap in list(self._heaps.items()):
            while heap and not self._stands(heap[0], lane):
                heapq.heappop(heap)
            if not heap:
                del self._heaps[lane]
            elif self._out[lane or " "] < self._bound(lane):
                yield heap[0]

    def _stands(self, entry: _Entry, lane: str) -> bool:
        seat = self._seats.get(entry.name)
        return seat is not None and seat.entry is entry and seat.lane == lane

    def _bound(self, lane: str) -> int:
        if lane in self._sick:
            return 1
        shared = len(self._heaps) > 1 or any(other != (lane or " ") for other in self._out)
        return min(self._per_lane, max(1, self._workers - 1)) if shared else self._per_lane

    def give_back(self, name: str, due: float, now: float, *, sick: bool | None = None) -> None:
        """Make `name`, which was out, due again at `due` (at once if it was woken meanwhile).

        `sick` says whether its server answered as it should; None: nothing new is known of it.
        """
        with self._condition:
            seat = self._seats.get(name)
            if seat is None or not seat.taken_from:
                return
            self._set_health(seat.taken_from.strip(), sick=sick)
            self._out[seat.taken_from] -= 1
            if not self._out[seat.taken_from]:
                del self._out[seat.taken_from]
            seat.taken_from = ""
            if seat.gone:
                del self._seats[name]
                self._condition.notify()
            else:
                self._enter(name, seat, now if seat.woken else due)
                seat.woken = False

    def _set_health(self, lane: str, *, sick: bool | None) -> None:
        if sick:
            self._sick.add(lane)
        elif sick is False and lane in self._sick:
            self._sick.discard(lane)
            self._condition.notify_all()

    def names(self) -> frozenset[str]:
        """Return every name that is waiting or out."""
        with self._condition:
            return frozenset(name for name, seat in self._seats.items() if not seat.gone)

    def wait(self, now: float, at_most: float) -> None:
        """Wait until something may be due, at most `at_most` seconds."""
        with self._condition:
            if not self._open:
                return
            first = min(self._first(), default=None)
            seconds = at_most if first is None else min(at_most, first.due - now)
            if seconds > 0:
                self._condition.wait(seconds)

    def close(self) -> None:
        """Hand out nothing more and let every waiting worker go."""
        with self._condition:
            self._open = False
            self._condition.notify_all()
