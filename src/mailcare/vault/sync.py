"""Writing files so that they stand after a power loss; all of the vault's crash points are here.

A file is whole or absent: written under another name beside its place, synced, moved to its place,
and the folder synced. A crash leaves at most a file whose name begins with ``.new-``.
"""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Final

from mailcare.errors import VaultError

LEFTOVER: Final = ".new-"
"""How the names of unfinished files begin."""
_durable: set[Path] = set()
"""Folders whose entry in the folder above this process has synced."""


def write_file(path: Path, data: bytes) -> None:
    """Write `data` to `path`, replacing what is there; durable when this returns."""
    try:
        make_folder(path.parent)
        unfinished = _write_beside(path, data)
        unfinished.rename(path)
        sync_folder(path.parent)
    except OSError as error:
        raise _unwritable(path, error) from None


def create_file(path: Path, data: bytes) -> bool:
    """Write `data` to `path` unless there is a file already; says whether it was written."""
    try:
        make_folder(path.parent)
        unfinished = _write_beside(path, data)
        try:
            os.link(unfinished, path)
        except FileExistsError:
            return False
        finally:
            unfinished.unlink()
        sync_folder(path.parent)
    except OSError as error:
        raise _unwritable(path, error) from None
    return True


def remove_file(path: Path) -> bool:
    """Remove a file, durably; says whether it was there."""
    try:
        path.unlink()
        sync_folder(path.parent)
    except FileNotFoundError:
        return False
    except OSError as error:
        raise _unwritable(path, error) from None
    return True


def make_folder(folder: Path) -> None:
    """Make a folder, and those above it, for us alone; durable when this returns."""
    if folder in _durable and folder.is_dir():
        return
    if folder.is_dir():
        # Whoever made it may have died, or not yet come, before this. A folder above that is
        # closed to us is another's, who made ours long ago.
        with suppress(PermissionError):
            sync_folder(folder.parent)
    else:
        make_folder(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)
        sync_folder(folder.parent)
    _durable.add(folder)


def _write_beside(path: Path, data: bytes) -> Path:
    unfinished = path.with_name(LEFTOVER + secrets.token_hex(8))
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        unfinished.unlink(missing_ok=True)  # a full disk is no reason to fill it further
        raise
    return unfinished


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _unwritable(path: Path, error: OSError) -> VaultError:
    return VaultError(f"cannot write {path}: {error.strerror or 'input/output error'}")
