"""Copying files so that they stand after a power loss, or linking what another backup holds."""

import hashlib
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from mailcare.errors import VaultError
from mailcare.records.manifest import Entry
from mailcare.vault.sync import sync_folder

_CHUNK: Final = 1 << 20


@dataclass(slots=True)
class Copier:
    """Copies into one folder; remembers what it wrote."""

    target: Path
    earlier: Path | None = None
    """A backup that may hold the same files."""
    known: Mapping[str, Entry] = field(default_factory=dict)
    """Of the earlier backup, by path."""
    entries: list[Entry] = field(default_factory=list)
    linked: int = 0
    _folders: set[Path] = field(default_factory=set)

    def copy(self, source: Path, path: str, *, immutable: bool = False) -> bool:
        """Copy a file to `path` below the target; say whether it was there.

        What never changes under its name is linked from the earlier backup.

        Raises:
            VaultError: it can't be read, or written: the disk is full perhaps.
        """
        self._make(self.target / path)
        try:
            entry = self._link(source, path) if immutable else None
            self.entries.append(entry or _copy(source, self.target / path, path))
        except FileNotFoundError:
            return False  # discarded while we copied
        except OSError as error:
            raise _failed(self.target / path, error) from None
        return True

    def write(self, path: str, data: bytes) -> None:
        """Write a file of our own, durably; it is no entry."""
        file = self.target / path
        try:
            with os.fdopen(_create(file), "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
        except OSError as error:
            raise _failed(file, error) from None

    def sync(self) -> None:
        """Make the folders durable, the inner ones first."""
        for folder in sorted(self._folders, key=lambda one: len(one.parts), reverse=True):
            sync_folder(folder)
        sync_folder(self.target)

    def _link(self, source: Path, path: str) -> Entry | None:
        entry = self.known.get(path)
        if self.earlier is None or entry is None or source.stat().st_size != entry.size:
            return None
        with suppress(OSError):  # too many links, or a file system that has none: copied then
            os.link(self.earlier / path, self.target / path)
            self.linked += 1
            return entry
        return None

    def _make(self, file: Path) -> None:
        for folder in reversed(file.relative_to(self.target).parents[:-1]):
            place = self.target / folder
            if place not in self._folders:
                place.mkdir(mode=0o700, exist_ok=True)
                self._folders.add(place)


def _copy(source: Path, target: Path, path: str) -> Entry:
    sha, size = hashlib.sha256(), 0
    with source.open("rb") as reading, os.fdopen(_create(target), "wb") as writing:
        while chunk := reading.read(_CHUNK):
            sha.update(chunk)
            size += len(chunk)
            writing.write(chunk)
        writing.flush()
        os.fsync(writing.fileno())
    return Entry(path, size, sha.hexdigest())


def _create(file: Path) -> int:
    """Return a new file, ours alone, whatever the umask."""
    return os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)


def files_below(folder: Path) -> Iterator[Path]:
    """Yield the finished files in the folders of a vault, or of tokens."""
    for file in sorted(folder.rglob("*")):
        if file.is_file() and not file.name.startswith(".") and file.suffix != ".lock":
            yield file


def _failed(path: Path, error: OSError) -> VaultError:
    return VaultError(f"cannot write {path}: {error.strerror or 'input/output error'}")
