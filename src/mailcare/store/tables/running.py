"""What keeps the house running: alarms, templates, jobs, claims, meta, heartbeats."""

from enum import StrEnum

from sqlalchemy import Column, Index, Integer, String, Table, Text, UniqueConstraint, text

from mailcare.model.trouble import AlarmKind
from mailcare.store.tables.base import metadata, row_id, word
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
    Column("raised_at", UtcTime, nullable=False),
    Column("repeated_at", UtcTime),
    Column("acknowledged_at", UtcTime),
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
