"""Mailboxes and how their polls went."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, select

from mailcare.errors import ConflictError, NotFoundError
from mailcare.model.place import MailboxKey, Mode, Restored
from mailcare.store.repositories.base import Repository, columns
from mailcare.store.tables.places import mailboxes, polls
from mailcare.store.values import Poll, StoredMailbox

_NEVER_REFUSED: Mapping[str, object] = {
    "refusals": 0,
    "refused_at": None,
    "refused_login": None,
}


class Mailboxes(Repository):
    """What is known of the mailboxes, by (host, user)."""

    def ensure(self, key: MailboxKey, name: str, mode: Mode, now: datetime) -> StoredMailbox:
        """Return the mailbox of `key`, added or brought up to `name` and `mode`.

        A changed mode counts from `now`. Another mailbox that bore `name` before steps aside: it
        is called ``name~id`` from then on.
        """
        found = self._by_key(key)
        self._free_name(name, None if found is None else found.id)
        if found is None:
            self._add(key, name, mode, now)
        else:
            since = found.mode_since if found.mode is mode else now
            change = mailboxes.update().where(mailboxes.c.id == found.id)
            self._connection.execute(change.values(name=name, mode=mode, mode_since=since))
        stored = self._by_key(key)
        assert stored is not None  # noqa: S101 - it was written two lines above
        return stored

    def all(self) -> list[StoredMailbox]:
        """Return every mailbox ever polled, by id."""
        return [_mailbox(row) for row in self._rows(select(mailboxes).order_by(mailboxes.c.id))]

    def get(self, mailbox_id: int) -> StoredMailbox:
        """Return the mailbox with this id."""
        found = self._one(select(mailboxes).filter_by(id=mailbox_id))
        if found is None:
            raise NotFoundError(f"no mailbox has the id {mailbox_id}")
        return found

    def mark_restored(self, since: datetime, now: datetime) -> None:
        """Note of every mailbox that the store is one of `since`, put back `now`."""
        values = {"restored_since": since, "restored_at": now, "restored_waits": True}
        self._connection.execute(mailboxes.update().values(**values))

    def go_live(self, mailbox_id: int) -> None:
        """Note that a person lets mail about the mailbox leave by itself again.

        Raises:
            ConflictError: nothing waits for that.
        """
        change = mailboxes.update().filter_by(id=mailbox_id, restored_waits=True)
        self._swap(change.values(restored_waits=False), "it was not restored, or is live again")

    def rename(self, old: str, new: str) -> StoredMailbox:
        """Give the mailbox called `old` the name `new`, which nobody may bear yet."""
        if self._by_name(new) is not None:
            raise ConflictError(f"there is a mailbox called {new} already")
        change = mailboxes.update().where(mailboxes.c.name == old).values(name=new)
        if self._connection.execute(change).rowcount == 0:
            raise NotFoundError(f"no mailbox is called {old}; `mailcare mailbox list` shows them")
        stored = self._by_name(new)
        assert stored is not None  # noqa: S101 - it was renamed just now
        return stored

    def record_poll(
        self, mailbox_id: int, began_at: datetime, *, ok: bool, error: str = "", waiting: int = 0
    ) -> None:
        """Record how a poll that began at `began_at` went.

        `error` is a stable word, no text; `waiting` counts letters that it did not reach. A poll
        that went well ends the refusals of its login.
        """
        before = self._first(select(polls.c.failures).where(polls.c.mailbox_id == mailbox_id))
        failures = 0 if ok else (before.failures if before else 0) + 1
        when = {"last_success_at" if ok else "last_failure_at": began_at}
        values: dict[str, object] = {"failures": failures, "error": "" if ok else error, **when}
        if ok:
            values |= {"waiting": waiting, **_NEVER_REFUSED}
        self._put(polls, {"mailbox_id": mailbox_id}, values)

    def poll(self, mailbox_id: int) -> Poll | None:
        """Return how the polls of one mailbox went; None: it was never polled."""
        row = self._first(select(polls).filter_by(mailbox_id=mailbox_id))
        return None if row is None else Poll(**columns(row))

    def record_refusal(self, mailbox_id: int, login: str, now: datetime) -> int:
        """Count a refused login, from one again if it is another; return how many in a row.

        `login` is a keyed hash of account and password.
        """
        before = self.poll(mailbox_id)
        same = before is not None and before.refused_login == login
        refusals = (before.refusals if before and same else 0) + 1
        values: dict[str, object] = {"refusals": refusals}
        values |= {"refused_at": now, "refused_login": login}
        if before is None:
            values |= {"failures": 0, "error": ""}
        self._put(polls, {"mailbox_id": mailbox_id}, values)
        return refusals

    def ask_retry(self, mailbox_id: int, now: datetime) -> None:
        """Note that a person wants the mailbox tried now."""
        change = polls.update().filter_by(mailbox_id=mailbox_id)
        self._connection.execute(change.values(retry_asked_at=now))

    def wanted_retries(self) -> frozenset[int]:
        """Return the mailboxes that a person wants tried now."""
        query = select(polls.c.mailbox_id).where(polls.c.retry_asked_at.is_not(None))
        return frozenset(row.mailbox_id for row in self._rows(query))

    def take_retries(self, mailbox_ids: Collection[int]) -> None:
        """Note that the mailboxes are about to be tried."""
        change = polls.update().where(polls.c.mailbox_id.in_(mailbox_ids))
        self._connection.execute(change.values(retry_asked_at=None))

    def polls(self) -> dict[int, Poll]:
        """Return how the polls went, by mailbox id; a mailbox never polled is missing."""
        return {row.mailbox_id: Poll(**columns(row)) for row in self._rows(select(polls))}

    def _add(self, key: MailboxKey, name: str, mode: Mode, now: datetime) -> None:
        values = {"host": key.host, "user": key.user, "name": name, "mode": mode}
        self._insert(mailboxes.insert().values(**values, mode_since=now, created_at=now))

    def _free_name(self, name: str, wanted_by: int | None) -> None:
        holder = self._by_name(name)
        if holder is not None and holder.id != wanted_by:
            change = mailboxes.update().where(mailboxes.c.id == holder.id)
            self._connection.execute(change.values(name=f"{name}~{holder.id}"))

    def _by_key(self, key: MailboxKey) -> StoredMailbox | None:
        return self._one(select(mailboxes).filter_by(host=key.host, user=key.user))

    def _by_name(self, name: str) -> StoredMailbox | None:
        return self._one(select(mailboxes).filter_by(name=name))

    def _one(self, query: Select[Any]) -> StoredMailbox | None:
        row = self._first(query)
        return None if row is None else _mailbox(row)


def _mailbox(row: Row[Any]) -> StoredMailbox:
    key = MailboxKey(row.host, row.user)
    return StoredMailbox(
        row.id, key, row.name, row.mode, row.mode_since, row.created_at, _restored(row)
    )


def _restored(row: Row[Any]) -> Restored | None:
    if row.restored_at is None:
        return None
    return Restored(row.restored_since, row.restored_at, row.restored_waits)
