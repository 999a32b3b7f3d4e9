import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from mailcare.store import Store
from mailcare.vault import Vault, open_vault
from unit.supervision.desk import NOW, Town


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("migrated") / "mailcare.sqlite"
    Store.migrate(file)
    return file


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return open_vault(tmp_path / "vault", tmp_path / "keys", NOW)


@pytest.fixture
def town(tmp_path: Path, migrated: Path, vault: Vault) -> Iterator[Town]:
    store = Store.open(Path(shutil.copy(migrated, tmp_path / "mailcare.sqlite")), vault)
    yield Town(store, vault.new_key())
    store.close()
