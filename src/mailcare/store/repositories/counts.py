"""Counts for those who watch the house from outside: sums and oldest ones, no row, no person."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, or_, select

from mailcare.model.case import ClockName
from mailcare.model.place import Mode
from mailcare.model.post import OutboxState
from mailcare.store.repositories.base import Repository
from mailcare.store.repositories.cases import still_waits
from mailcare.store.repositories.outbox_due import is_due
from mailcare.store.tables.cases import cases
from mailcare.store.tables.post import outbox

_LEAVES_BY_ITSELF = (OutboxState.QUEUED, OutboxState.DEFERRED, OutboxState.SENDING)


@dataclass(frozen=True, slots=True)
class Unsent:
    """The mails of a mailbox that should leave by themselves, and haven't."""

    mails: int
    oldest: datetime
    """Since when the oldest of them could have left."""


@dataclass(frozen=True, slots=True)
class ClockCount:
    """The cases whose next due time is that of one clock."""

    running: int
    late: int
    next: datetime


class Counts(Repository):
    """Sums over cases and mails."""

    def outbox(self) -> dict[OutboxState, int]:
        """Count the mails by state."""
        query = select(outbox.c.state, func.count().label("mails")).group_by(outbox.c.state)
        return {row.state: row.mails for row in self._rows(query)}

    def overdue(self, now: datetime) -> int:
        """Count the cases that are over their time."""
        late = or_(cases.c.next_due_at < now, cases.c.promised_due < now)
        query = select(func.count().label("cases")).where(
            late, still_waits(), cases.c.mode != Mode.SHADOW
        )
        row = self._first(query)
        return int(row.cases) if row else 0

    def clocks(self, now: datetime) -> dict[ClockName, ClockCount]:
        """Return by clock how many cases wait for it next, and which is due first."""
        late = case((cases.c.next_due_at < now, 1), else_=0)
        query = (
            select(
                cases.c.next_due_kind,
                func.count().label("running"),
                func.sum(late).label("late"),
                func.min(cases.c.next_due_at).label("next"),
            )
            .where(cases.c.next_due_at.is_not(None), still_waits(), cases.c.mode != Mode.SHADOW)
            .group_by(cases.c.next_due_kind)
        )
        return {
            row.next_due_kind: ClockCount(row.running, int(row.late), row.next)
            for row in self._rows(query)
        }

    def unsent(self, now: datetime) -> dict[int | None, Unsent]:
        """Return by mailbox what should have left by itself: whose turn came, and no later."""
        since = func.coalesce(outbox.c.queued_at, outbox.c.created_at)
        turn = or_(outbox.c.state != OutboxState.QUEUED, is_due(now))
        query = (
            select(
                outbox.c.mailbox_id, func.count().label("mails"), func.min(since).label("oldest")
            )
            .where(outbox.c.state.in_(_LEAVES_BY_ITSELF), outbox.c.after_id.is_(None), turn)
            .group_by(outbox.c.mailbox_id)
        )
        return {row.mailbox_id: Unsent(row.mails, row.oldest) for row in self._rows(query)}
