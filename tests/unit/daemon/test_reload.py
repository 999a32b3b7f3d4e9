"""A reload takes the config and a rotated keyring over, wholly or not at all."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from mailcare.casework.tokens import TokenKind, make_token, read_token
from mailcare.clock import SystemClock
from mailcare.config import load
from mailcare.daemon.service import Daemon
from mailcare.pipeline.parts import Parts
from mailcare.vault import Keyring
from mailcare.wiring import build, token_keys
from support.small_config import small_config

CONFIG = small_config(box='interval = "60s"')


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[Parts]:
    (tmp_path / "config.toml").write_text(CONFIG, encoding="utf-8")
    with build(load(tmp_path / "config.toml"), SystemClock()) as built:
        yield built


def test_tokens_of_a_rotated_key_are_understood_after_a_reload(parts: Parts) -> None:
    keys = parts.settings.config.storage.keys
    old = make_token(parts.tokens, TokenKind.CASE, 7)
    Keyring.open(keys).rotate(parts.clock.now())
    new = make_token(token_keys(Keyring.open(keys)), TokenKind.CASE, 8)
    assert read_token(parts.tokens, new) is None
    assert Daemon(parts).reload()
    found = [read_token(parts.tokens, token) for token in (old, new)]
    assert [token and token.row_id for token in found] == [7, 8]
    assert parts.settings.writing.keys.current == "0002"
    data_key = parts.vault.new_key()
    wrapped = next(parts.settings.config.storage.state_dir.glob(f"vault/keys/*/{data_key}"))
    assert wrapped.read_bytes().startswith(b"0002")


def test_a_damaged_keyring_refuses_the_reload_and_all_goes_on(parts: Parts) -> None:
    before = parts.settings
    (parts.settings.config.storage.keys / "0002.key").write_text("broken", encoding="ascii")
    assert not Daemon(parts).reload()
    assert parts.settings is before
    assert parts.vault.open(parts.vault.seal(b"x", parts.vault.new_key())) == b"x"


def test_a_changed_interval_is_taken_and_a_broken_config_is_not(parts: Parts) -> None:
    path = parts.settings.config.path
    path.write_text(CONFIG.replace("60s", "5m"), encoding="utf-8")
    assert Daemon(parts).reload()
    assert parts.settings.desk("vas").mailbox.interval.total_seconds() == 300
    path.write_text(CONFIG.replace("60s", "soon"), encoding="utf-8")
    assert not Daemon(parts).reload()
    assert parts.settings.desk("vas").mailbox.interval.total_seconds() == 300
