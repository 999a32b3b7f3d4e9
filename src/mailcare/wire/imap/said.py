"""What servers answer about folders and letters, as values."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mailcare.clock import aware

_UID = re.compile(rb"\bUID (\d+)", re.IGNORECASE)
_NUMBERS = re.compile(rb"\d+(?: +\d+)*")


@dataclass(frozen=True, slots=True)
class FolderStatus:
    """A folder as EXAMINE or SELECT described it; servers leave out what they don't know."""

    uidvalidity: int | None
    uidnext: int | None
    exists: int
    permanent_flags: frozenset[str] | None = None
    r"""Lower case; ``\*`` allows keywords of one's own; None: not told, so the standard ones."""


@dataclass(frozen=True, slots=True)
class LetterMeta:
    """What the server says about a letter without its text."""

    size: int
    """RFC822.SIZE; some servers estimate it."""
    internal_date: datetime | None
    """Aware, UTC; None where absent or senseless."""
    flags: frozenset[str]

    @property
    def answered(self) -> bool:
        r"""Whether \Answered stands on it."""
        return "\\answered" in {flag.lower() for flag in self.flags}


def flags(value: object) -> frozenset[str] | None:
    """Return flags in lower case; None where none were told."""
    if not isinstance(value, list | tuple):
        return None
    return frozenset(flag.decode("latin-1").lower() for flag in value if isinstance(flag, bytes))


def positive(value: object) -> int | None:
    """Return a number that means something; servers say 0 for what they don't know."""
    return value if isinstance(value, int) and value > 0 else None


def numbers(lines: list[bytes | tuple[bytes, bytes]]) -> list[int]:
    """Return the numbers of all SEARCH responses; some servers send several."""
    found = (_NUMBERS.match(line) for line in lines if isinstance(line, bytes))
    return [int(number) for match in found if match for number in match.group().split()]


def fetched_uids(lines: list[bytes | tuple[bytes, bytes]]) -> list[int]:
    """Return the UIDs of all FETCH responses."""
    texts = (line[0] if isinstance(line, tuple) else line for line in lines)
    return [int(match.group(1)) for text in texts for match in _UID.finditer(text)]


def meta(found: dict[bytes, Any]) -> LetterMeta:
    """Return what FETCH said of a letter beside its text."""
    size = found.get(b"RFC822.SIZE")
    flags = found.get(b"FLAGS") or ()
    names = (flag.decode("latin-1") if isinstance(flag, bytes) else str(flag) for flag in flags)
    return LetterMeta(
        size if isinstance(size, int) else 0, _moment(found.get(b"INTERNALDATE")), frozenset(names)
    )


def _moment(value: object) -> datetime | None:
    try:
        return aware(value) if isinstance(value, datetime) else None
    except (ValueError, OverflowError):
        return None


def body(value: object) -> bytes | None:
    """Return a body; one of digits only comes from the library as a number."""
    if value is None or isinstance(value, bytes):
        return value
    return str(value).encode()
