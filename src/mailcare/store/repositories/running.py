"""Small notes of the house itself: meta values and heartbeats."""

from datetime import datetime

from sqlalchemy import select

from mailcare.store.repositories.base import Repository
from mailcare.store.tables.running import heartbeats, meta


class Meta(Repository):
    """A few named values, none of them personal."""

    def get(self, name: str) -> str | None:
        """Return the value called `name`."""
        row = self._first(select(meta.c.value).filter_by(name=name))
        return None if row is None else str(row.value)

    def set(self, name: str, value: str) -> None:
        """Keep `value` under `name`."""
        self._put(meta, {"name": name}, {"value": value})


class Heartbeats(Repository):
    """When each loop last finished a step, for `status` in another process."""

    def record(self, loop: str, at: datetime) -> None:
        """Record that `loop` finished a step."""
        self._put(heartbeats, {"loop": loop}, {"at": at})

    def all(self) -> dict[str, datetime]:
        """Return when each loop last finished a step."""
        return {row.loop: row.at for row in self._rows(select(heartbeats))}
