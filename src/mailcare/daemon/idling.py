"""One watcher for all sessions in IDLE: news only wakes the timetable, which remains the authority.

Between two polls a session belongs to the watcher; `take_back` ends that before the next poll.
A server that says nothing, or something wrong, costs a wake-up or none, never a letter.
"""

import contextlib
import os
import selectors
import threading
from collections.abc import Callable

from mailcare.errors import WireError
from mailcare.logs import get_logger
from mailcare.wire.deadlines import DeadlineKeeper
from mailcare.wire.imap import ImapSession

log = get_logger("daemon")

NEWS_SECONDS = 5.0
"""What a server may take for one line of news."""


class IdleWatcher:
    """Waits for news on any number of sessions in one thread.

    Args:
        keeper: bounds each exchange.
        wake: called with a mailbox's name when its server has news.
    """

    def __init__(self, keeper: DeadlineKeeper, wake: Callable[[str], None]) -> None:
        self._keeper = keeper
        self._wake = wake
        self._lock = threading.Lock()
        self._sessions: dict[str, ImapSession] = {}
        self._selector = selectors.DefaultSelector()
        self._nudge_in, self._nudge_out = os.pipe()
        self._selector.register(self._nudge_in, selectors.EVENT_READ, "")
        self._open = True
        self._thread = threading.Thread(target=self._run, name="idle", daemon=True)
        self._thread.start()

    def watch(self, name: str, session: ImapSession, folder: str) -> None:
        """Put `session` into IDLE on `folder` until it is taken back, where IDLE is offered.

        Raises:
            WireError: the server can't be used any more.
        """
        if "IDLE" not in session.capabilities:
            return
        session.select(folder)
        session.idle_begin()
        with self._lock:
            if self._open:
                self._sessions[name] = session
                self._selector.register(session.fileno(), selectors.EVENT_READ, name)
                os.write(self._nudge_out, b".")

    def take_back(self, name: str) -> None:
        """Let the session of `name`, if it is watched, be used for other exchanges again.

        Raises:
            WireError: the connection is gone.
        """
        with self._lock:
            session = self._forget(name)
        if session is not None:
            session.idle_end()

    def _forget(self, name: str) -> ImapSession | None:
        session = self._sessions.pop(name, None)
        if session is not None:
            for key in list(self._selector.get_map().values()):
                if key.data == name:
                    self._selector.unregister(key.fileobj)
        return session

    def _run(self) -> None:
        while self._open:
            for key, _ in self._selector.select():
                if key.data:
                    self._read_news(key.data)
                else:
                    os.read(self._nudge_in, 4096)

    def _read_news(self, name: str) -> None:
        with self._lock:
            session = self._sessions.get(name)
            if session is None:
                return
            try:
                with self._keeper.limit(session, NEWS_SECONDS):
                    due = session.idle_news()
            except WireError:
                due = True  # the poll finds out what is wrong
            if due:
                self._quiet(name)
        if due:
            self._wake(name)

    def _quiet(self, name: str) -> None:
        """Listen no more until the next poll, which is on its way; IDLE itself goes on."""
        for key in list(self._selector.get_map().values()):
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
