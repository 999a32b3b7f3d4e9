import stat
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from mailcare.errors import StoreError, VaultError
from mailcare.records import Target, back_up, find_backup, put_back, verify
from mailcare.store import Store
from mailcare.vault import Keyring, Vault
from mailcare.wiring import open_restored
from servers.postgres import PostgresServer
from unit.records.conftest import RAW, State, fill
from unit.store.builders import NOW

SECOND = timedelta(seconds=1)


def target(tmp_path: Path, **changes: Path | str | None) -> Target:
    new = tmp_path / "new"
    plain = Target(
        new, str(new / "mailcare.sqlite"), new / "keys", new / "vault", tmp_path / "keys"
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def test_a_backup_holds_all_and_opens_elsewhere(state: State, tmp_path: Path) -> None:
    made = back_up(state.source, tmp_path / "backups", NOW)
    assert verify(made.folder) == []
    put_back(find_backup(tmp_path / "backups"), target(tmp_path))
    vault = Vault(tmp_path / "new" / "vault", Keyring.open(tmp_path / "new" / "keys"))
    assert vault.open(state.blob) == RAW
    assert (tmp_path / "new" / "tokens" / "a.sealed").read_bytes() == b"sealed"
    assert not (tmp_path / "new" / "mailcare.sqlite").exists()  # not before it is made safe
    store = Store.open(tmp_path / "new" / "mailcare.sqlite.part", vault)
    assert [one.message_id for one in store.read(lambda tx: tx.outbox.list())] == [
        one.message_id for one in state.store.read(lambda tx: tx.outbox.list())
    ]
    store.close()


def test_keys_go_along_only_when_asked_for(state: State, tmp_path: Path) -> None:
    without = back_up(state.source, tmp_path / "apart", NOW)
    secret = next((tmp_path / "keys").glob("*.key")).read_bytes()
    assert not [
        one for one in without.folder.rglob("*") if one.is_file() and secret == one.read_bytes()
    ]
    with pytest.raises(VaultError, match="no keys in it"):
        put_back(without.folder, target(tmp_path, keys_from=None))
    together = back_up(state.source, tmp_path / "together", NOW, with_keys=True)
    put_back(together.folder, target(tmp_path, keys_from=None))
    assert Keyring.open(tmp_path / "new" / "keys").current.id == "0001"


def test_another_keyring_is_refused(state: State, tmp_path: Path) -> None:
    made = back_up(state.source, tmp_path / "backups", NOW)
    Keyring.create(tmp_path / "others", NOW)
    with pytest.raises(VaultError, match="lacks the backup's key 0001"):
        put_back(made.folder, target(tmp_path, keys_from=tmp_path / "others"))


def test_what_an_earlier_backup_holds_is_linked_and_old_ones_go(
    state: State, tmp_path: Path
) -> None:
    root = tmp_path / "backups"
    first = back_up(state.source, root, NOW)
    fresh = state.letter("another")
    second = back_up(state.source, root, NOW + SECOND)
    path = f"vault/blobs/{state.blob[:2]}/{state.blob}"
    assert (first.folder / path).samefile(second.folder / path)
    assert not (first.folder / path).samefile(state.source.state / path)
    assert (second.folder / f"vault/blobs/{fresh[:2]}/{fresh}").exists()
    third = back_up(state.source, root, NOW + 2 * SECOND, keep=2)
    assert third.pruned == (first.folder,)
    assert verify(second.folder) == verify(third.folder) == []


def test_everything_is_ours_alone(state: State, tmp_path: Path) -> None:
    back_up(state.source, tmp_path / "backups", NOW, with_keys=True)
    for one in (tmp_path / "backups").rglob("*"):
        assert stat.S_IMODE(one.stat().st_mode) & 0o077 == 0, one


def test_each_damaged_file_is_named(state: State, tmp_path: Path) -> None:
    made = back_up(state.source, tmp_path / "backups", NOW)
    for name in ("mailcare.sqlite", f"vault/blobs/{state.blob[:2]}/{state.blob}", "files"):
        file = made.folder / name
        data = file.read_bytes()
        file.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
        assert [line.partition(":")[0] for line in verify(made.folder)] == [name]
        with pytest.raises(VaultError, match="is damaged"):
            put_back(made.folder, target(tmp_path))
        file.write_bytes(data)
    (made.folder / "manifest.json").unlink()
    with pytest.raises(VaultError, match="no whole backup"):
        verify(made.folder)


def test_nothing_is_overwritten(state: State, tmp_path: Path) -> None:
    made = back_up(state.source, tmp_path / "backups", NOW)
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "anything").touch()
    with pytest.raises(VaultError, match="not empty"):
        put_back(made.folder, target(tmp_path))


def test_a_damaged_database_makes_no_backup_and_earlier_ones_stay(
    state: State, tmp_path: Path
) -> None:
    root = tmp_path / "backups"
    first = back_up(state.source, root, NOW, keep=1)
    state.store.close()
    file = Path(state.source.database)
    data = bytearray(file.read_bytes())
    data[8192:] = b"\xa5" * (len(data) - 8192)
    file.write_bytes(data)
    with pytest.raises(StoreError, match=r"damaged|copied"):
        back_up(state.source, root, NOW + SECOND, keep=1)
    assert find_backup(root) == first.folder
    assert not list(root.glob(".unfinished-*"))


def test_a_backup_beside_the_state_itself_is_refused(state: State) -> None:
    with pytest.raises(VaultError, match="another disk"):
        back_up(state.source, state.source.state / "backups", NOW)


_KILLED = """
import os, sys
from datetime import datetime
from pathlib import Path
from mailcare.records import Source, back_up
real, seen = os.fsync, []
def fsync(descriptor):
    seen.append(descriptor)
    if len(seen) == int(sys.argv[1]):
        os._exit(9)
    real(descriptor)
os.fsync = fsync
base = Path(sys.argv[2])
state = base / "state"
source = Source(state, str(state / "mailcare.sqlite"), base / "keys", state / "vault")
back_up(source, base / "backups", datetime.fromisoformat(sys.argv[3]))
print(len(seen))
"""


def test_a_backup_that_was_killed_is_never_taken_for_a_whole_one(
    state: State, tmp_path: Path
) -> None:
    root = tmp_path / "backups"

    def run(at: int, second: int) -> subprocess.CompletedProcess[str]:
        when = (NOW + second * SECOND).isoformat()
        command = [sys.executable, "-c", _KILLED, str(at), str(tmp_path), when]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    run(0, 0)
    syncs = int(run(0, 1).stdout)  # fewer: what the first one holds is linked
    first = find_backup(root)
    for second, at in enumerate((1, syncs // 2, syncs - 1), start=2):
        assert run(at, second).returncode == 9
        assert find_backup(root) == first
        assert list(root.glob(".unfinished-*"))
    last = back_up(state.source, root, NOW + 9 * SECOND)
    assert verify(last.folder) == []
    assert not list(root.glob(".unfinished-*"))


@pytest.mark.server
def test_a_server_s_database_is_dumped_and_put_back(
    server_place: str, postgres: PostgresServer, tmp_path: Path
) -> None:
    filled = fill(tmp_path, server_place)
    made = back_up(filled.source, tmp_path / "backups", NOW)
    assert verify(made.folder) == []
    empty = postgres.url(postgres.new_database())
    there = target(tmp_path, database=empty)
    put_back(made.folder, there)
    vault = Vault(there.vault, Keyring.open(there.keys))
    for begin in (lambda: Store.migrate(empty), lambda: Store.open(empty, vault)):
        with pytest.raises(StoreError, match="being put back"):  # not before it is made safe
            begin()
    with open_restored(there) as store:
        assert len(store.read(lambda tx: tx.outbox.list())) == 1
    Store.open(empty, vault).close()
    with pytest.raises(StoreError, match="not empty"):
        put_back(made.folder, target(tmp_path, database=empty, state=tmp_path / "third",
                                     vault=tmp_path / "third" / "vault"))  # fmt: skip
    filled.store.close()
