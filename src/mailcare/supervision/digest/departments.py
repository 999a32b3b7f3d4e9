"""What departments did last month (R10): told once, in the first digest of the month after."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from mailcare.config import Config
from mailcare.correspondence import directory
from mailcare.model.judgement import Language
from mailcare.store import Tx
from mailcare.supervision.departments import DepartmentFigures, department_figures
from mailcare.supervision.digest.sections import Line

Units = tuple[str, ...] | None


def department_lines(
    tx: Tx, config: Config, units: Units, since: datetime, now: datetime
) -> tuple[Line, ...]:
    """Return a line for each department that was dispatched to in the month before this one.

    None unless the last digest, `since`, was written in that month or earlier.
    """
    zone = ZoneInfo(config.organisation.timezone)
    begin = now.astimezone(zone).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    if since >= begin:
        return ()
    before = (begin - timedelta(days=1)).replace(day=1)
    found = department_figures(
        tx, config, before.astimezone(UTC), begin.astimezone(UTC), now=now, units=units
    )
    return tuple(_line(config, one, before.month) for one in found)


def _line(config: Config, one: DepartmentFigures, month: int) -> Line:
    about = f"{month}月派单 {one.dispatched} 件,按时确认 {one.confirmed_in_time} 件"
    parts = (
        ("超时确认", one.late),
        ("退单", one.returned),
        ("未送达", one.failed),
        ("按时答复", one.answered_in_time),
        ("超时答复", one.answered_late),
        ("未答复", one.open),
    )
    detail = " · ".join(f"{name} {count}" for name, count in parts if count)
    return Line(directory.title(config, one.target, Language.ZH), about, detail)
