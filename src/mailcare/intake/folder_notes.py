"""What receiving remembers of a folder between passes, beside its numbers."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from mailcare.model.place import Folder
from mailcare.store import Store, Tx

_MOST_TROUBLED = 100


@dataclass(slots=True)
class FolderNotes:
    """Notes on a folder, kept among the store's named values."""

    contact: datetime | None = None
    """When the folder was first seen; survives epochs."""
    archived: bool = False
    """All of its history is archived in this epoch, so that only new letters are looked for."""
    troubled: frozenset[int] = frozenset()
    """UIDs over which the connection broke."""

    @classmethod
    def load(cls, store: Store, folder: Folder) -> "FolderNotes":
        """Read the notes on `folder` in its present epoch."""
        contact, archived, troubled = store.read(
            lambda tx: (
                tx.meta.get(_contact(folder)),
                tx.meta.get(_in_epoch("archived", folder)),
                tx.meta.get(_in_epoch("troubled", folder)),
            )
        )
        return cls(
            datetime.fromisoformat(contact) if contact else None,
            archived == "yes",
            frozenset(json.loads(troubled or "[]")),
        )

    @classmethod
    def first_contact(cls, store: Store, folder: Folder, now: datetime) -> "FolderNotes":
        """Commit baseline and time of the first contact together."""

        def work(tx: Tx) -> None:
            tx.folders.save(folder)
            tx.meta.set(_contact(folder), now.isoformat())

        store.run(work)
        return cls(contact=now)

    def add_trouble(self, store: Store, folder: Folder, uid: int) -> None:
        """Note that the connection broke over `uid`: it is tried last from now on."""
        self._set_troubled(store, folder, self.troubled | {uid})

    def end_trouble(self, store: Store, folder: Folder, done: Collection[int]) -> None:
        """Forget the trouble with letters that ended well."""
        left = self.troubled.difference(done)
        if left != self.troubled:
            self._set_troubled(store, folder, left)

    def _set_troubled(self, store: Store, folder: Folder, uids: frozenset[int]) -> None:
        self.troubled = uids
        listed = json.dumps(sorted(uids)[:_MOST_TROUBLED])
        store.run(lambda tx: tx.meta.set(_in_epoch("troubled", folder), listed))

    def note_archived(self, store: Store, folder: Folder) -> None:
        """Note that no letter of the folder is without a receipt."""
        if not self.archived:
            self.archived = True
            store.run(lambda tx: tx.meta.set(_in_epoch("archived", folder), "yes"))


def note_contact(tx: Tx, folder: Folder, at: datetime) -> None:
    """Note that a folder was seen at `at`, unless it was seen before that."""
    known = tx.meta.get(_contact(folder))
    if known is None or at < datetime.fromisoformat(known):
        tx.meta.set(_contact(folder), at.isoformat())


def _contact(folder: Folder) -> str:
    return f"folder.{folder.id}.contact"


def _in_epoch(what: str, folder: Folder) -> str:
    return f"folder.{folder.id}.{folder.epoch}.{what}"
