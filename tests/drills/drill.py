"""A drill: something breaks, its alarm comes over the second channel in time, and ends after it."""

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from acceptance.site import Site
from mailcare.clock import SystemClock
from mailcare.model.post import OutboxState
from peers.robot import Robot

SHORT = {
    'unreachable_after = "15m"': 'unreachable_after = "10s"',
    'database_after = "30s"': 'database_after = "10s"',
    'clock_tolerance = "1m"': 'clock_tolerance = "20s"',
    'steady = "2m"': 'steady = "1s"',
    'poll_deadline = "5m"': 'poll_deadline = "5s"',
    'imap_timeout = "30s"': 'imap_timeout = "4s"',
    'stuck_after = "2m"': 'stuck_after = "15s"',
}
"""Clocks shortened, so that a drill takes seconds."""
CHANNELS = """
[alarms.channels.robot]
form = "json"
url_file = "{url}"
[alarms.channels.pager]
form = "command"
command = ["/bin/sh", "-c", "cat >> {paged}"]
"""


@dataclass
class Drilled:
    """How long a drill took: until its alarm was told, and until its end was."""

    name: str
    promised: float
    told_after: float = 0.0
    over_after: float = 0.0

    def __str__(self) -> str:
        """As a line of the table."""
        times = f"told after {self.told_after:.1f} s, over after {self.over_after:.1f} s"
        return f"drill {self.name}: promised {self.promised:.0f} s, {times}"


class Ground:
    """A site with two channels beside its mail, on which drills are held one after the other."""

    def __init__(self, site: Site, robot: Robot) -> None:
        self.site = site
        self.robot = robot
        self.clock_file = site.folder / "ahead"
        self.held: list[Drilled] = []
        (site.folder / "url").write_text(robot.url)
        site._changes.update(SHORT)  # noqa: SLF001 - the example's own values, as `change` takes them
        site.extra += CHANNELS.format(url=site.folder / "url", paged=site.folder / "paged")

    @contextmanager
    def drill(
        self, name: str, expected: set[tuple[str, str]], promised: float, over_within: float = 90
    ) -> Iterator[Callable[[], None]]:
        """Break something in the block and call what is given to wait for the alarm; then mend it.

        After the block the end of the alarm must be told, and no other may have been raised.
        """
        began_with = len(self.robot.posts)
        clock = SystemClock()
        one = Drilled(name, promised)
        began = clock.monotonic()

        def news(occasion: str) -> set[tuple[str, str]]:
            said = self.robot.said[began_with:]
            return {(m["kind"], m["subject"]) for m in said if m["occasion"] == occasion}

        def told() -> None:
            self.site.wait(lambda: news("raised") >= expected, f"{name} is told", within=promised)
            one.told_after = clock.monotonic() - began

        yield told
        mended = clock.monotonic()
        self.site.wait(lambda: news("cleared") >= expected, f"{name} is over", within=over_within)
        one.over_after = clock.monotonic() - mended
        self.held.append(one)
        assert news("raised") == expected, news("raised")
        self.site.wait(lambda: self.site.alarms() == set(), "no alarm stands")
        sys.stdout.write(f"\n{one}\n")

    def release(self) -> None:
        """Have what was deferred tried at once; it may have left by itself by now."""
        waiting = [str(mail.id) for mail in self.site.outbox(OutboxState.DEFERRED)]
        if waiting:
            self.site.run("outbox", "release", *waiting)

    def jump(self, seconds: int) -> None:
        """Put the daemon's wall clock ahead."""
        beside = self.clock_file.with_suffix(".new")
        beside.write_text(str(seconds))
        beside.replace(self.clock_file)


def preload(folder: Path) -> str:
    """Compile what moves a process's wall clock."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        pytest.skip("needs a C compiler")
    library = folder / "jump.so"
    source = Path(__file__).with_name("jump.c")
    command = [compiler, "-shared", "-fPIC", "-O1", "-o", str(library), str(source), "-ldl"]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    return str(library)


@contextmanager
def locked(database: Path) -> Iterator[None]:
    """Hold the database as a program would that writes for ever."""
    connection = sqlite3.connect(database, timeout=30, isolation_level=None)
    connection.execute("PRAGMA busy_timeout = 30000")
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        connection.close()
