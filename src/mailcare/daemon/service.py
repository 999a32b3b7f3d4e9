"""The daemon: workers around the parts, started, reloaded, watched and stopped by the main thread.

Stopping (SIGTERM): no new work, sockets shut; an SMTP exchange within its body has `BODY_SECONDS`
to end; all is over within `STOP_SECONDS`. Reloading (SIGHUP): all or nothing; a worker takes the
settings once per step, so a letter is handled by one set of them.
"""

import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from types import FrameType
from typing import Final

from mailcare import logs
from mailcare.clock import Clock
from mailcare.daemon.breaker import Breaker
from mailcare.daemon.calendar_jobs import CalendarJobs
from mailcare.daemon.desk_work import Handling, Sending, house_step, speak_step
from mailcare.daemon.heartbeat import Heartbeats
from mailcare.daemon.idling import IdleWatcher
from mailcare.daemon.membership import RENEW_EVERY, Membership
from mailcare.daemon.notify import Notifier
from mailcare.daemon.oversight import Oversight
from mailcare.daemon.polling import Polled, Poller
from mailcare.daemon.reloading import note_start, take_config
from mailcare.daemon.sessions import Sessions, server_of
from mailcare.daemon.timetable import Timetable
from mailcare.daemon.tuner import Tuner
from mailcare.daemon.worker import Worker
from mailcare.errors import ClaimLostError, StoreError
from mailcare.logs import get_logger
from mailcare.pipeline.parts import Parts
from mailcare.pipeline.recovering import recover

log = get_logger("daemon")

BODY_SECONDS: Final = 8.0
STOP_SECONDS: Final = 10.0
TICK: Final = 1.0
POLL_TICK: Final = 5.0
"""How long a worker without a mailbox waits at most: what becomes due wakes it."""
SEND_LIMIT: Final = timedelta(minutes=10)
"""The slowest SMTP server has that long for one mail (RFC 5321 4.5.3.2)."""


class Daemon:
    """A running mailcare on `parts`; `run` returns when it was told to stop."""

    def __init__(self, parts: Parts, notifier: Notifier | None = None) -> None:
        self._parts = parts
        self._clock: Clock = parts.clock
        self._notifier = notifier or Notifier({})
        self._beats = Heartbeats(parts.clock)
        daemon = parts.settings.config.daemon
        self._timetable = Timetable(daemon.poll_workers, daemon.polls_per_server)
        self._stop = threading.Event()
        self._signal = threading.Event()
        self._reload = False
        self._breaker = Breaker(parts)
        self._watcher = IdleWatcher(parts.keeper, self._wake_poller, parts.clock)
        self._sessions = Sessions(parts, self._breaker.check, self._watcher.forget)
        self._tuner = Tuner(
            parts, wake=self._wake_poller, hasten=self._hasten_poller, allow=self._breaker.allow
        )
        self._poller = Poller(
            parts, self._sessions, lambda: not self._stop.is_set(), self._breaker,
            watcher=self._watcher, interval=self._tuner.interval,
        )  # fmt: skip
        self._handling = Handling(parts, self._wake_speaker)
        self._sending = Sending(parts, self._wake_speaker, self._doubt_login)
        self._jobs = CalendarJobs(parts.store, parts.clock)
        self._pollers: list[Worker] = []
        self._handlers = self._make_handlers()
        self._speaker = self._worker("speak", speak_step(parts, self._wake_sender))
        self._sender = self._worker("send", self._sending.step)
        self._members: list[Worker] = []
        self._tuning = self._worker("tune", self._tuner.step, idle=2.0)
        self._house = self._worker("house", house_step(parts, self._wake_speaker), idle=2.0)
        self._oversight = Oversight(parts, self._beats, self._notifier, self._wake_speaker)
        self._membership = self._join_others()

    def run(self) -> None:
        """Work until `stop`; called from the main thread.

        Raises:
            ClaimLostError: others may take over our work, since the database was out of reach.
        """
        self._start()
        lapsed = False
        while not self._stop.is_set():
            self._clock.wait(self._signal, TICK)
            self._signal.clear()
            if self._reload and not self._stop.is_set():
                self._reload = False
                self.reload()
            self._oversight.look(self._clock.now())
            if self._has_lapsed():
                lapsed = True  # for good, even if a renewal goes through while we stop
                self.stop()
        self._end()
        if lapsed:
            raise ClaimLostError("the database was out of reach for too long: others take over")

    def stop(self, _signal: int = 0, _frame: FrameType | None = None) -> None:
        """Ask for the end; usable as a signal handler."""
        self._stop.set()
        self._signal.set()

    def ask_reload(self, _signal: int = 0, _frame: FrameType | None = None) -> None:
        """Ask for the config to be read anew; usable as a signal handler."""
        self._reload = True
        self._signal.set()

    def _join_others(self) -> Membership | None:
        """Become one of the daemons that share the database, where it can be shared."""
        parts = self._parts
        if not parts.store.is_shared:
            return None
        membership = Membership(
            parts.store, parts.owner, parts.clock, lambda: len(parts.settings.desks)
        )
        parts.sharing = membership
        return membership

    def _has_lapsed(self) -> bool:
        return self._membership is not None and self._membership.lapsed()

    def _worker(self, name: str, step: Callable[[datetime], bool], idle: float = 1.0) -> Worker:
        return Worker(name, step, clock=self._clock, beats=self._beats, idle=idle)

    def _hire_pollers(self) -> None:
        """Have a worker for each mailbox that can be out at once, those that hang included."""
        daemon = self._parts.settings.config.daemon
        for number in range(len(self._pollers), self._timetable.threads):
            self._pollers.append(self._worker(f"poll-{number}", self._poll_step, idle=0))
            self._pollers[-1].start(daemon.poll_deadline * 2 + daemon.stuck_after)

    def _make_handlers(self) -> list[Worker]:
        count = self._parts.settings.config.daemon.handle_workers
        return [self._worker(f"handle-{number}", self._handling.step) for number in range(count)]

    def _wake_speaker(self) -> None:
        self._speaker.wake()
        self._sender.wake()

    def _wake_poller(self, name: str) -> None:
        self._timetable.wake(name, self._clock.monotonic())

    def _doubt_login(self, name: str) -> None:
        self._sessions.doubt(name)
        self._wake_poller(name)

    def _hasten_poller(self, name: str, within: timedelta) -> None:
        self._timetable.hasten(name, self._clock.monotonic() + within.total_seconds())

    def _wake_sender(self) -> None:
        self._sender.wake()

    @property
    def _workers(self) -> list[Worker]:
        desk = [*self._handlers, self._speaker, self._sender, self._house, self._tuning]
        return [*self._pollers, *desk, *self._oversight.workers, *self._members]

    def _start(self) -> None:
        now = self._clock.now()
        if self._membership is not None:
            self._membership.join(self._parts.settings.config.storage.state_dir, now)
            renewing = self._worker("member", self._membership.renew, idle=RENEW_EVERY)
            self._members.append(renewing)
        recover(self._parts, now)
        self._oversight.begin(now)
        note_start(self._parts, now)
        self._tuner.load(now)
        self._fill_timetable()
        config = self._parts.settings.config
        stuck_after = config.daemon.stuck_after
        limits = {"send": SEND_LIMIT}
        limits |= {one.name: self._oversight.limit(one.name) for one in self._oversight.workers}
        for worker in self._workers:
            worker.start(limits.get(worker.name.partition("-")[0], stuck_after))
        self._hire_pollers()
        self._jobs.start(config)
        self._notifier.ready(f"{len(self._parts.settings.desks)} mailboxes")
        log.info("daemon.started", mailboxes=len(self._parts.settings.desks))

    def _fill_timetable(self) -> None:
        """Make every mailbox of the config due at once, and forget those taken out of it."""
        desks = self._parts.settings.desks.values()
        for name in self._timetable.names() - {desk.name for desk in desks}:
            self._timetable.remove(name)
        self._timetable.limit(self._parts.settings.config.daemon.polls_per_server)
        for desk in desks:
            now = self._clock.monotonic()
            self._timetable.put(desk.name, now, server_of(desk.mailbox))
            self._timetable.wake(desk.name, now)  # one that is out, too

    def _poll_step(self, _now: datetime) -> bool:
        name = self._timetable.take(self._clock.monotonic())
        if name is None:
            self._timetable.wait(self._clock.monotonic(), POLL_TICK)
            return True
        polled = Polled(ok=False, received=0, wait=timedelta(seconds=TICK))
        try:
            desk = self._parts.settings.desk(name)
            polled = self._poller.poll(desk, self._clock.now())
            if not polled.put_off:
                self._oversight.tally.polled(name, ok=polled.ok, received=polled.received)
            if polled.received:
                self._wake_handlers()
        finally:
            now = self._clock.monotonic()
            due = now + polled.wait.total_seconds()
            self._timetable.give_back(name, due, now, sick=polled.sick)
        return True

    def _wake_handlers(self) -> None:
        for worker in self._handlers:
            worker.wake()

    def reload(self) -> bool:
        """Take a changed config into force, wholly or not at all; say whether it was taken."""
        self._notifier.reloading()
        now = self._clock.now()
        config = take_config(self._parts, now)
        if config is None:
            self._notifier.ready("reload refused: see the log")
            return False
        logs.configure(config.logs.format, config.logs.level)
        self._jobs.set(config)
        desks = self._parts.settings.desks
        self._sessions.retire({desk.name: desk.mailbox.imap for desk in desks.values()})
        self._breaker.allow(list(desks))
        self._tuner.load(now)
        self._fill_timetable()
        self._hire_pollers()
        self._sending.deliverer.try_again()
        self._notifier.ready("reloaded")
        return True

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
            self._sessions.close()
            self._leave()
        self._oversight.end()
        log.info("daemon.stopped", late=[worker.name for worker in late])

    def _leave(self) -> None:
        """Free what we had claimed; who can't is found out when their term is over."""
        if self._membership is not None:
            with suppress(StoreError):
                self._membership.leave()

    def _join(self, workers: list[Worker], until: float) -> list[Worker]:
        return [one for one in workers if not one.join(until - self._clock.monotonic())]
