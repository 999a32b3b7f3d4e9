"""Upgrading from every released schema, data and all; what is released never changes."""

import hashlib
import json
import re
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

import mailcare.store
from mailcare.store import Store, schema
from mailcare.vault import Vault
from support.schema_dump import SCHEMAS, dump, fill

ROOT = Path(__file__).parents[3]
RELEASED: dict[str, str] = json.loads((SCHEMAS / "released.json").read_text(encoding="utf-8"))
_MIGRATIONS = Path(mailcare.store.__file__).parent / "migrations" / "versions"


def digest(revision: str) -> str:
    file = next(_MIGRATIONS.glob(f"{revision}_*.py"))
    return hashlib.sha256(file.read_bytes()).hexdigest()


def has_release(changelog: str) -> bool:
    """Say whether a version is released: it has a heading of its own."""
    return re.search(r"^## \[\d", changelog, re.MULTILINE) is not None


def guard(changelog: str, released: dict[str, str]) -> list[str]:
    """Return what is wrong about schemas that users may have."""
    wrong = [f"{one} was changed" for one, known in released.items() if digest(one) != known]
    wrong += [f"{one}.sql is missing" for one in released if not (SCHEMAS / f"{one}.sql").exists()]
    if has_release(changelog) and not released:
        wrong.append("a version is released and its schema isn't kept in tests/schemas")
    return wrong


def test_released_schemas_are_kept_and_never_change() -> None:
    assert guard((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), RELEASED) == []


def test_the_guard_sees_a_release_and_a_change() -> None:
    assert guard("## [Unreleased]\n## [0.1.0] - 2027-01-01\n", {}) != []
    assert guard("", {"0001": "0" * 64}) == ["0001 was changed", "0001.sql is missing"]


def rows(file: Path) -> Counter[str]:
    with closing(sqlite3.connect(file)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        return Counter({name: _count(connection, name) for (name,) in tables.fetchall()})


def _count(connection: sqlite3.Connection, table: str) -> int:
    query = f'SELECT count(*) FROM "{table}"'  # noqa: S608 - the database's own name
    return int(connection.execute(query).fetchone()[0])


def upgraded(sql: str, file: Path) -> None:
    """Load a dump, upgrade it, and see that it is whole and has lost no row."""
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(sql)
    before = rows(file)
    Store.migrate(file)
    assert schema.examine(file) == []
    assert {name: rows(file)[name] for name in before} == before


def test_each_released_schema_is_upgraded_with_its_data(tmp_path: Path) -> None:
    for revision in sorted(RELEASED):  # none is released yet
        sql = (SCHEMAS / f"{revision}.sql").read_text(encoding="utf-8")
        upgraded(sql, tmp_path / f"{revision}.sqlite")


def test_the_present_schema_with_data_survives_its_own_dump(
    database: Path, vault: Vault, key_id: str, tmp_path: Path
) -> None:
    store = Store.open(database, vault)
    fill(store, key_id)
    before = store.read(lambda tx: tx.cases.list())
    store.close()
    upgraded(dump(database), tmp_path / "again.sqlite")
    again = Store.open(tmp_path / "again.sqlite", vault)
    assert again.read(lambda tx: tx.cases.list()) == before
    again.close()


def test_an_upgrade_that_is_there_already_leaves_the_data_alone(
    url: str, vault: Vault, key_id: str
) -> None:
    store = Store.open(url, vault)
    fill(store, key_id)
    before = store.read(lambda tx: (tx.cases.list(), tx.outbox.list(), tx.letters.count()))
    store.close()
    Store.migrate(url)
    again = Store.open(url, vault)
    assert again.read(lambda tx: (tx.cases.list(), tx.outbox.list(), tx.letters.count())) == before
    again.close()
