"""The keyring: numbered master keys in a folder of their own.

The newest seals, all of them open. Lose the folder and everything in the vault is lost: back it
up, apart from the state directory.
"""

import base64
import binascii
import os
import stat
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final, Self

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from mailcare.clock import aware
from mailcare.errors import ConflictError, VaultError
from mailcare.vault.seal import KEY_BYTES
from mailcare.vault.sync import create_file

_TITLE: Final = "mailcare master key 1"


@dataclass(frozen=True, slots=True)
class MasterKey:
    """One key of the ring; it can't be printed."""

    id: str
    """Its number, such as ``0001``; stands in all that it sealed."""
    created_at: datetime
    secret: bytes = field(repr=False)


class Keyring:
    """The master keys of an installation."""

    def __init__(self, folder: Path, keys: Iterable[MasterKey]) -> None:
        self._folder = folder
        self._keys = {key.id: key for key in sorted(keys, key=lambda key: key.id)}

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Read the keys in `folder`.

        Raises:
            VaultError: there are none, or one is damaged or can be read by others.
        """
        files = sorted(folder.glob("[0-9][0-9][0-9][0-9].key"))
        if not files:
            raise VaultError(f"there is no key in {folder}: restore the keyring from its backup")
        return cls(folder, [_read(file) for file in files])

    @classmethod
    def create(cls, folder: Path, now: datetime) -> Self:
        """Make a keyring with its first key, or open the one that somebody made meanwhile."""
        _add(folder, "0001", now)
        return cls.open(folder)

    @staticmethod
    def exists(folder: Path) -> bool:
        """Say whether there is any key in `folder`."""
        return any(folder.glob("[0-9][0-9][0-9][0-9].key"))

    @property
    def current(self) -> MasterKey:
        """The newest key: new things are sealed under it."""
        return self.list()[-1]

    @property
    def first(self) -> MasterKey:
        """The oldest key: blind indexes and content keys hang on it and outlive rotation."""
        return self.list()[0]

    def list(self) -> tuple[MasterKey, ...]:
        """Return the keys, oldest first."""
        return tuple(self._keys.values())

    def get(self, key_id: str) -> MasterKey:
        """Return the key with this id, also one that another process added since we opened."""
        if key_id not in self._keys:
            later = {key.id: key for key in Keyring.open(self._folder).list()}
            if key_id not in later:
                raise VaultError(f"key {key_id} is missing from {self._folder}: restore its backup")
            return later[key_id]
        return self._keys[key_id]

    def refresh(self) -> None:
        """Take over the keys that another process added since we opened, the newest as current.

        Raises:
            VaultError: the folder can't be used any more; the keys we have stay.
        """
        self._keys = {key.id: key for key in Keyring.open(self._folder).list()}

    def rotate(self, now: datetime) -> MasterKey:
        """Add a new current key; the old ones stay, so that nothing needs to be sealed anew."""
        key_id = f"{int(self.current.id) + 1:04d}"
        if not _add(self._folder, key_id, now):
            raise ConflictError(f"key {key_id} was added by another process: open the keyring anew")
        self._keys[key_id] = _read(self._folder / f"{key_id}.key")
        return self.current

    def derive(self, purpose: str, key_id: str | None = None) -> bytes:
        """Return 32 bytes for one purpose, from the key `key_id` or the current one (HKDF)."""
        master = self.current if key_id is None else self.get(key_id)
        info = f"mailcare {purpose}".encode()
        return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=info).derive(
            master.secret
        )


def _add(folder: Path, key_id: str, now: datetime) -> bool:
    secret = base64.b64encode(os.urandom(KEY_BYTES)).decode("ascii")
    text = f"{_TITLE}\ncreated {aware(now).isoformat()}\nsecret {secret}\n"
    return create_file(folder / f"{key_id}.key", text.encode("ascii"))


def _read(file: Path) -> MasterKey:
    try:
        shared = stat.S_IMODE(file.stat().st_mode) & 0o077
        text = file.read_bytes().decode("ascii")
    except (OSError, UnicodeDecodeError):
        raise VaultError(f"the key file {file} cannot be read: restore its backup") from None
    if shared:
        raise VaultError(f"others may read the key file {file}: `chmod 600 {file}`")
    try:
        return _parse(file.stem, text)
    except (ValueError, binascii.Error):
        raise VaultError(f"the key file {file} is damaged: restore its backup") from None


def _parse(key_id: str, text: str) -> MasterKey:
    title, created, secret = text.splitlines()
    decoded = base64.b64decode(secret.removeprefix("secret "), validate=True)
    if title != _TITLE or len(decoded) != KEY_BYTES:
        raise ValueError
    moment = datetime.fromisoformat(created.removeprefix("created "))
    return MasterKey(key_id, aware(moment), decoded)
