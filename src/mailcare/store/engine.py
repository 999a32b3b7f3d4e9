"""The engine: how connections behave, the same for every use of a database.

SQLite's defaults lose updates and forget commits at a power loss; here a writer takes the lock
when its transaction begins (BEGIN IMMEDIATE) and a commit is synced before it returns (FULL).
"""

import sqlite3
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.pool import QueuePool

WRITES: Final = "mailcare_writes"
"""The execution option of a connection whose transactions write."""

_PRAGMAS: Final = (
    "PRAGMA busy_timeout = 5000",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
)

_PATIENCE: Final = {"connect_timeout": 10, "tcp_user_timeout": 15_000, "keepalives_idle": 10}
"""For libpq, in seconds, milliseconds, seconds: a server that is silent is one that is gone. What
the URL says goes before: of several hosts the dead one should be given up sooner."""

_ABANDONED: Final = """
SELECT set_config('idle_in_transaction_session_timeout', '15s', false)
    WHERE current_setting('idle_in_transaction_session_timeout') = '0'
"""
"""Well within a daemon's term: our transactions wait for nothing but the database."""

_SYNCED: Final = """
SELECT set_config('synchronous_commit', 'on', false)
    WHERE current_setting('synchronous_commit') IN ('off', 'local')
"""
"""A standby that took over has settings of its own; mail leaves by what we were told is there."""


def to_url(url_or_path: str | Path) -> URL:
    """Return the database's URL; what is no URL is the path of an SQLite file."""
    text = str(url_or_path)
    return make_url(text) if "://" in text else URL.create("sqlite", database=text)


def sqlite_file(url: URL) -> Path | None:
    """Return the file of an SQLite database, None for any other."""
    is_file = url.get_backend_name() == "sqlite" and bool(url.database)
    return Path(str(url.database)) if is_file else None


def build_engine(url: URL) -> Engine:
    """Return an engine whose errors never show parameters."""
    is_file = url.get_backend_name() == "sqlite"
    patience = {name: value for name, value in _PATIENCE.items() if name not in url.query}
    engine = create_engine(
        url,
        hide_parameters=True,
        poolclass=QueuePool,
        pool_size=8,
        max_overflow=24,
        pool_pre_ping=not is_file,  # a server that was restarted has ended the pooled connections
        connect_args={} if is_file else patience,
    )
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "connect", _prepare_postgres)
        event.listen(engine, "begin", _begin_elsewhere)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # the driver must not begin transactions by itself
    for pragma in _PRAGMAS:
        connection.execute(pragma)


def _prepare_postgres(connection: Any, _record: object) -> None:  # noqa: ANN401 - psycopg's, which is optional
    """Have the server end what a host leaves open that lost its power within a transaction.

    Else its locks would stand for hours, and nobody could take over; what a site sets stays. But
    no commit is told to us before it is synced, here and on the standby that is waited for.
    """
    before, connection.autocommit = connection.autocommit, True
    connection.execute(_ABANDONED)
    connection.execute(_SYNCED)
    connection.autocommit = before


def _begin_sqlite(connection: Connection) -> None:
    is_writer = writes(connection)
    connection.exec_driver_sql(f"PRAGMA query_only = {'OFF' if is_writer else 'ON'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writer else "BEGIN")


def _begin_elsewhere(connection: Connection) -> None:
    """Let a writer see what others commit, and a reader one snapshot that it cannot change."""
    if not writes(connection):
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")


def writes(connection: Connection) -> bool:
    """Say whether the connection's transactions write."""
    options: Any = connection.get_execution_options()
    return bool(options.get(WRITES))
