import sqlite3
import stat
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory

import mailcare.store
from mailcare.errors import StoreError
from mailcare.store import Store
from mailcare.store.engine import WRITES, build_engine, to_url
from mailcare.store.schema import VERSIONS
from mailcare.store.tables import metadata
from mailcare.vault import Vault


def _in_order(sql: str) -> list[str]:
    """Return columns as they stand, then the constraints sorted: their order means nothing."""
    columns, *constraints = sql.removesuffix(")").split(" CONSTRAINT ")
    return [columns.rstrip(" ,"), *sorted(constraint.rstrip(" ,") for constraint in constraints)]


def _schema(file: Path) -> dict[str, list[str]]:
    connection = sqlite3.connect(file)
    rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    found = {name: _in_order(" ".join(sql.replace('"', "").split())) for name, sql in rows}
    connection.close()
    return {name: sql for name, sql in found.items() if name != "alembic_version"}


def test_migrations_lead_to_what_the_tables_say(migrated: Path, tmp_path: Path) -> None:
    engine = build_engine(to_url(tmp_path / "created.sqlite"))
    with engine.connect().execution_options(**{WRITES: True}) as connection:
        metadata.create_all(connection)
        connection.commit()
    engine.dispose()
    assert _schema(migrated) == _schema(tmp_path / "created.sqlite")


def test_versions_are_those_of_the_migrations() -> None:
    folder = Path(mailcare.store.__file__).parent / "migrations"
    config = Config()
    config.set_main_option("script_location", str(folder))
    scripts = ScriptDirectory.from_config(config)
    revisions = [script.revision for script in scripts.walk_revisions()]
    assert tuple(reversed(revisions)) == VERSIONS


def test_the_file_is_ours_alone_and_migrating_twice_is_harmless(tmp_path: Path) -> None:
    file = tmp_path / "state" / "mailcare.sqlite"
    Store.migrate(file)
    before = _schema(file)
    Store.migrate(file)
    assert _schema(file) == before
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_the_connection_is_durable_and_strict(database: Path) -> None:
    engine = build_engine(to_url(database))
    with engine.connect() as connection:
        values = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        ]
    engine.dispose()
    assert values == ["wal", 2, 1, 5000]


def _set_version(file: Path, version: str) -> None:
    connection = sqlite3.connect(file)
    connection.execute("UPDATE alembic_version SET version_num = ?", (version,))
    connection.commit()
    connection.close()


def test_a_newer_schema_is_refused_and_left_alone(database: Path, vault: Vault) -> None:
    _set_version(database, "0999")
    with pytest.raises(StoreError, match=r"0999.*newer mailcare"):
        Store.open(database, vault)
    with pytest.raises(StoreError, match=r"0999.*newer mailcare"):
        Store.migrate(database)


def test_an_older_schema_is_refused_with_the_way_out(
    database: Path, vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mailcare.store.schema.VERSIONS", ("0001", "0002"))
    with pytest.raises(StoreError, match=r"0001, this mailcare needs 0002.*mailcare run"):
        Store.open(database, vault)


def test_an_empty_database_is_refused_with_the_way_out(tmp_path: Path, vault: Vault) -> None:
    file = tmp_path / "empty.sqlite"
    file.touch()
    with pytest.raises(StoreError, match=r"no schema yet.*mailcare run"):
        Store.open(file, vault)


def test_an_absent_database_is_not_made_by_looking(tmp_path: Path, vault: Vault) -> None:
    file = tmp_path / "absent.sqlite"
    with pytest.raises(StoreError, match=r"no database at .*mailcare run"):
        Store.open(file, vault)
    assert not file.exists()


def test_a_file_that_is_no_database_is_named_plainly(tmp_path: Path, vault: Vault) -> None:
    file = tmp_path / "noise.sqlite"
    file.write_bytes(b"no database at all " * 1000)
    with pytest.raises(StoreError, match="no database of mailcare"):
        Store.open(file, vault)


def test_a_damaged_page_is_found_at_open(database: Path, vault: Vault) -> None:
    data = bytearray(database.read_bytes())
    data[8192:] = b"\xa5" * (len(data) - 8192)
    database.write_bytes(data)
    with pytest.raises(StoreError, match="damaged"):
        Store.open(database, vault)
