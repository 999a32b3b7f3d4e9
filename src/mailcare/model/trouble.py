"""What went wrong and who must look: letters set aside, alarms."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class AsideKind(StrEnum):
    """Why a letter waits for a person."""

    UNREADABLE = "unreadable"
    """Reading failed in its limits, degraded reading too."""
    CRASHED = "crashed"
    """The process itself died over it, three times."""
    FAILED = "failed"
    """Handling raised an error, three times."""


@dataclass(frozen=True, slots=True)
class Aside:
    """A letter that could not be handled, kept for a person."""

    letter_id: int
    mailbox_id: int
    kind: AsideKind
    error: str
    """Class and place of the error; never its text."""
    at: datetime


class AlarmKind(StrEnum):
    """What can be wrong with the system."""

    CAPACITY = "capacity"
    UNREACHABLE = "unreachable"
    LOGIN_REFUSED = "login_refused"
    SET_ASIDE = "set_aside"
    SEND_FAILED = "send_failed"
    UNCERTAIN = "uncertain"
    TEMPLATE = "template"
    CAP = "cap"
    OVERDUE = "overdue"
    DISK = "disk"
    EPOCH = "epoch"
    STUCK = "stuck"
    CALENDAR = "calendar"
    DISPATCH = "dispatch"
    """A hand-over did not arrive."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something that needs a person; one open alarm per (kind, subject)."""

    id: int
    kind: AlarmKind
    subject: str
    """What it is about: a mailbox's name, a case's number, a loop's name."""
    facts: str
    """Figures for the text, JSON of ids, counts and times."""
    raised_at: datetime
    repeated_at: datetime | None
    acknowledged_at: datetime | None
    cleared_at: datetime | None
