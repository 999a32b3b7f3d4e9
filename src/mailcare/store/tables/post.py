"""What is written: intents and the outbox."""

from enum import StrEnum

from sqlalchemy import (
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from mailcare.model.post import CopyState, MailClass, OutboxState
from mailcare.store.tables.base import metadata, refers, row_id, word
from mailcare.store.types import UtcTime, Word


class IntentState(StrEnum):
    """How far an intent has come."""

    PENDING = "pending"
    DONE = "done"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"
    """A later event contradicts it."""


intents = Table(
    "intents",
    metadata,
    row_id(),
    refers("case_id", "cases.id", nullable=True),
    refers("letter_id", "letters.id", nullable=True),
    Column("state", Word(IntentState), nullable=False),
    Column("mail_class", Word(MailClass), nullable=False),
    word("template", 128),
    word("recipient_role"),
    Column("unit", String(255)),
    Column("facts", Text, nullable=False),
    Column("after", String(128)),
    Column("draft", Boolean, nullable=False),
    Column("attempts", Integer, nullable=False),
    word("reason", 255),
    Column("created_at", UtcTime, nullable=False),
    Index(None, "state", "attempts"),
    Index(None, "case_id"),
    sqlite_autoincrement=True,
)

outbox = Table(
    "outbox",
    metadata,
    row_id(),
    refers("intent_id", "intents.id", nullable=True),
    refers("case_id", "cases.id", nullable=True),
    refers("mailbox_id", "mailboxes.id", nullable=True),
    Column("mail_class", Word(MailClass), nullable=False),
    word("template", 128),
    Column("state", Word(OutboxState), nullable=False),
    Column("recipient", LargeBinary, nullable=False),  # sealed under the row's key
    word("recipient_blind"),
    word("message_id", 255),
    word("blob"),
    word("key_id"),
    Column("created_at", UtcTime, nullable=False),
    Column("queued_at", UtcTime),  # when it was last let go; what the caps count by
    Column("not_before", UtcTime),
    Column("settled_at", UtcTime),
    Column("attempts", Integer, nullable=False),
    word("reason", 255),
    refers("after_id", "outbox.id", nullable=True),
    Column("owner", String(128)),
    Column("fence", Integer, nullable=False),
    Column("claimed_at", UtcTime),
    UniqueConstraint("intent_id", "recipient_blind"),
    UniqueConstraint("message_id"),
    Index(None, "state", "not_before"),
    Index(None, "mail_class", "queued_at"),
    Index(None, "mailbox_id", "settled_at"),
    Index(None, "case_id"),
    sqlite_autoincrement=True,
)

sent_copies = Table(
    "sent_copies",
    metadata,
    refers("mail_id", "outbox.id", key=True),
    Column("state", Word(CopyState), nullable=False),
)
"""Copies in the Sent folder; without a row nobody has looked after it yet."""
