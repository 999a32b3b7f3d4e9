"""Jobs: what the calendar asks for, once per period."""

from datetime import datetime

from sqlalchemy import select

from mailcare.store.repositories.base import Repository
from mailcare.store.tables.running import JobState, jobs
from mailcare.store.values import Job


class Jobs(Repository):
    """The runs of calendar jobs."""

    def insert_once(self, job: str, period: str, now: datetime) -> bool:
        """Ask for one run of `job` in `period`; says whether nobody had asked before."""
        values = {"job": job, "period": period, "state": JobState.PENDING, "created_at": now}
        return self._insert_unless_there(jobs.insert().values(**values))

    def next_pending(self) -> Job | None:
        """Return the oldest run that waits."""
        query = select(jobs).filter_by(state=JobState.PENDING).order_by(jobs.c.id).limit(1)
        row = self._first(query)
        return None if row is None else Job(row.id, row.job, row.period, row.created_at)

    def finish(self, job_id: int, *, ok: bool, now: datetime) -> None:
        """Record how a run that waited went."""
        change = jobs.update().filter_by(id=job_id, state=JobState.PENDING)
        change = change.values(state=JobState.DONE if ok else JobState.FAILED, finished_at=now)
        self._swap(change, f"job {job_id} waits no longer")
