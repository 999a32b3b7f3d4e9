"""Templates: the last version of each that was judged good (invariant 7)."""

from datetime import datetime

from sqlalchemy import select

from mailcare.store.repositories.base import Repository, columns
from mailcare.store.tables.running import templates
from mailcare.store.values import GoodTemplate


class Templates(Repository):
    """The last good versions."""

    def save_good(self, name: str, text: str, digest: str, now: datetime) -> None:
        """Keep `text` as the version that serves when a later one is bad."""
        self._put(templates, {"name": name}, {"text": text, "digest": digest, "saved_at": now})

    def good(self, name: str) -> GoodTemplate | None:
        """Return the last good version of a template."""
        row = self._first(select(templates).filter_by(name=name))
        return None if row is None else GoodTemplate(**columns(row))
