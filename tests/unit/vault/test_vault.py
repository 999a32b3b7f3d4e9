import os
import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcare.errors import VaultError
from mailcare.vault import Keyring, Vault, open_vault
from mailcare.vault.seal import BrokenSealError, seal, unseal

NOW = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
CANARY = "13900020002"


def _file(tmp_path: Path, blob: str) -> Path:
    return tmp_path / "vault" / "blobs" / blob[:2] / blob


def test_a_blob_opens_to_what_was_sealed(vault: Vault, key_id: str, tmp_path: Path) -> None:
    blob = vault.seal(b"From: x\r\n\r\n" + CANARY.encode(), key_id)
    assert vault.open(blob) == b"From: x\r\n\r\n" + CANARY.encode()
    assert stat.S_IMODE(_file(tmp_path, blob).stat().st_mode) == 0o600
    again = open_vault(tmp_path / "vault", tmp_path / "keys", NOW)
    assert again.open(blob).endswith(CANARY.encode())


def test_the_same_bytes_never_look_the_same(vault: Vault, key_id: str, tmp_path: Path) -> None:
    blobs = [vault.seal(b"same", key_id) for _ in range(2)]
    assert blobs[0] != blobs[1]
    assert _file(tmp_path, blobs[0]).read_bytes() != _file(tmp_path, blobs[1]).read_bytes()


@pytest.mark.parametrize("size", [0, 1, 60 * 1024 * 1024])
def test_sizes(vault: Vault, key_id: str, size: int) -> None:
    data = b"x" * size
    assert vault.open(vault.seal(data, key_id)) == data


def test_a_flipped_bit_anywhere_is_found(vault: Vault, key_id: str, tmp_path: Path) -> None:
    blob = vault.seal(b"content", key_id)
    file = _file(tmp_path, blob)
    data = file.read_bytes()
    for position in range(len(data)):
        damaged = bytearray(data)
        damaged[position] ^= 1
        file.write_bytes(bytes(damaged))
        with pytest.raises(VaultError, match=blob):
            vault.open(blob)
    for length in (0, 5, 40, len(data) - 1):
        file.write_bytes(data[:length])
        with pytest.raises(VaultError, match=blob):
            vault.open(blob)


def test_a_blob_is_bound_to_its_name(vault: Vault, key_id: str, tmp_path: Path) -> None:
    one, two = vault.seal(b"one", key_id), vault.seal(b"two", key_id)
    _file(tmp_path, one).write_bytes(_file(tmp_path, two).read_bytes())
    with pytest.raises(VaultError, match=f"{one} is damaged"):
        vault.open(one)


def test_a_missing_blob_is_named(vault: Vault, key_id: str) -> None:
    blob = vault.seal(b"x", key_id)
    vault.discard(blob)
    vault.discard(blob)
    with pytest.raises(VaultError, match=blob):
        vault.open(blob)


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "ab/cd", "A" * 32])
def test_names_are_never_paths(vault: Vault, name: str) -> None:
    for call in (vault.open, vault.discard, vault.destroy_key):
        with pytest.raises(VaultError, match="this is no"):
            call(name)


def test_a_destroyed_key_destroys_what_it_sealed(vault: Vault, key_id: str, tmp_path: Path) -> None:
    other = open_vault(tmp_path / "vault", tmp_path / "keys", NOW)
    blob, text = vault.seal(b"x", key_id), vault.seal_text("x", key_id)
    kept = vault.seal(b"kept", vault.new_key())
    assert other.open(blob) == b"x"
    vault.destroy_key(key_id)
    for opener in (vault, other):  # also one that had the key in memory
        with pytest.raises(VaultError, match="destroyed"):
            opener.open(blob)
        with pytest.raises(VaultError, match="destroyed"):
            opener.open_text(text, key_id)
    assert vault.open(kept) == b"kept"
    assert not list((tmp_path / "vault" / "keys").glob(f"*/{key_id}"))


def test_rotation_needs_no_sealing_anew(vault: Vault, key_id: str, tmp_path: Path) -> None:
    blob, blind = vault.seal(b"old", key_id), vault.blind("address", "a")
    content = vault.content_key(b"Subject: x\n\ny")
    Keyring.open(tmp_path / "keys").rotate(NOW)
    rotated = open_vault(tmp_path / "vault", tmp_path / "keys", NOW)
    assert rotated.open(blob) == b"old"
    assert rotated.blind("address", "a") == blind
    assert rotated.content_key(b"Subject: x\n\ny") == content
    new_key = rotated.new_key()
    (wrapped,) = (tmp_path / "vault" / "keys").glob(f"*/{new_key}")
    assert wrapped.read_bytes().startswith(b"0002")


def test_the_system_key_is_one_for_all(vault: Vault, tmp_path: Path) -> None:
    other = open_vault(tmp_path / "vault", tmp_path / "keys", NOW)
    with ThreadPoolExecutor(8) as pool:
        ids = set(pool.map(lambda v: v.system_key(), [vault, other] * 8))
    assert len(ids) == 1
    (key_id,) = ids
    assert other.open_text(vault.seal_text("x", key_id), key_id) == "x"


@given(text=st.text(st.characters()))
def test_texts_come_back_whatever_they_hold(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    root = tmp_path_factory.getbasetemp() / "shared"
    vault = open_vault(root / "vault", root / "keys", NOW)
    key_id = vault.system_key()
    assert vault.open_text(vault.seal_text(text, key_id), key_id) == text
    assert vault.blind("text", text) == vault.blind("text", text)


def test_a_text_opens_under_its_own_key_only(vault: Vault, key_id: str) -> None:
    sealed = vault.seal_text("x", key_id)
    with pytest.raises(VaultError, match="damaged"):
        vault.open_text(sealed, vault.new_key())


def test_blind_indexes_differ_by_value_purpose_and_keyring(vault: Vault, tmp_path: Path) -> None:
    other = open_vault(tmp_path / "b", tmp_path / "b-keys", NOW)
    blinds = [
        vault.blind("address", CANARY),
        vault.blind("address", CANARY + "0"),
        vault.blind("phone", CANARY),
        other.blind("address", CANARY),
    ]
    assert len(set(blinds)) == 4
    assert CANARY not in "".join(blinds)


def test_orphans_are_what_no_row_knows(vault: Vault, key_id: str, tmp_path: Path) -> None:
    known, orphan, fresh = (vault.seal(b"x", key_id) for _ in range(3))
    unused = vault.new_key()
    vault.system_key()
    yesterday = (NOW - timedelta(days=1)).timestamp()
    os.utime(_file(tmp_path, orphan), (yesterday, yesterday))
    assert vault.orphans({known}) == sorted([orphan, fresh])
    assert vault.orphans({known}, before=NOW) == [orphan]
    assert vault.orphan_keys({key_id}) == [unused]


def test_a_crash_leaves_nothing_that_counts_as_a_blob(
    vault: Vault, key_id: str, tmp_path: Path
) -> None:
    blob = vault.seal(b"x", key_id)
    torn = _file(tmp_path, blob).with_name(".new-0123")
    torn.write_bytes(b"half")
    assert vault.orphans({blob}) == []
    assert vault.sweep(NOW - timedelta(days=9999)) == 0
    assert vault.sweep(NOW + timedelta(days=9999)) == 1
    assert not torn.exists()
    assert vault.open(blob) == b"x"


@pytest.mark.parametrize("spared", range(4))
def test_a_full_disk_is_told_and_leaves_no_rubbish(
    spared: int, vault: Vault, key_id: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folders, the file, and its folder again once the file has its name are synced."""
    synced = []

    def full(descriptor: int) -> None:
        synced.append(descriptor)
        if len(synced) > spared:
            raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", full)
        with pytest.raises(VaultError, match="No space left"):
            vault.seal(b"x", key_id)
    assert vault.orphans(()) == []
    assert list(tmp_path.rglob(".new-*")) == []
    assert vault.open(vault.seal(b"x", key_id)) == b"x"


def test_nothing_stands_in_clear_in_any_file(vault: Vault, key_id: str, tmp_path: Path) -> None:
    vault.seal(CANARY.encode() * 100, key_id)
    files = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert len(files) == 3  # master key, data key, blob
    assert [file for file in files if CANARY.encode() in file.read_bytes()] == []


@given(data=st.binary(), bound=st.binary())
def test_what_is_sealed_opens_only_with_all_three(data: bytes, bound: bytes) -> None:
    key, other = b"k" * 32, b"o" * 32
    sealed = seal(data, key, bound)
    assert unseal(sealed, key, bound) == data
    for wrong in ((sealed, other, bound), (sealed, key, bound + b"x"), (b"", key, bound)):
        with pytest.raises(BrokenSealError):
            unseal(*wrong)
