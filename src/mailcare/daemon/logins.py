"""When a mailbox may log in: each server has its bucket of tokens, each account another.

Polls on open connections take no token. Whoever finds the bucket empty gets a turn for later, in
the order of asking, and its worker goes on to another mailbox meanwhile.
"""

import threading
from dataclasses import dataclass, field
from typing import Final

ACCOUNT_BURST: Final = 3
"""Logins of one account that may follow each other at once: a dropped connection is no haste."""
_SHARE: Final = 6
"""A server's burst: what it is given in ten seconds."""


class NotNowError(Exception):
    """A login is to be tried later, for no fault of the server's."""

    def __init__(self, seconds: float, why: str) -> None:
        super().__init__(why)
        self.seconds = seconds
        self.why = why
        """A stable word."""


@dataclass(slots=True)
class _Bucket:
    """Turns at a steady pace, some of which may be taken at once after a pause."""

    free: float = field(default=float("-inf"))

    def next_turn(self, now: float, period: float, burst: int) -> float:
        turn = max(self.free, now - (burst - 1) * period)
        self.free = turn + period
        return max(turn, now)


class Logins:
    """The turns of all accounts on all servers; thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._servers: dict[str, _Bucket] = {}
        self._accounts: dict[str, _Bucket] = {}
        self._turns: dict[str, float] = {}

    def take_turn(
        self, account: str, server: str, now: float, *, per_minute: int, account_per_minute: int
    ) -> None:
        """Return if `account` may log in to `server` at `now` (monotonic seconds).

        Raises:
            NotNowError: its turn is later; it is kept until then.
        """
        with self._lock:
            turn = self._turns.pop(account, None)
            if turn is None:
                own = self._accounts.setdefault(account, _Bucket())
                allowed = own.next_turn(now, 60 / account_per_minute, ACCOUNT_BURST)
                shared = self._servers.setdefault(server, _Bucket())
                burst = max(1, per_minute // _SHARE)
                turn = max(allowed, shared.next_turn(now, 60 / per_minute, burst))
            if turn > now:
                self._turns[account] = turn
                raise NotNowError(turn - now, "logins_per_minute")
