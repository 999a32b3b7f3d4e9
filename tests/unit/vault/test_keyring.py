import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier

import pytest

from mailcare.errors import ConflictError, VaultError
from mailcare.vault import Keyring, open_vault

NOW = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)


def test_the_first_start_makes_a_key_for_us_alone(tmp_path: Path) -> None:
    keyring = Keyring.create(tmp_path / "keys", NOW)
    (file,) = (tmp_path / "keys").iterdir()
    assert (file.name, stat.S_IMODE(file.stat().st_mode)) == ("0001.key", 0o600)
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert (keyring.current.id, keyring.current.created_at) == ("0001", NOW)


def test_making_a_keyring_twice_gives_the_same(tmp_path: Path) -> None:
    keyrings = [Keyring.create(tmp_path, NOW) for _ in range(2)]
    assert keyrings[0].derive("x") == keyrings[1].derive("x")
    assert len(list(tmp_path.iterdir())) == 1


def test_hosts_that_start_at_once_have_one_keyring(tmp_path: Path) -> None:
    hosts = 6
    with ThreadPoolExecutor(hosts) as pool:
        for turn in range(10):
            folder, at_once = tmp_path / str(turn), Barrier(hosts)

            def start(folder: Path = folder, at_once: Barrier = at_once) -> tuple[str, str]:
                at_once.wait()
                vault = open_vault(folder / "vault", folder / "keys", NOW)
                return vault.blind("x", "y"), vault.seal(b"z", vault.system_key())

            made = [one.result() for one in [pool.submit(start) for _ in range(hosts)]]
            vault = open_vault(folder / "vault", folder / "keys", NOW)
            assert {blind for blind, _ in made} == {vault.blind("x", "y")}
            assert {vault.open(blob) for _, blob in made} == {b"z"}


@pytest.mark.parametrize("mode", [0o604, 0o640, 0o660])
def test_a_key_that_others_may_read_is_refused(tmp_path: Path, mode: int) -> None:
    Keyring.create(tmp_path, NOW)
    (tmp_path / "0001.key").chmod(mode)
    with pytest.raises(VaultError, match=r"chmod 600 .*0001\.key"):
        Keyring.open(tmp_path)


@pytest.mark.parametrize("text", ["", "x", "mailcare master key 1\ncreated x\nsecret !!\n"])
def test_a_damaged_key_file_is_named(tmp_path: Path, text: str) -> None:
    Keyring.create(tmp_path, NOW)
    (tmp_path / "0001.key").write_text(text, encoding="utf-8")
    with pytest.raises(VaultError, match=r"0001\.key is damaged"):
        Keyring.open(tmp_path)


def test_an_empty_folder_is_no_keyring(tmp_path: Path) -> None:
    with pytest.raises(VaultError, match="no key in"):
        Keyring.open(tmp_path)


def test_rotation_adds_a_key_and_keeps_the_old(tmp_path: Path) -> None:
    keyring = Keyring.create(tmp_path, NOW)
    before = keyring.derive("token")
    added = keyring.rotate(NOW + timedelta(days=1))
    assert (added.id, keyring.current, keyring.first.id) == ("0002", added, "0001")
    assert keyring.derive("token") != before
    assert keyring.derive("token", "0001") == before
    assert [key.id for key in Keyring.open(tmp_path).list()] == ["0001", "0002"]


def test_two_processes_cannot_add_the_same_key(tmp_path: Path) -> None:
    one, two = Keyring.create(tmp_path, NOW), Keyring.open(tmp_path)
    one.rotate(NOW)
    with pytest.raises(ConflictError):
        two.rotate(NOW)


def test_a_key_that_another_process_added_opens_what_it_sealed(tmp_path: Path) -> None:
    running = open_vault(tmp_path / "vault", tmp_path / "keys", NOW)
    Keyring.open(tmp_path / "keys").rotate(NOW)
    other = open_vault(tmp_path / "vault", tmp_path / "keys", NOW)
    assert running.open(other.seal(b"x", other.new_key())) == b"x"


def test_purposes_have_keys_of_their_own(tmp_path: Path) -> None:
    keyring = Keyring.create(tmp_path, NOW)
    assert keyring.derive("a") != keyring.derive("b")
    assert len(keyring.derive("a")) == 32
    with pytest.raises(VaultError, match="0009"):
        keyring.derive("a", "0009")


def test_a_key_cannot_be_printed(tmp_path: Path) -> None:
    key = Keyring.create(tmp_path, NOW).current
    assert repr(key.secret) not in repr(key)
    assert "secret" not in repr(key)


def test_a_vault_whose_keyring_is_gone_makes_no_new_one(tmp_path: Path) -> None:
    open_vault(tmp_path / "vault", tmp_path / "keys", NOW).new_key()
    (tmp_path / "keys" / "0001.key").unlink()
    with pytest.raises(VaultError, match=r"keyring .* is gone"):
        open_vault(tmp_path / "vault", tmp_path / "keys", NOW)
    assert list((tmp_path / "keys").iterdir()) == []


def test_an_open_keyring_takes_over_what_another_process_added(tmp_path: Path) -> None:
    keyring = Keyring.create(tmp_path, NOW)
    Keyring.open(tmp_path).rotate(NOW)
    assert keyring.current.id == "0001"
    keyring.refresh()
    assert keyring.current.id == "0002"
    for file in tmp_path.iterdir():
        file.unlink()
    with pytest.raises(VaultError):
        keyring.refresh()
    assert keyring.current.id == "0002"
