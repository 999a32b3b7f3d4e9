"""Which blobs and data keys rows know, so that the vault's orphans can be told."""

from sqlalchemy import select

from mailcare.store.repositories.base import Repository
from mailcare.store.tables.cases import case_notes, cases
from mailcare.store.tables.letters import letters
from mailcare.store.tables.post import outbox


class Sealed(Repository):
    """What of the vault is in use."""

    def blobs(self) -> set[str]:
        """Return the names of all blobs that letters, notes and the outbox point to."""
        named = (letters.c.blob, outbox.c.blob, case_notes.c.attachments)
        found = {row[0] for column in named for row in self._rows(select(column))}
        return found - {""}

    def keys(self) -> set[str]:
        """Return the ids of all data keys that rows are sealed under."""
        return {
            row.key_id
            for table in (letters, cases, outbox)
            for row in self._rows(select(table.c.key_id).distinct())
        }
