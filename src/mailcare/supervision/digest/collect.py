"""What stands in a digest: a read of the store, no word of any user."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from mailcare.config import Config
from mailcare.store import Tx
from mailcare.supervision.digest.cases import Clockwork, sort_cases
from mailcare.supervision.digest.departments import department_lines
from mailcare.supervision.digest.groups import title, units_of
from mailcare.supervision.digest.rest import aside_lines, box_lines, mail_lines
from mailcare.supervision.digest.sections import Digest, Line, Part, Trend
from mailcare.supervision.hours import make_days

_WEEK = timedelta(days=7)
_DAY = timedelta(days=1)
_FARTHEST = 40
"""Days back in which the working day before is looked for."""

Units = tuple[str, ...] | None


def collect(tx: Tx, config: Config, scope: str, now: datetime) -> Digest:
    """Return what a digest of `scope` tells as things stand at `now`.

    Raises:
        NotFoundError: the config has no such unit.
    """
    units = units_of(config, scope)
    since = tx.figures.last_digest(scope) or _day_before(config, now)
    watched = tx.figures.watched(units)
    silenced = {one.case_id: one for one in tx.figures.silenced(units)}
    clockwork = Clockwork(config, now, many_units=units is None or len(units) > 1)
    parts: dict[Part, tuple[Line, ...]] = dict.fromkeys(Part, ())
    parts |= sort_cases(watched, silenced, clockwork)
    shown = {line.case_id for lines in parts.values() for line in lines}
    parts[Part.MAILS] = mail_lines(tx, config, units, [
        one for case_id, one in silenced.items() if case_id not in shown
    ])  # fmt: skip
    parts[Part.ASIDES] = aside_lines(tx, config, units, now)
    parts[Part.BOXES] = box_lines(tx, config, units, since, now)
    parts[Part.DEPARTMENTS] = department_lines(tx, config, units, since, now)
    known_from = min((box.created_at for box in tx.mailboxes.all()), default=now)
    before = known_from <= since - _WEEK
    return Digest(
        title=title(config, scope),
        at=now,
        since=since,
        parts=parts,
        opened=_trend(tx.figures.opened, units, since, now, before=before),
        answered=_trend(tx.figures.answered, units, since, now, before=before),
        running=len(watched),
        addresses=_addresses(tx, config),
    )


def _trend(
    count: Callable[[Units, datetime, datetime], int],
    units: Units,
    since: datetime,
    now: datetime,
    *,
    before: bool,
) -> Trend:
    earlier = count(units, since - _WEEK, now - _WEEK) if before else None
    return Trend(count(units, since, now), earlier)


def _addresses(tx: Tx, config: Config) -> dict[int, str]:
    boxes = ((box.id, config.mailboxes.get(box.name)) for box in tx.mailboxes.all())
    return {box_id: box.address for box_id, box in boxes if box}


def _day_before(config: Config, now: datetime) -> datetime:
    """Return when the digest of the working day before was due: where the first one begins."""
    days, zone = make_days(config), ZoneInfo(config.organisation.timezone)
    day = now.astimezone(zone).date() - _DAY
    for _ in range(_FARTHEST):
        if days.is_workday(day):
            break
        day -= _DAY
    return datetime.combine(day, config.alarms.digest_at, zone).astimezone(UTC)
