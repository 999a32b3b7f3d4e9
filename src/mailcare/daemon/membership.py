"""Membership: this daemon among those that share a PostgreSQL database.

A member's term runs on the database's clock and is renewed several times within it. Who could not
renew for half a term stops: when the term is over the others take its mailboxes, and two must
never work on one. Claims live as long as the membership; each transaction of a poll checks its
claim's fence, so that even a daemon that slept through its term writes nothing more.
"""

import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from mailcare.clock import Clock
from mailcare.daemon.heartbeat import Heartbeats
from mailcare.daemon.worker import Worker
from mailcare.logs import get_logger
from mailcare.pipeline.parts import Parts
from mailcare.store import Member, Part, Store, Tx

log = get_logger("daemon")

TERM: Final = timedelta(seconds=30)
RENEW_EVERY: Final = 4.0
"""Seconds from one renewal to the next."""
FORGOTTEN_AFTER: Final = timedelta(days=1)
LEADER: Final = "leader"
MAILBOX: Final = "mailbox:"


@dataclass(frozen=True, slots=True)
class _View:
    """What the last renewal found."""

    live: tuple[Member, ...] = ()
    held: Mapping[str, int] = field(default_factory=dict)
    taken: frozenset[str] = frozenset()
    """What others have claimed."""


class Membership:
    """One daemon's membership; `renew` is a worker's, the rest is anybody's.

    Args:
        store: on PostgreSQL.
        owner: who we are, new with every start.
        clock: its monotonic time tells when we must stop.
        count_mailboxes: how many there are to be shared out.
    """

    def __init__(
        self, store: Store, owner: str, clock: Clock, count_mailboxes: Callable[[], int]
    ) -> None:
        self._store = store
        self._owner = owner
        self._clock = clock
        self._count_mailboxes = count_mailboxes
        self._lock = threading.Lock()
        self._view = _View()
        self._renewed = clock.monotonic()

    def join(self, state: Path, now: datetime) -> None:
        """Become a member in place of the last daemon on the state directory `state`.

        We hold its lock, so that one is dead: what it had claimed is free at once.
        """
        marker = state / "member"
        before = marker.read_text(encoding="utf-8") if marker.exists() else ""
        self._store.run(lambda tx: tx.members.leave(before))
        marker.write_text(self._owner, encoding="utf-8")
        self.renew(now)

    def renew(self, now: datetime) -> bool:
        """Prolong our term, see who else is there, and lead if nobody does."""
        began = self._clock.monotonic()
        before = len(self._view.live)
        view = self._store.run(lambda tx: self._renew(tx, now))
        with self._lock:
            self._view, self._renewed = view, began
        if len(view.live) != before:
            log.info("members.changed", members=len(view.live), leads=self.leads)
        return False

    def _renew(self, tx: Tx, now: datetime) -> _View:
        tx.members.renew(self._owner, socket.gethostname(), TERM, now)
        tx.members.forget(FORGOTTEN_AFTER, now)
        if LEADER not in tx.claims.held(self._owner, now):
            tx.claims.take(LEADER, self._owner, TERM, now)
        held = tx.claims.held(self._owner, now)
        return _View(tuple(tx.members.live(now)), held, tx.claims.taken(self._owner, now))

    def lapsed(self) -> bool:
        """Say whether we could not renew for half a term, and must stop."""
        return self._clock.monotonic() - self._renewed > TERM.total_seconds() / 2

    def leave(self) -> None:
        """End our membership: others take over at once. The last thing a daemon does."""
        self._store.run(lambda tx: tx.members.leave(self._owner))

    @property
    def part(self) -> Part:
        """Which letters and intents are ours; none before we are a member."""
        owners = sorted(one.owner for one in self._view.live)
        if self._owner not in owners:
            return Part(0, 0)
        return Part(owners.index(self._owner), len(owners))

    @property
    def leads(self) -> bool:
        """Whether what happens once for all is ours."""
        return LEADER in self._view.held

    def live_owners(self, now: datetime) -> set[str]:
        """Return who may be at work, ourselves among them."""
        live = self._store.read(lambda tx: tx.members.live(now))
        return {self._owner, *(one.owner for one in live)}

    def claim(self, mailbox_id: int) -> Store | None:
        """Return the store for work on a mailbox, under our claim; None: it is another's.

        Raises:
            StoreError: the database can't be asked.
        """
        resource = f"{MAILBOX}{mailbox_id}"
        fence = self._claimed(resource)
        return None if fence is None else self._store.fenced(resource, fence)

    def _claimed(self, resource: str) -> int | None:
        view = self._view
        if resource in view.held:
            return view.held[resource]
        if resource in view.taken or self._spare() <= 0:
            return None
        now = self._clock.now()
        fence = self._store.run(lambda tx: tx.claims.take(resource, self._owner, TERM, now))
        with self._lock:
            view = self._view
            if fence is None:
                self._view = _View(view.live, view.held, view.taken | {resource})
            else:
                self._view = _View(view.live, {**view.held, resource: fence}, view.taken)
        return fence

    def _spare(self) -> int:
        """Return how many more mailboxes we may claim; less than none: we have too many."""
        view = self._view
        ours = sum(resource.startswith(MAILBOX) for resource in view.held)
        return -(-self._count_mailboxes() // max(1, len(view.live))) - ours

    def finished(self, mailbox_id: int) -> bool:
        """Say after a poll whether the mailbox stays ours; with too many, it goes to others."""
        resource = f"{MAILBOX}{mailbox_id}"
        with self._lock:
            view = self._view
            if resource not in view.held:
                return False
            if self._spare() >= 0:
                return True
            fence = view.held[resource]
            held = {one: number for one, number in view.held.items() if one != resource}
            self._view = _View(view.live, held, view.taken | {resource})
        self._store.run(lambda tx: tx.claims.release(resource, fence))
        return False


@contextmanager
def joined(parts: Parts) -> Iterator[None]:
    """Be a member while the block runs, where the database can be shared; renewed by a thread."""
    if not parts.store.is_shared:
        yield
        return
    membership = Membership(
        parts.store, parts.owner, parts.clock, lambda: len(parts.settings.desks)
    )
    membership.join(parts.settings.config.storage.state_dir, parts.clock.now())
    parts.sharing = membership
    beats = Heartbeats(parts.clock)
    worker = Worker("member", membership.renew, clock=parts.clock, beats=beats, idle=RENEW_EVERY)
    worker.start(TERM)
    try:
        yield
    finally:
        worker.stop()
        worker.join(TERM.total_seconds())
        membership.leave()
