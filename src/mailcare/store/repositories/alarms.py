"""Alarms: raised, repeated, acknowledged, cleared."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, select

from mailcare.errors import ConflictError, NotFoundError
from mailcare.model.trouble import Alarm, AlarmKind
from mailcare.store.repositories.base import Repository, columns
from mailcare.store.tables.running import alarms


class Alarms(Repository):
    """The alarms; one open alarm per (kind, subject)."""

    def raise_(
        self, kind: AlarmKind, subject: str, facts: str, now: datetime
    ) -> tuple[Alarm, bool]:
        """Raise an alarm, or bring the facts of the open one up to date; says whether it is new.

        `facts` is JSON of ids, counts and times; `subject` a name of the config, a number, an id.
        """
        found = self._open(kind, subject)
        if found is None:
            values = {"kind": kind, "subject": subject, "facts": facts, "raised_at": now}
            return self.get(self._insert(alarms.insert().values(**values))), True
        self._connection.execute(alarms.update().filter_by(id=found.id).values(facts=facts))
        return self.get(found.id), False

    def clear(self, kind: AlarmKind, subject: str, now: datetime) -> Alarm | None:
        """Clear the open alarm of this kind and subject; None if there is none."""
        found = self._open(kind, subject)
        if found is None:
            return None
        self._connection.execute(alarms.update().filter_by(id=found.id).values(cleared_at=now))
        return self.get(found.id)

    def acknowledge(self, alarm_id: int, now: datetime) -> Alarm:
        """Record that a person knows of an open alarm."""
        return self._mark(alarm_id, acknowledged_at=now)

    def repeat(self, alarm_id: int, now: datetime) -> Alarm:
        """Record that an open alarm was told once more."""
        return self._mark(alarm_id, repeated_at=now)

    def open(self) -> list[Alarm]:
        """Return the alarms that are not cleared, oldest first."""
        query = select(alarms).where(alarms.c.cleared_at.is_(None)).order_by(alarms.c.id)
        return [_alarm(row) for row in self._rows(query)]

    def get(self, alarm_id: int) -> Alarm:
        """Return the alarm with this id."""
        row = self._first(select(alarms).filter_by(id=alarm_id))
        if row is None:
            raise NotFoundError(f"no alarm has the id {alarm_id}")
        return _alarm(row)

    def _open(self, kind: AlarmKind, subject: str) -> Alarm | None:
        row = self._first(select(alarms).filter_by(kind=kind, subject=subject, cleared_at=None))
        return None if row is None else _alarm(row)

    def _mark(self, alarm_id: int, **times: datetime) -> Alarm:
        if self.get(alarm_id).cleared_at is not None:
            raise ConflictError(f"alarm {alarm_id} is cleared")
        self._connection.execute(alarms.update().filter_by(id=alarm_id).values(**times))
        return self.get(alarm_id)


def _alarm(row: Row[Any]) -> Alarm:
    return Alarm(**columns(row))
