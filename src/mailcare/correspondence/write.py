"""An intent → mails, final to the byte: who writes, to whom, in which words, in which state."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from mailcare.config import Config
from mailcare.correspondence.templates import TemplateBook
from mailcare.model.case import Case, CaseTexts
from mailcare.model.post import Intent, MailClass, OutboxState


@dataclass(frozen=True, slots=True)
class Writing:
    """What writing needs of its surroundings; no clock, no store."""

    config: Config
    book: TemplateBook
    token: Callable[[int], str]
    """Case id → the token that proves the thread."""


@dataclass(frozen=True, slots=True)
class Written:
    """One mail to one recipient: bytes to be sealed, and what its outbox row says."""

    recipient: str
    mail_class: MailClass
    template: str
    data: bytes
    message_id: str
    state: OutboxState
    """``draft``, ``queued``, ``held`` or ``suppressed``; caps may still hold it."""
    reason: str = ""
    not_before: datetime | None = None
    reverse_path: str = ""
    """Envelope sender; empty: the null reverse-path."""
    after: str | None = None
    """As in the intent."""
    template_file: str = ""
    template_digest: str = ""


def write(
    intent_id: int,
    intent: Intent,
    case: Case,
    texts: CaseTexts,
    *,
    mailbox: str,
    world: Writing,
    now: datetime,
    original: bytes | None = None,
) -> list[Written]:
    """Return the mails of `intent`, one per recipient, sent from `mailbox` (name in the config).

    The bytes depend on nothing but the arguments; Message-IDs on `intent_id` and recipient.

    Raises:
        TemplateError: no usable template, or a value that it needs is absent.
        ComposeError: the user's address is odd, or nobody stands in the role.
    """
    raise NotImplementedError


def write_system(
    mail_class: MailClass,
    template: str,
    values: dict[str, str],
    recipients: tuple[str, ...],
    *,
    unique: str,
    world: Writing,
    now: datetime,
) -> list[Written]:
    """Return alarms or digests, sent from the alarms' mailbox; `unique` goes into the Message-ID."""
    raise NotImplementedError
