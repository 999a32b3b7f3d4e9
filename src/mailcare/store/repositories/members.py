"""Members: the daemons that share one database, alive until their time runs out.

Times are the database's: the clocks of hosts may differ, and only one clock can say whose term is
over. SQLite has one daemon and no clock of its own, so there the caller's serves.
"""

from datetime import datetime, timedelta

from sqlalchemy import select

from mailcare.store.repositories.base import Repository
from mailcare.store.tables.running import claims, members
from mailcare.store.values import Member


class Members(Repository):
    """Who works on this database."""

    def renew(self, owner: str, host: str, term: timedelta, now: datetime) -> datetime:
        """Prolong the membership of `owner`, and all claims of theirs, by `term` from `now` on.

        Returns the time it was renewed at, by the database's clock.
        """
        at = self._database_time(now)
        until = {"renewed_at": at, "expires_at": at + term}
        change = members.update().filter_by(owner=owner).values(**until)
        if self._connection.execute(change).rowcount == 0:
            fresh = members.insert().values(owner=owner, host=host, joined_at=at, **until)
            self._connection.execute(fresh)
        kept = claims.update().where(claims.c.owner == owner, claims.c.expires_at > at)
        self._connection.execute(kept.values(expires_at=at + term))
        return at

    def live(self, now: datetime) -> list[Member]:
        """Return the members whose term is not over, those who joined first before the others."""
        alive = select(members).where(members.c.expires_at > self._database_time(now))
        rows = self._rows(alive.order_by(members.c.joined_at, members.c.owner))
        return [Member(row.owner, row.host, row.joined_at, row.renewed_at) for row in rows]

    def leave(self, owner: str) -> None:
        """End a membership and free what it had claimed: others may take over at once."""
        self._connection.execute(members.delete().filter_by(owner=owner))
        free = claims.update().where(claims.c.owner == owner)
        self._connection.execute(free.values(owner=None))

    def forget(self, older: timedelta, now: datetime) -> None:
        """Forget members whose term ended longer ago than that."""
        before = self._database_time(now) - older
        self._connection.execute(members.delete().where(members.c.expires_at < before))
