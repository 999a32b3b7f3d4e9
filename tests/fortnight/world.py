"""A world of real servers in which only the date is a play: people act, mailcare works, day by day.

One tick is one moment of the play: everybody acts, then mailcare polls, handles, writes, sends and
keeps house until nothing more is to be done at that moment, then the MTA has delivered everything.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

from acceptance.site import Site
from fortnight.calendar import is_workday
from fortnight.post import PostOffice
from mailcare.clock import SystemClock
from mailcare.config import load
from mailcare.daemon.breaker import Breaker
from mailcare.daemon.calendar_jobs import ask
from mailcare.daemon.desk_work import Handling, Sending, house_step, speak_step
from mailcare.daemon.polling import Poller
from mailcare.daemon.sessions import Sessions
from mailcare.pipeline.parts import Parts
from mailcare.pipeline.recovering import recover
from mailcare.supervision.hours import make_days
from mailcare.wiring import build

ZONE = ZoneInfo("Asia/Shanghai")
_DAY = timedelta(days=1)
_BUSY, _QUIET = timedelta(minutes=30), timedelta(hours=3)
_ROUNDS = 200


def at(day: date, clock: str) -> datetime:
    """Return the moment in UTC at which it is `clock` (HH:MM) in Shanghai on `day`."""
    return datetime.combine(day, time.fromisoformat(clock), ZONE).astimezone(UTC)


class PlayClock(SystemClock):
    """A clock whose date is the play's; what waits for servers waits in earnest."""

    def __init__(self, start: datetime) -> None:
        self._start = self._now = start

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        """What a provider allows in a minute counts by the play's minutes."""
        return super().monotonic() + (self._now - self._start).total_seconds()

    def move_to(self, moment: datetime) -> None:
        assert moment >= self._now
        self._now = moment


class Actor(Protocol):
    """Somebody, or some machine, with a mailbox."""

    def act(self, now: datetime) -> None:
        """Do what is to be done at this moment of the play."""
        ...


@dataclass
class Office:
    """One mailcare at work on the play's clock."""

    parts: Parts
    clock: PlayClock

    def __post_init__(self) -> None:
        breaker = Breaker(self.parts)
        self.sessions = Sessions(self.parts, breaker.check)
        self.poller = Poller(self.parts, self.sessions, lambda: True, breaker)
        self.handling = Handling(self.parts, lambda: None)
        self.sending = Sending(self.parts, lambda: None)
        self.speak = speak_step(self.parts, lambda: None)
        self.house = house_step(self.parts, lambda: None)
        recover(self.parts, self.clock.now())

    def work(self) -> int:
        """Do all that is to be done now; return how many mails left."""
        now = self.clock.now()
        self._ask_for_digest(now)
        for desk in self.parts.settings.desks.values():
            while self.poller.poll(desk, now).more:
                continue
        while self.handling.step(now):
            continue
        sent = self._write_and_send(now)
        self.house(now)
        while self.parts.store.read(lambda tx: tx.jobs.next_pending()):
            self.house(now)
        return sent + self._write_and_send(now)

    def _write_and_send(self, now: datetime) -> int:
        sent = 0
        for _ in range(_ROUNDS):
            wrote = self.speak(now)
            while report := self.sending.send(now):
                sent += report.state == "sent"
                wrote = True
            if not wrote:
                break
        return sent

    def _ask_for_digest(self, now: datetime) -> None:
        """Ask for the day's digest once its time has come, as the daemon's scheduler does."""
        config = self.parts.settings.config
        zone = ZoneInfo(config.organisation.timezone)
        if now.astimezone(zone).time() >= config.alarms.digest_at:
            ask(self.parts.store, "digest", zone, make_days(config), now)

    def close(self) -> None:
        self.sending.deliverer.close()
        self.sessions.close()


@contextmanager
def open_office(site: Site, clock: PlayClock) -> Iterator[Office]:
    """Open the mailcare of `site` on the play's clock."""
    with build(load(site.write()), clock) as parts:
        office = Office(parts, clock)
        try:
            yield office
        finally:
            office.close()


@dataclass
class World:
    """Everybody and everything, moved from moment to moment."""

    clock: PlayClock
    offices: Sequence[Office]
    post: PostOffice
    actors: list[Actor] = field(default_factory=list)
    sent: int = 0

    def play(self, until: datetime) -> None:
        """Play from the present moment until `until`."""
        while self.clock.now() < until:
            self.tick()
            self.clock.move_to(min(self._next(), until))

    def tick(self) -> None:
        """Play one moment."""
        for actor in self.actors:
            actor.act(self.clock.now())
        self.post.settle()
        for office in self.offices:
            self.sent += office.work()
        self.post.settle()

    def _next(self) -> datetime:
        """Return the next moment of interest: dense while offices are open, sparse at night."""
        now = self.clock.now()
        local = now.astimezone(ZONE)
        is_busy = is_workday(local.date()) and time(8, 30) <= local.time() < time(18, 15)
        morning = at(local.date(), "08:30")
        wake = morning if now < morning else morning + _DAY
        return now + _BUSY if is_busy else min(now + _QUIET, wake)


def make_folder(folder: Path, name: str) -> Path:
    """Return a new folder for a site."""
    made = folder / name
    made.mkdir()
    return made
