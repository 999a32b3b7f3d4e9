"""What departments did with what was handed over to them, by month (R10): from the ledgers."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from mailcare.casework.hand_overs import HandedOver, hand_overs
from mailcare.casework.policy import Policy
from mailcare.config import Config
from mailcare.model.case import Case
from mailcare.model.place import Mode
from mailcare.store import Tx
from mailcare.supervision.hours import make_calendar


@dataclass(frozen=True, slots=True)
class DepartmentFigures:
    """One department's month: the dispatches that left for it in it."""

    target: str
    """Name in the config."""
    dispatched: int = 0
    confirmed_in_time: int = 0
    """Within the hour that the unit's clock gives, working time."""
    late: int = 0
    """Confirmed later, or not yet though the hour is over."""
    returned: int = 0
    failed: int = 0
    """Not delivered."""
    answered_in_time: int = 0
    """The user had the answer by when it was due."""
    answered_late: int = 0
    open: int = 0
    """With the department, and no answer yet."""


def month_of(text: str, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return begin and end of the month ``2026-11`` in UTC.

    Raises:
        ValueError: it is none.
    """
    year, _, month = text.partition("-")
    begin = datetime(int(year), int(month), 1, tzinfo=zone)
    following = (begin.year + begin.month // 12, begin.month % 12 + 1)
    return begin.astimezone(UTC), datetime(*following, 1, tzinfo=zone).astimezone(UTC)


def department_figures(
    tx: Tx,
    config: Config,
    since: datetime,
    until: datetime,
    *,
    now: datetime,
    units: Collection[str] | None = None,
) -> list[DepartmentFigures]:
    """Return the figures of all dispatches that left from `since` on and before `until`.

    With `units`, of those alone that these units sent.
    """
    found: dict[str, list[HandedOver]] = {}
    cases = tx.cases.dispatched(since, until)
    for case in cases if units is None else [one for one in cases if one.view.unit in units]:
        for one in _of(case, config):
            if since <= one.sent_at < until:
                found.setdefault(one.target, []).append(one)
    return [_sum(target, found[target], now) for target in sorted(found)]


def _of(case: Case, config: Config) -> Iterator[HandedOver]:
    unit = config.units.get(case.view.unit) or next(iter(config.units.values()))
    policy = Policy(
        unit=case.view.unit,
        calendar=make_calendar(config, unit),
        mode=Mode.LIVE,
        mode_since=case.view.received_at,
        limits=unit.limits,
        dispatch_within=unit.clocks.dispatch,
        special_dispatch_within=unit.clocks.special_dispatch,
    )
    return hand_overs(case.events, policy)


def _sum(target: str, found: Iterable[HandedOver], now: datetime) -> DepartmentFigures:
    counts = dict.fromkeys((one.name for one in fields(DepartmentFigures)[1:]), 0)
    for one in found:
        for name, applies in _marks(one, now).items():
            counts[name] += applies
    return DepartmentFigures(target, **counts)


def _marks(one: HandedOver, now: datetime) -> dict[str, bool]:
    late, back = one.is_late(now), bool(one.returned_at or one.failed_at)
    return {
        "dispatched": True,
        "confirmed_in_time": one.confirmed_at is not None and not late,
        "late": late,
        "returned": one.returned_at is not None,
        "failed": one.failed_at is not None,
        "answered_in_time": one.in_time,
        "answered_late": one.answered_at is not None and not one.in_time,
        "open": one.answered_at is None and not back,
    }
