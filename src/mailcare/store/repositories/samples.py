"""Samples: how full the mailboxes were."""

from datetime import datetime

from sqlalchemy import select

from mailcare.store.repositories.base import Repository
from mailcare.store.tables.places import samples
from mailcare.store.values import Sample


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
    ) -> None:
        """Write a sample; `source` is ``quota`` or ``sizes``."""
        values = {"mailbox_id": mailbox_id, "used_bytes": used_bytes, "messages": messages}
        values |= {"limit_bytes": limit_bytes}
        self._insert(samples.insert().values(**values, source=source, at=now))

    def latest(self, mailbox_id: int) -> Sample | None:
        """Return the newest sample of a mailbox."""
        query = select(samples).filter_by(mailbox_id=mailbox_id)
        row = self._first(query.order_by(samples.c.at.desc(), samples.c.id.desc()).limit(1))
        if row is None:
            return None
        return Sample(
            mailbox_id=row.mailbox_id,
            at=row.at,
            used_bytes=row.used_bytes,
            messages=row.messages,
            limit_bytes=row.limit_bytes,
            source=row.source,
        )
