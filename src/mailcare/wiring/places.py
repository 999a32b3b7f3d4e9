"""Where the state lies: is it there, is it ours, is it whole."""

import os
import pwd
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from mailcare.config import Config
from mailcare.errors import DamagedError, StoreError, VaultError
from mailcare.records.manifest import fingerprints
from mailcare.store import Store, Tx, schema, snapshot
from mailcare.store.failures import WAY_OUT
from mailcare.vault import Keyring, Vault

_KEYRING: Final = "keyring"
"""Under which name the database knows its keyring."""


def database(config: Config) -> str:
    """Return the URL or path of the store's database."""
    return config.storage.database or str(config.storage.state_dir / "mailcare.sqlite")


@contextmanager
def open_store(config: Config) -> Iterator[tuple[Store, Vault]]:
    """Open store and vault of a state directory that exists, for commands that look or decide.

    Raises:
        StoreError: there is none yet, it is another user's, or the database cannot be used.
        VaultError: the keyring cannot be used.
    """
    check_state(config)
    keyring = Keyring.open(config.storage.keys)
    vault = Vault(config.storage.vault, keyring)
    file = snapshot.file_of(database(config))
    if file is not None and not file.exists():
        refuse_lost(config, vault)
    store = Store.open(database(config), vault)
    try:
        refuse_other_keyring(config, store, keyring)
        yield store, vault
    finally:
        store.close()


def check_state(config: Config) -> None:
    """See that there is a state directory, and that it is ours.

    Files of another user in it, root's even, would stop the daemon later.

    Raises:
        StoreError: there is none yet, or it belongs to another user.
    """
    state = config.storage.state_dir
    if not state.is_dir():
        raise StoreError(f"there is no {state} yet: `mailcare run` or `once` makes it")
    check_owner(state)
    if not Keyring.exists(config.storage.keys) and not config.storage.vault.exists():
        raise StoreError(f"{state} is empty: `mailcare run` or `once` fills it")


def check_owner(state: Path) -> None:
    """See that the state directory is ours.

    Raises:
        StoreError: it belongs to another user.
    """
    owner = state.stat().st_uid
    if owner != os.geteuid():
        name = _user_name(owner)
        raise StoreError(f"{state} belongs to the user {name}: `sudo -u {name} mailcare …`")


def _user_name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"#{uid}"


def refuse_lost(config: Config, vault: Vault) -> None:
    """See that no empty database is made beside sealed letters: theirs is lost, or elsewhere.

    Raises:
        DamagedError: so it is; nothing has been changed.
    """
    if not schema.is_empty(database(config)) or not vault.blobs():
        return
    if not schema.is_empty(database(config)):
        return  # another host made it just now, and has received since
    place = snapshot.file_of(database(config)) or "on the server"
    raise DamagedError(
        f"the database {place} is gone or empty, but {config.storage.vault} holds"
        f" sealed letters: {WAY_OUT}"
    )


def refuse_other_keyring(config: Config, store: Store, keyring: Keyring) -> None:
    """See that the keyring is the one whose keys the database's rows are sealed under.

    Hosts that share a database but no folder for keys would each make one of their own.

    Raises:
        VaultError: it is another.
    """
    ours = fingerprints(keyring)[keyring.first.id]
    if (store.read(lambda tx: tx.meta.get(_KEYRING)) or ours) != ours:
        raise VaultError(
            f"{config.storage.keys} is not the keyring of this database: copy the keys of the host"
            " that was first, or name their folder in storage.key_dir"
        )


def note_keyring(store: Store, keyring: Keyring) -> None:
    """Have the database know its keyring from its first daemon on."""

    def work(tx: Tx) -> None:
        tx.locks.take(_KEYRING)
        if tx.meta.get(_KEYRING) is None:
            tx.meta.set(_KEYRING, fingerprints(keyring)[keyring.first.id])

    if store.read(lambda tx: tx.meta.get(_KEYRING)) is None:
        store.run(work)
