"""What the polls of each hour came to: enough to prove a promise to the minute, and small."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import BigInteger, func, select, type_coerce

from mailcare.store.repositories.base import Repository, columns
from mailcare.store.tables.letters import letters
from mailcare.store.tables.places import poll_hours
from mailcare.store.types import from_microseconds
from mailcare.store.values import PollHour

_HOUR = 3_600_000_000
"""Microseconds, as times are kept."""


class PollHours(Repository):
    """One row per mailbox and hour."""

    def record(
        self,
        mailbox_id: int,
        began_at: datetime,
        *,
        ok: bool,
        throttled: bool = False,
        took: timedelta = timedelta(0),
    ) -> None:
        """Count a poll that began at `began_at`."""
        hour = began_at.replace(minute=0, second=0, microsecond=0)
        bit = 1 << began_at.minute if ok else 0
        key = {"mailbox_id": mailbox_id, "hour": hour}
        c = poll_hours.c
        change = poll_hours.update().filter_by(**key)
        more = {
            "minutes": c.minutes.op("|")(bit),
            "polls": c.polls + 1,
            "failed": c.failed + int(not ok),
            "throttled": c.throttled + int(throttled),
            "milliseconds": c.milliseconds + took // timedelta(milliseconds=1),
        }
        if self._connection.execute(change.values(**more)).rowcount == 0:
            first = {"minutes": bit, "polls": 1, "failed": int(not ok), "throttled": int(throttled)}
            first["milliseconds"] = took // timedelta(milliseconds=1)
            self._connection.execute(poll_hours.insert().values(**key, **first))

    def since(self, start: datetime, mailbox_id: int | None = None) -> dict[int, list[PollHour]]:
        """Return the hours that end after `start`, oldest first, by mailbox id."""
        query = select(poll_hours).where(poll_hours.c.hour > start - timedelta(hours=1))
        if mailbox_id is not None:
            query = query.where(poll_hours.c.mailbox_id == mailbox_id)
        found: dict[int, list[PollHour]] = {}
        for row in self._rows(query.order_by(poll_hours.c.hour)):
            found.setdefault(row.mailbox_id, []).append(PollHour(**columns(row)))
        return found

    def forget(self, before: datetime) -> int:
        """Delete the hours before `before`; return how many."""
        change = poll_hours.delete().where(poll_hours.c.hour < before)
        return self._connection.execute(change).rowcount

    def arrivals(
        self, since: datetime, mailbox_ids: Collection[int]
    ) -> dict[int, dict[datetime, int]]:
        """Return how many letters came in which hour, by mailbox id.

        As their servers received them, so that a mailbox's history counts and an outage of ours
        does not shift anything.
        """
        c = letters.c
        hour = type_coerce(c.received_at, BigInteger) // _HOUR
        query = select(c.mailbox_id, hour.label("hour"), func.count().label("letters"))
        query = query.where(c.mailbox_id.in_(mailbox_ids), c.received_at >= since)
        found: dict[int, dict[datetime, int]] = {}
        for row in self._rows(query.group_by(c.mailbox_id, hour)):
            found.setdefault(row.mailbox_id, {})[from_microseconds(int(row.hour) * _HOUR)] = (
                row.letters
            )
        return found
