"""What a backup says of itself: when it was made, of what, and the digest of every file."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from mailcare.errors import VaultError
from mailcare.vault import Keyring

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
FILES: Final = "files"
"""A line for each file: digest, size, path below the backup."""
_CHUNK: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a backup."""

    path: str
    size: int
    digest: str
    """SHA-256."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """Written last: a folder that has none is no backup."""

    format: int
    made_at: datetime
    """When its database was copied: what was committed later is not in it."""
    program: str
    """Version of the mailcare that made it."""
    database: str
    """Name of the database's file: SQLite's own, or a dump of PostgreSQL."""
    with_keys: bool
    keys: Mapping[str, str]
    """Id of each master key, and by what it can be recognised; the key itself can't be told."""
    count: int
    """How many files."""
    list_digest: str
    missing: int = 0
    """Blobs that the database names and the vault didn't have."""


def fingerprints(keyring: Keyring) -> dict[str, str]:
    """Return by what each key of a keyring can be recognised."""
    return {
        key.id: hashlib.sha256(keyring.derive("backup fingerprint", key.id)).hexdigest()[:16]
        for key in keyring.list()
    }


def write_list(entries: Iterable[Entry]) -> bytes:
    """Return the list of files as it is written."""
    lines = (f"{one.digest} {one.size} {one.path}\n" for one in entries)
    return "".join(lines).encode("utf-8")


def read_list(folder: Path) -> Iterator[Entry]:
    """Yield the files of a backup as its list names them."""
    for line in (folder / FILES).read_text(encoding="utf-8").splitlines():
        digest, size, path = line.split(" ", 2)
        yield Entry(path, int(size), digest)


def dump(manifest: Manifest) -> bytes:
    """Return the manifest as it is written."""
    values = {**asdict(manifest), "made_at": manifest.made_at.isoformat()}
    return (json.dumps(values, indent=1) + "\n").encode("utf-8")


def load(folder: Path) -> Manifest:
    """Read the manifest of a backup.

    Raises:
        VaultError: there is none, or it can't be read: that is no whole backup.
    """
    try:
        values = json.loads((folder / MANIFEST).read_bytes())
        if values["format"] != FORMAT:
            raise VaultError(f"{folder} was made by another mailcare ({values['program']})")
        return Manifest(**{**values, "made_at": datetime.fromisoformat(values["made_at"])})
    except (OSError, ValueError, KeyError, TypeError):
        raise VaultError(f"{folder} is no whole backup: it has no good {MANIFEST}") from None


def digest_of(data: bytes) -> str:
    """Return the SHA-256 of bytes."""
    return hashlib.sha256(data).hexdigest()


def digest(file: Path) -> str:
    """Return a file's SHA-256."""
    sha = hashlib.sha256()
    with file.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            sha.update(chunk)
    return sha.hexdigest()


def verify(folder: Path) -> list[str]:
    """Read every byte of a backup and return what is wrong with it, empty: nothing.

    Raises:
        VaultError: it is no whole backup.
    """
    manifest = load(folder)
    if not (folder / FILES).is_file() or digest(folder / FILES) != manifest.list_digest:
        return [f"{FILES}: damaged or missing"]
    entries = list(read_list(folder))
    wrong = [f"{one.path}: {why}" for one in entries if (why := _wrong(folder, one))]
    return wrong if len(entries) == manifest.count else [*wrong, f"{FILES}: too short"]


def _wrong(folder: Path, entry: Entry) -> str:
    file = folder / entry.path
    try:
        if file.stat().st_size != entry.size:
            return "of another size"
        return "" if digest(file) == entry.digest else "damaged"
    except OSError as error:
        return error.strerror or "unreadable"
