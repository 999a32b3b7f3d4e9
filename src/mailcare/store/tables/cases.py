"""Cases: projected columns, ledger, sealed texts, numbers."""

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

from mailcare.model.case import ClockName, EventKind, NoteKind, State
from mailcare.model.judgement import Category, Decision, Kind, Language, Scope
from mailcare.model.place import Mode
from mailcare.store.tables.base import metadata, refers, row_id, word
from mailcare.store.types import UtcTime, Word

cases = Table(
    "cases",
    metadata,
    row_id(),
    # the letter that opened it: with the mailbox unique, so no second case; a unit of ours to which
    # the case is handed over opens its own of the same letter
    refers("letter_id", "letters.id"),
    refers("mailbox_id", "mailboxes.id"),
    word("key_id"),
    Column("opened_at", UtcTime, nullable=False),
    Column("last_seq", Integer, nullable=False),
    Column("state", Word(State), nullable=False),
    word("unit", 255),
    Column("owner", String(255)),
    Column("decision", Word(Decision), nullable=False),
    Column("suggested", Word(Decision), nullable=False),
    Column("scope", Word(Scope), nullable=False),
    Column("kind", Word(Kind)),
    Column("category", Word(Category)),
    Column("language", Word(Language), nullable=False),
    Column("mode", Word(Mode), nullable=False),
    Column("received_at", UtcTime, nullable=False),
    Column("promised_due", UtcTime),
    Column("next_due_at", UtcTime),
    Column("next_due_kind", Word(ClockName)),
    Column("escalated", Boolean, nullable=False),
    Column("clocks", Text, nullable=False),
    Column("next_check_at", UtcTime),
    word("calendar_version"),
    Column("handler", String(255)),
    Column("level", Integer, nullable=False),
    Column("level_owner", String(255)),
    Column("origin_key", String(255)),  # the dispatch that handed it over to us
    UniqueConstraint("letter_id", "mailbox_id"),
    UniqueConstraint("origin_key"),
    Index(None, "next_check_at"),
    Index(None, "state", "unit"),
    Index(None, "next_due_at"),
    sqlite_autoincrement=True,
)

events = Table(
    "events",
    metadata,
    refers("case_id", "cases.id", key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("kind", Word(EventKind), nullable=False),
    Column("at", UtcTime, nullable=False),
    word("actor", 255),
    Column("facts", Text, nullable=False),
)

case_texts = Table(
    "case_texts",
    metadata,
    refers("case_id", "cases.id", key=True),
    word("user_blind"),
    word("phone_blind"),  # empty where there is none, as the next
    word("device_blind"),
    Column("texts", LargeBinary, nullable=False),  # sealed under the case's key
    Index(None, "user_blind"),
    Index(None, "phone_blind"),
    Index(None, "device_blind"),
)

case_notes = Table(
    "case_notes",
    metadata,
    refers("case_id", "cases.id", key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),  # of the event it belongs to
    Column("kind", Word(NoteKind), nullable=False),
    Column("text", LargeBinary, nullable=False),  # sealed under the case's key
    word("attachments", 255),  # blob of the vault, or empty
)

case_numbers = Table(
    "case_numbers",
    metadata,
    refers("case_id", "cases.id", key=True),
    word("number"),
    word("prefix", 32),
    word("month", 6),
    Column("serial", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    UniqueConstraint("number"),
    UniqueConstraint("prefix", "month", "serial"),
    UniqueConstraint("prefix", "total"),
)

counters = Table(
    "counters",
    metadata,
    Column("prefix", String(32), primary_key=True),
    Column("period", String(8), primary_key=True),  # a month, or "total"
    Column("last", Integer, nullable=False),
)
