"""One backup: the database first, then the bytes that it refers to (DESIGN 4.1).

Bytes are sealed before a row refers to them. So a copy of the database that is older than the copy
of the vault never names bytes that the backup lacks. Made under another name and renamed when all
of it is synced: a folder with a date for a name is whole. The daemon may run on.
"""

import fcntl
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from mailcare import __version__
from mailcare.errors import StoreError, VaultError
from mailcare.records import manifest
from mailcare.records.copying import Copier, files_below
from mailcare.records.manifest import FILES, FORMAT, MANIFEST, Manifest
from mailcare.store import snapshot
from mailcare.vault import Keyring
from mailcare.vault.sync import sync_folder

_NAME: Final = re.compile(r"\d{8}T\d{6}Z")
_UNFINISHED: Final = ".unfinished-"
IMMUTABLE: Final = "vault"
"""The folder in which a file never changes under its name."""


@dataclass(frozen=True, slots=True)
class Source:
    """What is backed up."""

    state: Path
    database: str
    """URL or path."""
    keys: Path
    vault: Path


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that is whole."""

    folder: Path
    manifest: Manifest
    linked: int
    """Files that an earlier backup holds too."""
    pruned: tuple[Path, ...]


def back_up(
    source: Source, root: Path, now: datetime, *, with_keys: bool = False, keep: int = 0
) -> Made:
    """Make one more backup below `root`, while the daemon runs or not.

    Args:
        source: what is backed up.
        root: the folder of all backups, not in the state directory.
        now: the moment before which everything committed is in it.
        with_keys: the keyring too; else keep it elsewhere, since both together open all letters.
        keep: how many of the newest backups stay; 0: all.

    Raises:
        VaultError: it can't be written, or bytes can't be read; nothing half is left in its place.
        StoreError: the database can't be copied, or is damaged: earlier backups stay.
    """
    state = source.state.resolve()
    if root.resolve().is_relative_to(state):
        raise VaultError(f"{root} lies in {state}: a backup belongs on another disk")
    folder = root / f"{now:%Y%m%dT%H%M%SZ}"
    with _alone(root):
        earlier = max(_whole(root), default=None)
        unfinished = root / f"{_UNFINISHED}{folder.name}"
        if folder.exists():
            raise VaultError(f"{folder} is there already: try again in a second")
        _clear(root)
        try:
            made, linked = _fill(source, unfinished, earlier, now, with_keys=with_keys)
            unfinished.rename(folder)
            sync_folder(root)
        except OSError as error:
            shutil.rmtree(unfinished, ignore_errors=True)
            raise VaultError(f"cannot write {unfinished}: {error.strerror}") from None
        except (VaultError, StoreError):
            shutil.rmtree(unfinished, ignore_errors=True)
            raise
        return Made(folder, made, linked, tuple(_prune(root, keep)))


def find_backup(folder: Path) -> Path:
    """Return the backup itself, or the newest whole one below a folder of backups.

    Raises:
        VaultError: there is none.
    """
    if (folder / MANIFEST).exists():
        return folder
    found = max(_whole(folder), default=None)
    if found is None:
        raise VaultError(f"there is no whole backup in {folder}")
    return found


def _fill(
    source: Source, unfinished: Path, earlier: Path | None, now: datetime, *, with_keys: bool
) -> tuple[Manifest, int]:
    unfinished.mkdir(mode=0o700)
    name = snapshot.file_name(source.database)
    named = snapshot.take(source.database, unfinished / name)
    known = {} if earlier is None else {one.path: one for one in manifest.read_list(earlier)}
    copier = Copier(unfinished, earlier, known)
    database = unfinished / name
    database.chmod(0o600)
    copier.entries.append(manifest.Entry(name, database.stat().st_size, manifest.digest(database)))
    for part, folder in ((IMMUTABLE, source.vault), ("tokens", source.state / "tokens")):
        for file in files_below(folder):
            path = f"{part}/{file.relative_to(folder).as_posix()}"
            copier.copy(file, path, immutable=part == IMMUTABLE)
    if with_keys:
        for file in files_below(source.keys):
            copier.copy(file, f"keys/{file.name}")
    made = _manifest(copier, source, name, now, named, with_keys=with_keys)
    copier.write(FILES, manifest.write_list(copier.entries))
    copier.sync()
    copier.write(MANIFEST, manifest.dump(made))
    sync_folder(unfinished)
    return made, copier.linked


def _manifest(
    copier: Copier, source: Source, name: str, now: datetime, named: set[str], *, with_keys: bool
) -> Manifest:
    listed = manifest.write_list(copier.entries)
    there = {one.path.rpartition("/")[2] for one in copier.entries}
    return Manifest(
        format=FORMAT,
        made_at=now,
        program=__version__,
        database=name,
        with_keys=with_keys,
        keys=manifest.fingerprints(Keyring.open(source.keys)),
        count=len(copier.entries),
        list_digest=manifest.digest_of(listed),
        missing=len(named - there),
    )


def _whole(root: Path) -> list[Path]:
    found = root.iterdir() if root.is_dir() else ()
    return [one for one in found if _NAME.fullmatch(one.name) and (one / MANIFEST).exists()]


def _clear(root: Path) -> None:
    """Remove what a backup that was killed left."""
    for one in root.glob(f"{_UNFINISHED}*"):
        shutil.rmtree(one, ignore_errors=True)


def _prune(root: Path, keep: int) -> Iterator[Path]:
    for old in sorted(_whole(root))[:-keep] if keep else ():
        doomed = root / f"{_UNFINISHED}{old.name}"
        old.rename(doomed)  # half removed it must not look whole
        shutil.rmtree(doomed, ignore_errors=True)
        yield old


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    try:
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = os.open(root / ".lock", os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise VaultError(f"cannot write {root}: {error.strerror}") from None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise VaultError(f"another backup into {root} is under way") from None
    finally:
        os.close(lock)
