"""Locks that last as long as a transaction, for what is looked at before it is written.

SQLite has one writer at a time, whose transaction begins with the lock: nothing to do there.
PostgreSQL shows a transaction what others commit, so that two could both find room and both
write; who takes the same lock first goes first.
"""

from hashlib import sha256

from sqlalchemy import text

from mailcare.store.repositories.base import Repository

_TAKE = text("SELECT pg_advisory_xact_lock(:key)")


class Locks(Repository):
    """Names that one transaction has at a time."""

    def take(self, name: str) -> None:
        """Wait until no other transaction has this name, and keep it until ours ends."""
        if self._is_shared:
            digest = sha256(f"mailcare {name}".encode()).digest()
            key = int.from_bytes(digest[:8], "big", signed=True)
            self._connection.execute(_TAKE, {"key": key})
