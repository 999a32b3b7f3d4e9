"""What the daemon sees of itself, in memory: troubles that hold though no store may be writable.

Whoever sees a trouble holds it, or says that it is over; the watch worker writes both into the
store as alarms, and what it can't write is told over the channels straight from here.
"""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from mailcare.model.case import Fact
from mailcare.model.trouble import AlarmKind

Key = tuple[AlarmKind, str]


@dataclass(slots=True)
class Trouble:
    """Something wrong at this moment."""

    kind: AlarmKind
    subject: str
    facts: dict[str, Fact]
    since: datetime
    recorded: bool = False
    """It stands in the store as an alarm."""
    told: set[str] = field(default_factory=set)
    """The channels that took it straight from here."""

    @property
    def key(self) -> Key:
        """What it is known by."""
        return self.kind, self.subject


class Troubles:
    """All troubles of the moment; thread-safe, touches nothing outside."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: dict[Key, Trouble] = {}
        self._over: dict[Key, Trouble] = {}

    def hold(self, kind: AlarmKind, subject: str, facts: Mapping[str, Fact], now: datetime) -> None:
        """Say that something is wrong; figures of what is known already are brought up to date."""
        with self._lock:
            before = self._over.pop((kind, subject), None)
            held = self._held.setdefault((kind, subject), before or Trouble(kind, subject, {}, now))
            if held.facts != dict(facts) or before is not None:
                held.facts, held.recorded = dict(facts), False

    def over(self, kind: AlarmKind, subject: str) -> None:
        """Say that something is right; its alarm ends at the next writing."""
        with self._lock:
            held = self._held.pop((kind, subject), None)
            if held is not None:
                self._over[(kind, subject)] = held

    def holds(self, kind: AlarmKind, subject: str) -> bool:
        """Say whether something is wrong."""
        with self._lock:
            return (kind, subject) in self._held

    def to_record(self) -> tuple[list[Trouble], list[Trouble]]:
        """Return what is to be raised in the store, and what is to be ended there."""
        with self._lock:
            raised = [one for one in self._held.values() if not one.recorded]
            return raised, list(self._over.values())

    def recorded(self, raised: list[Trouble], ended: list[Trouble]) -> None:
        """Note that the store has them, each as it was handed out."""
        with self._lock:
            for one in raised:
                one.recorded = True
            for one in ended:
                if self._over.get(one.key) is one:
                    del self._over[one.key]

    def untold(self) -> list[Trouble]:
        """Return what stands and is not in the store: nobody hears of it but from here."""
        with self._lock:
            return [one for one in self._held.values() if not one.recorded]

    def told(self, trouble: Trouble, channel: str) -> None:
        """Note that a channel took it."""
        with self._lock:
            trouble.told.add(channel)
