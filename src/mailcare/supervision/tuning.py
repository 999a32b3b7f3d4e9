"""How every mailbox is polled, and how it should be: volume, patience and promise put together."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from mailcare.config import Config, Mailbox
from mailcare.model.case import Fact
from mailcare.model.trouble import Alarm, AlarmKind
from mailcare.store import Override, Poll, PollHour, StoredMailbox, Tx, Unread
from mailcare.supervision.alarms import clear_alarm, raise_alarm
from mailcare.supervision.arrivals import LOOK_BACK, Week, usual_week
from mailcare.supervision.capacity import Level
from mailcare.supervision.hours import make_days
from mailcare.supervision.intervals import Advice, Bounds, Volume, advise
from mailcare.supervision.promises import Keeping, Service, Standing, kept, standing

PATIENCE: Final = timedelta(hours=6)
"""How long a server's impatience is remembered."""
PROVEN: Final = timedelta(days=7)
"""Over which the keeping of a promise is counted."""
_NEVER: Final = Unread(0, None)


@dataclass(frozen=True, slots=True)
class Tuning:
    """How one mailbox is polled, and how it should be."""

    name: str
    mailbox_id: int
    box: Mailbox
    override: Override | None
    week: Week
    volume: Volume
    oldest: datetime | None
    """When the oldest letter came that nobody has dealt with."""
    advice: Advice
    service: Service | None
    standing: Standing | None
    kept: tuple[int, int] | None
    """In how many slots of the last week somebody looked, and how many there were."""

    @property
    def by_file(self) -> timedelta:
        """The interval without an override: the file's, or what follows the volume."""
        return self.advice.interval if self.box.adaptive else self.box.interval

    @property
    def present(self) -> timedelta:
        """The interval in force."""
        return self.override.interval if self.override else self.by_file


@dataclass(frozen=True, slots=True)
class _Facts:
    """What the store knows of all mailboxes, read at once."""

    arrivals: Mapping[int, Mapping[datetime, int]]
    hours: Mapping[int, list[PollHour]]
    polls: Mapping[int, Poll]
    unread: Mapping[int, Unread]
    overrides: Mapping[int, Override]
    alarms: tuple[Alarm, ...]


def look(
    tx: Tx,
    config: Config,
    now: datetime,
    *,
    weeks: Mapping[int, Week] | None = None,
    only: Collection[str] | None = None,
    back: timedelta = PROVEN,
) -> list[Tuning]:
    """Return how the mailboxes of the config that the store knows are polled, in its order.

    Args:
        tx: the store.
        config: in force.
        now: the present moment.
        weeks: usual weeks by mailbox id, where they are known already.
        only: names of the mailboxes to look at; None: all.
        back: how far to look for polls; what is less makes `kept` wrong.
    """
    stored = {one.name: one for one in tx.mailboxes.all()}
    names = [one for one in config.mailboxes if one in stored and (only is None or one in only)]
    ids = [stored[name].id for name in names]
    facts = _Facts(
        arrivals={} if weeks is not None else tx.poll_hours.arrivals(now - LOOK_BACK, ids),
        hours=tx.poll_hours.since(now - back),
        polls=tx.mailboxes.polls(),
        unread=tx.letters.unread(),
        overrides=tx.overrides.in_force(now),
        alarms=tuple(tx.alarms.open()),
    )
    known = weeks or {}
    return [_tuning(config, stored[name], facts, known.get(stored[name].id), now) for name in names]


def _tuning(
    config: Config, stored: StoredMailbox, facts: _Facts, week: Week | None, now: datetime
) -> Tuning:
    name = stored.name
    box, zone = config.mailboxes[name], ZoneInfo(config.organisation.timezone)
    if week is None:
        week = usual_week(facts.arrivals.get(stored.id, {}), now, zone, stored.created_at)
    hours, poll = facts.hours.get(stored.id, []), facts.polls.get(stored.id)
    volume = Volume(
        per_hour=week.expected(now, zone),
        backlog=poll.waiting if poll else 0,
        level=_level(facts.alarms, name),
        throttled=sum(one.throttled for one in _recent(hours, now)),
        poll_time=_poll_time(_recent(hours, now)),
    )
    service = make_service(config, name)
    last = poll.last_success_at if poll else None
    return Tuning(
        name=name,
        mailbox_id=stored.id,
        box=box,
        override=facts.overrides.get(stored.id),
        week=week,
        volume=volume,
        oldest=facts.unread.get(stored.id, _NEVER).oldest,
        advice=advise(volume, _bounds(box, service)),
        service=service,
        standing=standing(service, last, stored.created_at, now) if service else None,
        kept=_kept(service, hours, stored.created_at, now) if service else None,
    )


def make_service(config: Config, name: str) -> Service | None:
    """Return what the mailbox called `name` promises, with the days it counts by."""
    box = config.mailboxes[name]
    promise = box.register.promise
    if promise is None:
        return None
    zone = ZoneInfo(config.organisation.timezone)
    office = config.units[box.unit].office_hours
    return Service(promise, office, zone, make_days(config).is_workday)


def watch_promises(tx: Tx, config: Config, now: datetime) -> None:
    """Raise an alarm where a registered service time is broken or about to be; clear it where not.

    A mailbox whose mails a refused login or a dead server keeps from us has that alarm as well:
    this one says that what was promised to the public is at stake (R11).
    """
    polls = tx.mailboxes.polls()
    for one in tx.mailboxes.all():
        service = make_service(config, one.name) if one.name in config.mailboxes else None
        poll = polls.get(one.id)
        last = poll.last_success_at if poll else None
        found = standing(service, last, one.created_at, now) if service else None
        if service is None or found is None or found.keeping is Keeping.KEPT or not found.slot:
            clear_alarm(tx, AlarmKind.POLL_LATE, one.name, now)
            continue
        box = config.mailboxes[one.name]
        facts: dict[str, Fact] = {
            "standing": found.keeping.value,
            "promise": box.register.service_time,
            "slot_end": found.slot.end.isoformat(),
            **({"last_success": last.isoformat()} if last else {}),
        }
        raise_alarm(tx, AlarmKind.POLL_LATE, one.name, facts, now, unit=box.unit)


def count_kept(
    tx: Tx, config: Config, since: datetime, now: datetime
) -> dict[str, tuple[int, int]]:
    """Return of the mailboxes with a promise in how many slots it was kept, and of how many.

    Slots that began after `since` and have ended; none of before the mailbox was ours.
    """
    hours = tx.poll_hours.since(since)
    found: dict[str, tuple[int, int]] = {}
    for one in tx.mailboxes.all():
        service = make_service(config, one.name) if one.name in config.mailboxes else None
        if service is not None:
            start = max(since, one.created_at)
            found[one.name] = _count(service, hours.get(one.id, []), start, now)
    return found


def _bounds(box: Mailbox, service: Service | None) -> Bounds:
    provider = box.preset.floor
    promised = service.longest if service else None
    return Bounds(box.interval_min, box.interval_max, provider, promised)


def _level(alarms: Collection[Alarm], name: str) -> Level:
    """Return how pressing the room in a mailbox is, as its open alarms tell."""
    kinds = {one.kind: one for one in alarms if one.subject == name}
    if AlarmKind.OVERQUOTA in kinds:
        return Level.CRITICAL
    if AlarmKind.CAPACITY in kinds:
        said = json.loads(kinds[AlarmKind.CAPACITY].facts).get("level")
        return Level.CRITICAL if said == Level.CRITICAL else Level.WARNING
    return Level.WARNING if AlarmKind.GROWTH in kinds else Level.NORMAL


def _recent(hours: Collection[PollHour], now: datetime) -> list[PollHour]:
    return [one for one in hours if one.hour > now - PATIENCE]


def _poll_time(hours: Collection[PollHour]) -> timedelta:
    """Return what a poll takes in the best of the hours: one that brings letters takes longer."""
    means = [one.milliseconds / one.polls for one in hours if one.polls > one.failed]
    return timedelta(milliseconds=min(means, default=0))


def _kept(
    service: Service, hours: Collection[PollHour], since: datetime, now: datetime
) -> tuple[int, int]:
    return _count(service, hours, max(since, now - PROVEN), now)


def _count(
    service: Service, hours: Collection[PollHour], start: datetime, now: datetime
) -> tuple[int, int]:
    slots = [one for one in service.slots(start, now) if one.start >= start and one.end <= now]
    return kept(slots, [moment for one in hours for moment in one.moments()])
