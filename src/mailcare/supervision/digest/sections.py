"""The shape of a digest: sections of lines; still without template, link or language of a mail."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Part(StrEnum):
    """The sections, in the order in which they are read; named as the templates' variables."""

    OVERDUE = "overdue"
    SOON = "soon"
    DISPATCHES = "dispatches"
    REVIEWS = "reviews"
    MAILS = "mails"
    ASIDES = "asides"
    BOXES = "boxes"
    DEPARTMENTS = "departments"


MOST: Mapping[Part, int] = {Part.OVERDUE: 8, Part.SOON: 6}
USUALLY_MOST = 4
"""Lines shown of a section: all in all they are read on a phone without much scrolling."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: a case, a mail, a mailbox."""

    head: str
    """The case's number, or the mailbox."""
    about: str
    detail: str = ""
    urgent: bool = False
    case_id: int | None = None
    """Of a case that can be pressed for by mail, in the mailbox of `mailbox_id`."""
    mailbox_id: int | None = None
    weight: int = 1
    """How many things it stands for."""


@dataclass(frozen=True, slots=True)
class Trend:
    """A count since the last digest, and the one of the same time a week before."""

    now: int
    before: int | None
    """None: mailcare was not there yet."""


@dataclass(frozen=True, slots=True)
class Digest:
    """What a digest tells."""

    title: str
    at: datetime
    since: datetime
    parts: Mapping[Part, tuple[Line, ...]]
    opened: Trend
    answered: Trend
    running: int
    addresses: Mapping[int, str]
    """Of the mailboxes, by id: where cases can be pressed for."""

    def count(self, part: Part) -> int:
        """Return how many things a section is about, shown or not."""
        return sum(line.weight for line in self.parts[part])

    def shown(self, part: Part) -> tuple[tuple[Line, ...], int]:
        """Return the lines that are shown, and how many things the others stand for."""
        most = MOST.get(part, USUALLY_MOST)
        lines = self.parts[part]
        return lines[:most], sum(line.weight for line in lines[most:])

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell: a mailbox in shadow mode alone is known already."""
        told = {Part.BOXES, Part.DEPARTMENTS}
        quiet = not any(self.parts[part] for part in Part if part not in told)
        troubled = any(line.urgent for line in self.parts[Part.BOXES])
        return quiet and not troubled and not self.opened.now and not self.answered.now
