"""A backup put back where nothing is: the bytes first, the database last, under another name.

Whoever calls makes the database safe to work with before it gets its name (`pipeline.restoring`):
a restore that was cut off leaves a state directory that no daemon starts on.
"""

from dataclasses import dataclass
from pathlib import Path

from mailcare.errors import StoreError, VaultError
from mailcare.records import manifest
from mailcare.records.backup import IMMUTABLE
from mailcare.records.copying import Copier
from mailcare.records.manifest import Manifest
from mailcare.store import snapshot
from mailcare.vault import Keyring

PART = ".part"
"""How the name of a database ends that nobody may start on yet."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a backup is put back."""

    state: Path
    database: str
    """URL or path; a file must not exist, a server's database must be empty."""
    keys: Path
    vault: Path
    keys_from: Path | None = None
    """The keyring's own backup, where it isn't in this one."""


def put_back(backup: Path, target: Target) -> Manifest:
    """Verify a backup and put its files into an empty state directory.

    An SQLite database then lies beside its place, its name ending in `PART`.

    Raises:
        VaultError: the backup is damaged, the keyring is another, or the target isn't empty.
        StoreError: the database can't be put back.
    """
    made = manifest.load(backup)
    _refuse_full(target)
    wrong = manifest.verify(backup)
    if wrong:
        raise VaultError(f"{backup} is damaged, {len(wrong)} files: {wrong[0]}")
    if made.database != snapshot.file_name(target.database):
        raise StoreError(f"the backup holds {made.database}: set storage.database to its kind")
    target.state.mkdir(mode=0o700, parents=True, exist_ok=True)
    _keyring(backup, made, target)
    for part, folder in ((IMMUTABLE, target.vault), ("tokens", target.state / "tokens")):
        _copy_part(backup, part, folder)
    if made.database == snapshot.DUMP:
        snapshot.put_back(target.database, backup / made.database)
    else:
        place = snapshot.file_of(target.database) or target.state / made.database
        Copier(place.parent).copy(backup / made.database, place.name + PART)
    return made


def _copy_part(backup: Path, part: str, folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    copier = Copier(folder)
    for entry in manifest.read_list(backup):
        if entry.path.startswith(f"{part}/"):
            copier.copy(backup / entry.path, entry.path.removeprefix(f"{part}/"))
    copier.sync()


def _refuse_full(target: Target) -> None:
    for folder in (target.state, target.vault):
        if folder.exists() and any(folder.iterdir()):
            raise VaultError(f"{folder} is not empty: move it away first, nothing is overwritten")
    if (file := snapshot.file_of(target.database)) and file.exists():
        raise StoreError(f"{file} exists: move it away first, nothing is overwritten")


def _keyring(backup: Path, made: Manifest, target: Target) -> None:
    """See that the right keyring is in place, or put it there."""
    folder = (backup / "keys") if made.with_keys else target.keys_from
    if folder is None and not Keyring.exists(target.keys):
        raise VaultError("this backup has no keys in it: name the keyring's own with --keys")
    place = folder or target.keys
    found = manifest.fingerprints(Keyring.open(place))
    lacking = sorted(key for key, known in made.keys.items() if found.get(key) != known)
    if lacking:
        raise VaultError(f"{place} lacks the backup's key {', '.join(lacking)}, or has another")
    if folder is not None and not Keyring.exists(target.keys):
        copier = Copier(target.keys)
        target.keys.mkdir(mode=0o700, parents=True, exist_ok=True)
        for file in sorted(folder.glob("*.key")):
            copier.copy(file, file.name)
        copier.sync()
