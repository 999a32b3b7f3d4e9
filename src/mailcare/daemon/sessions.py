"""IMAP sessions kept between polls: a login costs more than a search, and providers count logins.

A session is one thread's at a time: the timetable hands a mailbox to one worker only.
"""

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta

from mailcare.pipeline.parts import Desk, Parts
from mailcare.wire.imap import ImapSession, open_session
from mailcare.wiring import imap_account

MAX_AGE = timedelta(minutes=25)
"""Servers end a session after some 30 minutes; a fresh one in time is no error to tell."""


@dataclass(slots=True)
class _Kept:
    session: ImapSession
    opened_at: datetime
    account: object
    """The account's config; another one after a reload needs another session."""


class Sessions:
    """At most one session per mailbox."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: dict[str, _Kept] = {}
        self._open = True

    def borrow(self, parts: Parts, desk: Desk, now: datetime) -> ImapSession:
        """Return a usable session on the mailbox, the kept one or a new one.

        Raises:
            WireError: the server can't be used.
        """
        kept = self._kept.get(desk.name)
        if kept is not None:
            fresh = now - kept.opened_at < MAX_AGE and kept.account == desk.mailbox.imap
            if fresh and kept.session.usable:
                return kept.session
            self.drop(desk.name)
        session = open_session(imap_account(parts.settings.config, desk.mailbox), parts.keeper)
        with self._lock:
            if not self._open:
                session.cut()
            self._kept[desk.name] = _Kept(session, now, desk.mailbox.imap)
        return session

    def drop(self, name: str) -> None:
        """End the session of a mailbox, if there is one."""
        with self._lock:
            kept = self._kept.pop(name, None)
        if kept is not None:
            kept.session.close()

    def cut(self) -> None:
        """Shut every socket from another thread: what runs on them fails at once."""
        with self._lock:
            self._open = False
            for kept in self._kept.values():
                kept.session.cut()

    def close(self) -> None:
        """End all sessions politely."""
        for name in list(self._kept):
            self.drop(name)
