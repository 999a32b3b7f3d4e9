"""The vault: letters and texts sealed under data keys, durable before anybody knows of them."""

import hmac
import json
import re
import secrets
import struct
from collections.abc import Collection, Mapping
from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Final

from mailcare.errors import VaultError
from mailcare.vault.content import same_letter
from mailcare.vault.datakeys import DataKeys
from mailcare.vault.files import leftovers_in, names_in
from mailcare.vault.keyring import Keyring
from mailcare.vault.seal import BrokenSealError, seal, unseal
from mailcare.vault.sync import remove_file, write_file

_NAME: Final = re.compile(r"[0-9a-f]{32}")
_KEY_ID_FIELD: Final = 32
"""The key's id stands before the sealed bytes of a blob, filled up with spaces."""
_LENGTH: Final = struct.Struct(">I")
_LONE: Final = "surrogatepass"
"""Letters can hold half characters; they are sealed as they are."""

Note = Mapping[str, str | int | bool | None]
"""A few facts about sealed bytes."""
_NO_NOTE: Final[Note] = MappingProxyType({})


class Vault:
    """Sealed blobs below a folder; names say nothing of what is in them."""

    def __init__(self, root: Path, keyring: Keyring) -> None:
        self._blobs = root / "blobs"
        self._wrapped = root / "keys"
        self._keyring = keyring
        self._keys = DataKeys(self._wrapped, keyring)
        # The first master key, not the current one: what was found before rotation still is.
        first = keyring.first.id
        self._content_secret = keyring.derive("content key", first)
        self._blind_secret = keyring.derive("blind index", first)

    def refresh(self) -> None:
        """Seal from now on under the newest key of the keyring, which may have been rotated."""
        self._keyring.refresh()

    def new_key(self) -> str:
        """Make a data key, durable when this returns, and return its id."""
        return self._keys.new()

    def system_key(self) -> str:
        """Return the id of the data key for what belongs to no letter."""
        return self._keys.system()

    def destroy_key(self, key_id: str) -> None:
        """Destroy a data key and with it everything sealed under it, for good."""
        self._keys.destroy(key_id)

    def seal(self, data: bytes, key_id: str, note: Note = _NO_NOTE) -> str:
        """Seal `data` and return the new blob's name, once its file is durable.

        `note` says where the bytes came from, or what they are for: sealed with them, so that the
        archive can tell when there is no database any more.
        """
        blob = secrets.token_hex(16)
        content = b"".join(_with_note(data, note))
        sealed = seal(content, self._keys.get(key_id), _bound("blob", key_id, blob))
        path = self._path(blob)
        try:
            write_file(path, key_id.ljust(_KEY_ID_FIELD).encode("ascii") + sealed)
        except VaultError:
            with suppress(OSError):  # it may stand though its folder could not be synced
                path.unlink(missing_ok=True)
            raise
        return blob

    def open(self, blob: str) -> bytes:
        """Return what is sealed in a blob.

        Raises:
            VaultError: it is missing, damaged, or its key was destroyed; names the blob.
        """
        return self._open(blob)[1]

    def note(self, blob: str) -> Note:
        """Return the note that was sealed with a blob's bytes; empty where there was none.

        Raises:
            VaultError: as `open`.
        """
        return self.open_noted(blob)[0]

    def open_noted(self, blob: str) -> tuple[Note, bytes]:
        """Return the note of a blob and its bytes.

        Raises:
            VaultError: as `open`.
        """
        written, data = self._open(blob)
        found: Note = json.loads(written or b"{}")
        return found, data

    def blobs(self) -> set[str]:
        """Return the names of all blobs there are."""
        return names_in(self._blobs)

    def _open(self, blob: str) -> tuple[bytes, bytes]:
        key_id, sealed = self._read(blob)
        try:
            key = self._keys.get(key_id)
            return _without_note(unseal(sealed, key, _bound("blob", key_id, blob)))
        except BrokenSealError:
            raise VaultError(f"blob {blob} is damaged") from None
        except VaultError as error:
            raise VaultError(f"blob {blob} cannot be opened: {error}") from None

    def key_of(self, blob: str) -> str:
        """Return the id of the data key that a blob is sealed under.

        Raises:
            VaultError: it is missing.
        """
        return self._read(blob)[0]

    def discard(self, blob: str) -> None:
        """Remove a blob; nothing happens if it is gone already."""
        remove_file(self._path(blob))

    def seal_text(self, text: str, key_id: str) -> bytes:
        """Return `text` sealed for a column of a row that names `key_id`."""
        return seal(text.encode("utf-8", _LONE), self._keys.get(key_id), _bound("text", key_id))

    def open_text(self, sealed: bytes, key_id: str) -> str:
        """Return a text that `seal_text` sealed under `key_id`."""
        try:
            text = unseal(sealed, self._keys.get(key_id), _bound("text", key_id))
        except BrokenSealError:
            raise VaultError(f"a text sealed under the key {key_id} is damaged") from None
        return text.decode("utf-8", _LONE)

    def blind(self, purpose: str, value: str) -> str:
        """Return the blind index of `value`: equal for equal values of one purpose."""
        named = f"{purpose}\0{value}".encode("utf-8", _LONE)
        return hmac.new(self._blind_secret, named, sha256).hexdigest()[:32]

    def content_key(self, raw: bytes) -> str:
        """Return what copies of one letter in several mailboxes have in common, hashed."""
        return hmac.new(self._content_secret, same_letter(raw), sha256).hexdigest()

    def orphans(self, known: Collection[str], before: datetime | None = None) -> list[str]:
        """Return the blobs that nobody knows: sealed by a process that died before its commit.

        With `before`, only those written earlier: the newest may still be on their way to a row.
        """
        return sorted(names_in(self._blobs, before).difference(known))

    def orphan_keys(self, known: Collection[str], before: datetime | None = None) -> list[str]:
        """Return the data keys that nobody knows, as `orphans` does for blobs."""
        return sorted(self._keys.names(before).difference(known))

    def sweep(self, before: datetime) -> int:
        """Remove the unfinished files that crashes before that time left; returns how many."""
        left = leftovers_in(self._blobs, before) + leftovers_in(self._wrapped, before)
        return sum(remove_file(file) for file in left)

    def _read(self, blob: str) -> tuple[str, bytes]:
        """Return the id of a blob's key, and what is sealed under it."""
        try:
            data = self._path(blob).read_bytes()
        except OSError as error:
            raise VaultError(f"blob {blob} cannot be read: {error.strerror}") from None
        return data[:_KEY_ID_FIELD].decode("ascii", "replace").rstrip(" "), data[_KEY_ID_FIELD:]

    def _path(self, blob: str) -> Path:
        if not _NAME.fullmatch(blob):
            raise VaultError("this is no name of a blob")
        return self._blobs / blob[:2] / blob


def open_vault(root: Path, key_folder: Path, now: datetime) -> Vault:
    """Open the vault, making keyring and vault at the very first start; several hosts may do so.

    Raises:
        VaultError: the keyring is unusable, or gone while there are keys that it wrapped.
    """
    if not Keyring.exists(key_folder):
        if names_in(root / "keys") and not Keyring.exists(key_folder):  # another made both just now
            raise VaultError(f"the keyring {key_folder} is gone: restore it from its backup")
        return Vault(root, Keyring.create(key_folder, now))
    return Vault(root, Keyring.open(key_folder))


def _with_note(data: bytes, note: Note) -> tuple[bytes, bytes, bytes]:
    """Return what is sealed: the note's length, the note, the bytes."""
    written = json.dumps(dict(note), ensure_ascii=True).encode("ascii") if note else b""
    return _LENGTH.pack(len(written)), written, data


def _without_note(content: bytes) -> tuple[bytes, bytes]:
    (length,) = _LENGTH.unpack_from(content)
    start = _LENGTH.size + length
    return content[_LENGTH.size : start], content[start:]


def _bound(*parts: str) -> bytes:
    return " ".join(parts).encode("ascii", "replace")
