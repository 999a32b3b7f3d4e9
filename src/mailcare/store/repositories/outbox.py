"""The outbox: rows, one per recipient, moved by compare-and-set (invariant 4).

A worker claims a row, sends up to the server's 354, commits `start_sending`, sends the body and
settles. What fails before goes back by `give_back`; a row left in ``sending`` by a dead owner
becomes ``uncertain`` in `recover` and never leaves again by itself.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Select, Update, func, select

from mailcare.errors import ConflictError, NotFoundError
from mailcare.model.post import MailClass, OutboxMail, OutboxState
from mailcare.store.repositories.base import Repository
from mailcare.store.repositories.outbox_due import could_leave, may_leave
from mailcare.store.repositories.outbox_moves import (
    CLAIMABLE,
    COUNTED,
    SETTLED,
    UNSENT,
    origins,
)
from mailcare.store.repositories.outbox_rows import from_row, to_row
from mailcare.store.sealing import blind_address
from mailcare.store.tables.post import intents, outbox
from mailcare.store.values import NewMail

_UNCLAIMED: dict[str, Any] = {"owner": None, "claimed_at": None}
_BORN = frozenset({OutboxState.DRAFT, OutboxState.HELD, OutboxState.QUEUED, OutboxState.SUPPRESSED})

MailList = list[OutboxMail]


class Outbox(Repository):
    """The mails to be sent."""

    def add(self, mail: NewMail, now: datetime, intent_id: int | None = None) -> OutboxMail:
        """Write a composed mail whose bytes are sealed and synced already."""
        if mail.state not in _BORN:
            raise ConflictError(f"no mail begins as {mail.state.value}")
        values = to_row(mail, self._sealer, now, intent_id)
        return self.get(self._insert(outbox.insert().values(**values)))

    def get(self, mail_id: int) -> OutboxMail:
        """Return the mail with this id."""
        row = self._first(select(outbox).filter_by(id=mail_id))
        if row is None:
            raise NotFoundError(f"no mail in the outbox has the id {mail_id}")
        return from_row(row, self._sealer)

    def by_message_id(self, message_id: str) -> OutboxMail | None:
        """Return the mail that bears this Message-ID of ours."""
        row = self._first(select(outbox).filter_by(message_id=message_id))
        return None if row is None else from_row(row, self._sealer)

    def next_due(self, now: datetime) -> datetime | None:
        """Return when the next row may leave: `now` if one waits, None if none does."""
        query = select(outbox.c.not_before).where(could_leave())
        query = query.order_by(outbox.c.not_before.is_not(None), outbox.c.not_before)
        row = self._first(query.limit(1))
        if row is None:
            return None
        return now if row.not_before is None else max(now, row.not_before)

    def claim(
        self, now: datetime, owner: str, *, skip: Collection[int | None] = ()
    ) -> OutboxMail | None:
        """Claim the oldest row that may leave; its `fence` proves the claim.

        `skip` names mailboxes (None: the alarms' account) whose server is known to be down.
        `owner` must be new with every start of the daemon.
        """
        query = select(outbox.c.id).where(may_leave(now))
        if None in skip:
            query = query.where(outbox.c.mailbox_id.is_not(None))
        known = [mailbox_id for mailbox_id in skip if mailbox_id is not None]
        if known:
            query = query.where(outbox.c.mailbox_id.is_(None) | outbox.c.mailbox_id.not_in(known))
        query = query.order_by(outbox.c.id).limit(1).with_for_update(skip_locked=True)
        row = self._first(query)
        return None if row is None else self._claim(row.id, now, owner)

    def start_sending(self, mail_id: int, owner: str, fence: int) -> None:
        """Move a claimed row to ``sending``; commit it before the first byte of the body.

        Raises:
            ConflictError: the claim is no longer ours, or the row was superseded.
        """
        change = self._claimed(mail_id, owner, fence).where(outbox.c.state.in_(CLAIMABLE))
        change = change.values(state=OutboxState.SENDING)
        self._swap(change, f"mail {mail_id} is no longer claimed by us")

    def settle(
        self,
        mail_id: int,
        state: OutboxState,
        reason: str = "",
        not_before: datetime | None = None,
        *,
        now: datetime,
    ) -> OutboxMail:
        """Move a row out of ``sending``, as the server said: sent, deferred, failed, uncertain."""
        if OutboxState.SENDING not in origins(state):
            raise ConflictError(f"a mail being sent cannot become {state.value}")
        change = outbox.update().filter_by(id=mail_id, state=OutboxState.SENDING)
        return self._end_claim(
            change, mail_id, state, reason=reason, not_before=not_before, now=now
        )

    def give_back(
        self,
        mail_id: int,
        owner: str,
        fence: int,
        state: OutboxState,
        *,
        reason: str = "",
        not_before: datetime | None = None,
        now: datetime,
    ) -> OutboxMail:
        """End a claim before ``sending``: queued or deferred again, failed, held, suppressed.

        Raises:
            ConflictError: the claim is no longer ours, or sending has begun.
        """
        if state is OutboxState.SENDING:
            raise ConflictError(f"mail {mail_id} begins to be sent by start_sending only")
        allowed = CLAIMABLE & (origins(state) | {state})
        change = self._claimed(mail_id, owner, fence).where(outbox.c.state.in_(allowed))
        return self._end_claim(
            change, mail_id, state, reason=reason, not_before=not_before, now=now
        )

    def recover(self, now: datetime, live: Collection[str]) -> MailList:
        """Settle what dead owners left: sending → uncertain (returned), claimed → free again.

        `live` names those who may still be at work.
        """
        return self._free(_orphans(live), now)

    def abandon(self, now: datetime, owner: str) -> MailList:
        """Settle what `owner`, who has nothing in hand, holds all the same; as `recover` does."""
        return self._free(select(outbox.c.id).where(outbox.c.owner == owner), now)

    def _free(self, query: Select[tuple[int]], now: datetime) -> MailList:
        torn = query.where(outbox.c.state == OutboxState.SENDING).order_by(outbox.c.id)
        lost = [
            self.settle(row.id, OutboxState.UNCERTAIN, "owner_lost", now=now)
            for row in self._rows(torn)
        ]
        freed = outbox.update().where(outbox.c.id.in_(query.scalar_subquery()))
        self._connection.execute(freed.values(**_UNCLAIMED))
        return lost

    def has_orphans(self, live: Collection[str]) -> bool:
        """Say whether `recover` would find something to settle."""
        return self._first(_orphans(live).limit(1)) is not None

    def conclude(self, mail_id: int, state: OutboxState, reason: str, now: datetime) -> OutboxMail:
        """Settle by a delivery report or a person: uncertain → sent or failed, sent → failed."""
        allowed = origins(state) & {OutboxState.UNCERTAIN, OutboxState.SENT}
        return self._move(mail_id, state, allowed - {state}, reason=reason, now=now)

    def release(
        self,
        mail_id: int,
        now: datetime,
        *,
        again: bool = False,
        leaves_at: datetime | None = None,
    ) -> OutboxMail:
        """Queue a draft, held, deferred or suppressed mail at once, or to leave later.

        `again` lets a person also send what failed or is uncertain; it may arrive twice then.
        """
        allowed = UNSENT if again is False else origins(OutboxState.QUEUED)
        allowed &= origins(OutboxState.QUEUED)
        mail = self._move(mail_id, OutboxState.QUEUED, allowed, reason="", now=leaves_at or now)
        if leaves_at is None:
            return mail
        change = outbox.update().filter_by(id=mail_id).values(not_before=leaves_at)
        self._connection.execute(change)
        return self.get(mail_id)

    def drop(self, mail_id: int, reason: str, now: datetime) -> OutboxMail:
        """Cancel a mail that has not left: a person does not want it sent."""
        allowed = origins(OutboxState.CANCELLED)
        return self._move(mail_id, OutboxState.CANCELLED, allowed, reason=reason, now=now)

    def supersede(self, mail_id: int, reason: str, now: datetime) -> OutboxMail:
        """Take back a mail that a new event contradicts, even when it is claimed."""
        allowed = origins(OutboxState.SUPERSEDED)
        return self._move(mail_id, OutboxState.SUPERSEDED, allowed, reason=reason, now=now)

    def unsent(self, case_id: int) -> MailList:
        """Return the mails of a case that have certainly not left."""
        return self.list(UNSENT, case_id=case_id)

    def list(
        self,
        states: Collection[OutboxState] | None = None,
        *,
        case_id: int | None = None,
        letter_id: int | None = None,
        limit: int | None = None,
    ) -> MailList:
        """Return mails by state, case and the letter that called for them, oldest first."""
        query = select(outbox).order_by(outbox.c.id).limit(limit)
        if states is not None:
            query = query.where(outbox.c.state.in_(states))
        if case_id is not None:
            query = query.where(outbox.c.case_id == case_id)
        if letter_id is not None:
            called_for = select(intents.c.id).where(intents.c.letter_id == letter_id)
            query = query.where(outbox.c.intent_id.in_(called_for))
        return [from_row(row, self._sealer) for row in self._rows(query)]

    def count_since(
        self,
        mail_class: MailClass,
        since: datetime,
        recipient: str | None = None,
        case_id: int | None = None,
        until: datetime | None = None,
    ) -> int:
        """Count the mails let go since then that have left or will: what caps go by.

        `until` leaves out what was released to leave later.
        """
        query = (
            select(func.count())
            .select_from(outbox)
            .where(
                outbox.c.mail_class == mail_class,
                outbox.c.queued_at >= since,
                outbox.c.state.in_(COUNTED),
            )
        )
        if until is not None:
            query = query.where(outbox.c.queued_at <= until)
        if recipient is not None:
            blind = blind_address(self._sealer, recipient)
            query = query.where(outbox.c.recipient_blind == blind)
        if case_id is not None:
            query = query.where(outbox.c.case_id == case_id)
        return self._connection.execute(query).scalar_one()

    def count_held(self, recipient: str, reason: str) -> int:
        """Count the mails to an address that are held for `reason`."""
        query = select(func.count()).select_from(outbox)
        query = query.filter_by(state=OutboxState.HELD, reason=reason)
        blind = blind_address(self._sealer, recipient)
        query = query.where(outbox.c.recipient_blind == blind)
        return self._connection.execute(query).scalar_one()

    def _claim(self, mail_id: int, now: datetime, owner: str) -> OutboxMail:
        held = outbox.update().filter_by(id=mail_id, state=OutboxState.HELD)
        self._connection.execute(held.values(state=OutboxState.QUEUED, queued_at=now))
        change = outbox.update().where(outbox.c.id == mail_id, outbox.c.owner.is_(None))
        change = change.values(
            owner=owner,
            claimed_at=now,
            fence=outbox.c.fence + 1,
            attempts=outbox.c.attempts + 1,
        )
        self._swap(change, f"mail {mail_id} was claimed by somebody else")
        return self.get(mail_id)

    def _claimed(self, mail_id: int, owner: str, fence: int) -> Update:
        return outbox.update().filter_by(id=mail_id, owner=owner, fence=fence)

    def _end_claim(
        self,
        change: Update,
        mail_id: int,
        state: OutboxState,
        *,
        reason: str,
        not_before: datetime | None,
        now: datetime,
    ) -> OutboxMail:
        settled_at = now if state in SETTLED else None
        values = {"state": state, "reason": reason, "not_before": not_before}
        change = change.values(**values, **_UNCLAIMED, settled_at=settled_at)
        self._swap(change, f"mail {mail_id} is not ours to make {state.value}")
        return self.get(mail_id)

    def _move(
        self,
        mail_id: int,
        state: OutboxState,
        allowed: Collection[OutboxState],
        *,
        reason: str,
        now: datetime,
    ) -> OutboxMail:
        before = self.get(mail_id).state
        change = outbox.update().where(outbox.c.id == mail_id, outbox.c.state.in_(allowed))
        values = {"state": state, "reason": reason, "not_before": None, **_UNCLAIMED}
        values["settled_at"] = now if state in SETTLED else None
        if state is OutboxState.QUEUED:
            values["queued_at"] = now
        refusal = f"mail {mail_id} is {before.value} and cannot become {state.value}"
        self._swap(change.values(**values), refusal)
        return self.get(mail_id)


def _orphans(live: Collection[str]) -> Select[tuple[int]]:
    return select(outbox.c.id).where(outbox.c.owner.is_not(None), outbox.c.owner.not_in(live))
