"""What the application says: from config and samples."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from zoneinfo import ZoneInfo

from mailcare.config import Config, DrainAction, Mailbox
from mailcare.store import Sample, Tx
from mailcare.supervision.capacity import Fullness
from mailcare.supervision.forecast import Basis
from mailcare.supervision.growth import HISTORY, Outlook
from mailcare.supervision.sampling import outlook_for

_LASTS = timedelta(days=182)
"""For how long the room asked for shall do as things grow now."""
_COMFORT = 0.8
"""How full it may then be."""
_LEAST = 2
"""Times the present capacity that are asked for at least: an application is no monthly matter."""
_GB, _STEP = 1024**3, 100 * 1024**2
_LETTERS = 1000
DRAINED_SINCE = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Figures:
    """All that stands in the application for one mailbox."""

    organisation: str
    unit: str
    """The title of the unit that asks."""
    to: str
    """Whom it asks."""
    name: str
    box: Mailbox
    full: Fullness
    outlook: Outlook
    samples: tuple[Sample, ...]
    """Of the last five weeks, oldest first."""
    drained: tuple[int, int]
    """Letters that mailcare took off the server in the last 30 days, and their bytes."""
    interval: timedelta
    """From one poll to the next, as it is set now."""
    now: datetime
    zone: ZoneInfo

    @property
    def by_count(self) -> bool:
        """Whether it is the number of letters that runs out first."""
        if self.full.by_count > self.full.by_size:
            return True
        return self.outlook.by_count

    @property
    def limit(self) -> int:
        """What can be held, in bytes or letters."""
        return (self.full.message_limit or 0) if self.by_count else self.full.limit

    @property
    def used(self) -> int:
        """What is used, likewise."""
        return self.full.messages if self.by_count else self.full.used

    @property
    def per_week(self) -> float:
        """By how much a week grows now, what is regularly removed subtracted; 0: not known."""
        found = self.outlook.forecast
        if found.basis not in {Basis.DAYS, Basis.WEEKS}:
            return 0.0
        came = 5 * found.per_workday + 2 * found.per_day_off
        return max(0.0, came - 7 * found.removed_per_day)

    @property
    def asked(self) -> int:
        """The capacity that is asked for, in bytes or letters."""
        growth = self.per_week * (_LASTS / timedelta(weeks=1))
        least = max(_LEAST * self.limit, (self.used + growth) / _COMFORT)
        if self.by_count:
            return ceil(least / _LETTERS) * _LETTERS
        step = _GB if least > _GB else _STEP
        return ceil(least / step) * step

    @property
    def drains(self) -> bool:
        """Whether handled letters are taken off the server by themselves."""
        return self.box.drain.action is not DrainAction.OFF


def collect(tx: Tx, config: Config, name: str, mailbox_id: int, now: datetime) -> Figures | None:
    """Return what the application for the mailbox called `name` says; None: never sampled."""
    samples: Sequence[Sample] = tx.samples.since(mailbox_id, now - HISTORY)
    last = tx.samples.latest(mailbox_id)
    if last is None:
        return None
    box = config.mailboxes[name]
    limit = last.limit_bytes or box.capacity
    full = Fullness(last.used_bytes, limit, last.messages or 0, last.limit_messages)
    return Figures(
        organisation=config.organisation.name,
        unit=config.units[box.unit].title,
        to=_to(config, box.unit),
        name=name,
        box=box,
        full=full,
        outlook=outlook_for(config, list(samples), full, now),
        samples=tuple(samples),
        drained=tx.receipts.drained(mailbox_id, now - DRAINED_SINCE),
        interval=_interval(tx, box, mailbox_id, now),
        now=now,
        zone=ZoneInfo(config.organisation.timezone),
    )


def _interval(tx: Tx, box: Mailbox, mailbox_id: int, now: datetime) -> timedelta:
    override = tx.overrides.in_force(now).get(mailbox_id)
    return override.interval if override else box.interval


def _to(config: Config, unit: str) -> str:
    """Return the designated unit, unless it asks itself or there is none."""
    found = [
        one.title for name, one in config.units.items() if one.role == "designated" and name != unit
    ]
    return found[0] if len(found) == 1 else "上级管理部门"
