"""Samples: how full the mailboxes were, thinned with age; and how full each folder is."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Row, delete, select

from mailcare.model.place import Tally
from mailcare.store.repositories.base import Repository, columns
from mailcare.store.tables.places import samples, tallies
from mailcare.store.values import Sample

ALL_FOR: Final = timedelta(days=1)
HOURLY_FOR: Final = timedelta(days=35)
DAILY_FOR: Final = timedelta(days=731)
"""What is kept: each sample of a day, one an hour of five weeks, one a day of two years.

With a sample a minute at most that is 3,011 rows to a mailbox, whatever happens.
"""
_HOUR = 3600
_DAY = 24 * _HOUR
_AT_ONCE = 500


class Samples(Repository):
    """The samples of fullness, the growth of a mailbox."""

    def add(
        self,
        mailbox_id: int,
        *,
        used_bytes: int,
        messages: int | None,
        limit_bytes: int | None,
        source: str,
        now: datetime,
        limit_messages: int | None = None,
    ) -> None:
        """Write a sample; `source` is ``quota`` or ``sizes``."""
        values = {"mailbox_id": mailbox_id, "used_bytes": used_bytes, "messages": messages}
        values |= {"limit_bytes": limit_bytes, "limit_messages": limit_messages}
        self._insert(samples.insert().values(**values, source=source, at=now))

    def latest(self, mailbox_id: int) -> Sample | None:
        """Return the newest sample of a mailbox."""
        query = select(samples).filter_by(mailbox_id=mailbox_id)
        row = self._first(query.order_by(samples.c.at.desc(), samples.c.id.desc()).limit(1))
        return None if row is None else _sample(row)

    def since(self, mailbox_id: int, start: datetime) -> list[Sample]:
        """Return the mailbox's samples from `start` on, oldest first."""
        query = select(samples).where(samples.c.mailbox_id == mailbox_id, samples.c.at >= start)
        return [_sample(row) for row in self._rows(query.order_by(samples.c.at, samples.c.id))]

    def thin(self, mailbox_id: int, now: datetime) -> int:
        """Drop what is kept no longer (see `DAILY_FOR`); return how many went.

        Of each hour, or day, the last sample stays.
        """
        s = samples.c
        query = select(s.id, s.at).where(s.mailbox_id == mailbox_id, s.at < now - ALL_FOR)
        gone = list(_superfluous(self._rows(query.order_by(s.at.desc(), s.id.desc())), now))
        for first in range(0, len(gone), _AT_ONCE):
            batch = gone[first : first + _AT_ONCE]
            self._connection.execute(delete(samples).where(s.id.in_(batch)))
        return len(gone)


def _superfluous(newest_first: Sequence[Row[Any]], now: datetime) -> Iterator[int]:
    taken: set[tuple[int, int]] = set()
    for row in newest_first:
        age = now - row.at
        width = _HOUR if age < HOURLY_FOR else _DAY
        bucket = width, int(row.at.timestamp() // width)
        if age > DAILY_FOR or bucket in taken:
            yield row.id
        taken.add(bucket)


def _sample(row: Row[Any]) -> Sample:
    return Sample(**{name: value for name, value in columns(row).items() if name != "id"})


class Tallies(Repository):
    """How full each folder of a mailbox was when it was last counted."""

    def of(self, mailbox_id: int) -> dict[str, Tally]:
        """Return the tallies by the folder's name on the wire."""
        query = select(tallies).filter_by(mailbox_id=mailbox_id)
        return {
            row.name: Tally(row.uidvalidity, row.highest_uid, row.letters, row.size, row.exact)
            for row in self._rows(query)
        }

    def replace(self, mailbox_id: int, found: Mapping[str, Tally]) -> None:
        """Keep `found` as the tallies of the mailbox; folders that are no more are forgotten."""
        before = self.of(mailbox_id)
        for name in set(before) - set(found):
            gone = delete(tallies).filter_by(mailbox_id=mailbox_id, name=name)
            self._connection.execute(gone)
        for name, tally in found.items():
            if before.get(name) != tally:
                self._put(tallies, {"mailbox_id": mailbox_id, "name": name}, _values(tally))


def _values(tally: Tally) -> dict[str, object]:
    return {
        "uidvalidity": tally.uidvalidity,
        "highest_uid": tally.highest_uid,
        "letters": tally.letters,
        "size": tally.size,
        "exact": tally.exact,
    }
