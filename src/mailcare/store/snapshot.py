"""A consistent copy of the whole database while others write to it, and putting one in place.

SQLite's own backup copies the file as of one moment; PostgreSQL's pg_dump does so for its own. The
server's programs must be on PATH; the password comes from libpq's password file.
"""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import URL, Connection
from sqlalchemy.exc import DBAPIError

from mailcare.errors import StoreError
from mailcare.store.engine import build_engine, sqlite_file, to_url
from mailcare.store.failures import translate
from mailcare.store.schema import begin_filling

SQLITE: Final = "mailcare.sqlite"
DUMP: Final = "mailcare.dump"
_BLOBS: Final = (
    "SELECT blob FROM letters UNION SELECT blob FROM outbox"
    " UNION SELECT attachments FROM case_notes WHERE attachments <> ''"
)
_LONGEST: Final = 6 * 3600
"""Seconds for a program of PostgreSQL's: a large database takes hours."""


def file_name(url_or_path: str | Path) -> str:
    """Return what the copy of this database is called in a backup."""
    return DUMP if sqlite_file(to_url(url_or_path)) is None else SQLITE


def file_of(url_or_path: str | Path) -> Path | None:
    """Return the file of an SQLite database, None for a server's."""
    return sqlite_file(to_url(url_or_path))


def take(url_or_path: str | Path, target: Path) -> set[str]:
    """Copy the database to the file `target`, durably; return the blobs that it names.

    Raises:
        StoreError: it can't be copied, or what was copied is damaged.
    """
    url = to_url(url_or_path)
    file = sqlite_file(url)
    if file is None:
        named = _blobs_of_server(url)
        _run_tool("pg_dump", "--format=custom", f"--file={target}", f"--dbname={_libpq(url)}")
        _sync(target)
        return named
    if not file.exists():
        raise StoreError(f"there is no database at {file}")
    try:
        named = _copy(file, target)
    except sqlite3.Error:
        raise StoreError(
            f"the database {file} can't be copied: look with `mailcare doctor --database`"
        ) from None
    _sync(target)
    return named


def put_back(url_or_path: str | Path, source: Path) -> None:
    """Put a server's dump into its database, which must be empty; no daemon may begin on it yet.

    Raises:
        StoreError: it isn't empty, or the server refused.
    """
    url = to_url(url_or_path)
    with _connected(url) as connection:
        if connection.exec_driver_sql(
            "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()"
        ).scalar():
            raise StoreError("the database on the server is not empty: restore into an empty one")
    begin_filling(url_or_path)
    dbname = f"--dbname={_libpq(url)}"
    _run_tool("pg_restore", "--exit-on-error", "--no-owner", "--single-transaction", dbname, source)


def _copy(file: Path, target: Path) -> set[str]:
    with (
        closing(
            sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, timeout=60)
        ) as live,
        closing(sqlite3.connect(target)) as copy,
    ):
        live.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")  # one file, which needs no log beside it
        found = copy.execute("PRAGMA integrity_check(1)").fetchone()
        if found != ("ok",):
            raise StoreError(
                f"the database {file} is damaged: this is no backup; earlier ones are kept"
            )
        return {row[0] for row in copy.execute(_BLOBS)}


def _blobs_of_server(url: URL) -> set[str]:
    """Read them before the dump: whatever it has besides was sealed before its own moment, too."""
    with _connected(url) as connection:
        return {row[0] for row in connection.exec_driver_sql(_BLOBS)}


@contextmanager
def _connected(url: URL) -> Iterator[Connection]:
    engine = build_engine(url)
    try:
        with engine.connect() as connection:
            yield connection
    except DBAPIError as error:
        raise translate(error) from None
    finally:
        engine.dispose()


def _libpq(url: URL) -> str:
    """Return the URL as PostgreSQL's own programs want it, several hosts and all."""
    _, options = url.get_dialect()().create_connect_args(url)
    named = ((name, value) for name, value in options.items() if isinstance(value, str | int))
    return " ".join(f"{name}={_quoted(str(value))}" for name, value in named)


def _quoted(value: str) -> str:
    escaped = value.replace("\\", r"\\").replace("'", r"\'")
    return f"'{escaped}'"


def _run_tool(name: str, *arguments: str | Path) -> None:
    program = shutil.which(name)
    if program is None:
        raise StoreError(f"{name} is not installed: it comes with PostgreSQL's client")
    try:
        done = subprocess.run(  # noqa: S603 - no shell, our own arguments
            [program, "--no-password", *map(str, arguments)],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_LONGEST,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise StoreError(f"{name} did not end within hours") from None
    if done.returncode != 0:
        last = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
        raise StoreError(f"{name} failed: {' '.join(last)[:200]}")


def _sync(file: Path) -> None:
    descriptor = os.open(file, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
