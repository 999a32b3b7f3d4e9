import subprocess
import sys
from pathlib import Path

import pytest

from mailcare.errors import VaultError
from mailcare.vault.sync import create_file, remove_file, write_file

_SCRIPT = """
import os, sys
from pathlib import Path
from mailcare.vault.sync import write_file

log = []
for name in ("fsync", "rename"):
    def spy(*a, real=getattr(os, name), name=name):
        what = os.readlink(f"/proc/self/fd/{a[0]}") if name == "fsync" else str(a[1])
        log.append(f"{name} {os.path.relpath(what, sys.argv[1])}")
        return real(*a)
    setattr(os, name, spy)
write_file(Path(sys.argv[1]) / "blobs" / "aa" / "aabb", b"data")
write_file(Path(sys.argv[1]) / "blobs" / "aa" / "aacc", b"data")
print("\\n".join(log))
"""


def _steps(tmp_path: Path) -> list[str]:
    """Return the syncs and renames of two writes, seen from a fresh process."""
    done = subprocess.run(
        [sys.executable, "-c", _SCRIPT, str(tmp_path)], check=True, capture_output=True, text=True
    )
    lines = done.stdout.splitlines()
    return [".new" if ".new-" in line and line.startswith("fsync") else line for line in lines]


def test_every_step_is_synced_before_the_next(tmp_path: Path) -> None:
    assert _steps(tmp_path) == [
        "fsync ..",
        "fsync .",
        "fsync blobs",
        ".new",
        "rename blobs/aa/aabb",
        "fsync blobs/aa",
        ".new",
        "rename blobs/aa/aacc",
        "fsync blobs/aa",
    ]


def test_folders_that_a_dead_process_made_are_synced_again(tmp_path: Path) -> None:
    (tmp_path / "blobs" / "aa").mkdir(parents=True)
    assert _steps(tmp_path)[:2] == ["fsync blobs", ".new"]


def test_creating_never_replaces(tmp_path: Path) -> None:
    assert create_file(tmp_path / "f", b"one")
    assert not create_file(tmp_path / "f", b"two")
    assert (tmp_path / "f").read_bytes() == b"one"
    assert list(tmp_path.iterdir()) == [tmp_path / "f"]


def test_writing_replaces_and_removing_says_whether(tmp_path: Path) -> None:
    write_file(tmp_path / "f", b"one")
    write_file(tmp_path / "f", b"two")
    assert (tmp_path / "f").read_bytes() == b"two"
    assert [remove_file(tmp_path / "f") for _ in range(2)] == [True, False]


def test_an_unwritable_place_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(VaultError, match=r"cannot write .*file/x"):
        write_file(tmp_path / "file" / "x", b"")
