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
    GROWTH = "growth"
    """A mailbox fills so fast that it will be full soon."""
    OVERQUOTA = "overquota"
    """A server said, or a bounce tells, that a mailbox of ours is full."""
    UNREACHABLE = "unreachable"
    POLL_LATE = "poll_late"
    """A mailbox is polled more rarely than its service time promises (R11)."""
    LOGIN_REFUSED = "login_refused"
    TOKEN = "token"  # noqa: S105 - the name of a kind, no secret
    """An access token was refused, or is about to age out."""
    SET_ASIDE = "set_aside"
    SEND_FAILED = "send_failed"
    UNSENT = "unsent"
    """The oldest mail that should have left still waits."""
    UNCERTAIN = "uncertain"
    CAP = "cap"
    TEMPLATE = "template"
    CONFIG = "config"
    """A changed config was refused; the old one serves on."""
    DISPATCH = "dispatch"
    """A hand-over did not arrive."""
    CALENDAR = "calendar"
    VOLUME = "volume"
    """Far more, or far fewer, letters than usual at this hour of the week."""
    EPOCH = "epoch"
    FOUND_LATE = "found_late"
    """Letters that polls passed over, and only the nightly look at all of them found."""
    DISK = "disk"
    DATABASE = "database"
    BACKUP = "backup"
    """The last good backup is older than it may be."""
    RESTORED = "restored"
    """The store was put back from a backup, or rebuilt; mail waits until a person lets it go."""
    CLOCK = "clock"
    STUCK = "stuck"
    RESTARTED = "restarted"
    """The daemon did not end as it should, and was started again."""
    CHANNEL = "channel"
    """A channel over which alarms are told does not work."""


class Happening(StrEnum):
    """What can happen in the life of an alarm."""

    RAISED = "raised"
    REPEATED = "repeated"
    URGENT = "urgent"
    """It became worse while it stood, and is told anew, though acknowledged."""
    ACKNOWLEDGED = "acknowledged"
    CALM = "calm"
    """Its cause is over, but has to stay so for a while."""
    RETURNED = "returned"
    """Its cause came back before that."""
    CLEARED = "cleared"
    REACHED = "reached"
    """A channel took what was told."""
    MISSED = "missed"
    """A channel was given up for it."""


TOLD = frozenset({Happening.RAISED, Happening.REPEATED, Happening.URGENT, Happening.CLEARED})
"""What people hear of."""


class TellingState(StrEnum):
    """How far a telling over a channel has come."""

    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"
    """Given up: too old to be news."""


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
    unit: str | None = None
    """Whose supervisors are told beside the admins."""
    repeats: int = 0
    acknowledged_by: str = ""
    """Who sees to it, as the ledger names people, or the user of the command line."""
    calm_since: datetime | None = None
    """Since when its cause is over, where it must stay so for a while."""


@dataclass(frozen=True, slots=True)
class AlarmEvent:
    """One entry of an alarm's history."""

    id: int
    alarm_id: int
    at: datetime
    what: Happening
    who: str
    """A channel, or a person; empty: mailcare itself."""


@dataclass(frozen=True, slots=True)
class TellingRow:
    """Something to be told over one channel."""

    id: int
    alarm_id: int
    channel: str
    occasion: Happening
    state: TellingState
    attempts: int
    created_at: datetime
    due_at: datetime
    settled_at: datetime | None
    error: str
    """A stable word for why the last try failed."""
