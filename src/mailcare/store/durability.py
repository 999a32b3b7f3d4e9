"""What a PostgreSQL server promises of a commit: that it outlives a crash, and a failover.

A commit that a standby has not when it takes over is lost, and with it the knowledge of what was
sent: mail would leave twice. So a site that fails over needs a synchronous standby.
"""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from mailcare.store.engine import build_engine, to_url
from mailcare.store.failures import translate

_SETTINGS = ("fsync", "full_page_writes", "synchronous_commit", "synchronous_standby_names")
_IN_SYNC = text("SELECT count(*) FROM pg_stat_replication WHERE sync_state IN ('sync', 'quorum')")


@dataclass(frozen=True, slots=True)
class Durability:
    """The settings that our promises rest on, as they are in force for our user."""

    fsync: bool
    full_page_writes: bool
    synchronous_commit: str
    standby_names: str
    """``synchronous_standby_names``; empty: no commit waits for a standby."""
    in_sync: int
    """Standbys for which commits wait at this moment, as far as our user may see them."""

    @property
    def survives_crash(self) -> bool:
        """Whether a commit outlives the loss of power."""
        return self.fsync and self.full_page_writes and self.synchronous_commit != "off"

    @property
    def survives_failover(self) -> bool:
        """Whether a commit is on a standby's disk before we hear of it."""
        waits = self.synchronous_commit in {"on", "remote_apply"}
        return self.survives_crash and waits and bool(self.standby_names)


def read_durability(url_or_path: str | Path) -> Durability | None:
    """Ask the server; None for SQLite, whose commits are always synced.

    Raises:
        StoreError: the server can't be asked.
    """
    engine = build_engine(to_url(url_or_path))
    if engine.dialect.name != "postgresql":
        return None
    try:
        with engine.connect() as connection:
            return _read(connection)
    except DBAPIError as error:
        raise translate(error) from None
    finally:
        engine.dispose()


def _read(connection: Connection) -> Durability:
    fsync, pages, commit, names = (
        str(connection.execute(text(f"SHOW {name}")).scalar_one()) for name in _SETTINGS
    )
    in_sync = int(connection.execute(_IN_SYNC).scalar_one())
    return Durability(fsync == "on", pages == "on", commit, names, in_sync)
