"""Payload facts: how ids, enums, times and lists of elements stand in the ledger."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import TypeVar

from mailcare.clock import aware
from mailcare.model.case import Case, Event, EventKind, Fact
from mailcare.model.judgement import ElementName

E = TypeVar("E", bound=StrEnum)

MAILCARE = "mailcare"
"""Actor of what no person did."""


def iso(moment: datetime) -> str:
    """Write a time as the ledger holds it."""
    return aware(moment).isoformat()


def moment(event: Event, name: str) -> datetime | None:
    """Read a time."""
    value = event.facts.get(name)
    return datetime.fromisoformat(value).astimezone(UTC) if isinstance(value, str) else None


def word(event: Event, name: str) -> str | None:
    """Read a name or another stable word."""
    value = event.facts.get(name)
    return value if isinstance(value, str) else None


def number(event: Event, name: str) -> int:
    """Read an id; 0 where there is none."""
    value = event.facts.get(name)
    return value if isinstance(value, int) else 0


def member(event: Event, name: str, kind: type[E]) -> E | None:
    """Read an enum's member."""
    value = event.facts.get(name)
    return kind(value) if isinstance(value, str) else None


def names(elements: Iterable[ElementName]) -> str:
    """Write element names, in the order in which they are asked for."""
    wanted = set(elements)
    return ",".join(name.value for name in ElementName if name in wanted)


def elements(event: Event, name: str) -> tuple[ElementName, ...]:
    """Read element names."""
    return tuple(ElementName(one) for one in (word(event, name) or "").split(",") if one)


class Pen:
    """Writes new events behind a ledger: numbers them and stamps them with one time and actor."""

    def __init__(self, case: Case | None, now: datetime, actor: str = MAILCARE) -> None:
        self.before: tuple[Event, ...] = case.events if case else ()
        self.written: tuple[Event, ...] = ()
        self._now = aware(now)
        self._actor = actor

    @property
    def events(self) -> tuple[Event, ...]:
        """Return the whole ledger, new events included."""
        return self.before + self.written

    def write(self, kind: EventKind, /, **facts: Fact) -> None:
        """Append an event; facts that are None are left out."""
        seq = self.events[-1].seq + 1 if self.events else 1
        kept = {name: fact for name, fact in facts.items() if fact is not None}
        self.written += (Event(seq, kind, self._now, self._actor, kept),)

    def amend(self, **facts: Fact) -> None:
        """Add facts to the event written last: what follows from it, and is told to the user."""
        last = self.written[-1]
        self.written = (*self.written[:-1], replace(last, facts={**last.facts, **facts}))
