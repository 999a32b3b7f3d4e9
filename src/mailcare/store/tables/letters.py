"""Letters, what was judged of them, and those set aside."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
)

from mailcare.model.judgement import Automatic, Category, Decision, Kind, Language, Scope
from mailcare.model.place import LetterState
from mailcare.model.trouble import AsideKind
from mailcare.store.tables.base import metadata, refers, row_id, word
from mailcare.store.types import UtcTime, Word

letters = Table(
    "letters",
    metadata,
    row_id(),
    word("content_key", 128),
    Column("state", Word(LetterState), nullable=False),
    refers("mailbox_id", "mailboxes.id"),
    word("blob"),
    word("key_id"),
    Column("size", BigInteger, nullable=False),
    Column("received_at", UtcTime, nullable=False),
    Column("first_seen", UtcTime, nullable=False),
    Column("truncated", Boolean, nullable=False),
    Column("answered_by_hand", Boolean, nullable=False),
    Column("junk", Boolean, nullable=False),
    Column("attempts", Integer, nullable=False),
    UniqueConstraint("content_key"),
    UniqueConstraint("blob"),
    Index(None, "state", "attempts", "received_at"),
    Index(None, "mailbox_id", "received_at"),
    sqlite_autoincrement=True,
)

judgements = Table(
    "judgements",
    metadata,
    refers("letter_id", "letters.id", key=True),
    refers("case_id", "cases.id", nullable=True),
    Column("decision", Word(Decision), nullable=False),
    Column("suggested", Word(Decision), nullable=False),
    Column("scope", Word(Scope), nullable=False),
    Column("unit", String(255)),
    Column("kind", Word(Kind)),
    Column("category", Word(Category)),
    Column("language", Word(Language), nullable=False),
    Column("confidence", Float, nullable=False),
    Column("automatic", Word(Automatic)),
    Column("reply_by_phone", Boolean, nullable=False),
    Column("escalation", Boolean, nullable=False),
    Column("official", Boolean, nullable=False),
    Column("about_staff", Boolean, nullable=False),
    Column("colleague", Boolean, nullable=False),
    Column("copy_only", Boolean, nullable=False),
    Column("outsider", String(255)),
    Column("texts", LargeBinary, nullable=False),  # sealed under the letter's key
    Index(None, "case_id"),
)

asides = Table(
    "asides",
    metadata,
    row_id(),
    refers("letter_id", "letters.id"),
    refers("mailbox_id", "mailboxes.id"),
    Column("kind", Word(AsideKind), nullable=False),
    word("error", 255),
    Column("at", UtcTime, nullable=False),
    Column("brought_back", Boolean, nullable=False),
    Index(None, "letter_id"),
    sqlite_autoincrement=True,
)
