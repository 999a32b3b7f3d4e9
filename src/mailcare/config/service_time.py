"""Registered service times (服务时间, R14), as the form writes them: ``7*24 小时每天 2 次``.

What is registered is a promise (R11): on which days, in which hours, and how often somebody looks.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import time, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Final

from mailcare.config.kinds import Window


class ServiceDays(StrEnum):
    """On which days there is service."""

    EVERY = "every"
    WORKING = "working"
    """As the calendar has them, make-up working days included."""
    SIX = "six"
    """Working days, and Saturdays that are no holidays."""


@dataclass(frozen=True, slots=True)
class ServiceTime:
    """A registered service time."""

    days: ServiceDays
    whole_day: bool = False
    windows: tuple[Window, ...] = ()
    """Empty, and not the whole day: the unit's office hours."""
    times: int = 1
    """How often on each day; where `every` is given, that counts instead."""
    every: timedelta | None = None

    def slot(self, office: timedelta) -> timedelta:
        """Return within how long somebody must look once; `office` is a day's office hours."""
        if self.every is not None:
            return self.every
        day = timedelta(days=1) if self.whole_day else self._span() or office
        return day / self.times

    def _span(self) -> timedelta:
        """Return the time from the first window's start to the last one's end."""
        if not self.windows:
            return timedelta(0)
        start, end = self.windows[0].start, self.windows[-1].end
        return timedelta(hours=end.hour - start.hour, minutes=end.minute - start.minute)


FORMS: Final = (
    '"7*24 每天 2 次", "5*8 每天 3 次", "工作日 09:00-18:00", "每天 08:00-20:00 每 4 小时 1 次";'
    " empty: nothing is promised"
)
_NUMERALS: Final = {sign: value for value, sign in enumerate("零一二三四五六七八九十")} | {"两": 2}
_COUNT: Final = r"(?P<{name}>[0-9]{{1,3}}|[一二两三四五六七八九十])?"
_FILLERS: Final = re.compile(
    r"(小时|至少|不少于|查看|收取|收信|处理|服务|时间|在线|各|均|,|;|\.|。|、|\(|\)|/|:|以内)"
)
_EVERY_DAY: Final = r"每天|每日|天天|全年|365天|周一至周日|星期一至星期日"
_WORKDAYS: Final = r"每个?(?:法定)?工作日|(?:法定)?工作日|周一至周五|星期一至星期五"
_CLOSED: Final = r"(?:法定)?节假日(?:除外|休息|不含)"
_FILL: Final = r"(?:至少|不少于|各|查看|收取|收信|处理)*"
_RATE: Final = re.compile(
    rf"每(?:隔)?{_COUNT.format(name='every')}个?(?P<unit>半小时|小时|分钟){_FILL}"
    rf"{_COUNT.format(name='once')}次"
)
_TIMES: Final = re.compile(
    rf"(?P<day>{_EVERY_DAY}|每个?工作日|工作日|一天|日){_FILL}{_COUNT.format(name='times')}次"
)
_GRID: Final = re.compile(r"(?P<days>[567])\*(?P<hours>2[0-4]|1[0-9]|[1-9])")
_WINDOW: Final = re.compile(r"([0-9]{1,2}):([0-9]{2})-([0-9]{1,2}):([0-9]{2})")
_SIX: Final = re.compile(r"周一至周六|星期一至星期六")
_WHOLE: Final = re.compile(r"全天候?|24小时")


@lru_cache(maxsize=256)
def parse_service_time(text: str) -> ServiceTime | None:
    """Read a registered service time; None: nothing is promised.

    Raises:
        ValueError: it isn't understood; the text shows forms that are.
    """
    rest = _fold(text)
    if not rest:
        return None
    found = _Reading(rest).read()
    if found is None:
        raise ValueError(f"a service time such as {FORMS}")
    return found


def _fold(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).lower()
    folded = re.sub(r"[×x✕]", "*", folded)
    folded = re.sub(r"[~—–―到]|至(?=[0-9])|(?<=[0-9])至", "-", re.sub(r"\s+", "", folded))
    return re.sub(r"(?<=[一二三四五六日])-(?=[周星])", "至", folded)


class _Reading:
    """Takes known parts out of the text; what is left over is not understood."""

    def __init__(self, rest: str) -> None:
        self._rest = rest

    def _take(self, pattern: re.Pattern[str] | str) -> re.Match[str] | None:
        found = re.search(pattern, self._rest)
        if found is not None:
            self._rest = self._rest[: found.start()] + self._rest[found.end() :]
        return found

    def read(self) -> ServiceTime | None:
        grid, rate, times = self._take(_GRID), self._take(_RATE), self._take(_TIMES)
        windows = self._windows()
        whole = self._take(_WHOLE) is not None
        days = self._days(grid, times, rated=rate is not None)
        if days is None or windows is None or _FILLERS.sub("", self._rest):
            return None
        if grid is not None and grid["hours"] == "24":
            whole = True
        bare = grid is None and not windows
        often = _number(times["times"]) if times else 1
        every = _every(rate) if rate else None
        if not often or every == timedelta(0):
            return None
        return ServiceTime(days, (whole or bare) and not windows, windows, often, every)

    def _windows(self) -> tuple[Window, ...] | None:
        found: list[Window] = []
        while match := self._take(_WINDOW):
            try:
                start = time(int(match[1]), int(match[2]))
                end = time(23, 59) if match[3] == "24" else time(int(match[3]), int(match[4]))
            except ValueError:
                return None
            if end <= start or (found and start < found[-1].end):
                return None
            found.append(Window(start, end))
        return tuple(found)

    def _days(
        self, grid: re.Match[str] | None, times: re.Match[str] | None, *, rated: bool
    ) -> ServiceDays | None:
        """Return the days; a count 每天 alone says them too, as long as nothing else does."""
        six = self._take(_SIX)
        working = [self._take(_WORKDAYS), self._take(_CLOSED)]
        every = self._take(_EVERY_DAY)
        if grid is not None:
            by_grid = {"7": ServiceDays.EVERY, "6": ServiceDays.SIX, "5": ServiceDays.WORKING}
            return by_grid[grid["days"]]
        if six:
            return ServiceDays.SIX
        if any(working) or (times and "工作日" in times["day"]):
            return ServiceDays.WORKING
        return ServiceDays.EVERY if every or times or rated else None


def _number(text: str | None) -> int:
    if text is None:
        return 1
    return int(text) if text.isdigit() else _NUMERALS[text]


def _every(rate: re.Match[str]) -> timedelta:
    if rate["unit"] == "半小时":
        length = timedelta(minutes=30)
    else:
        unit = timedelta(hours=1) if rate["unit"] == "小时" else timedelta(minutes=1)
        length = unit * _number(rate["every"])
    often = _number(rate["once"])
    return length / often if often else timedelta(0)
