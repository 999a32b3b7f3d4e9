"""The store on each database that it may live in: every test runs on SQLite and PostgreSQL."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from mailcare.store import Store
from mailcare.vault import Vault, open_vault
from servers.postgres import PostgresServer
from unit.store.builders import NOW


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("migrated") / "mailcare.sqlite"
    Store.migrate(file)
    return file


@pytest.fixture(scope="session")
def migrated_there(_postgres_once: PostgresServer) -> str:
    name = _postgres_once.new_database()
    Store.migrate(_postgres_once.url(name))
    return name


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return open_vault(tmp_path / "vault", tmp_path / "keys", NOW)


@pytest.fixture
def key_id(vault: Vault) -> str:
    return vault.new_key()


@pytest.fixture
def database(tmp_path: Path, migrated: Path) -> Path:
    """Return the file of an SQLite database of the present schema."""
    return Path(shutil.copy(migrated, tmp_path / "mailcare.sqlite"))


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.server)])
def url(request: pytest.FixtureRequest) -> str:
    """Return where a database of the present schema is."""
    if request.param == "sqlite":
        return str(request.getfixturevalue("database"))
    server: PostgresServer = request.getfixturevalue("postgres")
    name: str = request.getfixturevalue("migrated_there")
    server.empty(name)
    return server.url(name)


@pytest.fixture
def local(database: Path, vault: Vault) -> Iterator[Store]:
    """Return a store in an SQLite file, for what is said of SQLite alone."""
    store = Store.open(database, vault)
    yield store
    store.close()


@pytest.fixture
def lair(
    url: str, tmp_path: Path, request: pytest.FixtureRequest
) -> Callable[[], dict[Path, bytes]]:
    """Return what reads every file in which database and vault leave something, log and all."""

    def files() -> dict[Path, bytes]:
        folders = [tmp_path]
        if url.startswith("postgresql"):
            server: PostgresServer = request.getfixturevalue("postgres")
            server.checkpoint()
            folders.append(server.folder)
        return {file: held for folder in folders for file, held in _contents(folder)}

    return files


def _contents(folder: Path) -> Iterator[tuple[Path, bytes]]:
    for place, _, names in os.walk(folder):
        for file in (Path(place, name) for name in names):
            with suppress(FileNotFoundError):  # a server writes and removes files of its own
                yield file, file.read_bytes() if file.is_file() else b""


@pytest.fixture
def store(url: str, vault: Vault) -> Iterator[Store]:
    store = Store.open(url, vault)
    yield store
    store.close()
