"""The points of a journey at which a process can die, as one undisturbed pass shows them.

Wire: each command that a server hears, *before* it does or says anything, and *after* it has done
it and said so (the process is frozen at the command, so that it surely hasn't read the answer).

Calls: each system call by which the process changes something outside itself: bytes written to
files and sockets, files synced, made, renamed, linked, cut, unlinked. strace kills *before* the
call takes effect. Between two such calls nothing outside changes, so "after the Nth" is "before
the next"; that is why calls have no other moment. With `power` lost too, what was not synced by
then is taken away.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

CALLS = (
    "fsync", "fdatasync", "rename", "renameat", "renameat2", "link", "linkat", "unlink", "unlinkat",
    "mkdir", "mkdirat", "rmdir", "write", "writev", "pwrite64", "ftruncate", "fallocate",
    "sendto", "sendmsg",
)  # fmt: skip
_LINE = re.compile(r"(?P<tid>\d+) +(?P<name>\w+)\((?P<arguments>.*)")
_RESUMED = re.compile(r"\d+ +<\.\.\. \w+ resumed>(?P<rest>.*)")
_UNFINISHED = " <unfinished ...>"
Bounds = tuple[int, int]


@dataclass(frozen=True)
class Call:
    """A system call of the process's main thread that changes something outside."""

    name: str
    nth: int
    """Among all calls of this name in this thread, as strace counts them."""
    arguments: str
    """As strace writes them, with the result."""

    @property
    def is_commit(self) -> bool:
        """Whether it makes a transaction of the database durable."""
        return self.name == "fdatasync" and "sqlite-wal>" in self.arguments

    @property
    def writes_log(self) -> bool:
        """Whether it writes to the database's log: a part of a transaction."""
        return self.name == "pwrite64" and "sqlite-wal>" in self.arguments

    @property
    def asks_for_go_ahead(self) -> bool:
        """Whether it asks an SMTP server for its 354."""
        return self.name == "sendto" and r"DATA\r\n" in self.arguments


@dataclass(frozen=True)
class Point:
    """Where to kill; `doubtful`: how many mails may be uncertain then, least and most."""

    where: Literal["imap", "smtp", "call"]
    name: str
    nth: int
    moment: Literal["before", "after"] = "before"
    power: bool = False
    doubtful: Bounds = (0, 0)

    def __str__(self) -> str:
        what = "-power" if self.power else ""
        return f"{self.where}-{self.moment}-{self.name.replace(' ', '_')}-{self.nth}{what}"


@dataclass
class Journey:
    """What one undisturbed pass did, in order."""

    imap: list[str]
    smtp: list[str]
    calls: list[Call] = field(default_factory=list)

    def imap_points(self) -> Iterator[Point]:
        for name, nth in numbered(self.imap):
            yield Point("imap", name, nth, "before")
            yield Point("imap", name, nth, "after")

    def smtp_points(self) -> Iterator[Point]:
        """Return a point for each command and moment; nothing is said at BODY.

        At BODY the 354 is on its way: whether `sending` is committed is a race. At DOT the body
        has come, so it surely is.
        """
        for name, nth in numbered(self.smtp):
            doubtful = {"BODY": (0, 1), "DOT": (1, 1)}.get(name, (0, 0))
            yield Point("smtp", name, nth, "before", doubtful=doubtful)
            if name != "BODY":
                yield Point("smtp", name, nth, "after", doubtful=doubtful)

    def call_points(self, *, power: bool = False) -> list[Point]:
        """Return a point before each call; with `power` lost there too, or not."""
        doubts = _WITHOUT_POWER if power else _KILLED
        return [
            Point("call", one.name, one.nth, power=power, doubtful=doubts[stage])
            for one, stage in zip(self.calls, _stages(self.calls), strict=True)
        ]

    def commits(self) -> list[int]:
        """Return the places among `calls` that are just before or just after a commit."""
        at = [index for index, one in enumerate(self.calls) if one.is_commit]
        return sorted({*at, *(index + 1 for index in at if index + 1 < len(self.calls))})


def numbered(names: list[str]) -> Iterator[tuple[str, int]]:
    """Return each name with how often it has come up to then."""
    counts: Counter[str] = Counter()
    for name in names:
        counts[name] += 1
        yield name, counts[name]


_KILLED = {
    "idle": (0, 0),
    "asked": (0, 0),
    "beginning": (0, 1),
    "sending": (1, 1),
    "ending": (0, 1),
}
_WITHOUT_POWER = _KILLED | {"beginning": (0, 0), "ending": (1, 1)}
"""A transaction that is being written is lost as a whole: no doubt is left."""


def _stages(calls: list[Call]) -> Iterator[str]:
    """Return what is happening to a mail when each call is about to be made."""
    stage = "idle"
    for one in calls:
        yield stage
        if one.asks_for_go_ahead:
            stage = "asked"
        elif one.writes_log:
            stage = {"asked": "beginning", "sending": "ending"}.get(stage, stage)
        elif one.is_commit:
            stage = {"beginning": "sending", "ending": "idle"}.get(stage, stage)


def read_trace(output: Path, folder: Path) -> Iterator[Call]:
    """Return the calls that change something in `folder` or on a connection.

    Raises:
        AssertionError: another thread than the main one makes some; strace counts those apart.
    """
    lines = [line for line in map(_LINE.match, _whole_lines(output)) if line is not None]
    counts: Counter[str] = Counter()
    for line in lines:
        outside = f"{folder}/" in line["arguments"] or "<TCP:" in line["arguments"]
        if line["tid"] != lines[0]["tid"]:
            assert not outside, f"not by the main thread: {line[0]}"
            continue
        counts[line["name"]] += 1
        if outside and f"{folder}/log>" not in line["arguments"]:
            yield Call(line["name"], counts[line["name"]], line["arguments"])


def _whole_lines(output: Path) -> list[str]:
    """Return the lines of a trace, those put together that another thread's lines interrupt."""
    lines: list[str] = []
    begun: dict[str, int] = {}
    for line in output.read_text(errors="replace").splitlines():
        tid = line.partition(" ")[0]
        if (resumed := _RESUMED.fullmatch(line)) and tid in begun:
            lines[begun.pop(tid)] += resumed["rest"]
        elif line.endswith(_UNFINISHED):
            begun[tid] = len(lines)
            lines.append(line.removesuffix(_UNFINISHED))
        else:
            lines.append(line)
    return lines
