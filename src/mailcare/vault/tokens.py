"""Access and refresh tokens: one sealed file per account, so that they outlive a restart.

Sealed under a key derived for this purpose alone; a rotated refresh token is written before the
access token that came with it is used.
"""

import fcntl
import hashlib
import hmac
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from mailcare.errors import VaultError
from mailcare.vault.keyring import Keyring
from mailcare.vault.seal import BrokenSealError, seal, unseal
from mailcare.vault.sync import make_folder, write_file

_PURPOSE: Final = "access tokens"
_ID_BYTES: Final = 4
"""The key's id stands before the sealed bytes: ``0001``."""


class SealedTokens:
    """The tokens of one account.

    Args:
        folder: of all accounts' tokens.
        keyring: whose newest key seals, and whose every key opens.
        account: whose they are; stands in no file name.
    """

    def __init__(self, folder: Path, keyring: Keyring, account: str) -> None:
        self._keyring = keyring
        secret = keyring.derive(_PURPOSE, keyring.first.id)
        name = hmac.new(secret, account.encode(), hashlib.sha256).hexdigest()[:32]
        self._file = folder / f"{name}.sealed"
        self._lock = folder / f"{name}.lock"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep others, in other processes too, from asking for a token at the same time."""
        make_folder(self._lock.parent)
        descriptor = os.open(self._lock, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def load(self) -> str:
        """Return what was saved; empty where there is nothing, or nothing that can be opened."""
        try:
            data = self._file.read_bytes()
            key_id = data[:_ID_BYTES].decode("ascii")
            key = self._keyring.derive(_PURPOSE, key_id)
            return unseal(data[_ID_BYTES:], key, self._file.name.encode()).decode()
        except (OSError, UnicodeDecodeError, BrokenSealError, VaultError):
            return ""

    def save(self, text: str) -> None:
        """Put `text` in place of what was saved; durable when this returns.

        Raises:
            VaultError: it can't be written.
        """
        key_id = self._keyring.current.id
        key = self._keyring.derive(_PURPOSE, key_id)
        sealed = seal(text.encode(), key, self._file.name.encode())
        write_file(self._file, key_id.encode("ascii") + sealed)
