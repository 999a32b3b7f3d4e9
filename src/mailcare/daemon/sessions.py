"""IMAP sessions kept between polls: a login costs more than a search, and providers count logins.

A session is one thread's at a time: the timetable hands a mailbox to one worker only. On each
server only so many are open; for another one the longest unused is closed.
"""

import threading
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from mailcare.config import Mailbox
from mailcare.daemon.logins import Logins
from mailcare.pipeline.parts import Desk, Parts
from mailcare.wire.imap import ImapSession, open_session
from mailcare.wiring import imap_account

MAX_AGE: Final = timedelta(minutes=25)
"""Servers end a session after some 30 minutes; a fresh one in time is no error to tell."""


def server_of(box: Mailbox) -> str:
    """Return what mailboxes on one server have in common."""
    return f"{box.imap.host.lower()}:{box.imap.port}"


@dataclass(slots=True)
class _Kept:
    session: ImapSession
    opened_at: datetime
    account: object
    """The account's config; another one after a reload needs another session."""
    server: str
    used: int
    """Rises with each use."""
    in_use: bool = True


class Sessions:
    """At most one session per mailbox, and a bounded number per server.

    Args:
        parts: of the running mailcare.
        check: raises where a mailbox must not log in now.
        forget: ends whatever else holds the session of a mailbox, such as IDLE; says whether so.
    """

    def __init__(
        self,
        parts: Parts,
        check: Callable[[Desk, datetime], None] = lambda _desk, _now: None,
        forget: Callable[[str], bool] = lambda _name: False,
    ) -> None:
        self._parts = parts
        self._check = check
        self._forget = forget
        self._logins = Logins()
        self._lock = threading.Lock()
        self._kept: dict[str, _Kept] = {}
        self._opening: Counter[str] = Counter()
        self._uses = 0
        self._open = True

    def borrow(self, desk: Desk, now: datetime) -> ImapSession:
        """Return a usable session on the mailbox, the kept one or a new one; `give_back` it.

        Raises:
            NotNowError: a login must wait.
            WireError: the server can't be used.
        """
        kept = self._kept_for(desk, now)
        if kept is not None:
            return kept.session
        self.drop(desk.name)
        self._check(desk, now)
        self._take_turn(desk)
        return self._open_one(desk, now)

    def _open_one(self, desk: Desk, now: datetime) -> ImapSession:
        server, account = server_of(desk.mailbox), desk.mailbox.imap
        self._make_room(server)
        try:
            ours = imap_account(self._parts.settings.config, desk.mailbox)
            session = open_session(ours, self._parts.keeper)
            with self._lock:
                if not self._open:
                    session.cut()
                self._uses += 1
                self._kept[desk.name] = _Kept(session, now, account, server, self._uses)
        finally:
            with self._lock:
                self._opening[server] -= 1
        return session

    def _kept_for(self, desk: Desk, now: datetime) -> _Kept | None:
        with self._lock:
            kept = self._kept.get(desk.name)
            if kept is None or now - kept.opened_at >= MAX_AGE:
                return None
            if kept.account != desk.mailbox.imap or not kept.session.usable:
                return None
            self._uses += 1
            kept.in_use, kept.used = True, self._uses
            return kept

    def _take_turn(self, desk: Desk) -> None:
        self._logins.take_turn(
            desk.name,
            server_of(desk.mailbox),
            self._parts.clock.monotonic(),
            per_minute=self._parts.settings.config.daemon.logins_per_minute,
            account_per_minute=desk.mailbox.preset.logins_per_minute,
        )

    def _make_room(self, server: str) -> None:
        """Take a place among the connections to `server`: a free one, or the longest unused's.

        Where all are in use (the config allows fewer now), there is one too many for a while.
        """
        most = self._parts.settings.config.daemon.connections_per_server
        with self._lock:
            there = [name for name, one in self._kept.items() if one.server == server]
            idle = [name for name in there if not self._kept[name].in_use]
            surplus = len(there) + self._opening[server] + 1 - most
            idle.sort(key=lambda one: self._kept[one].used)
            gone = [(name, self._kept.pop(name)) for name in idle[: max(0, surplus)]]
            self._opening[server] += 1
        for name, kept in gone:
            self._end(name, kept)

    def _end(self, name: str, kept: _Kept) -> None:
        """End a session; one in IDLE without a word, since it would have to end that first."""
        if self._forget(name):
            kept.session.abort()
        else:
            kept.session.close()

    def give_back(self, name: str) -> None:
        """Note that the worker is done with the session of a mailbox."""
        with self._lock:
            kept = self._kept.get(name)
            if kept is not None:
                kept.in_use = False

    def doubt(self, name: str) -> None:
        """Have the next poll of a mailbox log in anew: its login may not be good any more."""
        with self._lock:
            kept = self._kept.get(name)
            if kept is not None:
                kept.opened_at -= MAX_AGE

    def left(self, name: str, now: datetime) -> timedelta:
        """Return how long the session of a mailbox may still be used."""
        with self._lock:
            kept = self._kept.get(name)
        return timedelta(0) if kept is None else kept.opened_at + MAX_AGE - now

    def drop(self, name: str) -> None:
        """End the session of a mailbox, if there is one."""
        with self._lock:
            kept = self._kept.pop(name, None)
        if kept is not None:
            self._end(name, kept)

    def retire(self, wanted: Mapping[str, object]) -> None:
        """End the unused sessions of mailboxes that `wanted` lacks, or has with another account."""
        with self._lock:
            gone = [
                name
                for name, kept in self._kept.items()
                if not kept.in_use and wanted.get(name) != kept.account
            ]
            ended = [(name, self._kept.pop(name)) for name in gone]
        for name, kept in ended:
            self._forget(name)
            kept.session.abort()

    def count(self) -> int:
        """Return how many are open."""
        with self._lock:
            return len(self._kept)

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
