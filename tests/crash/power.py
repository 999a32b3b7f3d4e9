"""A power cut after the kill: what was never synced is taken away again.

A killed process leaves its writes with the kernel; a machine that loses power doesn't. From the
trace of what the process did, `Disk` knows which bytes and names were not yet synced when it died,
and takes them away. Left out: the database file itself, which SQLite writes only while the
synced log still holds the same pages; and ``-shm``, which SQLite makes anew.
"""

import re
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from crash.points import Call

_DESCRIPTOR = re.compile(r"\d+<(/[^>]*)>")
_QUOTED = re.compile(r'"([^"]*)"')
_OFFSET = re.compile(r", (\d+)\) += \d+$")
_RESULT = re.compile(r"\) += \d+$")
"""What failed, or never came back, has no such end."""


@dataclass
class Disk:
    """What is not synced yet."""

    lost_from: dict[Path, int] = field(default_factory=dict)
    """Files with unsynced bytes, and where the first of them stands."""
    names: list[tuple[Path, Callable[[], object]]] = field(default_factory=list)
    """Unsynced changes of folders, and how to undo them."""

    def follow(self, calls: Iterable[Call]) -> None:
        """Note what `calls` did."""
        for one in calls:
            self.see(one)

    def see(self, one: Call) -> None:
        """Note what a call did, if it came to its end."""
        if not _RESULT.search(one.arguments):
            return
        if one.name in {"fsync", "fdatasync"}:
            self._synced(_paths(one, _DESCRIPTOR)[0])
        elif one.name in {"write", "pwrite64"}:
            self._wrote(_paths(one, _DESCRIPTOR)[0], one)
        elif one.name in {"rename", "link", "mkdir"}:
            self._named(one.name, _paths(one, _QUOTED))

    def _synced(self, path: Path) -> None:
        self.lost_from.pop(path, None)
        self.names = [entry for entry in self.names if entry[0] != path]

    def _wrote(self, path: Path, one: Call) -> None:
        if path.name.endswith((".sqlite", "-shm", ".lock")):
            return
        found = _OFFSET.search(one.arguments) if one.name == "pwrite64" else None
        offset = int(found.group(1)) if found else 0
        self.lost_from[path] = min(offset, self.lost_from.get(path, offset))

    def _named(self, how: str, paths: list[Path]) -> None:
        new = paths[-1]
        if how == "mkdir":
            self.names.append((new.parent, lambda: shutil.rmtree(new, ignore_errors=True)))
        elif how == "link":
            self.names.append((new.parent, lambda: new.unlink(missing_ok=True)))
        else:
            self.names.append((new.parent, lambda: new.exists() and new.rename(paths[0])))
            if paths[0] in self.lost_from:
                self.lost_from[new] = self.lost_from.pop(paths[0])

    def unsynced(self) -> list[Path]:
        """Return the files and folders that would lose something now."""
        return [*self.lost_from, *(where for where, _undo in self.names)]

    def lose_power(self) -> None:
        """Take away what is not synced."""
        for path, offset in self.lost_from.items():
            if path.exists():
                with path.open("r+b") as file:
                    file.truncate(offset)
        for _where, undo in reversed(self.names):
            undo()


def _paths(one: Call, pattern: re.Pattern[str]) -> list[Path]:
    return [Path(found) for found in pattern.findall(one.arguments)]
