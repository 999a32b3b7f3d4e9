"""Where letters lie: mailboxes and their polls, folders, receipts, samples of fullness."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
    false,
)

from mailcare.model.place import Fate, Mode
from mailcare.store.tables.base import metadata, refers, row_id, word
from mailcare.store.types import UtcTime, Word

mailboxes = Table(
    "mailboxes",
    metadata,
    row_id(),
    word("host", 255),
    word("user", 255),
    word("name", 255),
    Column("mode", Word(Mode), nullable=False),
    Column("mode_since", UtcTime, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("restored_since", UtcTime),
    Column("restored_at", UtcTime),
    Column("restored_waits", Boolean, nullable=False, server_default=false()),
    UniqueConstraint("host", "user"),
    UniqueConstraint("name"),
    sqlite_autoincrement=True,
)

polls = Table(
    "polls",
    metadata,
    refers("mailbox_id", "mailboxes.id", key=True),
    Column("last_success_at", UtcTime),
    Column("last_failure_at", UtcTime),
    Column("failures", Integer, nullable=False),
    word("error", 255),
    Column("waiting", Integer, nullable=False, server_default="0"),
    Column("refusals", Integer, nullable=False, server_default="0"),
    Column("refused_at", UtcTime),
    Column("refused_login", String(128)),
    Column("retry_asked_at", UtcTime),
)

poll_hours = Table(
    "poll_hours",
    metadata,
    refers("mailbox_id", "mailboxes.id", key=True),
    Column("hour", UtcTime, primary_key=True),
    Column("minutes", BigInteger, nullable=False),
    Column("polls", Integer, nullable=False),
    Column("failed", Integer, nullable=False),
    Column("throttled", Integer, nullable=False),
    Column("milliseconds", BigInteger, nullable=False),
)

overrides = Table(
    "overrides",
    metadata,
    row_id(),
    refers("mailbox_id", "mailboxes.id"),
    Column("seconds", Float, nullable=False),
    Column("set_at", UtcTime, nullable=False),
    word("set_by", 128),
    Column("expires_at", UtcTime),
    Column("ended_at", UtcTime),
    Column("ended_by", String(128)),
    Index(None, "mailbox_id", "ended_at"),
    sqlite_autoincrement=True,
)

folders = Table(
    "folders",
    metadata,
    row_id(),
    refers("mailbox_id", "mailboxes.id"),
    Column("name", String(1024), nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("uidvalidity", BigInteger),
    Column("uidnext", BigInteger),
    Column("highest_uid", BigInteger, nullable=False),
    Column("baseline_uid", BigInteger),
    Column("epoch_since", UtcTime, nullable=False),
    UniqueConstraint("mailbox_id", "name"),
    sqlite_autoincrement=True,
)

receipts = Table(
    "receipts",
    metadata,
    row_id(),
    refers("folder_id", "folders.id"),
    Column("epoch", Integer, nullable=False),
    Column("uid", BigInteger, nullable=False),
    Column("fate", Word(Fate), nullable=False),
    refers("letter_id", "letters.id", nullable=True),
    Column("size", BigInteger, nullable=False),
    Column("internal_date", UtcTime),
    Column("first_seen", UtcTime, nullable=False),
    Column("told_at", UtcTime),
    Column("left_at", UtcTime),
    UniqueConstraint("folder_id", "epoch", "uid"),
    Index(None, "letter_id"),
    Index(None, "folder_id", "fate", "told_at", "first_seen"),
    sqlite_autoincrement=True,
)

samples = Table(
    "samples",
    metadata,
    row_id(),
    refers("mailbox_id", "mailboxes.id"),
    Column("at", UtcTime, nullable=False),
    Column("used_bytes", BigInteger, nullable=False),
    Column("messages", BigInteger),
    Column("limit_bytes", BigInteger),
    Column("limit_messages", BigInteger),
    word("source", 16),
    Index(None, "mailbox_id", "at"),
    sqlite_autoincrement=True,
)

tallies = Table(
    "tallies",
    metadata,
    row_id(),
    refers("mailbox_id", "mailboxes.id"),
    Column("name", String(1024), nullable=False),
    Column("uidvalidity", BigInteger),
    Column("highest_uid", BigInteger, nullable=False),
    Column("letters", BigInteger, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("exact", Boolean, nullable=False),
    UniqueConstraint("mailbox_id", "name"),
    sqlite_autoincrement=True,
)
