"""Making a database that was put back from a backup safe to work with (DESIGN 4.2).

What was given out or sent since the backup is unknown. So no id and no number is given a second
time, and no mail that may have left leaves again by itself.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Final

from sqlalchemy import Table, text

from mailcare.model.post import MailClass, OutboxState
from mailcare.store.repositories.base import Repository
from mailcare.store.repositories.numbers import CaseNumber, Numbers
from mailcare.store.tables import metadata
from mailcare.store.tables.cases import counters
from mailcare.store.tables.post import outbox

RESTORED: Final = "restored"
"""Why a mail is uncertain, held or cancelled."""
_IDS: Final = 1_000_000
"""Skipped in each table: more than any of them grew since the backup."""
_TO_OTHERS: Final = (MailClass.REPLY, MailClass.DISPATCH)
_OF_THE_DAY: Final = (MailClass.DIGEST, MailClass.ALARM)
_MAY_HAVE_LEFT: Final = (
    OutboxState.DRAFT,
    OutboxState.HELD,
    OutboxState.QUEUED,
    OutboxState.DEFERRED,
    OutboxState.SENDING,
)
"""Also what waited for a person, who may have let it go."""


class Restoring(Repository):
    """What is done once, before anybody works with the database."""

    def skip_ids(self) -> None:
        """Give none of the ids again that may stand in mails, and so in tokens, since then."""
        for table in metadata.sorted_tables:
            if table.dialect_options["sqlite"].get("autoincrement"):
                self._skip(table)

    def skip_numbers(self, prefixes: Collection[str], months: Collection[str], by: int) -> None:
        """Leave `by` case numbers out in every unit, month and total, known so far or not."""
        known = {row.prefix for row in self._rows(counters.select())}
        for prefix in sorted({*known, *prefixes}):
            for period in (*months, "total"):
                key = {"prefix": prefix, "period": period}
                self._insert_unless_there(counters.insert().values(**key, last=0))
                bump = counters.update().filter_by(**key).values(last=counters.c.last + by)
                self._connection.execute(bump)

    def pass_by(self, known: Iterable[CaseNumber]) -> None:
        """Give none of these numbers again, though no case bears them any more."""
        numbers = Numbers(self._connection, self._sealer)
        for one in known:
            numbers.pass_by(one)

    def doubt_mails(self, now: datetime) -> int:
        """Hold mail to others that may have left since for uncertain; return how many.

        Staff's notices leave again: one too many harms nobody. Digests and alarms of then do not.
        """
        waiting = outbox.c.state.in_(_MAY_HAVE_LEFT)
        nobodys = {"reason": RESTORED, "owner": None, "claimed_at": None, "not_before": None}
        doubt = outbox.update().where(waiting, outbox.c.mail_class.in_(_TO_OTHERS))
        doubt = doubt.values(state=OutboxState.UNCERTAIN, **nobodys)
        found = self._connection.execute(doubt).rowcount
        stale = outbox.update().where(waiting, outbox.c.mail_class.in_(_OF_THE_DAY))
        stale = stale.values(state=OutboxState.CANCELLED, settled_at=now, **nobodys)
        self._connection.execute(stale)
        torn = outbox.update().where(outbox.c.state == OutboxState.SENDING)
        self._connection.execute(torn.values(state=OutboxState.QUEUED, owner=None, claimed_at=None))
        return found

    def _skip(self, table: Table) -> None:
        if self._connection.dialect.name != "sqlite":
            self._connection.execute(
                text(
                    f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'),"  # noqa: S608 - our own table's name
                    f" (SELECT coalesce(max(id), 0) FROM {table.name}) + {_IDS})"
                )
            )
            return
        named = {"name": table.name, "by": _IDS}
        change = text("UPDATE sqlite_sequence SET seq = seq + :by WHERE name = :name")
        if self._connection.execute(change, named).rowcount == 0:
            first = text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :by)")
            self._connection.execute(first, named)
