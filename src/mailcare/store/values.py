"""What the store alone knows: small values that pass in and out beside those of the model."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from mailcare.model.case import ClockReading, State
from mailcare.model.judgement import Category
from mailcare.model.place import Fate, MailboxKey, Mode, Restored
from mailcare.model.post import Intent, MailClass, OutboxState


@dataclass(frozen=True, slots=True)
class StoredMailbox:
    """A mailbox as the store knows it: by its key, whatever the config calls it today."""

    id: int
    key: MailboxKey
    name: str
    mode: Mode
    mode_since: datetime
    """Going live answers nothing received before this."""
    created_at: datetime
    """When it was first seen in a config; what lay there then is history anyway."""
    restored: Restored | None = None
    """None: the store has known it without a break."""


@dataclass(frozen=True, slots=True)
class Member:
    """A daemon that shares the database with others."""

    owner: str
    """Who it is in claims: host, process and start."""
    host: str
    joined_at: datetime
    renewed_at: datetime
    """By the database's clock."""


@dataclass(frozen=True, slots=True)
class Part:
    """The rows that are one daemon's to work on: every `of`-th; none of 0."""

    rank: int = 0
    of: int = 1


WHOLE: Final = Part()
"""All rows."""


@dataclass(frozen=True, slots=True)
class Poll:
    """How the polls of a mailbox went; health is the age of the last success."""

    mailbox_id: int
    last_success_at: datetime | None
    """When the last successful poll *began*: held mail leaves only after it (invariant 4)."""
    last_failure_at: datetime | None
    failures: int
    """Failures in a row since the last success."""
    error: str
    """Stable word of the last failure, empty after a success."""
    waiting: int = 0
    """Letters that the server had and the last poll did not reach."""
    refusals: int = 0
    """Logins refused in a row; from three on none is tried but rare probes."""
    refused_at: datetime | None = None
    refused_login: str | None = None
    """Keyed hash of account and password that were refused: others are tried at once."""
    retry_asked_at: datetime | None = None
    """A person wants it tried now; None once the daemon has taken it up."""

    @property
    def last_try_at(self) -> datetime | None:
        """When a poll last began, however it went."""
        return max(filter(None, (self.last_success_at, self.last_failure_at)), default=None)


@dataclass(frozen=True, slots=True)
class PollHour:
    """How a mailbox's polls went within one hour."""

    mailbox_id: int
    hour: datetime
    """Its start."""
    minutes: int
    """Bit n: a poll that went well began in minute n."""
    polls: int
    failed: int
    throttled: int
    """Failed because the server wants to be asked more rarely."""
    milliseconds: int
    """Taken by all of them together."""

    def moments(self) -> Iterator[datetime]:
        """Yield the starts of the minutes in which a poll that went well began."""
        for minute in range(60):
            if self.minutes >> minute & 1:
                yield self.hour + timedelta(minutes=minute)


@dataclass(frozen=True, slots=True)
class Override:
    """An interval that a person set for a mailbox while the daemon ran, above the file's."""

    id: int
    mailbox_id: int
    interval: timedelta
    set_at: datetime
    set_by: str
    expires_at: datetime | None
    """None: until somebody takes it back."""
    ended_at: datetime | None
    """When it was taken back or replaced by another."""
    ended_by: str | None


@dataclass(frozen=True, slots=True)
class Unread:
    """Letters of a mailbox that are received and not handled."""

    waiting: int
    """To be handled by mailcare itself."""
    oldest: datetime | None
    """Of them, and of those set aside, which wait for a person."""


@dataclass(frozen=True, slots=True)
class KnownUid:
    """What a receipt remembers of a UID, to notice when the server renumbers."""

    size: int
    internal_date: datetime | None
    fate: Fate


@dataclass(frozen=True, slots=True)
class Untold:
    """A handled letter's place on the server, which the server has not been told about."""

    receipt_id: int
    folder: str
    uidvalidity: int | None
    """Of the folder when it was last looked at."""
    uid: int
    size: int
    internal_date: datetime | None


@dataclass(frozen=True, slots=True)
class Drainable:
    """Where a letter lies that may be taken off the server, once its copy is seen to be whole."""

    receipt_id: int
    letter_id: int
    blob: str
    """Where its bytes lie sealed in the vault."""
    folder: str
    uidvalidity: int | None
    """Of the folder when it was last looked at."""
    uid: int
    size: int
    internal_date: datetime | None
    told_at: datetime | None
    """When the server was told that it was handled; it may have been moved then."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a letter of a case lies on the server."""

    letter_id: int
    case_id: int
    folder: str
    uidvalidity: int | None
    """Of the folder when it was last looked at."""
    uid: int
    size: int


@dataclass(frozen=True, slots=True)
class NewMail:
    """A composed mail on its way into the outbox, one recipient."""

    mail_class: MailClass
    template: str
    state: OutboxState
    """``queued``, ``draft``, ``held`` or ``suppressed``."""
    recipient: str
    message_id: str
    blob: str
    key_id: str
    case_id: int | None = None
    mailbox_id: int | None = None
    not_before: datetime | None = None
    reason: str = ""
    after_id: int | None = None


@dataclass(frozen=True, slots=True)
class PendingIntent:
    """An intent that waits to be composed."""

    id: int
    case_id: int | None
    letter_id: int | None
    intent: Intent
    attempts: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Sample:
    """How full a mailbox was at a moment."""

    mailbox_id: int
    at: datetime
    used_bytes: int
    messages: int | None
    limit_bytes: int | None
    source: str
    """``quota`` or ``sizes``."""
    limit_messages: int | None = None


@dataclass(frozen=True, slots=True)
class GoodTemplate:
    """The last version of a template that was judged good."""

    name: str
    text: str
    digest: str
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class Job:
    """One run of a calendar job, due once per period."""

    id: int
    job: str
    period: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class WatchedCase:
    """A case that has not ended, as those see it who watch over many."""

    id: int
    number: str
    mailbox_id: int
    unit: str
    state: State
    owner: str | None
    category: Category | None
    escalated: bool
    level_owner: str | None
    """Who has it at the higher level; None: it is with staff."""
    promised_due: datetime | None
    clocks: tuple[ClockReading, ...]


@dataclass(frozen=True, slots=True)
class StuckMail:
    """A mail of ours that waits for a person."""

    id: int
    state: OutboxState
    mail_class: MailClass
    template: str
    reason: str
    created_at: datetime
    mailbox_id: int | None
    number: str | None
    """Of its case; None: it belongs to none."""
    unit: str | None
    """Of its case."""


@dataclass(frozen=True, slots=True)
class Silenced:
    """A case whose user got no automatic reply."""

    case_id: int
    number: str
    reason: str
    """A stable word of casework."""
