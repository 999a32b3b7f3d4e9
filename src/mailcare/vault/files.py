"""Looking through the vault's folders: ``aa/aabb…``, the first two letters being the folder."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from mailcare.vault.sync import LEFTOVER


def names_in(folder: Path, before: datetime | None = None) -> set[str]:
    """Return the names of finished files, or of those last written before a time."""
    return {file.name for file in _files(folder, before) if not file.name.startswith(LEFTOVER)}


def leftovers_in(folder: Path, before: datetime) -> list[Path]:
    """Return the unfinished files that a crash before that time left."""
    return [file for file in _files(folder, before) if file.name.startswith(LEFTOVER)]


def _files(folder: Path, before: datetime | None) -> Iterator[Path]:
    limit = None if before is None else before.timestamp()
    for file in folder.glob("*/*"):
        try:
            written = file.stat().st_mtime
        except FileNotFoundError:
            continue  # discarded while we looked
        if limit is None or written < limit:
            yield file
