"""Copies of sent mails in the Sent folder: which are due, and how far each has come."""

from datetime import datetime

from sqlalchemy import select

from mailcare.model.post import CopyState, MailClass, OutboxMail, OutboxState
from mailcare.store.repositories.base import Repository
from mailcare.store.repositories.outbox_rows import from_row
from mailcare.store.tables.post import outbox, sent_copies

_COPIED = (MailClass.REPLY, MailClass.DISPATCH)
"""Notices, digests and alarms go to our own people, who have them."""


class SentCopies(Repository):
    """What became of the copies; a mail without an entry was not looked after yet."""

    def due(
        self, mailbox_id: int, since: datetime, until: datetime, limit: int
    ) -> list[tuple[OutboxMail, CopyState | None]]:
        """Return mails sent between `since` and `until` whose copy is open, oldest first."""
        query = (
            select(outbox, sent_copies.c.state.label("copied"))
            .outerjoin(sent_copies, sent_copies.c.mail_id == outbox.c.id)
            .where(
                outbox.c.mailbox_id == mailbox_id,
                outbox.c.settled_at >= since,
                outbox.c.settled_at <= until,
                outbox.c.state == OutboxState.SENT,
                outbox.c.mail_class.in_(_COPIED),
                sent_copies.c.state.is_(None) | (sent_copies.c.state == CopyState.BEGUN),
            )
            .order_by(outbox.c.settled_at, outbox.c.id)
            .limit(limit)
        )
        return [(from_row(row, self._sealer), row.copied) for row in self._rows(query)]

    def mark(self, mail_id: int, state: CopyState) -> None:
        """Note how far a copy has come."""
        self._put(sent_copies, {"mail_id": mail_id}, {"state": state})

    def forget(self, mail_id: int) -> None:
        """Note that a copy that was begun surely wasn't made."""
        self._connection.execute(sent_copies.delete().filter_by(mail_id=mail_id))
