"""Which of the work on a database is this daemon's: all of it, or its part beside others.

Letters and intents are shared out by their numbers, mailboxes by claims, the outbox by its rows'
own; what must happen once for all (due cases, jobs, alarms told) is the leader's. When daemons
come and go, two may hold a number for theirs for a moment: the compare-and-set at the end of each
step lets one of them through.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from mailcare.store import WHOLE, Part, Store


class Sharing(Protocol):
    """What a daemon asks before it takes up work."""

    @property
    def part(self) -> Part:
        """Which letters and intents are ours."""
        ...

    @property
    def leads(self) -> bool:
        """Whether what happens once for all is ours."""
        ...

    def claim(self, mailbox_id: int) -> Store | None:
        """Return the store for work on a mailbox, under our claim; None: it is another's."""
        ...

    def finished(self, mailbox_id: int) -> bool:
        """Say after a poll whether the mailbox stays ours; its session can wait for the next."""
        ...

    def live_owners(self, now: datetime) -> set[str]:
        """Return who may be at work, ourselves among them."""
        ...


@dataclass(frozen=True, slots=True)
class Alone:
    """The only daemon on its database."""

    store: Store
    owner: str
    part: Part = WHOLE
    leads: bool = True

    def claim(self, mailbox_id: int) -> Store | None:
        """Return the store: every mailbox is ours."""
        del mailbox_id
        return self.store

    def finished(self, mailbox_id: int) -> bool:
        """Say that the mailbox stays ours."""
        del mailbox_id
        return True

    def live_owners(self, now: datetime) -> set[str]:
        """Return us."""
        del now
        return {self.owner}
