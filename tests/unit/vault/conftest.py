from datetime import UTC, datetime
from pathlib import Path

import pytest

from mailcare.vault import Vault, open_vault

NOW = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return open_vault(tmp_path / "vault", tmp_path / "keys", NOW)


@pytest.fixture
def key_id(vault: Vault) -> str:
    return vault.new_key()
