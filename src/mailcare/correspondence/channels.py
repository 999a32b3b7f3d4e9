"""Sessions to SMTP servers, kept open for a short while: a login costs more than a mail."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from mailcare.wire.smtp import SendOutcome

IDLE = timedelta(seconds=30)
"""Servers close idle connections after some minutes, providers count open ones."""


class Session(Protocol):
    """What is used of an SMTP session of wire.smtp."""

    @property
    def usable(self) -> bool:
        """Whether another mail can be sent over it."""
        ...

    def send(
        self,
        reverse_path: str,
        recipient: str,
        data: bytes,
        before_body: Callable[[], None],
        envelope_id: str = "",
    ) -> SendOutcome:
        """Send one mail to one recipient; with an `envelope_id` its delivery is reported."""
        ...

    def cut(self) -> None:
        """End it from another thread; what runs on it fails at once."""
        ...

    def close(self) -> None:
        """Say goodbye."""
        ...


@dataclass(frozen=True, slots=True)
class Channel:
    """How a mailbox sends: its account and its envelope sender."""

    open: Callable[[], Session]
    """Connects and logs in; raises `WireError`."""
    reverse_path: str
    """Empty: the null reverse-path."""


@dataclass(slots=True)
class _Kept:
    session: Session
    used_at: datetime


class Channels:
    """One session per mailbox, at most; used by one thread at a time."""

    def __init__(self, find: Callable[[int | None], Channel]) -> None:
        self._find = find
        self._kept: dict[int | None, _Kept] = {}

    def reverse_path(self, mailbox_id: int | None) -> str:
        """Return the envelope sender of a mailbox's mails."""
        return self._find(mailbox_id).reverse_path

    def borrow(self, mailbox_id: int | None, now: datetime) -> tuple[Session, bool]:
        """Return a session, and whether it has been used before (it may have died meanwhile).

        Raises:
            WireError: the server can't be used.
        """
        kept = self._kept.get(mailbox_id)
        if kept is not None and kept.session.usable and now - kept.used_at < IDLE:
            kept.used_at = now
            return kept.session, True
        self.drop(mailbox_id)
        session = self._find(mailbox_id).open()
        self._kept[mailbox_id] = _Kept(session, now)
        return session, False

    def drop(self, mailbox_id: int | None) -> None:
        """Close the session of a mailbox."""
        kept = self._kept.pop(mailbox_id, None)
        if kept is not None:
            kept.session.close()

    def tidy(self, now: datetime) -> None:
        """Close what has been idle for long enough."""
        idle = [key for key, kept in self._kept.items() if now - kept.used_at >= IDLE]
        for mailbox_id in idle:
            self.drop(mailbox_id)

    def close(self) -> None:
        """Close all."""
        for mailbox_id in list(self._kept):
            self.drop(mailbox_id)
