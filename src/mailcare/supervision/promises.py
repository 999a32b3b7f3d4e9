"""Whether a registered service time is kept (R11): the slots that it makes of the days; pure."""

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from mailcare.config import ServiceDays, ServiceTime, Window

_DAY: Final = timedelta(days=1)
_SATURDAY: Final = 5
LOOK_BACK: Final = timedelta(days=16)
"""Longer than any holiday, so that the last slot before it is found."""
_LATEST: Final = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Slot:
    """A stretch of time in which somebody must look at least once."""

    start: datetime
    end: datetime


class Keeping(StrEnum):
    """How a promise stands."""

    KEPT = "kept"
    SOON = "soon"
    """Nobody has looked in this slot, and little of it is left."""
    BROKEN = "broken"
    """A slot ended without a look, and there has been none since."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a promise stands at a moment."""

    keeping: Keeping
    slot: Slot | None
    """The one that is broken or about to be; else the present one, None out of service time."""


@dataclass(frozen=True, slots=True)
class Service:
    """A promise with what it needs to know of the days."""

    promise: ServiceTime
    office: tuple[Window, ...]
    zone: ZoneInfo
    is_workday: Callable[[date], bool]

    @property
    def longest(self) -> timedelta:
        """Return the longest interval that surely looks into each slot: half of it."""
        any_day = self._spans(date(2026, 1, 5))
        return min(slot.end - slot.start for slot in _of_spans(self.promise, any_day)) / 2

    def slots(self, start: datetime, end: datetime) -> Iterator[Slot]:
        """Yield the slots that overlap the time from `start` to `end`, in order."""
        day, last = start.astimezone(self.zone).date() - _DAY, end.astimezone(self.zone).date()
        while day <= last:
            if self._serves(day):
                for slot in _of_spans(self.promise, self._spans(day)):
                    if slot.end > start and slot.start < end:
                        yield slot
            day += _DAY

    def _serves(self, day: date) -> bool:
        if self.promise.days is ServiceDays.EVERY or self.is_workday(day):
            return True
        six = self.promise.days is ServiceDays.SIX
        return six and day.weekday() == _SATURDAY and self._is_ordinary(day)

    def _is_ordinary(self, saturday: date) -> bool:
        """Say whether a Saturday lies in no holiday: the day before it is worked."""
        return self.is_workday(saturday - _DAY)

    def _spans(self, day: date) -> list[Slot]:
        if self.promise.whole_day:
            return [Slot(self._at(day, time(0)), self._at(day + _DAY, time(0)))]
        windows = self.promise.windows or self.office
        return [Slot(self._at(day, one.start), self._at(day, one.end)) for one in windows]

    def _at(self, day: date, moment: time) -> datetime:
        return datetime.combine(day, moment, self.zone).astimezone(UTC)


def _of_spans(promise: ServiceTime, spans: list[Slot]) -> Iterator[Slot]:
    """Yield the slots of one day: each window by itself, or the whole day in equal parts."""
    if promise.every is not None:
        for span in spans:
            count = max(1, (span.end - span.start) // promise.every)
            length = promise.every if count > 1 else span.end - span.start
            yield from _parts(span.start, length, count)
        return
    start, end = spans[0].start, spans[-1].end
    yield from _parts(start, (end - start) / promise.times, promise.times)


def _parts(start: datetime, length: timedelta, count: int) -> Iterator[Slot]:
    for number in range(count):
        yield Slot(start + number * length, start + (number + 1) * length)


def standing(
    service: Service, last_look: datetime | None, since: datetime, now: datetime
) -> Standing:
    """Return how the promise stands at `now`.

    Args:
        service: what is promised.
        last_look: when the last poll that went well began.
        since: from when the mailbox is in the config; slots begun before don't count.
        now: the present moment.
    """
    slots = [one for one in service.slots(now - LOOK_BACK, now) if one.start >= since]
    ended = [one for one in slots if one.end <= now]
    if ended and (last_look is None or last_look < ended[-1].start):
        return Standing(Keeping.BROKEN, ended[-1])
    present = slots[-1] if slots and slots[-1].end > now else None
    if present is None or (last_look is not None and last_look >= present.start):
        return Standing(Keeping.KEPT, present)
    left = min(_LATEST, (present.end - present.start) / 4)
    return Standing(Keeping.SOON if present.end - now <= left else Keeping.KEPT, present)


def kept(slots: Iterable[Slot], looks: Collection[datetime]) -> tuple[int, int]:
    """Return in how many of the slots somebody looked, and how many there were."""
    all_ = list(slots)
    ordered = sorted(looks)
    return sum(1 for slot in all_ if _looked(slot, ordered)), len(all_)


def _looked(slot: Slot, ordered: list[datetime]) -> bool:
    place = bisect_left(ordered, slot.start)
    return place < len(ordered) and ordered[place] < slot.end
