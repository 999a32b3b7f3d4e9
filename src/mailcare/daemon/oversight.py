"""Everything that watches the daemon itself: the loops that must move, and those who tell.

The main thread calls `look` every second: systemd's watchdog is fed only while every loop moves.
A database that can't be written is told, but no reason to be restarted: that would not help.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from mailcare.daemon.heartbeat import Heartbeats
from mailcare.daemon.marker import Marker
from mailcare.daemon.metrics_server import MetricsServer
from mailcare.daemon.notify import Notifier
from mailcare.daemon.pulse import Pulse, Tally
from mailcare.daemon.shouting import UNWRITTEN, Shouting
from mailcare.daemon.telling import Teller
from mailcare.daemon.troubles import Troubles
from mailcare.daemon.watch import DATABASE, Watch
from mailcare.daemon.worker import Worker
from mailcare.logs import get_logger
from mailcare.model.trouble import AlarmKind
from mailcare.pipeline.parts import Parts

log = get_logger("daemon")

CHANNEL_LIMIT: Final = timedelta(minutes=2)
"""What the slowest channel may take."""
OURS: Final = 60.0
"""Seconds for which a database that another program holds can't keep one writer of ours."""
DAEMON: Final = "mailcare"
"""The subject of alarms about the daemon as a whole."""


class Oversight:
    """The watching of one daemon; `look` and the marker are the main thread's."""

    def __init__(
        self, parts: Parts, beats: Heartbeats, notifier: Notifier, wake_speaker: Callable[[], None]
    ) -> None:
        self._parts = parts
        self._beats = beats
        self._notifier = notifier
        self._stuck: tuple[str, ...] = ()
        self._turns = 0
        self._turned_at = parts.clock.monotonic()
        self._excused_until = self._turned_at
        self._marker = Marker(parts.settings.config.storage.state_dir)
        self._server: MetricsServer | None = None
        self.tally = Tally()
        self.troubles = Troubles()
        self._wake_speaker = wake_speaker
        self._watch = Watch(parts, beats, self.troubles, self._news)
        self._teller = self._worker("tell", Teller(parts, self._watch).step)
        shouting = Shouting(parts, self.troubles, self._watch)
        self._pulse = Pulse(parts, beats, self._watch, self.tally, self.is_healthy)
        self.workers = (
            self._teller,
            self._worker("watch", self._watch.step, idle=3.0),
            self._worker("shout", shouting.step, idle=2.0),
            self._worker("pulse", self._pulse.step),
        )

    def _worker(self, name: str, step: Callable[[datetime], bool], idle: float = 1.0) -> Worker:
        return Worker(name, step, clock=self._parts.clock, beats=self._beats, idle=idle)

    def _news(self) -> None:
        self._wake_speaker()
        self._teller.wake()

    def limit(self, worker: str) -> timedelta:
        """Return within which time one of these workers must finish a step."""
        config = self._parts.settings.config
        channels = len(config.alarms.channels) + 1
        own = CHANNEL_LIMIT * channels if worker in {"tell", "shout"} else timedelta(0)
        return config.daemon.stuck_after + own

    def begin(self, now: datetime) -> None:
        """Note that we run, and how the last run ended."""
        bad_end = self._marker.begin(now)
        if bad_end is not None:
            log.warning("daemon.died", cause=bad_end.cause, loops=bad_end.loops)
            facts = bad_end.facts(now)
            self.troubles.hold(AlarmKind.RESTARTED, DAEMON, facts, now)
        port = self._parts.settings.config.monitoring.metrics_port
        if port:
            self._serve(port)

    def _serve(self, port: int) -> None:
        """Answer for the figures; a port that is taken is no reason not to work."""
        try:
            self._server = MetricsServer(port, lambda: self._pulse.text(self._parts.clock.now()))
        except OSError as error:
            log.exception("metrics.not_served", port=port, exc_info=error)

    def look(self, now: datetime) -> None:
        """Feed the watchdog while every loop moves."""
        stuck = self._beats.stuck()
        for loop in set(stuck) - set(self._stuck):
            log.error("worker.stuck", worker=loop)
        for loop in set(self._stuck) - set(stuck):
            self.troubles.over(AlarmKind.STUCK, loop)
        self._stuck = stuck
        known = tuple(loop for loop in stuck if self.troubles.holds(AlarmKind.STUCK, loop))
        monotonic = self._parts.clock.monotonic()
        if self._waits_for_database(monotonic):
            grace = self._parts.settings.config.daemon.stuck_after
            self._excused_until = monotonic + grace.total_seconds()
        unexcused = known if monotonic < self._excused_until else stuck
        self._marker.stuck(unexcused)
        for loop in unexcused:
            self.troubles.hold(AlarmKind.STUCK, loop, {}, now)
        if not unexcused:
            self._notifier.watchdog()

    def _waits_for_database(self, monotonic: float) -> bool:
        """Say whether loops stand still since nothing can be written, and the alarm of it works.

        Not if a loop of ours holds the writers' lock all the time: then a new start helps.
        """
        vitals = self._watch.vitals
        if self._parts.store.turns != self._turns:
            self._turns, self._turned_at = self._parts.store.turns, monotonic
        failing = self.troubles.holds(AlarmKind.DATABASE, DATABASE) or vitals.disk_full
        ours = monotonic - self._turned_at >= OURS
        waits = (failing or vitals.blocked(monotonic) >= UNWRITTEN) and not ours
        return waits and "shout" not in self._stuck

    def is_healthy(self) -> bool:
        """Say whether every loop moves and the store takes writes: then the heart beats."""
        silent = self._watch.vitals.silent(self._parts.clock.monotonic())
        patience = self._parts.settings.config.alarms.database_after.total_seconds()
        failing = self.troubles.holds(AlarmKind.DATABASE, DATABASE)
        return not self._stuck and not failing and silent < patience

    def end(self) -> None:
        """Stop answering, and note that we ended as we should."""
        if self._server is not None:
            self._server.close()
        self._marker.end()
