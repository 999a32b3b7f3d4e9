"""Growth: when a mailbox will be full, and whether people must hear of it now (R12); pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Final

from mailcare.model.case import Fact
from mailcare.store import Sample
from mailcare.supervision.capacity import Fullness
from mailcare.supervision.forecast import Basis, Forecast, Point, forecast
from mailcare.supervision.forecast.rhythm import IsWorkday

HISTORY: Final = timedelta(days=35)
"""How far back samples tell something of today's growth."""
SURE_AFTER: Final = timedelta(hours=2)
"""How long the danger must be seen before it is told: one busy hour is no growth."""
_AHEAD = 1.1
"""How many times the wanted warning time it is feared, so that two hours later there is time."""
_AT_ONCE = 3
"""Unless it is so near that no such part of the wanted warning time is left."""
CALM_FOR: Final = timedelta(hours=12)
"""How long the danger must be over before the alarm ends, unless room was made."""
_CALM, _ROOMY = 1.5, 1.25
"""How many times the wanted warning time must lie ahead for calm, and where room was made."""
_ROOM_MADE = 0.05
"""A share of the capacity that came free at once is no noise: somebody made room."""
_LEAST_EVIDENCE = 0.03
"""Within the first day a share of the capacity that must have come before anything is told."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is known of the time to come: of bytes, or of letters where these run out first."""

    forecast: Forecast
    by_count: bool = False
    """It is the number of letters that runs out first."""
    evident: bool = True
    """False: too little came to tell people about."""


@dataclass(frozen=True, slots=True)
class Watch:
    """What must be remembered from one look to the next."""

    growing: bool = False
    """The alarm stands."""
    calm_since: datetime | None = None
    feared_since: datetime | None = None
    """Since when there is danger that is not told yet."""
    used: int = 0
    """The most that was used while it stood, in bytes."""
    messages: int = 0
    limit: int = 0


def look_ahead(
    samples: Sequence[Sample],
    now_full: Fullness,
    now: datetime,
    *,
    zone: tzinfo,
    is_workday: IsWorkday,
) -> Outlook:
    """Forecast from `samples`, oldest first, the last of them of now.

    A mailbox is full when a letter of mean size no longer fits.
    """
    sizes = [Point(one.at, one.used_bytes) for one in samples]
    room = now_full.limit - now_full.used - now_full.used / max(now_full.messages, 1)
    by_size = forecast(sizes, room, now, zone=zone, is_workday=is_workday)
    evident = _is_evident(by_size, now_full.limit)
    if not now_full.message_limit:
        return Outlook(by_size, evident=evident)
    counts = [Point(one.at, one.messages) for one in samples if one.messages is not None]
    room = now_full.message_limit - now_full.messages
    by_count = forecast(counts, room, now, zone=zone, is_workday=is_workday)
    if _is_sooner(by_count, by_size):
        evident = _is_evident(by_count, now_full.message_limit)
        return Outlook(by_count, by_count=True, evident=evident)
    return Outlook(by_size, evident=evident)


def _is_evident(found: Forecast, limit: float) -> bool:
    if found.basis in {Basis.DAYS, Basis.WEEKS}:
        return True
    return found.basis is Basis.HOURS and found.last_day >= _LEAST_EVIDENCE * limit


def _is_sooner(one: Forecast, other: Forecast) -> bool:
    first, second = _first(_moments(one)), _first(_moments(other))
    return first is not None and (second is None or first < second)


def _moments(found: Forecast) -> tuple[datetime | None, ...]:
    return found.full_at, found.earliest, found.at_this_pace


def _first(moments: Iterable[datetime | None]) -> datetime | None:
    return min((one for one in moments if one is not None), default=None)


def watch(
    before: Watch, outlook: Outlook, full: Fullness, within: timedelta, now: datetime
) -> Watch:
    """Return what holds now: the alarm stands if the mailbox may be full `within` that time.

    It may if the early edge of the forecast lies within, or if it does should the present pace
    go on. It stands until that is half as far again away for twelve hours, or until room was made.
    """
    left = _left(outlook, now)
    if not before.growing:
        return _feared(before, left, full, within, now)
    if _made_room(before, full) and (left is None or left > _ROOMY * within):
        return Watch()
    if left is not None and left <= _CALM * within:
        return _still(before, full, None)
    since = before.calm_since or now
    return Watch() if now - since >= CALM_FOR else _still(before, full, since)


def _left(outlook: Outlook, now: datetime) -> timedelta | None:
    """Return how soon it may be full; of a mailbox just met only what is likely counts."""
    found = outlook.forecast
    moments = [found.full_at, found.at_this_pace]
    if found.basis is not Basis.HOURS:
        moments.append(found.earliest)
    soonest = _first(moments) if outlook.evident else None
    return None if soonest is None else soonest - now


def is_near(outlook: Outlook, within: timedelta, now: datetime) -> bool:
    """Say whether so little of the wanted warning time is left that it must be told anew."""
    left = _left(outlook, now)
    return left is not None and left <= within / _AT_ONCE


def _feared(
    before: Watch, left: timedelta | None, full: Fullness, within: timedelta, now: datetime
) -> Watch:
    if left is None or left > _AHEAD * within:
        return Watch()
    since = before.feared_since or now
    if now - since < SURE_AFTER and left > within / _AT_ONCE:
        return Watch(feared_since=since)
    return Watch(growing=True, used=full.used, messages=full.messages, limit=full.limit)


def _still(before: Watch, full: Fullness, calm_since: datetime | None) -> Watch:
    used, messages = max(before.used, full.used), max(before.messages, full.messages)
    return Watch(
        growing=True, calm_since=calm_since, used=used, messages=messages, limit=full.limit
    )


def _made_room(before: Watch, full: Fullness) -> bool:
    """Say whether somebody enlarged the mailbox, or took letters off the server."""
    grown = full.limit - before.limit >= _ROOM_MADE * full.limit
    freed = before.used - full.used >= _ROOM_MADE * full.limit
    most = full.message_limit or 0
    return grown or freed or (most > 0 and before.messages - full.messages >= _ROOM_MADE * most)


def facts_of(outlook: Outlook, now: datetime) -> dict[str, Fact]:
    """Return the forecast as an alarm's figures: times in ISO form, amounts in whole units."""
    found = outlook.forecast
    facts: dict[str, Fact] = {"basis": found.basis.value}
    for name in ("full_at", "earliest", "latest", "at_this_pace"):
        moment = getattr(found, name)
        if moment is not None:
            facts[name] = moment.isoformat()
    soonest = found.at_this_pace or found.full_at
    if soonest is not None:
        facts["hours_left"] = max(0, round((soonest - now) / timedelta(hours=1)))
    if found.basis is not Basis.NONE:
        facts |= {"per_workday": round(found.per_workday), "last_day": round(found.last_day)}
        facts |= {"usual": round(found.usual_last_day), "burst": found.burst}
    facts["by_count"] = outlook.by_count
    return facts
