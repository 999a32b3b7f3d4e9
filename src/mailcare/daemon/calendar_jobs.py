"""Calendar jobs (only here apscheduler): each firing just inserts a row that a worker does.

The row is unique per job and period: fired twice, after a restart or on two hosts, it runs once.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger

from mailcare.casework.chinese import Days
from mailcare.clock import Clock
from mailcare.config import Config
from mailcare.store import Store
from mailcare.supervision.digest import may_ask
from mailcare.supervision.hours import make_days

LATE = 3600
"""Seconds that a firing may be late, as after a suspend, and still count."""


class CalendarJobs:
    """Fires the daily jobs: the digest for supervisors, the nightly sweep of the vault."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._scheduler = BackgroundScheduler(
            executors={"default": ThreadPoolExecutor(1)},
            job_defaults={"coalesce": True, "misfire_grace_time": LATE},
        )

    def start(self, config: Config) -> None:
        """Begin to fire."""
        self.set(config)
        self._scheduler.start()

    def set(self, config: Config) -> None:
        """Take the times of day from `config`."""
        zone, days = ZoneInfo(config.organisation.timezone), make_days(config)
        at = config.alarms.digest_at
        self._scheduler.add_job(
            self._ask, CronTrigger(hour=at.hour, minute=at.minute, timezone=zone),
            args=("digest", zone, days), id="digest", replace_existing=True,
        )  # fmt: skip
        self._scheduler.add_job(
            self._ask, CronTrigger(hour=3, minute=10, timezone=zone),
            args=("sweep", zone, days), id="sweep", replace_existing=True,
        )  # fmt: skip

        self._catch_up(config, zone, days)

    def _catch_up(self, config: Config, zone: ZoneInfo, days: Days) -> None:
        """Ask for the digest of a day on which nobody was there at its time."""
        now = self._clock.now()
        if now.astimezone(zone).time() >= config.alarms.digest_at:
            ask(self._store, "digest", zone, days, now)

    def _ask(self, job: str, zone: ZoneInfo, days: Days) -> None:
        ask(self._store, job, zone, days, self._clock.now())

    def stop(self) -> None:
        """Fire nothing more."""
        self._scheduler.shutdown(wait=False)


def ask(store: Store, job: str, zone: ZoneInfo, days: Days, now: datetime) -> bool:
    """Ask for today's run of `job`; digests only on working days by day; say whether it is new."""
    today = now.astimezone(zone).date()
    if job == "digest" and not may_ask(days, zone, now):
        return False
    return store.run(lambda tx: tx.jobs.insert_once(job, today.isoformat(), now))
