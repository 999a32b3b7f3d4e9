"""Alarms: raised, repeated, acknowledged, calm for a while, cleared; each step in their history."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, select

from mailcare.errors import ConflictError, NotFoundError
from mailcare.model.trouble import TOLD, Alarm, AlarmEvent, AlarmKind, Happening
from mailcare.store.repositories.base import Repository, columns
from mailcare.store.repositories.locks import Locks
from mailcare.store.tables.running import alarm_events, alarms


class Alarms(Repository):
    """The alarms; one open alarm per (kind, subject)."""

    def raise_(
        self, kind: AlarmKind, subject: str, facts: str, now: datetime, unit: str | None = None
    ) -> tuple[Alarm, bool]:
        """Raise an alarm, or bring the facts of the open one up to date; says whether it is new.

        `facts` is JSON of ids, counts and times; `subject` a name of the config, a number, an id.
        One that was calm is so no more.
        """
        Locks(self._connection, self._sealer).take(f"alarm {kind.value} {subject}")
        found = self._open(kind, subject)
        if found is None:
            values = {"kind": kind, "subject": subject, "facts": facts, "raised_at": now}
            more = {"unit": unit, "repeats": 0, "acknowledged_by": ""}
            alarm = self.get(self._insert(alarms.insert().values(**values, **more)))
            self.note(alarm.id, Happening.RAISED, now)
            return alarm, True
        if found.facts != facts or found.calm_since is not None:
            self._set(found.id, facts=facts, calm_since=None)
        if found.calm_since is not None:
            self.note(found.id, Happening.RETURNED, now)
        return self.get(found.id), False

    def calm(self, kind: AlarmKind, subject: str, now: datetime) -> Alarm | None:
        """Note that the cause of the open alarm is over from now on; None if there is none."""
        found = self._open(kind, subject)
        if found is None or found.calm_since is not None:
            return found
        self._set(found.id, calm_since=now)
        self.note(found.id, Happening.CALM, now)
        return self.get(found.id)

    def clear(
        self, kind: AlarmKind, subject: str, now: datetime, *, told: bool = False
    ) -> Alarm | None:
        """Clear the open alarm of this kind and subject; None if there is none.

        `told`: people are to hear that it is over.
        """
        found = self._open(kind, subject)
        if found is None:
            return None
        self._set(found.id, cleared_at=now)
        self.note(found.id, Happening.CLEARED, now, told=told)
        return self.get(found.id)

    def acknowledge(self, alarm_id: int, now: datetime, who: str = "") -> Alarm:
        """Record that a person knows of an open alarm; the first one to say so stays named."""
        before = self.get(alarm_id)
        if before.acknowledged_at is not None and before.cleared_at is None:
            return before
        self._mark(alarm_id, acknowledged_at=now, acknowledged_by=who)
        self.note(alarm_id, Happening.ACKNOWLEDGED, now, who)
        return self.get(alarm_id)

    def repeat(self, alarm_id: int, now: datetime) -> Alarm:
        """Record that an open alarm was told once more."""
        self._mark(alarm_id, repeated_at=now, repeats=self.get(alarm_id).repeats + 1)
        self.note(alarm_id, Happening.REPEATED, now)
        return self.get(alarm_id)

    def make_urgent(self, alarm_id: int, now: datetime) -> Alarm:
        """Record that an open alarm became worse: nobody has acknowledged that yet."""
        self._mark(alarm_id, repeated_at=now, acknowledged_at=None, acknowledged_by="")
        self.note(alarm_id, Happening.URGENT, now)
        return self.get(alarm_id)

    def open(self) -> list[Alarm]:
        """Return the alarms that are not cleared, oldest first."""
        query = select(alarms).where(alarms.c.cleared_at.is_(None)).order_by(alarms.c.id)
        return [_alarm(row) for row in self._rows(query)]

    def find(self, kind: AlarmKind, subject: str) -> Alarm | None:
        """Return the open alarm of this kind and subject."""
        return self._open(kind, subject)

    def newest(self, number: int) -> list[Alarm]:
        """Return the alarms raised last, open or not, newest first."""
        query = select(alarms).order_by(alarms.c.id.desc()).limit(number)
        return [_alarm(row) for row in self._rows(query)]

    def get(self, alarm_id: int) -> Alarm:
        """Return the alarm with this id."""
        row = self._first(select(alarms).filter_by(id=alarm_id))
        if row is None:
            raise NotFoundError(f"no alarm has the id {alarm_id}")
        return _alarm(row)

    def note(
        self, alarm_id: int, what: Happening, now: datetime, who: str = "", *, told: bool = True
    ) -> None:
        """Add to an alarm's history; what people hear of waits to be spread, if `told`."""
        values = {"alarm_id": alarm_id, "at": now, "what": what, "who": who}
        self._insert(alarm_events.insert().values(**values, to_spread=told and what in TOLD))

    def history(self, alarm_id: int) -> list[AlarmEvent]:
        """Return what happened to an alarm, in order."""
        query = select(alarm_events).filter_by(alarm_id=alarm_id).order_by(alarm_events.c.id)
        return [_event(row) for row in self._rows(query)]

    def unspread(self) -> list[AlarmEvent]:
        """Return what people have still to hear of, in order."""
        query = select(alarm_events).filter_by(to_spread=True).order_by(alarm_events.c.id)
        return [_event(row) for row in self._rows(query)]

    def spread(self, event_id: int) -> None:
        """Record that what happened is on its way to people."""
        self._connection.execute(
            alarm_events.update().filter_by(id=event_id).values(to_spread=False)
        )

    def _open(self, kind: AlarmKind, subject: str) -> Alarm | None:
        row = self._first(select(alarms).filter_by(kind=kind, subject=subject, cleared_at=None))
        return None if row is None else _alarm(row)

    def _set(self, alarm_id: int, **values: object) -> None:
        self._connection.execute(alarms.update().filter_by(id=alarm_id).values(**values))

    def _mark(self, alarm_id: int, **values: object) -> None:
        if self.get(alarm_id).cleared_at is not None:
            raise ConflictError(f"alarm {alarm_id} is cleared")
        self._set(alarm_id, **values)


def _alarm(row: Row[Any]) -> Alarm:
    return Alarm(**columns(row))


def _event(row: Row[Any]) -> AlarmEvent:
    return AlarmEvent(row.id, row.alarm_id, row.at, row.what, row.who)
