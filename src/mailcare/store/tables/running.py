"""What keeps the house running: alarms, templates, jobs, members, claims, meta, heartbeats."""

from enum import StrEnum

from sqlalchemy import Boolean, Column, Index, Integer, String, Table, Text, UniqueConstraint, text

from mailcare.model.trouble import AlarmKind, Happening, TellingState
from mailcare.store.tables.base import metadata, refers, row_id, word
from mailcare.store.types import UtcTime, Word


class JobState(StrEnum):
    """How far a job's run has come."""

    PENDING = "pending"
    DONE = "done"
    FAILED = "failed"


alarms = Table(
    "alarms",
    metadata,
    row_id(),
    Column("kind", Word(AlarmKind), nullable=False),
    word("subject", 255),
    Column("facts", Text, nullable=False),
    Column("unit", String(16)),
    Column("raised_at", UtcTime, nullable=False),
    Column("repeated_at", UtcTime),
    Column("repeats", Integer, nullable=False),
    Column("acknowledged_at", UtcTime),
    Column("acknowledged_by", String(64), nullable=False),
    Column("calm_since", UtcTime),
    Column("cleared_at", UtcTime),
    sqlite_autoincrement=True,
)

Index(
    "uq_alarms_open",
    alarms.c.kind,
    alarms.c.subject,
    unique=True,
    sqlite_where=text("cleared_at IS NULL"),
    postgresql_where=text("cleared_at IS NULL"),
)

alarm_events = Table(
    "alarm_events",
    metadata,
    row_id(),
    refers("alarm_id", "alarms.id"),
    Column("at", UtcTime, nullable=False),
    Column("what", Word(Happening), nullable=False),
    word("who"),
    Column("to_spread", Boolean, nullable=False),
    Index(None, "alarm_id"),
    Index(None, "to_spread"),
    sqlite_autoincrement=True,
)

tellings = Table(
    "tellings",
    metadata,
    row_id(),
    refers("alarm_id", "alarms.id"),
    word("channel"),
    Column("occasion", Word(Happening), nullable=False),
    Column("state", Word(TellingState), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("due_at", UtcTime, nullable=False),
    Column("settled_at", UtcTime),
    word("error"),
    Index(None, "state"),
    sqlite_autoincrement=True,
)

templates = Table(
    "templates",
    metadata,
    Column("name", String(255), primary_key=True),
    Column("text", Text, nullable=False),
    word("digest", 128),
    Column("saved_at", UtcTime, nullable=False),
)

jobs = Table(
    "jobs",
    metadata,
    row_id(),
    word("job"),
    word("period"),
    Column("state", Word(JobState), nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("finished_at", UtcTime),
    UniqueConstraint("job", "period"),
    Index(None, "state"),
    sqlite_autoincrement=True,
)

members = Table(
    "members",
    metadata,
    Column("owner", String(128), primary_key=True),
    Column("host", String(255), nullable=False),
    Column("joined_at", UtcTime, nullable=False),
    Column("renewed_at", UtcTime, nullable=False),
    Column("expires_at", UtcTime, nullable=False),
)

claims = Table(
    "claims",
    metadata,
    Column("resource", String(255), primary_key=True),
    Column("owner", String(128)),
    Column("fence", Integer, nullable=False),
    Column("expires_at", UtcTime, nullable=False),
)

meta = Table(
    "meta",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("value", Text, nullable=False),
)

heartbeats = Table(
    "heartbeats",
    metadata,
    Column("loop", String(64), primary_key=True),
    Column("at", UtcTime, nullable=False),
)
