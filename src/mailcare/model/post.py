"""What is written: intents (what casework wants said) and outbox rows (final bytes to be sent)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from mailcare.model.case import Fact


class MailClass(StrEnum):
    """Whom a mail is for; caps and Auto-Submitted depend on it (invariant 5)."""

    REPLY = "reply"
    """To the user."""
    NOTICE = "notice"
    """To staff about a case."""
    DISPATCH = "dispatch"
    """To another unit or department."""
    DIGEST = "digest"
    """Periodic, to supervisors."""
    ALARM = "alarm"
    """About the system, to admins and supervisors."""


@dataclass(frozen=True, slots=True)
class Intent:
    """What casework wants written; composed by correspondence between two transactions."""

    mail_class: MailClass
    template: str
    """Name of the template without language and suffix, such as ``reply.accepted``."""
    recipient_role: str
    """``user``, ``staff``, ``supervisors``, ``department``, ``admins``."""
    unit: str | None = None
    """Whose staff, supervisors or dispatch address, where the role alone does not say."""
    facts: Mapping[str, Fact] = field(default_factory=dict)
    """Ids, enums and times for the template; texts are taken from the case's sealed columns."""
    after: str | None = None
    """Template of the intent of the same case that must have been sent first."""
    draft: bool = False
    """It waits until staff release it: the mailbox's mode or the kind of mail wants that."""


class OutboxState(StrEnum):
    """The life of a mail of ours (invariant 4)."""

    DRAFT = "draft"
    HELD = "held"
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DEFERRED = "deferred"
    FAILED = "failed"
    UNCERTAIN = "uncertain"
    SUPPRESSED = "suppressed"
    SUPERSEDED = "superseded"
    CANCELLED = "cancelled"


class CopyState(StrEnum):
    """Whether a mail that was sent lies in the Sent folder, too."""

    BEGUN = "begun"
    """We may have put it there, and died over it."""
    DONE = "done"
    """It lies there, by the provider or by us."""
    GIVEN_UP = "given_up"


@dataclass(frozen=True, slots=True)
class OutboxMail:
    """One mail to one recipient; bytes and Message-ID were fixed when it was composed."""

    id: int
    intent_id: int | None
    case_id: int | None
    mailbox_id: int | None
    """Whose SMTP account sends it; None: the alarms' account."""
    mail_class: MailClass
    template: str
    state: OutboxState
    recipient: str
    """Address; sealed in the store."""
    message_id: str
    blob: str
    key_id: str
    created_at: datetime
    not_before: datetime | None
    attempts: int
    reason: str
    """Why it is suppressed, held, failed …; a stable word or a server's code."""
    after_id: int | None = None
    """The outbox row that must have been sent first."""
    fence: int = 0
    """Proves a claim: rises each time somebody claims the row."""
    settled_at: datetime | None = None
    """When it was sent, failed, superseded or cancelled."""
