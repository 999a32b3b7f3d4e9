"""Data keys: one a letter, each wrapped by a master key in a file of its own.

Destroy the file, and everything sealed under the key is gone for good (crypto-shredding, R18).
"""

import os
import re
import secrets
import threading
from collections import OrderedDict
from datetime import datetime
from pathlib import Path
from typing import Final

from mailcare.errors import VaultError
from mailcare.vault.files import names_in
from mailcare.vault.keyring import Keyring
from mailcare.vault.seal import KEY_BYTES, BrokenSealError, seal, unseal
from mailcare.vault.sync import create_file, remove_file

_MASTER_ID_BYTES: Final = 4
_ID: Final = re.compile(r"[0-9a-f]{32}|system")
_SYSTEM: Final = "system"
_REMEMBERED: Final = 512


class DataKeys:
    """The wrapped keys below a folder; a few are remembered unwrapped."""

    def __init__(self, folder: Path, keyring: Keyring) -> None:
        self._folder = folder
        self._keyring = keyring
        self._unwrapped: OrderedDict[str, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def new(self) -> str:
        """Make a key and return its id, once its file is durable."""
        key_id = secrets.token_hex(16)
        self._write(key_id)
        return key_id

    def system(self) -> str:
        """Return the id of the key for what belongs to no letter, made at first use."""
        if not self._path(_SYSTEM).exists():
            self._write(_SYSTEM)
        return _SYSTEM

    def get(self, key_id: str) -> bytes:
        """Return a key, unwrapped.

        Raises:
            VaultError: it was destroyed, is damaged, or its master key is missing.
        """
        path = self._path(key_id)
        with self._lock:
            known = self._unwrapped.get(key_id)
        if known is not None and path.exists():  # it may be destroyed by another process
            return known
        key = self._unwrap(key_id, path)
        self._remember(key_id, key)
        return key

    def destroy(self, key_id: str) -> None:
        """Destroy a key for good; nothing happens if it is gone already."""
        with self._lock:
            self._unwrapped.pop(key_id, None)
        remove_file(self._path(key_id))

    def names(self, before: datetime | None = None) -> set[str]:
        """Return the ids of the keys there are, or of those written before a time."""
        return names_in(self._folder, before) - {_SYSTEM}

    def _write(self, key_id: str) -> None:
        master = self._keyring.current
        wrapped = seal(os.urandom(KEY_BYTES), master.secret, _bound(key_id, master.id))
        create_file(self._path(key_id), master.id.encode("ascii") + wrapped)

    def _unwrap(self, key_id: str, path: Path) -> bytes:
        try:
            data = path.read_bytes()
        except OSError:
            raise VaultError(f"the data key {key_id} is missing or was destroyed") from None
        master_id = data[:_MASTER_ID_BYTES].decode("ascii", "replace")
        try:
            master = self._keyring.get(master_id)
            return unseal(data[_MASTER_ID_BYTES:], master.secret, _bound(key_id, master_id))
        except BrokenSealError:
            raise VaultError(f"the data key {key_id} is damaged or of another keyring") from None

    def _remember(self, key_id: str, key: bytes) -> None:
        with self._lock:
            self._unwrapped[key_id] = key
            while len(self._unwrapped) > _REMEMBERED:
                self._unwrapped.popitem(last=False)

    def _path(self, key_id: str) -> Path:
        if not _ID.fullmatch(key_id):
            raise VaultError("this is no id of a data key")
        return self._folder / key_id[:2] / key_id


def _bound(key_id: str, master_id: str) -> bytes:
    return f"key {master_id} {key_id}".encode("ascii")
