"""Outbox rows → the wire: claim, send, settle; each mail at most once (invariant 4)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from mailcare.model.post import OutboxMail, OutboxState


class Session(Protocol):
    """An SMTP session of wire.smtp."""

    def close(self) -> None:
        """End it politely."""
        ...


@dataclass(frozen=True, slots=True)
class Channel:
    """Who sends: an account's sessions and its envelope sender."""

    open: Callable[[], Session]
    reverse_path: str


@dataclass(frozen=True, slots=True)
class SendReport:
    """What became of one mail."""

    mail_id: int
    state: OutboxState
    code: str


class Deliverer:
    """Sends what is due, one mail at a call; keeps a session per account open for a short while."""

    def send_next(self, now: datetime) -> SendReport | None:
        """Claim and send the next due mail; None when nothing is due."""
        raise NotImplementedError

    def close(self) -> None:
        """Close all sessions."""


def backoff(attempts: int, jitter: Callable[[], float]) -> timedelta:
    """Return how long to wait after the `attempts`-th temporary error: 1 min doubled to 4 h."""
    raise NotImplementedError


Hook = Callable[[OutboxMail, OutboxState], None]
