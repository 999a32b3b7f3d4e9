"""Folders: how far the numbering of each IMAP mailbox is known."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, select

from mailcare.errors import NotFoundError
from mailcare.model.place import Folder
from mailcare.store.repositories.base import Repository
from mailcare.store.tables.places import folders


class Folders(Repository):
    """The folders of the mailboxes."""

    def ensure(self, mailbox_id: int, name: str, now: datetime) -> Folder:
        """Return the folder, added in its first epoch if it was never seen."""
        query = select(folders).filter_by(mailbox_id=mailbox_id, name=name)
        row = self._first(query)
        if row is not None:
            return _folder(row)
        values = {"mailbox_id": mailbox_id, "name": name, "epoch": 1, "highest_uid": 0}
        added = self._insert(folders.insert().values(**values, epoch_since=now))
        return self.get(added)

    def get(self, folder_id: int) -> Folder:
        """Return the folder with this id."""
        row = self._first(select(folders).filter_by(id=folder_id))
        if row is None:
            raise NotFoundError(f"no folder has the id {folder_id}")
        return _folder(row)

    def save(self, folder: Folder) -> None:
        """Write what a poll learned: uidvalidity, uidnext, highest and baseline UID.

        Raises:
            ConflictError: another epoch began meanwhile.
        """
        change = folders.update().filter_by(id=folder.id, epoch=folder.epoch)
        change = change.values(
            uidvalidity=folder.uidvalidity,
            uidnext=folder.uidnext,
            highest_uid=folder.highest_uid,
            baseline_uid=folder.baseline_uid,
        )
        self._swap(change, f"folder {folder.id} is no longer in epoch {folder.epoch}")

    def new_epoch(self, folder_id: int, uidvalidity: int | None, now: datetime) -> Folder:
        """Begin a new epoch: no UID of the folder is known any more.

        A baseline that stood becomes 0, not None: what lies there now is told from new letters by
        its content, so that a letter that came with the renumbering isn't taken for history.
        """
        before = self.get(folder_id)
        change = folders.update().filter_by(id=folder_id)
        change = change.values(
            epoch=before.epoch + 1,
            uidvalidity=uidvalidity,
            uidnext=None,
            highest_uid=0,
            baseline_uid=None if before.baseline_uid is None else 0,
            epoch_since=now,
        )
        self._connection.execute(change)
        return self.get(folder_id)


def _folder(row: Row[Any]) -> Folder:
    return Folder(
        id=row.id,
        mailbox_id=row.mailbox_id,
        name=row.name,
        epoch=row.epoch,
        uidvalidity=row.uidvalidity,
        uidnext=row.uidnext,
        highest_uid=row.highest_uid,
        baseline_uid=row.baseline_uid,
    )
