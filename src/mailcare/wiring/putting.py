"""The database of a state directory that is put back or rebuilt, and its place at the end."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from mailcare.config import Config
from mailcare.errors import StoreError
from mailcare.records.putting import PART
from mailcare.records.putting import Target as RestoreTarget
from mailcare.store import StateLock, Store, schema, snapshot
from mailcare.vault import Keyring, Vault
from mailcare.vault.sync import sync_folder
from mailcare.wiring.places import check_owner, database


@contextmanager
def open_restored(target: RestoreTarget) -> Iterator[Store]:
    """Open the database of a state directory that was put back, to make it safe; then name it.

    Raises:
        StoreError: it is of another schema version, or the state directory is in use.
    """
    file = snapshot.file_of(target.database)
    place = target.database if file is None else file.with_name(file.name + PART)
    vault = Vault(target.vault, Keyring.open(target.keys))
    with StateLock(target.state):
        Store.migrate(place, filling=True)
        store = Store.open(place, vault, filling=True)
        try:
            yield store
        finally:
            store.close()
        schema.end_filling(place)
        if file is not None:
            Path(place).rename(file)  # its log is gone: the last connection closed it
            sync_folder(file.parent)


@contextmanager
def open_rebuilt(config: Config, now: datetime) -> Iterator[tuple[Store, Vault]]:
    """Open a new database to be filled from the archive; put it in the old one's place at the end.

    The old one, damaged as it may be, is laid aside under a name with the date.

    Raises:
        StoreError: a daemon is at work, or the server's database is not empty.
        VaultError: the keyring cannot be used.
    """
    check_owner(config.storage.state_dir)
    file = snapshot.file_of(database(config))
    place = database(config) if file is None else file.with_name(file.name + PART)
    vault = Vault(config.storage.vault, Keyring.open(config.storage.keys))
    with StateLock(config.storage.state_dir):
        if isinstance(place, Path):
            place.unlink(missing_ok=True)
        elif not schema.is_empty(place):
            raise StoreError("the database on the server is not empty: name another one")
        schema.begin_filling(place)
        Store.migrate(place, filling=True)
        store = Store.open(place, vault, filling=True)
        try:
            yield store, vault
        finally:
            store.close()
        schema.end_filling(place)
        if file is not None:
            for suffix in ("", "-wal", "-shm"):
                old = file.with_name(file.name + suffix)
                if old.exists():
                    old.rename(file.with_name(f"{file.name}.{now:%Y%m%dT%H%M%SZ}{suffix}"))
            Path(place).rename(file)
            sync_folder(file.parent)
