"""Receipts: that a letter lies at a place on a server."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, func, not_, select

from mailcare.model.case import State
from mailcare.model.place import Fate, LetterState, Mode, Receipt
from mailcare.store.repositories.base import Repository
from mailcare.store.repositories.cases import ENDED, still_waits
from mailcare.store.repositories.known_uids import KnownUids
from mailcare.store.tables.cases import cases
from mailcare.store.tables.letters import judgements, letters
from mailcare.store.tables.places import folders, receipts
from mailcare.store.values import Drainable, KnownUid, Place, Untold


class Receipts(Repository):
    """The receipts, unique by (folder, epoch, uid)."""

    def known(self, folder_id: int, epoch: int, lowest: int) -> Mapping[int, KnownUid]:
        """Return what is known of the folder's UIDs from `lowest` upwards."""
        return KnownUids(self._connection, folder_id, epoch, lowest)

    def add(
        self,
        *,
        folder_id: int,
        epoch: int,
        uid: int,
        fate: Fate,
        letter_id: int | None,
        size: int,
        internal_date: datetime | None,
        first_seen: datetime,
    ) -> Receipt:
        """Write a receipt.

        Raises:
            ConflictError: this UID has one (told when the unit of work ends in `Store.run`).
        """
        values = {
            "folder_id": folder_id,
            "epoch": epoch,
            "uid": uid,
            "fate": fate,
            "letter_id": letter_id,
            "size": size,
            "internal_date": internal_date,
            "first_seen": first_seen,
        }
        added = self._insert(receipts.insert().values(**values))
        row = self._first(select(receipts).filter_by(id=added))
        assert row is not None  # noqa: S101 - it was written just now
        return _receipt(row)

    def count(self, folder_id: int | None = None, epoch: int | None = None) -> dict[Fate, int]:
        """Count the receipts by fate: in all, of a folder, or of one epoch of it."""
        query = select(receipts.c.fate, func.count().label("receipts")).group_by(receipts.c.fate)
        if folder_id is not None:
            query = query.where(receipts.c.folder_id == folder_id)
        if epoch is not None:
            query = query.where(receipts.c.epoch == epoch)
        return {row.fate: row.receipts for row in self._rows(query)}

    def for_letter(self, letter_id: int) -> list[tuple[Receipt, int]]:
        """Return the letter's receipts, oldest first, each with its mailbox's id."""
        query = select(receipts, folders.c.mailbox_id).join(
            folders, receipts.c.folder_id == folders.c.id
        )
        query = query.where(receipts.c.letter_id == letter_id).order_by(receipts.c.id)
        return [(_receipt(row), row.mailbox_id) for row in self._rows(query)]

    def to_tell(self, mailbox_id: int, since: datetime, limit: int) -> list[Untold]:
        """Return where handled letters lie of which the server wasn't told, oldest first.

        Only letters first seen at `since` or later, in the folders' present epoch.
        """
        r, f = receipts.c, folders.c
        query = select(r.id, f.name, f.uidvalidity, r.uid, r.size, r.internal_date)
        query = query.join(folders, r.folder_id == f.id).join(letters, r.letter_id == letters.c.id)
        query = query.where(
            f.mailbox_id == mailbox_id,
            r.epoch == f.epoch,
            r.fate == Fate.RECEIVED,
            r.told_at.is_(None),
            r.first_seen >= since,
            letters.c.state == LetterState.HANDLED,
        )
        rows = self._rows(query.order_by(r.id).limit(limit))
        return [
            Untold(row.id, row.name, row.uidvalidity, row.uid, row.size, row.internal_date)
            for row in rows
        ]

    def of_running(self, mailbox_id: int, limit: int) -> list[Place]:
        """Return where letters of the mailbox's cases lie that have no answer yet, newest first.

        Only letters that nobody had answered when they came, in the folders' present epoch.
        """
        of_cases = self._letters_of_running(mailbox_id, limit)
        if not of_cases:
            return []
        r, f = receipts.c, folders.c
        query = select(r.letter_id, f.name, f.uidvalidity, r.uid, r.size)
        query = query.join(folders, r.folder_id == f.id).where(
            r.letter_id.in_(of_cases),
            f.mailbox_id == mailbox_id,
            r.epoch == f.epoch,
            r.fate == Fate.RECEIVED,
        )
        rows = self._rows(query.order_by(r.id.desc()).limit(limit))
        return [
            Place(row.letter_id, of_cases[row.letter_id], row.name, row.uidvalidity, row.uid,
                  row.size)
            for row in rows
        ]  # fmt: skip

    def _letters_of_running(self, mailbox_id: int, limit: int) -> dict[int, int]:
        """Return the newest letters of cases that run, each with its case.

        From the cases, which are few, and not from the receipts of years: else an idle poll of a
        mailbox with 200,000 letters costs a quarter of a second.
        """
        query = select(judgements.c.letter_id, judgements.c.case_id)
        query = query.join(cases, judgements.c.case_id == cases.c.id)
        query = query.join(letters, judgements.c.letter_id == letters.c.id).where(
            cases.c.state.in_([one for one in State if one not in ENDED]),
            cases.c.mailbox_id == mailbox_id,
            letters.c.answered_by_hand.is_(False),
        )
        found = sorted((row.letter_id, row.case_id) for row in self._rows(query))
        return dict(found[-limit:])

    def to_drain(
        self, mailbox_id: int, since: datetime, before: datetime, *, after: int, limit: int
    ) -> list[Drainable]:
        """Return where letters lie that are done with and came before `before`, oldest first.

        Of receipts above the id `after`, in order.
        Only received and handled ones with all their bytes in the vault, in the folders' present
        epoch; of cases that have their answer or end, not opened in shadow mode; those without a
        case only if first seen at `since` or later.
        """
        r, f, c = receipts.c, folders.c, cases.c
        query = select(r.id, r.letter_id, letters.c.blob, f.name, f.uidvalidity, r.uid, r.size)
        query = query.add_columns(r.internal_date, r.told_at)
        query = query.join(folders, r.folder_id == f.id).join(letters, r.letter_id == letters.c.id)
        query = query.outerjoin(judgements, judgements.c.letter_id == letters.c.id)
        query = query.outerjoin(cases, judgements.c.case_id == c.id).where(
            f.mailbox_id == mailbox_id,
            r.epoch == f.epoch,
            r.fate == Fate.RECEIVED,
            r.left_at.is_(None),
            letters.c.state == LetterState.HANDLED,
            letters.c.truncated.is_(False),
            letters.c.received_at < before,
            r.id > after,
            and_(c.id.is_(None), r.first_seen >= since)
            | and_(c.state.in_(ENDED), not_(still_waits()), c.mode != Mode.SHADOW),
        )
        rows = self._rows(query.order_by(r.id).limit(limit))
        return [
            Drainable(
                row.id, row.letter_id, row.blob, row.name, row.uidvalidity, row.uid, row.size,
                row.internal_date, row.told_at,
            )
            for row in rows
        ]  # fmt: skip

    def mark_drained(self, receipt_ids: Collection[int], now: datetime) -> None:
        """Record that we took letters off the server, at `now`."""
        change = receipts.update().where(receipts.c.id.in_(receipt_ids))
        self._connection.execute(change.values(fate=Fate.DRAINED, left_at=now))

    def mark_left(self, receipt_ids: Collection[int], now: datetime) -> None:
        """Record that letters no longer lie where they were received; others removed them."""
        change = receipts.update().where(receipts.c.id.in_(receipt_ids))
        self._connection.execute(change.values(left_at=now))

    def drained(self, mailbox_id: int, since: datetime) -> tuple[int, int]:
        """Return how many letters of the mailbox we took off the server, and their bytes."""
        r = receipts.c
        size = func.coalesce(func.sum(r.size), 0)
        query = select(func.count().label("letters"), size.label("size"))
        query = query.select_from(receipts).join(folders, r.folder_id == folders.c.id)
        row = self._first(
            query.where(
                folders.c.mailbox_id == mailbox_id, r.fate == Fate.DRAINED, r.left_at >= since
            )
        )
        return (0, 0) if row is None else (int(row.letters), int(row.size))

    def mark_told(self, receipt_ids: Collection[int], now: datetime) -> None:
        """Note that the server was told, or that it has nothing any more to be told about."""
        change = receipts.update().where(receipts.c.id.in_(receipt_ids))
        self._connection.execute(change.values(told_at=now))


def _receipt(row: Row[Any]) -> Receipt:
    return Receipt(
        id=row.id,
        folder_id=row.folder_id,
        epoch=row.epoch,
        uid=row.uid,
        fate=row.fate,
        letter_id=row.letter_id,
        size=row.size,
        internal_date=row.internal_date,
        first_seen=row.first_seen,
    )
