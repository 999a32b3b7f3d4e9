"""One watcher for all sessions in IDLE: news only wakes the timetable, which remains the authority.

Between two polls a session belongs to the watcher; `take_back` ends that before the next poll.
A server that says nothing, or something wrong, costs a wake-up or none, never a letter; while it is
read from, no other mailbox has to wait to be watched or taken back.
"""

import contextlib
import os
import selectors
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from mailcare.clock import Clock, SystemClock
from mailcare.errors import WireError
from mailcare.logs import get_logger
from mailcare.wire.deadlines import DeadlineKeeper
from mailcare.wire.imap import ImapSession

log = get_logger("daemon")

NEWS_SECONDS = 2.0
"""What a server may take for one line of news."""
_LOOK_SECONDS = 30.0
"""From one look at how long sessions have been watched to the next."""


@dataclass(slots=True)
class _Watched:
    session: ImapSession
    until: float
    """When it is to be renewed, on the monotonic clock."""
    reading: threading.Lock = field(default_factory=threading.Lock)


class IdleWatcher:
    """Waits for news on any number of sessions in one thread.

    Args:
        keeper: bounds each exchange.
        wake: called with a mailbox's name when its server has news, or its time is over.
        clock: whose monotonic seconds `watch` is told.
    """

    def __init__(
        self, keeper: DeadlineKeeper, wake: Callable[[str], None], clock: Clock | None = None
    ) -> None:
        self._keeper = keeper
        self._wake = wake
        self._clock = clock or SystemClock()
        self._lock = threading.Lock()
        self._watched: dict[str, _Watched] = {}
        self._selector = selectors.DefaultSelector()
        self._nudge_in, self._nudge_out = os.pipe()
        self._selector.register(self._nudge_in, selectors.EVENT_READ, "")
        self._open = True
        self._thread = threading.Thread(target=self._run, name="idle", daemon=True)
        self._thread.start()

    def watch(
        self, name: str, session: ImapSession, folder: str, seconds: float = float("inf")
    ) -> bool:
        """Put `session` into IDLE on `folder` until it is taken back; say whether that is offered.

        After `seconds` the mailbox is woken without any news.

        Raises:
            WireError: the server can't be used any more.
        """
        if "IDLE" not in session.capabilities:
            return False
        session.select(folder)
        session.idle_begin()
        with self._lock:
            if self._open:
                until = self._clock.monotonic() + seconds
                self._watched[name] = _Watched(session, until)
                descriptor = session.fileno()
                if descriptor in self._selector.get_map():  # of a session that broke just now
                    self._selector.unregister(descriptor)
                self._selector.register(descriptor, selectors.EVENT_READ, name)
                os.write(self._nudge_out, b".")
        return True

    def take_back(self, name: str) -> None:
        """Let the session of `name`, if it is watched, be used for other exchanges again.

        Raises:
            WireError: the connection is gone.
        """
        watched = self._forget(name)
        if watched is not None:
            with watched.reading:
                watched.session.idle_end()

    def forget(self, name: str) -> bool:
        """Watch the session of `name` no more, which is about to be closed; say whether it was."""
        return self._forget(name) is not None

    def _forget(self, name: str) -> _Watched | None:
        with self._lock:
            self._quiet(name)
            return self._watched.pop(name, None)

    def _run(self) -> None:
        while self._open:
            for key, _ in self._selector.select(_LOOK_SECONDS):
                if key.data:
                    self._read_news(key.data)
                else:
                    os.read(self._nudge_in, 4096)
            self._wake_the_old()

    def _read_news(self, name: str) -> None:
        with self._lock:
            watched = self._watched.get(name)
            if watched is None or not watched.reading.acquire(blocking=False):
                return
        try:
            with self._keeper.limit(watched.session, NEWS_SECONDS):
                due = watched.session.idle_news()
        except WireError:
            due = True  # the poll finds out what is wrong
        finally:
            watched.reading.release()
        if due:
            with self._lock:
                self._quiet(name)
            self._wake(name)

    def _wake_the_old(self) -> None:
        now = self._clock.monotonic()
        with self._lock:
            old = [name for name, one in self._watched.items() if one.until <= now]
            for name in old:
                self._watched[name].until = float("inf")
        for name in old:
            self._wake(name)

    def _quiet(self, name: str) -> None:
        """Listen no more until the next poll, which is on its way; IDLE itself goes on."""
        for key in list((self._selector.get_map() or {}).values()):  # None once it is closed
            if key.data == name:
                self._selector.unregister(key.fileobj)

    def close(self) -> None:
        """End the thread; the sessions themselves are their owner's to close."""
        self._open = False
        with contextlib.suppress(OSError):
            os.write(self._nudge_out, b".")
        self._thread.join(NEWS_SECONDS)
        self._selector.close()
        os.close(self._nudge_in)
        os.close(self._nudge_out)
