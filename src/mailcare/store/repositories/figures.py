"""Figures for those who watch over the cases: light rows and counts, no ledger and no texts."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, distinct, func, or_, select, true

from mailcare.model.case import EventKind
from mailcare.model.place import Mode
from mailcare.model.post import MailClass, OutboxState
from mailcare.store.codec import load_clocks
from mailcare.store.repositories.base import Repository, load_facts
from mailcare.store.repositories.cases import still_waits
from mailcare.store.repositories.outbox_moves import UNSENT
from mailcare.store.tables.cases import case_numbers, cases, events
from mailcare.store.tables.post import intents, outbox
from mailcare.store.values import Silenced, StuckMail, WatchedCase

Units = Collection[str] | None
"""Whose cases; None: everybody's."""

_STUCK = (OutboxState.HELD, OutboxState.SUPPRESSED, OutboxState.UNCERTAIN, OutboxState.DRAFT)


class Figures(Repository):
    """What digests are made of; nothing here writes."""

    def watched(self, units: Units) -> list[WatchedCase]:
        """Return the cases that have not ended, the first due first; none in shadow mode."""
        query = select(cases, case_numbers.c.number).join(case_numbers)
        query = query.where(_of(units), still_waits(), cases.c.mode != Mode.SHADOW)
        query = query.order_by(cases.c.next_due_at.is_(None), cases.c.next_due_at, cases.c.id)
        return [_watched(row) for row in self._rows(query)]

    def opened(self, units: Units, since: datetime, until: datetime) -> int:
        """Count the cases opened from `since` on and before `until`."""
        query = select(func.count()).select_from(cases)
        return self._count(query.where(_of(units), _within(cases.c.opened_at, since, until)))

    def answered(self, units: Units, since: datetime, until: datetime) -> int:
        """Count the cases answered from `since` on and before `until`."""
        query = select(func.count(distinct(events.c.case_id))).join(cases)
        query = query.where(events.c.kind == EventKind.ANSWERED, _of(units))
        return self._count(query.where(_within(events.c.at, since, until)))

    def silenced(self, units: Units) -> list[Silenced]:
        """Return whose replies casework suppressed, in cases that still wait for one."""
        query = select(case_numbers.c.number, cases.c.id, events.c.facts)
        query = query.select_from(events.join(cases).join(case_numbers))
        query = query.where(
            events.c.kind == EventKind.REPLY_SUPPRESSED,
            still_waits(),
            cases.c.mode != Mode.SHADOW,
            _of(units),
        )
        rows = self._rows(query.order_by(cases.c.id, events.c.seq))
        latest = {row.id: row for row in rows}
        return [
            Silenced(row.id, row.number, str(load_facts(row.facts).get("reason", "")))
            for row in latest.values()
        ]

    def stuck(self) -> list[StuckMail]:
        """Return the mails that wait for a person, oldest first; not those of ended cases.

        What is held until a moment leaves by itself; what is uncertain is told of any case.
        """
        query = select(outbox, case_numbers.c.number, cases.c.unit).select_from(
            outbox.outerjoin(cases, outbox.c.case_id == cases.c.id).outerjoin(
                case_numbers, case_numbers.c.case_id == cases.c.id
            )
        )
        waits = or_(
            outbox.c.state == OutboxState.UNCERTAIN,
            cases.c.id.is_(None),
            still_waits(),
        )
        query = query.where(outbox.c.state.in_(_STUCK), waits, _for_a_person())
        return [
            StuckMail(
                row.id, row.state, row.mail_class, row.template, row.reason, row.created_at,
                row.mailbox_id, row.number, row.unit,
            )
            for row in self._rows(query.order_by(outbox.c.id))
        ]  # fmt: skip

    def last_digest(self, scope: str) -> datetime | None:
        """Return when the last digest of `scope` that a server took was written."""
        query = select(func.max(outbox.c.created_at).label("at")).select_from(
            outbox.join(intents, outbox.c.intent_id == intents.c.id)
        )
        query = query.where(
            outbox.c.mail_class == MailClass.DIGEST,
            outbox.c.state == OutboxState.SENT,
            intents.c.unit == scope,
        )
        row = self._first(query)
        return None if row is None else row.at

    def unsent_digests(self, before: datetime) -> list[int]:
        """Return the digests written before then that have certainly not left."""
        query = select(outbox.c.id).where(
            outbox.c.mail_class == MailClass.DIGEST,
            outbox.c.state.in_(UNSENT),
            outbox.c.created_at < before,
        )
        return [row.id for row in self._rows(query.order_by(outbox.c.id))]

    def _count(self, query: Any) -> int:  # noqa: ANN401 - any query of one number
        return int(self._connection.execute(query).scalar_one())


def _of(units: Units) -> ColumnElement[bool]:
    return true() if units is None else cases.c.unit.in_(units)


def _within(
    column: ColumnElement[datetime], since: datetime, until: datetime
) -> ColumnElement[bool]:
    return (column >= since) & (column < until)


def _for_a_person() -> ColumnElement[bool]:
    """Return the condition that a mail doesn't leave, and isn't meant to stay, by itself."""
    timed = (outbox.c.state == OutboxState.HELD) & outbox.c.not_before.is_not(None)
    shadow = (outbox.c.state == OutboxState.SUPPRESSED) & (outbox.c.reason == Mode.SHADOW.value)
    return ~timed & ~shadow


def _watched(row: Row[Any]) -> WatchedCase:
    return WatchedCase(
        id=row.id,
        number=row.number,
        mailbox_id=row.mailbox_id,
        unit=row.unit,
        state=row.state,
        owner=row.owner,
        category=row.category,
        escalated=row.escalated,
        level_owner=row.level_owner,
        promised_due=row.promised_due,
        clocks=load_clocks(row.clocks),
    )
