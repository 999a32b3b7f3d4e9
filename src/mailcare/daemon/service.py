"""The daemon: workers around the parts, started, reloaded, watched and stopped by the main thread.

Stopping (SIGTERM): no new work, sockets shut; an SMTP exchange within its body has `BODY_SECONDS`
to end; all is over within `STOP_SECONDS`. Reloading (SIGHUP): all or nothing; a worker takes the
settings once per step, so a letter is handled by one set of them.
"""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from types import FrameType
from typing import Final

from mailcare import logs
from mailcare.clock import Clock
from mailcare.config import Config, changes, load
from mailcare.daemon.calendar_jobs import CalendarJobs
from mailcare.daemon.desk_work import Handling, Sending, house_step, speak_step
from mailcare.daemon.heartbeat import Heartbeats
from mailcare.daemon.idling import IdleWatcher
from mailcare.daemon.notify import Notifier
from mailcare.daemon.polling import Poller
from mailcare.daemon.sessions import Sessions
from mailcare.daemon.timetable import Timetable
from mailcare.daemon.worker import Worker
from mailcare.errors import ConfigError, MailcareError
from mailcare.logs import get_logger
from mailcare.model.trouble import AlarmKind
from mailcare.pipeline.parts import Parts
from mailcare.store import Tx
from mailcare.supervision.alarms import raise_alarm
from mailcare.wiring import renew

log = get_logger("daemon")

BODY_SECONDS: Final = 8.0
STOP_SECONDS: Final = 10.0
TICK: Final = 1.0
HEARTBEATS_EVERY: Final = timedelta(seconds=15)
STEP_LIMIT: Final = timedelta(minutes=2)
"""A step of handling, writing or house-keeping is done in seconds."""
SEND_LIMIT: Final = timedelta(minutes=10)
"""The slowest SMTP server has that long for one mail (RFC 5321 4.5.3.2)."""


class Daemon:
    """A running mailcare on `parts`; `run` returns when it was told to stop."""

    def __init__(self, parts: Parts, notifier: Notifier | None = None) -> None:
        self._parts = parts
        self._clock: Clock = parts.clock
        self._notifier = notifier or Notifier({})
        self._beats = Heartbeats()
        self._timetable = Timetable()
        self._sessions = Sessions()
        self._stop = threading.Event()
        self._signal = threading.Event()
        self._reload = False
        self._watcher = IdleWatcher(parts.keeper, self._wake_poller)
        self._poller = Poller(parts, self._sessions, lambda: not self._stop.is_set(), self._watcher)
        self._handling = Handling(parts, self._wake_speaker)
        self._sending = Sending(parts, self._wake_speaker)
        self._jobs = CalendarJobs(parts.store, parts.clock)
        self._pollers = self._make_pollers()
        self._handlers = self._make_handlers()
        self._speaker = self._worker("speak", speak_step(parts, self._wake_sender))
        self._sender = self._worker("send", self._sending.step)
        self._house = self._worker("house", house_step(parts, self._wake_speaker), idle=2.0)
        self._beats_recorded_at: datetime | None = None

    def run(self) -> None:
        """Work until `stop`; called from the main thread."""
        self._start()
        while not self._stop.is_set():
            self._clock.wait(self._signal, TICK)
            self._signal.clear()
            if self._reload and not self._stop.is_set():
                self._reload = False
                self.reload()
            self._watch()
        self._end()

    def stop(self, _signal: int = 0, _frame: FrameType | None = None) -> None:
        """Ask for the end; usable as a signal handler."""
        self._stop.set()
        self._signal.set()

    def ask_reload(self, _signal: int = 0, _frame: FrameType | None = None) -> None:
        """Ask for the config to be read anew; usable as a signal handler."""
        self._reload = True
        self._signal.set()

    def _worker(self, name: str, step: Callable[[datetime], bool], idle: float = 1.0) -> Worker:
        return Worker(name, step, clock=self._clock, beats=self._beats, idle=idle)

    def _make_pollers(self) -> list[Worker]:
        count = self._parts.settings.config.daemon.poll_workers
        return [self._worker(f"poll-{number}", self._poll_step, idle=0) for number in range(count)]

    def _make_handlers(self) -> list[Worker]:
        count = self._parts.settings.config.daemon.handle_workers
        return [self._worker(f"handle-{number}", self._handling.step) for number in range(count)]

    def _wake_speaker(self) -> None:
        self._speaker.wake()
        self._sender.wake()

    def _wake_poller(self, name: str) -> None:
        self._timetable.wake(name, self._clock.monotonic())

    def _wake_sender(self) -> None:
        self._sender.wake()

    @property
    def _workers(self) -> list[Worker]:
        return [*self._pollers, *self._handlers, self._speaker, self._sender, self._house]

    def _start(self) -> None:
        now = self._clock.now()
        recover(self._parts, now)
        self._fill_timetable()
        config = self._parts.settings.config
        limits = {"poll": config.daemon.poll_deadline * 2 + STEP_LIMIT, "send": SEND_LIMIT}
        for worker in self._workers:
            worker.start(limits.get(worker.name.partition("-")[0], STEP_LIMIT))
        self._jobs.start(config)
        self._notifier.ready(f"{len(self._parts.settings.desks)} mailboxes")
        log.info("daemon.started", mailboxes=len(self._parts.settings.desks))

    def _fill_timetable(self) -> None:
        """Make every mailbox of the config due at once, and forget those taken out of it."""
        wanted = {desk.name for desk in self._parts.settings.desks.values()}
        for name in self._timetable.names() - wanted:
            self._timetable.remove(name)
        for name in wanted:
            self._timetable.put(name, self._clock.monotonic())

    def _poll_step(self, _now: datetime) -> bool:
        name = self._timetable.take(self._clock.monotonic())
        if name is None:
            self._timetable.wait(self._clock.monotonic(), TICK)
            return True
        wait = timedelta(seconds=TICK)
        try:
            desk = self._parts.settings.desk(name)
            polled = self._poller.poll(desk, self._clock.now())
            wait = polled.wait
            if polled.received:
                self._wake_handlers()
        finally:
            now = self._clock.monotonic()
            self._timetable.give_back(name, now + wait.total_seconds(), now)
        return True

    def _wake_handlers(self) -> None:
        for worker in self._handlers:
            worker.wake()

    def reload(self) -> bool:
        """Take a changed config into force, wholly or not at all; say whether it was taken."""
        self._notifier.reloading()
        path = self._parts.settings.config.path
        try:
            self._take(load(path))
        except MailcareError as error:
            log.exception("config.refused", file=str(path), said=str(error))
            self._notifier.ready("reload refused: see the log")
            return False
        self._notifier.ready("reloaded")
        return True

    def _take(self, config: Config) -> None:
        parts = self._parts
        fixed = changes(parts.settings.config, config)
        if fixed:
            raise ConfigError("; ".join(str(problem) for problem in fixed))
        renew(parts, config, self._clock.now())
        logs.configure(config.logs.format, config.logs.level)
        self._jobs.set(config)
        self._fill_timetable()
        self._sending.deliverer.try_again()
        log.info("config.reloaded", version=config.version, mailboxes=len(config.mailboxes))

    def _watch(self) -> None:
        """Feed the watchdog while every loop moves; keep the heartbeats where `status` looks."""
        now = self._clock.now()
        stuck = self._beats.stuck(now)
        if not stuck:
            self._notifier.watchdog()
        last = self._beats_recorded_at
        if last is not None and now - last < HEARTBEATS_EVERY:
            return
        self._beats_recorded_at = now
        beats = self._beats.all()
        for loop in stuck:
            log.error("worker.stuck", worker=loop)

        def record(tx: Tx) -> None:
            for loop, at in beats.items():
                tx.heartbeats.record(loop, at)
            for loop in stuck:
                raise_alarm(tx, AlarmKind.STUCK, loop, {}, now)

        try:
            self._parts.store.run(record)
        except (MailcareError, OSError) as error:
            log.exception("heartbeats.not_recorded", exc_info=error)

    def _end(self) -> None:
        self._notifier.stopping()
        began = self._clock.monotonic()
        self._timetable.close()
        for worker in self._workers:
            worker.stop()
        self._jobs.stop()
        in_body = self._sending.deliverer.stop()
        self._watcher.close()
        self._sessions.cut()
        if not in_body:
            self._parts.keeper.end_all()  # also what connects or logs in
        self._join([self._sender], began + BODY_SECONDS)
        self._sending.deliverer.cut()
        self._parts.keeper.end_all()
        late = self._join(self._workers, began + STOP_SECONDS - 1)
        if not late:
            self._sending.deliverer.close()
        log.info("daemon.stopped", late=[worker.name for worker in late])

    def _join(self, workers: list[Worker], until: float) -> list[Worker]:
        return [one for one in workers if not one.join(until - self._clock.monotonic())]


def recover(parts: Parts, now: datetime) -> None:
    """Settle what a daemon that died left behind: mails whose body had begun become uncertain."""

    def work(tx: Tx) -> list[int]:
        doubtful = tx.outbox.recover(now, parts.owner)
        for mail in doubtful:
            raise_alarm(tx, AlarmKind.UNCERTAIN, f"outbox {mail.id}", {"mail": mail.id}, now)
        return [mail.id for mail in doubtful]

    uncertain = parts.store.run(work)
    if uncertain:
        log.warning("outbox.uncertain", mails=uncertain)
