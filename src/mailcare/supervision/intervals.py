"""How often a mailbox is to be polled: by its volume, its room, and its server's patience; pure.

The shortest wish wins within the bounds of the config, but for the server's patience, which wins
over all: a provider that throttles us, or locks the account, is polled not at all.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from mailcare.supervision.capacity import Level

_HOUR: Final = timedelta(hours=1)
BACKLOG: Final = 20
"""Waiting letters that halve the interval; as many again, and so on."""
SHARE: Final = 20
"""A poll may take this part of the time at most: 1 in 20."""
THROTTLED: Final = timedelta(minutes=1)
"""Doubled with each time that the server asked us to be patient."""
_DOUBLINGS: Final = 5


class Why(StrEnum):
    """What decided an interval."""

    ARRIVALS = "arrivals"
    """About one letter a poll."""
    QUIET = "quiet"
    BACKLOG = "backlog"
    CAPACITY = "capacity"
    PROMISE = "promise"
    LEAST = "least"
    """The config's interval_min."""
    MOST = "most"
    PROVIDER = "provider"
    SLOW = "slow"
    THROTTLED = "throttled"


@dataclass(frozen=True, slots=True)
class Volume:
    """How a mailbox fares."""

    per_hour: float = 0.0
    """Letters to count with at this hour of the week."""
    backlog: int = 0
    """Letters on the server that wait to be received."""
    level: Level = Level.NORMAL
    throttled: int = 0
    """How often the server asked for patience in the last hours."""
    poll_time: timedelta = timedelta(0)
    """What a poll takes."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """Within what an interval may be chosen."""

    least: timedelta
    most: timedelta
    provider: timedelta = timedelta(0)
    """The shortest that the provider is known to put up with."""
    promised: timedelta | None = None
    """The longest that keeps the registered service time."""


@dataclass(frozen=True, slots=True)
class Advice:
    """An interval, and what decided it."""

    interval: timedelta
    why: tuple[Why, ...]


def advise(volume: Volume, bounds: Bounds) -> Advice:
    """Return the interval that fits."""
    wish, why = _wish(volume, bounds)
    most, by_promise = _most(bounds)
    if wish > most:
        why = [*why, Why.PROMISE] if by_promise else [Why.MOST, *_unless(Why.QUIET, why)]
    if wish < bounds.least:
        why = [*why, Why.LEAST]
    within = max(bounds.least, min(most, wish))
    patience, reason = _patience(volume, bounds)
    if patience > within:
        return Advice(rounded(patience), (reason,))
    return Advice(rounded(within), tuple(why))


def _unless(one: Why, why: list[Why]) -> list[Why]:
    return [Why.QUIET] if one in why else why


def _wish(volume: Volume, bounds: Bounds) -> tuple[timedelta, list[Why]]:
    """Return what the volume asks for, before any bounds."""
    if volume.level is Level.CRITICAL:
        return bounds.least, [Why.CAPACITY]
    busy = volume.per_hour > _HOUR / bounds.most
    wish = _HOUR / volume.per_hour if busy else bounds.most
    why = [Why.ARRIVALS if busy else Why.QUIET]
    if volume.backlog:
        wish /= 1 + volume.backlog / BACKLOG
        why = [*why, Why.BACKLOG]
    if volume.level is Level.WARNING:
        wish /= 2
        why = [*why, Why.CAPACITY]
    return wish, [one for one in why if one is not Why.QUIET] or why


def _most(bounds: Bounds) -> tuple[timedelta, bool]:
    if bounds.promised is not None and bounds.promised < bounds.most:
        return bounds.promised, True
    return bounds.most, False


def _patience(volume: Volume, bounds: Bounds) -> tuple[timedelta, Why]:
    """Return the shortest interval that the server puts up with."""
    wishes = [(bounds.provider, Why.PROVIDER), (SHARE * volume.poll_time, Why.SLOW)]
    if volume.throttled:
        base = max(THROTTLED, bounds.provider, bounds.least)
        wishes.append((base * 2 ** min(volume.throttled, _DOUBLINGS), Why.THROTTLED))
    return max(wishes, key=lambda wish: wish[0])


def backoff(interval: timedelta, failures: int, chance: float, slowest: timedelta) -> timedelta:
    """Return how long to wait after so many failures in a row: doubled each time, and scattered.

    `chance`, from 0 to 1, moves it by a quarter either way, so that mailboxes that failed together
    don't come back together.
    """
    doubled: timedelta = interval * float(2 ** min(max(failures - 1, 0), 10))
    bounded = max(min(doubled, slowest), interval)
    return bounded * (0.75 + chance / 2)


def rounded(interval: timedelta) -> timedelta:
    """Return an interval that people would write."""
    seconds = interval.total_seconds()
    for limit, step in ((120, 5), (900, 30), (float("inf"), 60)):
        if seconds <= limit:
            return timedelta(seconds=max(step, round(seconds / step) * step))
    raise AssertionError  # pragma: no cover - the last limit has no end
