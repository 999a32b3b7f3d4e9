"""What ``mailcare status`` shows, as read from the store, and what of it is red."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from mailcare.cli.spans import interval_text
from mailcare.config import Config, Mailbox
from mailcare.daemon.membership import LEADER, MAILBOX
from mailcare.daemon.reloading import read_outcome
from mailcare.model.case import ClockName
from mailcare.model.place import Mode
from mailcare.model.post import OutboxState
from mailcare.model.trouble import Alarm, AlarmKind
from mailcare.store import ClockCount, Override, StoredMailbox, Tx

SILENT: Final = timedelta(minutes=2)
"""Without a heartbeat for so long a running daemon makes no progress."""
_OVER: Final = {OutboxState.SENT, OutboxState.SUPERSEDED, OutboxState.CANCELLED}


@dataclass(frozen=True, slots=True)
class Box:
    """How a mailbox stands."""

    name: str
    mode: Mode
    last_success: datetime | None
    failures: int
    error: str
    interval: timedelta | None
    """None: no longer in the config, or it follows the volume."""
    every: str
    """The same for people, beside what the file says where a person set another."""
    overridden: bool
    used: int | None
    limit: int | None
    waiting: int
    """Letters received and not handled, or known to wait on the server."""
    unsent: int
    alarmed: bool

    @property
    def share(self) -> float | None:
        """Which part of the capacity is used."""
        return self.used / self.limit if self.used is not None and self.limit else None


@dataclass(frozen=True, slots=True)
class ChannelState:
    """How an alarm channel stands."""

    name: str
    last_taken: datetime | None
    failing: str
    """The word for why, empty: it isn't."""


@dataclass(frozen=True, slots=True)
class Host:
    """A daemon that shares the database with others."""

    name: str
    leads: bool
    mailboxes: int
    renewed_at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """How everything stands."""

    now: datetime
    alive: bool
    heartbeat: datetime | None
    loops: int
    version: str
    refused: str
    """Where a changed config is wrong that was refused."""
    boxes: tuple[Box, ...]
    cases: Mapping[str, int]
    clocks: Mapping[ClockName, ClockCount]
    overdue: int
    outbox: Mapping[str, int]
    aside: int
    channels: tuple[ChannelState, ...]
    alarms: tuple[Alarm, ...]
    hosts: tuple[Host, ...]
    """Those at work on a database that can be shared; empty for any other."""


def look(tx: Tx, config: Config, now: datetime, *, alive: bool) -> Standing:
    """Read everything at once.

    `alive`: a daemon works on our state directory; one on another host does as well.
    """
    hosts = tuple(_hosts(tx, now))
    beats = tx.heartbeats.all()
    outcome = read_outcome(tx)
    alarms = tuple(tx.alarms.open())
    outbox = {state.value: n for state, n in tx.counts.outbox().items() if state not in _OVER}
    return Standing(
        now=now,
        alive=alive or bool(hosts),
        heartbeat=max(beats.values(), default=None),
        loops=len(beats),
        version=outcome.version if outcome else config.version,
        refused=outcome.problem if outcome and not outcome.taken else "",
        boxes=_boxes(tx, config, alarms, now),
        cases={state.value: count for state, count in tx.cases.count().items()},
        clocks=tx.counts.clocks(now),
        overdue=tx.counts.overdue(now),
        outbox=outbox,
        aside=len(tx.letters.list_aside()),
        channels=_channels(tx, config, alarms),
        alarms=alarms,
        hosts=hosts,
    )


def _hosts(tx: Tx, now: datetime) -> Iterator[Host]:
    for member in tx.members.live(now):
        held = tx.claims.held(member.owner, now)
        boxes = sum(resource.startswith(MAILBOX) for resource in held)
        yield Host(member.host, LEADER in held, boxes, member.renewed_at)


def _boxes(tx: Tx, config: Config, alarms: tuple[Alarm, ...], now: datetime) -> tuple[Box, ...]:
    overrides = tx.overrides.in_force(now)
    polls, unread, unsent = tx.mailboxes.polls(), tx.letters.unread(), tx.counts.unsent(now)
    alarmed = {one.subject.partition(": ")[0] for one in alarms}

    def box(stored: StoredMailbox) -> Box:
        poll, sample = polls.get(stored.id), tx.samples.latest(stored.id)
        override, known = overrides.get(stored.id), config.mailboxes.get(stored.name)
        late = unsent.get(stored.id)
        ours = unread.get(stored.id)
        return Box(
            name=stored.name,
            mode=stored.mode,
            last_success=poll.last_success_at if poll else None,
            failures=poll.failures if poll else 0,
            error=poll.error if poll else "",
            interval=_interval(known, override),
            every=interval_text(known, override) if known else "gone",
            overridden=override is not None,
            used=sample.used_bytes if sample else None,
            limit=sample.limit_bytes if sample else None,
            waiting=(poll.waiting if poll else 0) + (ours.waiting if ours else 0),
            unsent=late.mails if late else 0,
            alarmed=stored.name in alarmed,
        )

    return tuple(box(stored) for stored in tx.mailboxes.all())


def _interval(known: Mailbox | None, override: Override | None) -> timedelta | None:
    if override is not None:
        return override.interval
    return None if known is None or known.adaptive else known.interval


def _channels(tx: Tx, config: Config, alarms: tuple[Alarm, ...]) -> tuple[ChannelState, ...]:
    last = tx.tellings.last_done()
    failing = tx.tellings.failing()
    red = {one.subject for one in alarms if one.kind is AlarmKind.CHANNEL}
    return tuple(
        ChannelState(name, last.get(name), failing.get(name, "failing" if name in red else ""))
        for name in config.alarms.channels
    )


def faults(standing: Standing) -> list[str]:
    """Return what is red, in words for the first line."""
    found = []
    if not standing.alive:
        found.append("the daemon is NOT running")
    elif standing.heartbeat is None or standing.now - standing.heartbeat > SILENT:
        found.append("the daemon makes no progress")
    if standing.refused:
        found.append("a changed config was refused")
    failing = [one.name for one in standing.channels if one.failing]
    if failing:
        found.append(f"alarm channel {', '.join(failing)} fails")
    if standing.alarms:
        number = len(standing.alarms)
        found.append(f"{number} alarm{'s' if number > 1 else ''} open")
    return found
