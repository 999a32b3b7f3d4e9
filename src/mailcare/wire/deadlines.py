"""Wall deadlines: a read timeout never fires on a server that sends a byte now and then.

One supervisor thread holds a heap of deadlines and shuts the socket of an exchange that is over
its time; the thread that waits on that socket then sees the end of the connection.
"""

import heapq
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from typing import Protocol

from mailcare.clock import Clock, SystemClock

_SLACK = 1000
"""Finished deadlines that may lie in the heap before it is rebuilt without them."""
_IDLE_SECONDS = 60.0


class Cuttable(Protocol):
    """What a deadline can end: a session, a line."""

    def cut(self) -> None:
        """End it at once, from any thread."""
        ...


def shut(sock: socket.socket) -> None:
    """Shut `sock` in both directions; the thread that reads from it sees the end of the stream.

    Not `sock.shutdown()`: that of a TLS socket first forgets its TLS layer, so that another
    thread could write its next bytes, a password perhaps, in clear text.
    """
    with suppress(OSError, ValueError):
        socket.socket.shutdown(sock, socket.SHUT_RDWR)


class Line:
    """A connection as seen by a deadline: the socket of the moment, which another thread can cut.

    It exists before the socket does, so that connecting and the TLS handshake have a deadline too.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None
        self.was_cut = False

    def attach(self, sock: socket.socket) -> None:
        """Take `sock` as the connection's socket from now on.

        Raises:
            TimeoutError: the line was cut already.
        """
        with self._lock:
            self._socket = sock
        if self.was_cut:
            sock.close()
            raise TimeoutError("the deadline was over before the connection stood")

    def cut(self) -> None:
        """Shut the socket; a line that was cut stays cut."""
        self.was_cut = True
        with self._lock:
            sock = self._socket
        if sock is not None:
            shut(sock)


class _Socket:
    """A bare socket as something that can be cut."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock

    def cut(self) -> None:
        shut(self._sock)


class DeadlineKeeper:
    """The supervisor of all deadlines of a process; its thread starts with the first of them."""

    def __init__(self, clock: Clock | None = None) -> None:
        self._clock = clock or SystemClock()
        self._lock = threading.Lock()
        self._serials = count()
        self._heap: list[tuple[float, int]] = []
        self._running: dict[int, Cuttable] = {}
        self._changed = threading.Event()
        self._closed = False
        self._ended = False
        self._thread: threading.Thread | None = None

    @contextmanager
    def limit(self, target: Cuttable | socket.socket, seconds: float) -> Iterator[None]:
        """Cut `target` unless the block ends within `seconds`; may be nested."""
        serial = self._begin(
            _Socket(target) if isinstance(target, socket.socket) else target, seconds
        )
        try:
            yield
        finally:
            with self._lock:
                self._running.pop(serial, None)

    def end_all(self) -> None:
        """Cut every exchange under a deadline, and each that begins from now on: we stop."""
        with self._lock:
            self._ended = True
            running = list(self._running.values())
        for target in running:
            target.cut()

    def close(self) -> None:
        """End the thread; what is still running loses its deadline."""
        self._closed = True
        self._changed.set()
        if self._thread is not None:
            self._thread.join()

    def _begin(self, target: Cuttable, seconds: float) -> int:
        due = self._clock.monotonic() + seconds
        with self._lock:
            serial = next(self._serials)
            self._running[serial] = target
            heapq.heappush(self._heap, (due, serial))
            is_next = self._heap[0][1] == serial
            self._compact()
            self._start()
        if self._ended:
            target.cut()
        if is_next:
            self._changed.set()
        return serial

    def _compact(self) -> None:
        if len(self._heap) > 2 * len(self._running) + _SLACK:
            self._heap = [entry for entry in self._heap if entry[1] in self._running]
            heapq.heapify(self._heap)

    def _start(self) -> None:
        if self._thread is None and not self._closed:
            self._thread = threading.Thread(target=self._supervise, name="deadlines", daemon=True)
            self._thread.start()

    def _supervise(self) -> None:
        while not self._closed:
            self._changed.clear()
            over, wait = self._take_over()
            for target in over:
                target.cut()
            self._clock.wait(self._changed, wait)

    def _take_over(self) -> tuple[list[Cuttable], float]:
        """Return what is over its deadline, and the seconds until the next one is."""
        over: list[Cuttable] = []
        with self._lock:
            now = self._clock.monotonic()
            while self._heap and self._heap[0][0] <= now:
                target = self._running.pop(heapq.heappop(self._heap)[1], None)
                if target is not None:
                    over.append(target)
            wait = self._heap[0][0] - now if self._heap else _IDLE_SECONDS
        return over, wait
