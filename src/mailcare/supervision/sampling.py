"""Sampling how full mailboxes are, and telling when it is too much, or soon will be (R12)."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from mailcare.config import Config
from mailcare.model.case import Fact
from mailcare.model.trouble import AlarmKind
from mailcare.store import Sample, Store, Tx
from mailcare.supervision.alarms import clear_alarm, raise_alarm
from mailcare.supervision.capacity import Fullness, Level, Thresholds, fullness, level
from mailcare.supervision.growth import (
    HISTORY,
    Outlook,
    Watch,
    facts_of,
    is_near,
    look_ahead,
    watch,
)
from mailcare.supervision.hours import make_days
from mailcare.supervision.overquota import room_again
from mailcare.wire.imap import ImapSession, Usage

EVERY: Final = timedelta(minutes=10)
AT_LEAST: Final = timedelta(minutes=1)
"""Between samples while letters come: a small mailbox fills with a few big ones."""
_MOVED = 0.005
"""A share of the capacity by which the use must move for another look ahead within the hour."""


@dataclass(frozen=True, slots=True)
class _Box:
    """A mailbox as it was found now."""

    config: Config
    name: str
    id: int
    usage: Usage
    full: Fullness
    now: datetime

    @property
    def unit(self) -> str:
        """Whose it is."""
        return self.config.mailboxes[self.name].unit

    @property
    def thresholds(self) -> Thresholds:
        """When to tell how full it is."""
        return Thresholds(self.config.alarms.capacity_warning, self.config.alarms.capacity_critical)


@dataclass(frozen=True, slots=True)
class _Before:
    """What the store knows before a sample is kept."""

    last: Sample | None
    level: Level
    watch: Watch


def sample_is_due(store: Store, mailbox_id: int, now: datetime, *, arrived: bool = False) -> bool:
    """Say whether the mailbox's newest sample is too old; sooner where letters `arrived`."""
    sample = store.read(lambda tx: tx.samples.latest(mailbox_id))
    return sample is None or now - sample.at >= (AT_LEAST if arrived else EVERY)


def sample(
    store: Store,
    config: Config,
    name: str,
    mailbox_id: int,
    session: ImapSession,
    *,
    recount: bool,
    now: datetime,
) -> None:
    """Measure the mailbox called `name`, keep the sample, raise or clear what it gives cause to.

    Raises:
        WireError: the connection is gone.
    """
    known = store.read(lambda tx: tx.tallies.of(mailbox_id))
    usage = session.usage(config.mailboxes[name].folders, known, recount=recount)
    keep_sample(store, config, name, mailbox_id, usage, now=now)


def keep_sample(
    store: Store, config: Config, name: str, mailbox_id: int, usage: Usage, *, now: datetime
) -> Level:
    """Keep a sample of the mailbox called `name`; raise or clear its alarms; return its level."""
    full = fullness_of(config, name, usage)
    box = _Box(config, name, mailbox_id, usage, full, now)
    before = store.read(lambda tx: _recall(tx, mailbox_id))
    after = level(full.share, before.level, box.thresholds)
    is_news = after is not before.level or _is_news(before, full, now)
    outlook = _look(store, box) if is_news else None

    def work(tx: Tx) -> None:
        _keep(tx, box)
        _tell_level(tx, box, after, outlook)
        if outlook is not None:
            _tell_growth(tx, box, before.watch, outlook)
        room_again(tx, name, mailbox_id, full, now)
        if before.last is None or before.last.at.date() != now.date():
            tx.samples.thin(mailbox_id, now)

    store.run(work)
    return after


def fullness_of(config: Config, name: str, usage: Usage) -> Fullness:
    """Return how full the mailbox called `name` is by what its server told."""
    box = config.mailboxes[name]
    return fullness(
        usage.used,
        usage.messages,
        told=usage.limit,
        told_messages=usage.message_limit,
        registered=box.capacity,
        registered_messages=box.capacity_messages,
    )


def outlook_for(config: Config, samples: list[Sample], full: Fullness, now: datetime) -> Outlook:
    """Look ahead from `samples`, oldest first, with the organisation's days and zone."""
    zone = ZoneInfo(config.organisation.timezone)
    days = make_days(config)
    return look_ahead(samples, full, now, zone=zone, is_workday=days.is_workday)


def _recall(tx: Tx, mailbox_id: int) -> _Before:
    told = tx.meta.get(_level_note(mailbox_id))
    return _Before(
        tx.samples.latest(mailbox_id),
        Level(told) if told else Level.NORMAL,
        _load(tx.meta.get(_watch_note(mailbox_id))),
    )


def _is_news(before: _Before, full: Fullness, now: datetime) -> bool:
    """Say whether to look ahead again: once an hour, and when much came or went."""
    last = before.last
    if last is None or (last.at.hour, last.at.date()) != (now.hour, now.date()):
        return True
    if last.limit_bytes != full.limit or last.limit_messages != full.message_limit:
        return True
    moved = abs(full.used - last.used_bytes) >= _MOVED * full.limit
    most = full.message_limit or 0
    return moved or (most > 0 and abs(full.messages - (last.messages or 0)) >= _MOVED * most)


def _look(store: Store, box: _Box) -> Outlook:
    full = box.full
    samples = store.read(lambda tx: tx.samples.since(box.id, box.now - HISTORY))
    this = Sample(
        mailbox_id=box.id,
        at=box.now,
        used_bytes=full.used,
        messages=full.messages,
        limit_bytes=full.limit,
        source=box.usage.source,
        limit_messages=full.message_limit,
    )
    return outlook_for(box.config, [*samples, this], full, box.now)


def _keep(tx: Tx, box: _Box) -> None:
    tx.samples.add(
        box.id,
        used_bytes=box.full.used,
        messages=box.full.messages,
        limit_bytes=box.full.limit,
        limit_messages=box.full.message_limit,
        source=box.usage.source,
        now=box.now,
    )
    if box.usage.tallies:
        tx.tallies.replace(box.id, box.usage.tallies)


def _tell_level(tx: Tx, box: _Box, after: Level, outlook: Outlook | None) -> None:
    """Raise on the rising edge, urgently where it is critical; clear below the hysteresis."""
    tx.meta.set(_level_note(box.id), after.value)
    if after is Level.NORMAL:
        clear_alarm(tx, AlarmKind.CAPACITY, box.name, box.now)
        return
    if outlook is None:
        return  # it stands, with figures of this hour
    facts = figures(box.full) | facts_of(outlook, box.now)
    facts |= {"level": after.value, "urgent": after is Level.CRITICAL}
    raise_alarm(tx, AlarmKind.CAPACITY, box.name, facts, box.now, unit=box.unit)


def _tell_growth(tx: Tx, box: _Box, before: Watch, outlook: Outlook) -> None:
    within = box.config.alarms.capacity_growth
    after = watch(before, outlook, box.full, within, box.now)
    tx.meta.set(_watch_note(box.id), _dump(after))
    if not after.growing:
        clear_alarm(tx, AlarmKind.GROWTH, box.name, box.now)
    elif after.calm_since is None:
        facts = figures(box.full) | facts_of(outlook, box.now)
        facts["urgent"] = is_near(outlook, within, box.now)
        raise_alarm(tx, AlarmKind.GROWTH, box.name, facts, box.now, unit=box.unit)


def figures(full: Fullness) -> dict[str, Fact]:
    """Return how full it is as an alarm's figures."""
    found: dict[str, Fact] = {
        "used": full.used,
        "limit": full.limit,
        "percent": full.percent,
        "messages": full.messages,
    }
    if full.message_limit:
        found["message_limit"] = full.message_limit
    return found


def _level_note(mailbox_id: int) -> str:
    return f"capacity.{mailbox_id}.level"


def _watch_note(mailbox_id: int) -> str:
    return f"capacity.{mailbox_id}.growth"


def _dump(one: Watch) -> str:
    times = [
        moment.isoformat() if moment else None for moment in (one.calm_since, one.feared_since)
    ]
    return json.dumps([one.growing, *times, one.used, one.messages, one.limit])


def _load(text: str | None) -> Watch:
    if not text:
        return Watch()
    growing, calm, feared, used, messages, limit = json.loads(text)
    calm_since = datetime.fromisoformat(calm) if calm else None
    feared_since = datetime.fromisoformat(feared) if feared else None
    return Watch(
        growing=growing,
        calm_since=calm_since,
        feared_since=feared_since,
        used=used,
        messages=messages,
        limit=limit,
    )
