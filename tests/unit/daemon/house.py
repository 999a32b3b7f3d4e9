"""A daemon around one mailbox on a scripted server, driven by hand."""

from datetime import UTC, datetime, timedelta

from mailcare.clock import SystemClock
from mailcare.config import load
from mailcare.daemon.breaker import Breaker
from mailcare.daemon.polling import Polled, Poller
from mailcare.daemon.sessions import Sessions
from mailcare.daemon.tuner import Tuner
from mailcare.model.trouble import AlarmKind
from mailcare.pipeline.parts import Desk, Parts
from mailcare.store import Poll
from mailcare.wiring import renew
from support.small_config import small_config

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)


class LeapingClock(SystemClock):
    """The machine's clock, whose seconds leap where a test lets them."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def monotonic(self) -> float:
        return super().monotonic() + self.ahead


class House:
    """The parts of a daemon around one mailbox, driven by hand."""

    port = 0
    sessions: Sessions

    def __init__(self, parts: Parts, clock: LeapingClock) -> None:
        self.parts, self.clock = parts, clock
        self.woken: list[str] = []
        self.restart()

    def restart(self) -> None:
        """Forget all that is in memory, as a new process has."""
        if hasattr(self, "sessions"):
            self.sessions.close()
        parts = self.parts
        self.breaker = Breaker(parts)
        self.sessions = Sessions(parts, self.breaker.check)
        self.tuner = Tuner(
            parts,
            wake=self.woken.append,
            hasten=lambda name, _within: self.woken.append(f"{name} soon"),
            allow=self.breaker.allow,
        )
        self.poller = Poller(
            parts, self.sessions, lambda: True, self.breaker, interval=self.tuner.interval
        )

    @property
    def desk(self) -> Desk:
        return self.parts.settings.desk("vas")

    def poll(self, now: datetime = NOW, passed: float = 60.0) -> Polled:
        """Poll at `now`, so many seconds after the last time."""
        self.clock.ahead += passed
        return self.poller.poll(self.desk, now)

    def stored(self) -> Poll:
        found = self.parts.store.read(lambda tx: tx.mailboxes.poll(self.desk.id))
        assert found is not None
        return found

    def alarms(self) -> set[AlarmKind]:
        return {one.kind for one in self.parts.store.read(lambda tx: tx.alarms.open())}

    def write_password(self, password: str) -> None:
        path = self.parts.settings.config.path.parent / "pw"
        path.write_text(password, encoding="utf-8")

    def change(self, **changes: str) -> None:
        """Reload another config."""
        path = self.parts.settings.config.path
        path.write_text(config(self.port, **changes), encoding="utf-8")
        renew(self.parts, load(path), NOW)


def config(port: int, box: str = 'interval = "60s"', more: str = "") -> str:
    imap = f'host = "127.0.0.1", port = {port}, security = "none", password_file = "pw"'
    return small_config(box=box, imap=imap, more=more)
