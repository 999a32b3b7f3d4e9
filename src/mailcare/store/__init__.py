"""Tables, migrations, unit of work, claims; one repository per aggregate.

In and out: model values, never rows. Only here sqlalchemy and alembic. Whatever is personal goes
into sealed columns through the Sealer, with a blind index where it must be found again.

``Store.run(work)`` and ``Store.read(work)`` hand a `Tx` to a function; its attributes are the
repositories: mailboxes, folders, receipts, samples, tallies, letters, cases, intents, outbox,
alarms, tellings, templates, jobs, claims, members, locks, meta, heartbeats, restoring,
sealed, counts, figures, overrides,
poll_hours.
"""

from mailcare.store.lock import StateLock
from mailcare.store.repositories.counts import ClockCount, Unsent
from mailcare.store.repositories.numbers import CaseNumber
from mailcare.store.sealing import Sealer
from mailcare.store.store import Store
from mailcare.store.unit import Tx
from mailcare.store.values import (
    WHOLE,
    Drainable,
    GoodTemplate,
    Job,
    KnownUid,
    Member,
    NewMail,
    Override,
    Part,
    PendingIntent,
    Place,
    Poll,
    PollHour,
    Sample,
    Silenced,
    StoredMailbox,
    StuckMail,
    Unread,
    Untold,
    WatchedCase,
)

__all__ = [
    "WHOLE",
    "CaseNumber",
    "ClockCount",
    "Drainable",
    "GoodTemplate",
    "Job",
    "KnownUid",
    "Member",
    "NewMail",
    "Override",
    "Part",
    "PendingIntent",
    "Place",
    "Poll",
    "PollHour",
    "Sample",
    "Sealer",
    "Silenced",
    "StateLock",
    "Store",
    "StoredMailbox",
    "StuckMail",
    "Tx",
    "Unread",
    "Unsent",
    "Untold",
    "WatchedCase",
]
