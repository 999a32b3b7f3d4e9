"""A header section → its fields as bytes, whatever stands between them."""

import re
from typing import NamedTuple

from mailcare.intake.reading import limits

_NAME = re.compile(rb"[!-9;-~]{1,76}[ \t]*:")
_END = re.compile(rb"\n\r*\n")
_BLANK_LINES = re.compile(rb"[\r\n]*+")
_MBOX = re.compile(rb">?From (?![ \t]*:)[^\r\n]*\r*\n")
_BOM = b"\xef\xbb\xbf"
_KNOWN = re.compile(
    rb"(?:from|to|cc|subject|date|message-id|mime-version|content-[a-z-]{2,40}|received|reply-to|"
    rb"x-[a-z0-9-]{2,60}|references|in-reply-to|return-path|sender|delivered-to)[ \t]*:",
    re.IGNORECASE,
)
_AHEAD = 4
"""Lines looked at to tell a broken field from the end of the section."""


class Field(NamedTuple):
    """A header field as it came, its name in lower case."""

    name: str
    value: bytes


class Section(NamedTuple):
    """A header section and where the body begins."""

    fields: tuple[Field, ...]
    body: int
    cut: bool = False
    """Not all of it was looked at."""

    def first(self, name: str) -> bytes:
        """Return the first field of that name that holds anything."""
        return next((f.value for f in self.fields if f.name == name and f.value.strip()), b"")


def letter_start(raw: bytes) -> int:
    """Return where the letter begins behind blank lines and an mbox ``From `` line."""
    at = len(_BOM) if raw.startswith(_BOM) else 0
    while True:
        at = _BLANK_LINES.match(raw, at).end()  # type: ignore[union-attr] # matches nothing too
        mbox = _MBOX.match(raw, at, at + 1_000)
        if mbox is None:
            return at
        at = mbox.end()


def split(raw: bytes, start: int, end: int, *, is_part: bool = False) -> Section:
    """Return the fields between `start` and the first blank line, and where the body begins.

    A line that is no field belongs to the field before it if fields follow, else to the body;
    in a part, a section over the limits ends there, which keeps many such parts cheap.
    """
    taken: list[_Taken] = []
    limit = min(end, start + limits.HEADER_BYTES)
    at = start
    fields = limits.PART_FIELDS if is_part else limits.FIELDS
    while at < limit and len(taken) < fields:
        stop = _line_end(raw, at, end)
        line = raw[at : min(stop, at + limits.FIELD_BYTES)]
        if not line.strip(b"\r\n"):
            return Section(_fields(taken), stop)
        if not _take(line, taken) and not _goes_on(raw, stop, end):
            return Section(_fields(taken), at)
        at = stop
    if at >= end or is_part:
        return Section(_fields(taken), min(at, end), cut=at < end)
    found = _END.search(raw, max(start, at - 1), end)
    return Section(_fields(taken), found.end() if found else end, cut=True)


class _Taken:
    """A field while its lines are being collected."""

    def __init__(self, name: str, line: bytes) -> None:
        self.name = name
        self.lines = [line.rstrip(b"\r\n")]
        self.size = len(line)

    def go_on(self, line: bytes) -> None:
        """Add a continuation line, up to the limit."""
        if self.size < limits.FIELD_BYTES:
            self.lines.append(line.rstrip(b"\r\n"))
            self.size += len(line)


def _fields(taken: list[_Taken]) -> tuple[Field, ...]:
    """Return the fields collected."""
    return tuple(Field(t.name, b"\n".join(t.lines)) for t in taken)


def _line_end(raw: bytes, at: int, end: int) -> int:
    """Return where the line that begins at `at` ends, behind its line feed."""
    found = raw.find(b"\n", at, end)
    return end if found < 0 else found + 1


def _take(line: bytes, taken: list[_Taken]) -> bool:
    """Add `line` to the fields; say whether it looked like part of a header section."""
    if line[:1] in b" \t" and taken:
        taken[-1].go_on(line)
        return True
    named = None if line.startswith(b"--") else _NAME.match(line)
    if named:
        name = named[0][:-1].strip().decode("ascii").lower()
        taken.append(_Taken(name, line[named.end() :]))
        return True
    return False


def _goes_on(raw: bytes, at: int, end: int) -> bool:
    """Say whether the line before `at` only interrupts the section: well-known fields follow."""
    for _ in range(_AHEAD):
        stop = _line_end(raw, at, end)
        if not raw[at:stop].strip(b"\r\n") or raw.startswith(b"--", at):
            return False
        if _KNOWN.match(raw, at, stop):
            return True
        at = stop
    return False
