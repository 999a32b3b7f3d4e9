"""The watch: looks at disk, clock and database every few seconds, and writes troubles as alarms.

Its own write is the probe of the database: it waits in line like every worker's. What it can't
write is told by `shouting`, which needs no store.
"""

import shutil
import socket
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from mailcare.config import Config
from mailcare.daemon.clock_watch import ClockWatch, ServerClocks
from mailcare.daemon.heartbeat import Heartbeats
from mailcare.daemon.troubles import Trouble, Troubles
from mailcare.errors import MailcareError
from mailcare.logs import get_logger
from mailcare.model.case import Fact
from mailcare.model.trouble import AlarmKind
from mailcare.pipeline.parts import Parts
from mailcare.store import Tx
from mailcare.supervision.alarms import clear_alarm, raise_alarm
from mailcare.supervision.spreading import record_told

log = get_logger("daemon")

SLOW: Final = 5.0
"""Seconds for a small write that usually takes milliseconds."""
SLOW_IN_A_ROW: Final = 3
DATABASE: Final = "database"
JUMP: Final = "jump"
SERVERS: Final = "servers"
_MEGABYTE: Final = 1_000_000
_FULL: Final = 1 << 20
"""Free bytes below which a database that can't be written is no trouble of its own."""
_ROOM_AGAIN: Final = 1.1
"""The share of `disk_free` above which there is room again."""


class Vitals:
    """When the database last took a write, and how long that took; thread-safe."""

    def __init__(self, monotonic: float) -> None:
        self._lock = threading.Lock()
        self._wrote_at = monotonic
        self._trying_since: float | None = None
        self.seconds = 0.0
        """What the last write took."""
        self.disk_full = False

    def tries(self, monotonic: float) -> None:
        """Note that a write begins."""
        with self._lock:
            self._trying_since = self._trying_since or monotonic

    def wrote(self, monotonic: float, seconds: float) -> None:
        """Note a write that is committed."""
        with self._lock:
            self._wrote_at, self._trying_since, self.seconds = monotonic, None, seconds

    def blocked(self, monotonic: float) -> float:
        """Return for how many seconds writes have been tried in vain."""
        with self._lock:
            since = self._trying_since
            return 0.0 if since is None else max(0.0, monotonic - since)

    def silent(self, monotonic: float) -> float:
        """Return for how many seconds no write has been committed."""
        with self._lock:
            return max(0.0, monotonic - self._wrote_at)


class Watch:
    """One step looks at everything once; used by one worker."""

    def __init__(
        self, parts: Parts, beats: Heartbeats, troubles: Troubles, told: Callable[[], None]
    ) -> None:
        self._parts = parts
        self._beats = beats
        self._troubles = troubles
        self._told = told
        clock = parts.clock
        self.vitals = Vitals(clock.monotonic())
        self._clock = ClockWatch(clock.now(), clock.monotonic())
        self._heard: list[tuple[datetime, datetime]] = []
        self._servers = ServerClocks()
        self._slow = 0
        self._whose = socket.gethostname() if parts.store.is_shared else ""

    def hear_clock(self, theirs: datetime | None, now: datetime) -> None:
        """Take what a server said the time is; from any thread."""
        if theirs is not None:
            self._heard.append((theirs, now))

    def step(self, now: datetime) -> bool:
        """Look at all, and write what has changed."""
        config = self._parts.settings.config
        self._look_at_disk(config, now)
        self._look_at_clock(config, now)
        try:
            self._write(now)
        except (MailcareError, OSError) as error:
            log.exception("heartbeats.not_recorded", exc_info=error)
        return False

    def _look_at_disk(self, config: Config, now: datetime) -> None:
        state, limit = config.storage.state_dir, config.alarms.disk_free
        free = shutil.disk_usage(state).free
        subject = str(state)[-200:]
        self.vitals.disk_full = free < _FULL
        if free < limit:
            facts: dict[str, Fact] = {"free": free // _MEGABYTE}
            self._troubles.hold(AlarmKind.DISK, subject, facts, now)
        elif free >= limit * _ROOM_AGAIN:
            self._troubles.over(AlarmKind.DISK, subject)

    def _look_at_clock(self, config: Config, now: datetime) -> None:
        tolerance = config.alarms.clock_tolerance
        off = self._clock.look(now, self._parts.clock.monotonic(), tolerance)
        self._judge_clock(JUMP, off, ("forward", "back"), now)
        while self._heard:
            theirs, at = self._heard.pop(0)
            self._servers.hear(theirs, at, tolerance)
        self._judge_clock(SERVERS, self._servers.off, ("ahead", "behind"), now)

    def _judge_clock(
        self, subject: str, off: timedelta | None, words: tuple[str, str], now: datetime
    ) -> None:
        if off is None:
            self._troubles.over(AlarmKind.CLOCK, subject)
            return
        seconds = off.total_seconds()
        facts: dict[str, Fact] = {
            "seconds": abs(round(seconds)),
            "direction": words[0] if seconds > 0 else words[1],
        }
        if not self._troubles.holds(AlarmKind.CLOCK, subject):
            self._troubles.hold(AlarmKind.CLOCK, subject, facts, now)

    def _write(self, now: datetime) -> None:
        clock = self._parts.clock
        news = News(*self._troubles.to_record(), self._beats.all(), self._whose)
        config = self._parts.settings.config
        began = clock.monotonic()
        self.vitals.tries(began)
        self._parts.store.run(lambda tx: _record(tx, config, news, now))
        seconds = clock.monotonic() - began
        self._troubles.recorded(news.raised, news.ended)
        self.vitals.wrote(clock.monotonic(), seconds)
        self._judge_speed(seconds, now)
        if news.raised or news.ended:
            self._told()

    def _judge_speed(self, seconds: float, now: datetime) -> None:
        """A write went through: the database works, though it may be slow."""
        self._slow = self._slow + 1 if seconds >= SLOW else 0
        if self._slow >= SLOW_IN_A_ROW:
            self._troubles.hold(AlarmKind.DATABASE, DATABASE, {"error": "slow"}, now)
        elif not self._slow:
            self._troubles.over(AlarmKind.DATABASE, DATABASE)


@dataclass(frozen=True, slots=True)
class News:
    """What one write brings into the store."""

    raised: list[Trouble]
    ended: list[Trouble]
    beats: Mapping[str, datetime]
    whose: str = ""
    """Which host it is about, where several share the database; empty: there is one."""

    def subject(self, one: Trouble) -> str:
        """Return what the alarm of a trouble is about, told from the same on another host."""
        return f"{self.whose}: {one.subject}" if self.whose else one.subject


def _record(tx: Tx, config: Config, news: News, now: datetime) -> None:
    for loop, at in news.beats.items():
        tx.heartbeats.record(loop, at)
    for one in news.raised:
        _raise(tx, config, one, news.subject(one), now)
    for one in news.ended:
        if not one.recorded:
            _raise(tx, config, one, news.subject(one), now)
        clear_alarm(tx, one.kind, news.subject(one), now)


def _raise(tx: Tx, config: Config, one: Trouble, subject: str, now: datetime) -> None:
    """Raise the alarm; who heard of it while nothing could be written hears nothing twice."""
    if not one.told:
        raise_alarm(tx, one.kind, subject, one.facts, now)
    else:
        raise_alarm(tx, one.kind, subject, one.facts, one.since)
        alarm = tx.alarms.find(one.kind, subject)
        if alarm is not None:
            record_told(tx, config, alarm, one.told, now)
