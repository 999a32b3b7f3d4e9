"""Where the state lies: is it there, is it ours, is it whole."""

import os
import pwd
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mailcare.config import Config
from mailcare.errors import DamagedError, StoreError
from mailcare.store import Store, schema, snapshot
from mailcare.store.failures import WAY_OUT
from mailcare.vault import Keyring, Vault


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
    vault = Vault(config.storage.vault, Keyring.open(config.storage.keys))
    file = snapshot.file_of(database(config))
    if file is not None and not file.exists():
        refuse_lost(config, vault)
    store = Store.open(database(config), vault)
    try:
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
    place = snapshot.file_of(database(config)) or "on the server"
    raise DamagedError(
        f"the database {place} is gone or empty, but {config.storage.vault} holds"
        f" sealed letters: {WAY_OUT}"
    )
