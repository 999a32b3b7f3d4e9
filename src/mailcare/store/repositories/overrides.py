"""Overrides: intervals that people set while the daemon runs; no row of them is ever deleted."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, Select, or_, select

from mailcare.store.repositories.base import Repository
from mailcare.store.tables.places import overrides
from mailcare.store.values import Override


class Overrides(Repository):
    """The overrides; at most one of a mailbox is in force."""

    def set(
        self,
        mailbox_id: int,
        interval: timedelta,
        author: str,
        now: datetime,
        expires_at: datetime | None = None,
    ) -> Override:
        """Put an interval above the file's, until `expires_at` or until it is taken back."""
        self.end(mailbox_id, author, now)
        values = {"mailbox_id": mailbox_id, "seconds": interval.total_seconds()}
        row_id = self._insert(
            overrides.insert().values(**values, set_at=now, set_by=author, expires_at=expires_at)
        )
        row = self._first(select(overrides).filter_by(id=row_id))
        assert row is not None  # noqa: S101 - it was written just now
        return _override(row)

    def end(self, mailbox_id: int, author: str, now: datetime) -> Override | None:
        """Take the override in force back; None if there is none."""
        found = self.in_force(now).get(mailbox_id)
        if found is not None:
            change = overrides.update().filter_by(id=found.id)
            self._connection.execute(change.values(ended_at=now, ended_by=author))
        return found

    def in_force(self, now: datetime) -> dict[int, Override]:
        """Return the overrides in force at `now`, by mailbox id."""
        c = overrides.c
        lasting = or_(c.expires_at.is_(None), c.expires_at > now)
        found = self._all(select(overrides).where(c.ended_at.is_(None), lasting))
        return {one.mailbox_id: one for one in found}

    def history(self, mailbox_id: int) -> list[Override]:
        """Return all overrides of a mailbox, the newest first."""
        return self._all(select(overrides).filter_by(mailbox_id=mailbox_id))[::-1]

    def _all(self, query: Select[Any]) -> list[Override]:
        return [_override(row) for row in self._rows(query.order_by(overrides.c.id))]


def _override(row: Row[Any]) -> Override:
    return Override(
        id=row.id,
        mailbox_id=row.mailbox_id,
        interval=timedelta(seconds=row.seconds),
        set_at=row.set_at,
        set_by=row.set_by,
        expires_at=row.expires_at,
        ended_at=row.ended_at,
        ended_by=row.ended_by,
    )
