import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mailcare.store import Store
from mailcare.vault import Vault, open_vault

NOW = datetime(2026, 10, 8, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="session", name="_migrated_once")
def _migrate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("migrated") / "mailcare.sqlite"
    Store.migrate(file)
    return file


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return open_vault(tmp_path / "vault", tmp_path / "keys", NOW)


@pytest.fixture
def store(tmp_path: Path, _migrated_once: Path, vault: Vault) -> Iterator[Store]:
    opened = Store.open(shutil.copy(_migrated_once, tmp_path / "mailcare.sqlite"), vault)
    yield opened
    opened.close()
