"""Where letters lie: mailboxes, folders, receipts."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Mode(StrEnum):
    """How far mailcare may go in a mailbox (DESIGN: modes of a mailbox)."""

    SHADOW = "shadow"
    """Decides and records, writes to nobody."""
    DRAFT = "draft"
    """Replies wait until staff release them."""
    LIVE = "live"


class Fate(StrEnum):
    """How a UID ended (invariant 1: every UID ends as one of these)."""

    RECEIVED = "received"
    HISTORY = "history"
    """It was there when the folder was first seen: archived, no case, no reply."""
    SET_ASIDE = "set_aside"
    GONE = "gone"
    """It vanished from the server before it could be fetched."""
    DRAINED = "drained"
    """It was received, and later taken off the server to make room (R12); the vault has it."""


class LetterState(StrEnum):
    """How far a letter has come."""

    RECEIVED = "received"
    HANDLED = "handled"
    HISTORY = "history"
    SET_ASIDE = "set_aside"


@dataclass(frozen=True, slots=True)
class MailboxKey:
    """What a mailbox is known by: never its name in the config, which may change."""

    host: str
    user: str


@dataclass(frozen=True, slots=True)
class Restored:
    """That the store was put back from a backup, or rebuilt: what was done between nobody knows."""

    since: datetime
    """When the backup was made."""
    at: datetime
    """When it was put back; what came before and was not known then may be answered already."""
    waiting: bool
    """Nobody has said yet that mail may leave by itself again."""


@dataclass(frozen=True, slots=True)
class Folder:
    """An IMAP mailbox within an account, as the store knows it."""

    id: int
    mailbox_id: int
    name: str
    epoch: int
    """Ours; rises when the server's numbering can no longer be trusted."""
    uidvalidity: int | None
    uidnext: int | None
    highest_uid: int
    """The highest UID that has a receipt in this epoch."""
    baseline_uid: int | None
    """UIDs up to this one were there at first contact (history); None before the first poll."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """That a letter lies at a place on a server: unique by (folder, epoch, uid)."""

    id: int
    folder_id: int
    epoch: int
    uid: int
    fate: Fate
    letter_id: int | None
    size: int
    internal_date: datetime | None
    first_seen: datetime


@dataclass(frozen=True, slots=True)
class Letter:
    """What was received, as content; several receipts may point to one letter."""

    id: int
    state: LetterState
    mailbox_id: int
    """The mailbox where it was first received."""
    blob: str
    """Where its bytes lie sealed in the vault."""
    key_id: str
    """The vault's data key under which the letter and all that is known from it are sealed."""
    size: int
    received_at: datetime
    """INTERNALDATE, bounded by the moment it was first seen; clocks start here."""
    first_seen: datetime
    truncated: bool
    """Only header and text part were fetched (over `max_letter_bytes`)."""
    answered_by_hand: bool
    r"""\Answered stood on it when it was received."""
    attempts: int
    case_id: int | None
    junk: bool = False
    """It lay where the server puts what it holds for junk, and nowhere else."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How full a folder was when it was last counted; only what is new need be asked for."""

    uidvalidity: int | None
    highest_uid: int
    letters: int
    size: int
    """Bytes, by RFC822.SIZE."""
    exact: bool = True
    """False: letters have vanished since, and their sizes were estimated by the mean."""
