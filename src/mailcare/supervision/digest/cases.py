"""The cases of a digest: each in the first section it belongs to, the first due first."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from mailcare.casework.calendar import WorkingCalendar
from mailcare.casework.standing import SUPERVISORS
from mailcare.casework.worktime import working_time_between
from mailcare.config import Config
from mailcare.correspondence import directory, labels
from mailcare.model.case import ClockName, ClockReading, State
from mailcare.model.judgement import Language
from mailcare.store import Silenced, WatchedCase
from mailcare.supervision.digest.phrases import clocks, spell, when
from mailcare.supervision.digest.sections import Line, Part
from mailcare.supervision.hours import make_calendar

_DAY = timedelta(days=1)
_FARTHEST = 40
"""Days ahead in which the next working day is looked for."""
_SOON = frozenset({ClockName.ANSWER, ClockName.LAW, ClockName.REGISTERED, ClockName.ESCALATION})
"""Clocks of no section of their own; those of an hour have one."""

_LEVELS = {None: "升级,已交回", SUPERVISORS: "升级,待主管认领"}

Running = list[tuple[ClockReading, datetime]]


class Clockwork:
    """The moment of a digest, and the calendars by which its cases are counted."""

    def __init__(self, config: Config, now: datetime, *, many_units: bool) -> None:
        self.config = config
        self.now = now
        self.many_units = many_units
        self.zone = ZoneInfo(config.organisation.timezone)
        self._calendars: dict[str, WorkingCalendar] = {}
        self._horizons: dict[str, datetime] = {}

    def calendar(self, unit: str) -> WorkingCalendar:
        """Return the calendar of a unit; of one taken out of the config, the first one's."""
        if unit not in self._calendars:
            units = self.config.units
            entry = units.get(unit) or next(iter(units.values()))
            self._calendars[unit] = make_calendar(self.config, entry)
        return self._calendars[unit]

    def horizon(self, unit: str) -> datetime:
        """Return the end of the unit's next working day after today."""
        if unit not in self._horizons:
            calendar, today = self.calendar(unit), self.now.astimezone(self.zone).date()
            ends = (calendar.closing(today + n * _DAY) for n in range(1, _FARTHEST))
            self._horizons[unit] = next((end for end in ends if end), self.now + _DAY)
        return self._horizons[unit]

    def spell(self, unit: str, start: datetime, end: datetime) -> str:
        """Return the unit's working time between two moments in words."""
        calendar = self.calendar(unit)
        return spell(working_time_between(calendar, start, end), calendar.hours.day_length)


class _Watching:
    """One case at the moment of the digest."""

    def __init__(self, case: WatchedCase, clockwork: Clockwork, silenced: Silenced | None) -> None:
        self.case = case
        self.clockwork = clockwork
        self.silenced = silenced

    @cached_property
    def running(self) -> Running:
        """The clocks that run, the first due first."""
        pairs = [
            (clock, clock.due)
            for clock in self.case.clocks
            if clock.due is not None and clock.ended_at is None
        ]
        return sorted(pairs, key=lambda pair: pair[1])

    @cached_property
    def late(self) -> Running:
        """The clocks that are overdue."""
        return [pair for pair in self.running if pair[1] < self.clockwork.now]

    def part(self) -> Part | None:
        """Return the section that the case belongs to; None: nothing presses."""
        horizon = self.clockwork.horizon(self.case.unit)
        if self.late:
            return Part.OVERDUE
        if any(clock.name in _SOON and due <= horizon for clock, due in self.running):
            return Part.SOON
        if any(clock.name is ClockName.DISPATCH for clock, _ in self.running):
            return Part.DISPATCHES
        return Part.REVIEWS if self.case.state is State.REVIEW else None

    def line(self, part: Part) -> Line:
        """Return the case's line in `part`."""
        about, due = _ABOUT[part](self)
        return Line(
            head=self.case.number,
            about=about,
            detail=" · ".join(self._details(part, due)),
            urgent=part is Part.OVERDUE,
            case_id=self.case.id,
            mailbox_id=self.case.mailbox_id,
        )

    def overdue(self) -> tuple[str, Running]:
        """Say for how long it is overdue."""
        names = clocks([clock.name for clock, _ in self.late])
        since = self.late[0][1]
        amount = self.clockwork.spell(self.case.unit, since, self.clockwork.now)
        return f"{names}已超时 {amount}" if amount else f"{names}已到时限", self.late[:1]

    def soon(self) -> tuple[str, Running]:
        """Say how much working time is left."""
        pairs = [pair for pair in self.running if pair[0].name in _SOON][:1]
        amount = self.clockwork.spell(self.case.unit, self.clockwork.now, pairs[0][1])
        name = clocks([pairs[0][0].name])
        return f"{name}还剩 {amount}" if amount else f"{name}即到时限", pairs

    def dispatch(self) -> tuple[str, Running]:
        """Say who has not confirmed."""
        pairs = [pair for pair in self.running if pair[0].name is ClockName.DISPATCH]
        target = directory.title(self.clockwork.config, self.case.owner, Language.ZH)
        if self.case.state is State.DISPATCHED:
            return f"{target}尚未确认", pairs
        return f"待派往{target}" if target else "待派单", pairs

    def review(self) -> tuple[str, Running]:
        """Say that a person must decide."""
        return "待人工判断", [pair for pair in self.running if pair[0].name is ClockName.REVIEW]

    def _details(self, part: Part, due: Running) -> Iterator[str]:
        for clock, at in due:
            mark = "(暂按)" if clock.provisional else ""
            verb = "应于 " if part is Part.OVERDUE else "时限 "
            yield verb + when(at, self.clockwork.zone, self.clockwork.now) + mark
        if self.case.category:
            yield labels.say(labels.CATEGORIES[self.case.category], Language.ZH)
        if self.clockwork.many_units:
            yield directory.title(self.clockwork.config, self.case.unit, Language.ZH)
        if self.case.escalated:
            yield _LEVELS.get(self.case.level_owner, "升级,主管已认领")
        if part in {Part.OVERDUE, Part.SOON} and self.case.state is State.DISPATCHED:
            yield f"已转派{directory.title(self.clockwork.config, self.case.owner, Language.ZH)}"
        if self.silenced:
            yield "未自动回复"


_ABOUT = {
    Part.OVERDUE: _Watching.overdue,
    Part.SOON: _Watching.soon,
    Part.DISPATCHES: _Watching.dispatch,
    Part.REVIEWS: _Watching.review,
}


def sort_cases(
    watched: Sequence[WatchedCase], silenced: Mapping[int, Silenced], clockwork: Clockwork
) -> dict[Part, tuple[Line, ...]]:
    """Return the lines of the cases that press, by section; the first due first.

    So the longest overdue comes first, and then what has the least working time left.
    """
    found: dict[Part, list[tuple[datetime, Line]]] = {part: [] for part in _ABOUT}
    for case in watched:
        one = _Watching(case, clockwork, silenced.get(case.id))
        part = one.part()
        if part is not None:
            first = one.running[0][1] if one.running else clockwork.now
            found[part].append((first, one.line(part)))
    return {
        part: tuple(line for _, line in sorted(pairs, key=lambda pair: pair[0]))
        for part, pairs in found.items()
    }
