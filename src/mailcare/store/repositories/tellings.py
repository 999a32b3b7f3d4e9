"""What is to be told over the alarm channels, and what became of it."""

from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Row, func, or_, select

from mailcare.model.trouble import Happening, TellingRow, TellingState
from mailcare.store.repositories.base import Repository, columns
from mailcare.store.tables.running import tellings

_LONGER: Final = timedelta(hours=1)
"""Than a channel that failed is left alone."""


class Tellings(Repository):
    """One row for each channel that an alarm's news goes over."""

    def add(self, alarm_id: int, channel: str, occasion: Happening, now: datetime) -> None:
        """Have something told over `channel`, at once."""
        first = {"state": TellingState.WAITING, "attempts": 0, "error": ""}
        when = {"created_at": now, "due_at": now}
        values = {"alarm_id": alarm_id, "channel": channel, "occasion": occasion}
        self._insert(tellings.insert().values(**values, **first, **when))

    def due(self, now: datetime) -> list[TellingRow]:
        """Return what is to be told now, oldest first.

        Also what was never tried, or put off for longer than anything is: the clock went back.
        """
        turn = or_(
            tellings.c.due_at <= now, tellings.c.attempts == 0, tellings.c.due_at > now + _LONGER
        )
        query = select(tellings).where(tellings.c.state == TellingState.WAITING, turn)
        return [_telling(row) for row in self._rows(query.order_by(tellings.c.id))]

    def of(self, alarm_id: int) -> list[TellingRow]:
        """Return everything told, or to be told, of an alarm."""
        query = select(tellings).filter_by(alarm_id=alarm_id).order_by(tellings.c.id)
        return [_telling(row) for row in self._rows(query)]

    def done(self, telling_id: int, now: datetime) -> None:
        """Record that the channel took it."""
        self._set(telling_id, state=TellingState.DONE, settled_at=now, error="")

    def put_off(self, telling_id: int, error: str, until: datetime) -> None:
        """Record a failed try; the next one comes at `until`."""
        more = {"attempts": tellings.c.attempts + 1}
        self._set(telling_id, error=error, due_at=until, **more)

    def give_up(self, telling_id: int, error: str, now: datetime) -> None:
        """Record that it will not be told over this channel any more."""
        self._set(telling_id, state=TellingState.FAILED, error=error, settled_at=now)

    def last_done(self) -> dict[str, datetime]:
        """Return when each channel last took something."""
        query = select(tellings.c.channel, func.max(tellings.c.settled_at).label("at")).where(
            tellings.c.state == TellingState.DONE
        )
        return {row.channel: row.at for row in self._rows(query.group_by(tellings.c.channel))}

    def failing(self) -> dict[str, str]:
        """Return the channels of which something waits that failed, and the word for why."""
        query = select(tellings.c.channel, tellings.c.error).where(
            tellings.c.state == TellingState.WAITING, tellings.c.attempts > 0
        )
        return {row.channel: row.error for row in self._rows(query.order_by(tellings.c.id))}

    def _set(self, telling_id: int, **values: object) -> None:
        self._connection.execute(tellings.update().filter_by(id=telling_id).values(**values))


def _telling(row: Row[Any]) -> TellingRow:
    return TellingRow(**columns(row))
