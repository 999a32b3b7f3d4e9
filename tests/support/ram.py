"""A folder in memory for state that need not outlive the machine: syncing it costs nothing."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of our own is made there
_LEAST = 200 * 1024 * 1024


@contextmanager
def quick_folder(otherwise: Path, least: int = _LEAST) -> Iterator[Path]:
    """Give a folder in memory that is removed at the end; `otherwise` where `least` isn't free."""
    if not _MEMORY.is_dir() or shutil.disk_usage(_MEMORY).free < least:
        yield otherwise
        return
    with tempfile.TemporaryDirectory(dir=_MEMORY, ignore_cleanup_errors=True) as folder:
        yield Path(folder)
