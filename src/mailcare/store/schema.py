"""The schema's version: checked at every open, brought up to date by migrations."""

import os
from pathlib import Path
from typing import Final

from sqlalchemy import URL, Connection, Engine, inspect, text
from sqlalchemy.exc import DBAPIError

from mailcare.errors import DamagedError, MailcareError, StoreError
from mailcare.store.engine import WRITES, build_engine, sqlite_file, to_url
from mailcare.store.failures import WAY_OUT, translate

VERSIONS: Final = ("0001",)
"""All versions of the schema, oldest first; a test holds this to the migrations."""

_TABLE: Final = "alembic_version"
_UNFINISHED: Final = "mailcare_unfinished"
"""A table that stands in a server's database while it is put back or rebuilt: until all in it is
safe to work with, no daemon may begin. A file has another name meanwhile."""
_TURN: Final = 0x6D61696C63617265
"""An advisory lock's key: "mailcare" as a number."""


def migrate(url_or_path: str | Path, *, filling: bool = False) -> None:
    """Create the database or bring it to this version's schema; one daemon at a time.

    On PostgreSQL several may start at once: they wait for each other. `filling` says that it is
    being put back or rebuilt by us.
    """
    url = to_url(url_or_path)
    file = sqlite_file(url)
    if file is not None and not file.exists():
        _create_private(file)
    engine = build_engine(url)
    try:
        with engine.connect().execution_options(**{WRITES: True}) as connection:
            _wait_for_turn(connection)
            _refuse_unfinished(connection, filling=filling)
            if _version(connection) != VERSIONS[-1]:
                _refuse_newer(connection)
                connection.rollback()
                _upgrade(connection)
    except DBAPIError as error:
        raise _translate(error, url) from None
    finally:
        engine.dispose()


def begin_filling(url_or_path: str | Path) -> None:
    """Keep every daemon from a server's database until `end_filling`; nothing happens to a file."""
    _mark(url_or_path, f"CREATE TABLE {_UNFINISHED} ()")


def end_filling(url_or_path: str | Path) -> None:
    """Let daemons begin."""
    _mark(url_or_path, f"DROP TABLE {_UNFINISHED}")


def _mark(url_or_path: str | Path, statement: str) -> None:
    url = to_url(url_or_path)
    if sqlite_file(url) is not None:
        return
    engine = build_engine(url)
    try:
        with engine.connect().execution_options(**{WRITES: True}) as connection:
            connection.exec_driver_sql(statement)
            connection.commit()
    except DBAPIError as error:
        raise _translate(error, url) from None
    finally:
        engine.dispose()


def check(engine: Engine, *, thorough: bool, filling: bool = False) -> None:
    """Raise StoreError, saying what to do, unless the database is whole and of this version."""
    file = sqlite_file(engine.url)
    if file is not None and not file.exists():
        raise StoreError(f"there is no database at {file}: `mailcare run` creates it")
    try:
        with engine.connect() as connection:
            _refuse_unfinished(connection, filling=filling)
            _refuse_newer(connection)
            _refuse_older(connection)
            if thorough:
                _refuse_damaged(connection)
    except DBAPIError as error:
        raise _translate(error, engine.url) from None


def is_empty(url_or_path: str | Path) -> bool:
    """Say whether there is no database of ours yet: no file, an empty one, or no schema in it."""
    url = to_url(url_or_path)
    file = sqlite_file(url)
    if file is not None and (not file.exists() or not file.stat().st_size):
        return True
    engine = build_engine(url)
    try:
        with engine.connect() as connection:
            return _version(connection) is None
    except DBAPIError as error:
        raise _translate(error, url) from None
    finally:
        engine.dispose()


def examine(url_or_path: str | Path) -> list[str]:
    """Read the whole database for damage; return what is wrong, at most some dozens of lines.

    PostgreSQL looks after its pages itself (data_checksums, pg_amcheck): nothing is said of it.
    """
    url = to_url(url_or_path)
    engine = build_engine(url)
    try:
        with engine.connect() as connection:
            _refuse_newer(connection)
            if connection.dialect.name != "sqlite":
                return []
            lines = connection.exec_driver_sql("PRAGMA integrity_check(20)").scalars()
            found = [str(line) for line in lines if line != "ok"]
            loose = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(20)
            return found + [f"{row[0]} row {row[1]}: refers to no row of {row[2]}" for row in loose]
    except DBAPIError as error:
        return [str(_translate(error, url))]
    finally:
        engine.dispose()


def _translate(error: DBAPIError, url: URL) -> MailcareError:
    """Return our error; where the file is damaged it is named."""
    told, file = translate(error), sqlite_file(url)
    return DamagedError(f"{file}: {told}") if file and isinstance(told, DamagedError) else told


def _create_private(file: Path) -> None:
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(file, os.O_CREAT | os.O_WRONLY, 0o600))
    except OSError as error:
        raise StoreError(f"cannot create the database {file}: {error.strerror}") from None


def _wait_for_turn(connection: Connection) -> None:
    """Have the right to migrate until the connection is closed."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _TURN})
        connection.commit()


def _upgrade(connection: Connection) -> None:
    # Imported late: only a start that migrates needs it, and it costs a fifth of a second.
    from alembic import command  # noqa: PLC0415 - see above
    from alembic.config import Config  # noqa: PLC0415 - see above

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table(_TABLE):
        return None
    return connection.execute(text(f"SELECT version_num FROM {_TABLE}")).scalar()  # noqa: S608 - a constant


def _refuse_unfinished(connection: Connection, *, filling: bool) -> None:
    is_server = connection.dialect.name != "sqlite"
    if is_server and not filling and inspect(connection).has_table(_UNFINISHED):
        raise StoreError(
            "the database is being put back or rebuilt, or that was cut off: wait, or name another,"
            " empty one and do it again"
        )


def _refuse_newer(connection: Connection) -> None:
    version = _version(connection)
    if version is not None and version not in VERSIONS:
        raise StoreError(
            f"the database has schema {version}, which this mailcare does not know"
            f" (its own is {VERSIONS[-1]}): run the newer mailcare that wrote it"
        )


def _refuse_older(connection: Connection) -> None:
    version = _version(connection)
    if version is None:
        raise StoreError("the database holds no schema yet: `mailcare run` creates it")
    if version != VERSIONS[-1]:
        raise StoreError(
            f"the database has schema {version}, this mailcare needs {VERSIONS[-1]}:"
            " back it up and start `mailcare run`, which migrates it"
        )


def _refuse_damaged(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    if connection.exec_driver_sql("PRAGMA quick_check(1)").scalar() != "ok":
        file = sqlite_file(connection.engine.url)
        raise DamagedError(f"{file}: the database is damaged: {WAY_OUT}")
