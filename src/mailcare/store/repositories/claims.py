"""Claims: the right to work on something, and the fence that proves it is still ours."""

from datetime import datetime, timedelta

from sqlalchemy import Update, or_, select

from mailcare.errors import ClaimLostError
from mailcare.store.repositories.base import Repository
from mailcare.store.tables.running import claims


class Claims(Repository):
    """Claims on resources such as ``mailbox:7``; a fence is never given twice."""

    def take(self, resource: str, owner: str, term: timedelta, now: datetime) -> int | None:
        """Claim `resource` for `term` and return the fence; None while another holds it.

        Taking one's own claim again renews it under a new fence.
        """
        now = self._database_time(now)
        fresh = claims.insert().values(resource=resource, fence=0, expires_at=now)
        if self._first(select(claims.c.fence).filter_by(resource=resource)) is None:
            self._insert_unless_there(fresh)
        free = or_(claims.c.owner.is_(None), claims.c.owner == owner, claims.c.expires_at <= now)
        change = claims.update().where(claims.c.resource == resource, free)
        values = {"owner": owner, "expires_at": now + term, "fence": claims.c.fence + 1}
        taken = self._connection.execute(change.values(**values)).rowcount == 1
        return self._fence(resource) if taken else None

    def renew(self, resource: str, fence: int, term: timedelta, now: datetime) -> None:
        """Prolong a claim that is still ours."""
        until = self._database_time(now) + term
        self._ours(self._held(resource, fence).values(expires_at=until), resource)

    def release(self, resource: str, fence: int) -> None:
        """Give a claim back; nothing happens if it was lost."""
        self._connection.execute(self._held(resource, fence).values(owner=None))

    def check(self, resource: str, fence: int) -> None:
        """Raise ClaimLostError unless the claim is still ours; call it in the unit of work."""
        self._ours(self._held(resource, fence).values(fence=fence), resource)

    def held(self, owner: str, now: datetime) -> dict[str, int]:
        """Return what `owner` has claimed and not lost, each with its fence."""
        alive = claims.c.expires_at > self._database_time(now)
        query = select(claims.c.resource, claims.c.fence).where(claims.c.owner == owner, alive)
        return {row.resource: row.fence for row in self._rows(query)}

    def taken(self, owner: str, now: datetime) -> frozenset[str]:
        """Return what others than `owner` have claimed and not lost."""
        alive = claims.c.expires_at > self._database_time(now)
        query = select(claims.c.resource).where(claims.c.owner != owner, alive)
        return frozenset(row.resource for row in self._rows(query))

    def _held(self, resource: str, fence: int) -> Update:
        c = claims.c
        return claims.update().where(c.resource == resource, c.fence == fence, c.owner.is_not(None))

    def _ours(self, change: Update, resource: str) -> None:
        if self._connection.execute(change).rowcount != 1:
            raise ClaimLostError(f"the claim on {resource} is no longer ours")

    def _fence(self, resource: str) -> int:
        row = self._first(select(claims.c.fence).filter_by(resource=resource))
        return 0 if row is None else int(row.fence)
