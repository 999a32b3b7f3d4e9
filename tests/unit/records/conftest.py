"""A small state directory with a letter, a case and a mail in it, on each database."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from mailcare.records import Source
from mailcare.store import Store
from mailcare.vault import Vault, open_vault
from servers.postgres import PostgresServer
from unit.store.builders import NOW, add_letter, new_mail

RAW = b"From: u13900020002@users.example\r\n\r\nhello\r\n"


@dataclass
class State:
    """What is backed up."""

    source: Source
    vault: Vault
    store: Store
    blob: str

    def letter(self, name: str) -> str:
        """Take in one more letter."""
        key_id = self.vault.new_key()
        blob = self.vault.seal(RAW + name.encode(), key_id)
        self.store.run(lambda tx: add_letter(tx, key_id, name, blob=blob))
        return blob


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("migrated") / "mailcare.sqlite"
    Store.migrate(file)
    return file


@pytest.fixture
def place(tmp_path: Path, migrated: Path) -> str:
    (tmp_path / "state").mkdir(mode=0o700)
    return str(shutil.copy(migrated, tmp_path / "state" / "mailcare.sqlite"))


@pytest.fixture
def server_place(postgres: PostgresServer) -> str:
    url = postgres.url(postgres.new_database())
    Store.migrate(url)
    return url


def fill(tmp_path: Path, database: str) -> State:
    state = tmp_path / "state"
    vault = open_vault(state / "vault", tmp_path / "keys", NOW)
    store = Store.open(database, vault)
    key_id = vault.new_key()
    blob = vault.seal(RAW, key_id)
    mail = vault.seal(b"Subject: an answer\r\n\r\n", key_id)
    store.run(lambda tx: add_letter(tx, key_id, blob=blob))
    store.run(lambda tx: tx.outbox.add(new_mail(key_id, blob=mail), NOW))
    (state / "tokens").mkdir(mode=0o700)
    (state / "tokens" / "a.sealed").write_bytes(b"sealed")
    source = Source(state, database, tmp_path / "keys", state / "vault")
    return State(source, vault, store, blob)


@pytest.fixture
def state(tmp_path: Path, place: str) -> Iterator[State]:
    filled = fill(tmp_path, place)
    yield filled
    filled.store.close()
