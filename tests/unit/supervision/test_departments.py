"""The months of departments: counted from ledgers, told in the first digest of the next month."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from mailcare.model.case import EventKind
from mailcare.supervision.departments import DepartmentFigures, department_figures, month_of
from mailcare.supervision.digest import WHOLE
from mailcare.supervision.digest.sections import Part
from unit.supervision.desk import HOUR, Town, at

NOVEMBER = month_of("2026-11", ZoneInfo("Asia/Shanghai"))


def dispatch(town: Town, day: int, *more: tuple[EventKind, timedelta], unit: str = "vas") -> None:
    """A dispatch to kfzx on that day at ten, and what came of it how much later."""
    sent = at(day, 10)
    case = town.case(unit, opened=sent)
    case = town.event(case, EventKind.DECIDED, sent, decision="forwarded", owner="kfzx")
    case = town.event(case, EventKind.DISPATCH_QUEUED, sent, target="kfzx")
    case = town.event(case, EventKind.DISPATCH_SENT, sent, mail_id=1)
    for kind, later in more:
        case = town.event(case, kind, sent + later)


def figures(town: Town, units: tuple[str, ...] | None = None) -> list[DepartmentFigures]:
    since, until = NOVEMBER
    return town.store.read(
        lambda tx: department_figures(tx, town.config, since, until, now=town.now, units=units)
    )


def test_a_month_is_the_organisations() -> None:
    assert (at(1), at(31)) == NOVEMBER
    with pytest.raises(ValueError, match="month"):
        month_of("2026-13", ZoneInfo("Asia/Shanghai"))


def test_what_came_of_dispatches_is_counted(town: Town) -> None:
    dispatch(town, 16, (EventKind.DISPATCH_CONFIRMED, HOUR / 2), (EventKind.ANSWERED, 5 * HOUR))
    dispatch(town, 17, (EventKind.DISPATCH_CONFIRMED, 3 * HOUR))
    dispatch(town, 18, (EventKind.DISPATCH_RETURNED, HOUR / 2), unit="idc")
    dispatch(town, 19, (EventKind.DISPATCH_FAILED, HOUR / 2))
    dispatch(town, 20)
    (found,) = figures(town)
    assert found == DepartmentFigures(
        "kfzx",
        dispatched=5,
        confirmed_in_time=1,
        late=2,
        returned=1,
        failed=1,
        answered_in_time=1,
        answered_late=0,
        open=2,
    )
    (of_idc,) = figures(town, units=("idc",))
    assert (of_idc.dispatched, of_idc.returned) == (1, 1)


def test_they_are_told_once_when_the_month_is_over(town: Town) -> None:
    dispatch(town, 16, (EventKind.DISPATCH_CONFIRMED, HOUR / 2))
    assert town.collect().parts[Part.DEPARTMENTS] == ()
    town.now = at(31, 8, 30)
    (line,) = town.collect().parts[Part.DEPARTMENTS]
    assert line.head == "客服中心"
    assert line.about == "11月派单 1 件,按时确认 1 件"
    text, page = town.page()
    assert "上月派单" in text
    assert "11月派单 1 件" in page
    town.sent(WHOLE, town.now)
    town.now += 24 * HOUR
    assert town.collect().parts[Part.DEPARTMENTS] == ()
