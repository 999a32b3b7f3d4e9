"""The timetable: when each mailbox is due, served by any number of workers.

A mailbox is handed to one worker at a time and is due again only after it was given back. Mailboxes
of one server share a lane, of which only so many are out at once, and one alone while the server
is sick. One that is out for `SLOW` seconds counts no more: another goes out in its place, and the
next worker takes it. So a server, or one mailbox of it, that drips or hangs delays neither its
neighbours nor any other server's mailboxes.
"""

import heapq
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

SLOW: Final = 5.0
"""Seconds after which a mailbox that is out holds up nobody any more."""
SPARE: Final = 24
"""Mailboxes that may be slow at once, over all lanes; each holds a worker of its own."""


@dataclass(order=True, slots=True)
class _Entry:
    due: float
    order: int
    name: str = field(compare=False)


@dataclass(slots=True)
class _Lane:
    """What is known of a server."""

    waiting: list[_Entry] = field(default_factory=list)
    """A heap; entries that no longer stand lie in it too."""
    out: dict[str, float] = field(default_factory=dict)
    """Who is out, and since when."""
    sick: bool = False
    well_at: float = float("-inf")
    """When it last answered as it should."""

    def slow(self, now: float) -> list[float]:
        """Return since when those are out that have been for too long."""
        return [since for since in self.out.values() if now - since >= SLOW]

    def is_doubtful(self, now: float) -> bool:
        """Say whether it failed last, or has answered nobody since somebody waits for it."""
        slow = self.slow(now)
        return self.sick or (bool(slow) and self.well_at < min(slow))


@dataclass(slots=True)
class _Seat:
    """What is known of a mailbox."""

    lane: str
    entry: _Entry | None = None
    """Where it waits; None while it is out."""
    out_of: _Lane | None = None
    """The lane under which it is out."""
    woken: bool = False
    gone: bool = False
    """Taken out of the timetable while it was out."""


class Timetable:
    """Due times on a monotonic clock (seconds); thread-safe.

    Args:
        workers: mailboxes out at once, not counting slow ones.
        per_lane: of them of one lane.
    """

    def __init__(self, workers: int = 64, per_lane: int | None = None) -> None:
        self._condition = threading.Condition()
        self._seats: dict[str, _Seat] = {}
        self._lanes: dict[str, _Lane] = {}
        self._workers = workers
        self._per_lane = per_lane or workers
        self._order = 0
        self._open = True

    def limit(self, per_lane: int) -> None:
        """Let at most `per_lane` mailboxes of a lane be out at once."""
        with self._condition:
            self._per_lane = per_lane
            self._condition.notify_all()

    @property
    def threads(self) -> int:
        """How many workers can have work at once, slow mailboxes included."""
        with self._condition:
            return min(self._workers + SPARE, max(self._workers, len(self._seats)))

    def put(self, name: str, due: float, lane: str = "") -> None:
        """Make `name` due at `due`; an earlier entry of the same name is replaced.

        One that is out stays out; it is due again when it is given back.
        """
        with self._condition:
            seat = self._seats.setdefault(name, _Seat(lane))
            seat.lane, seat.gone = lane, False
            if seat.out_of is None:
                self._enter(name, seat, due)

    def _enter(self, name: str, seat: _Seat, due: float) -> None:
        self._order += 1
        seat.entry = _Entry(due, self._order, name)
        lane = self._lanes.setdefault(seat.lane, _Lane())
        heapq.heappush(lane.waiting, seat.entry)
        self._condition.notify()

    def remove(self, name: str) -> None:
        """Forget `name`; if it is out with a worker, giving it back does nothing."""
        with self._condition:
            seat = self._seats.get(name)
            if seat is not None and seat.out_of is not None:
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
            first = min(self._first(now), default=None)
            if not self._open or first is None or first.due > now:
                return None
            seat = self._seats[first.name]
            lane = self._lanes[seat.lane]
            heapq.heappop(lane.waiting)
            seat.entry, seat.out_of = None, lane
            lane.out[first.name] = now
            return first.name

    def _first(self, now: float) -> Iterator[_Entry]:
        """Yield the first entry of each lane from which another may be taken."""
        self._forget_stale()
        lanes = self._lanes.values()
        slow = sum(len(lane.slow(now)) for lane in lanes)
        if sum(len(lane.out) for lane in lanes) - min(slow, SPARE) >= self._workers:
            return
        for lane in lanes:
            if lane.waiting and self._has_room(lane, now):
                yield lane.waiting[0]

    def _forget_stale(self) -> None:
        """Take entries off that were replaced, and lanes in which nobody is any more."""
        for name, lane in list(self._lanes.items()):
            while lane.waiting and not self._stands(lane.waiting[0], name):
                heapq.heappop(lane.waiting)
            if not lane.waiting and not lane.out:
                del self._lanes[name]

    def _stands(self, entry: _Entry, lane: str) -> bool:
        seat = self._seats.get(entry.name)
        return seat is not None and seat.entry is entry and seat.lane == lane

    def _has_room(self, lane: _Lane, now: float) -> bool:
        slow, shared = len(lane.slow(now)), len(self._lanes) > 1
        if slow >= max(1, min(2 * self._per_lane, SPARE // len(self._lanes))):
            return False
        most = min(self._per_lane, max(1, self._workers - 1)) if shared else self._per_lane
        return len(lane.out) - slow < (1 if lane.is_doubtful(now) else most)

    def give_back(self, name: str, due: float, now: float, *, sick: bool | None = None) -> None:
        """Make `name`, which was out, due again at `due` (at once if it was woken meanwhile).

        `sick` says whether its server answered as it should; None: nothing new is known of it.
        """
        with self._condition:
            seat = self._seats.get(name)
            if seat is None or seat.out_of is None:
                return
            lane, seat.out_of = seat.out_of, None
            del lane.out[name]
            if sick is not None:
                lane.sick = sick
                lane.well_at = lane.well_at if sick else now
            if seat.gone:
                del self._seats[name]
            else:
                self._enter(name, seat, now if seat.woken else due)
                seat.woken = False
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
            first = min(self._first(now), default=None)
            seconds = at_most if first is None else min(at_most, first.due - now)
            turning = self._next_slow(now) - now
            if min(seconds, turning) > 0:
                self._condition.wait(min(seconds, turning))

    def _next_slow(self, now: float) -> float:
        """Return when the next of those that are out becomes slow, and makes room for another."""
        out = (since + SLOW for lane in self._lanes.values() for since in lane.out.values())
        return min((at for at in out if at > now), default=float("inf"))

    def close(self) -> None:
        """Hand out nothing more and let every waiting worker go."""
        with self._condition:
            self._open = False
            self._condition.notify_all()
