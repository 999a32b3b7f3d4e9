import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from mailcare.store import Store
from mailcare.vault import Vault, open_vault
from unit.store.builders import NOW


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("migrated") / "mailcare.sqlite"
    Store.migrate(file)
    return file


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return open_vault(tmp_path / "vault", tmp_path / "keys", NOW)


@pytest.fixture
def key_id(vault: Vault) -> str:
    return vault.new_key()


@pytest.fixture
def database(tmp_path: Path, migrated: Path) -> Path:
    return Path(shutil.copy(migrated, tmp_path / "mailcare.sqlite"))


@pytest.fixture
def store(database: Path, vault: Vault) -> Iterator[Store]:
    store = Store.open(database, vault)
    yield store
    store.close()
