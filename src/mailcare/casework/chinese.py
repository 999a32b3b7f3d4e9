"""The Chinese calendar: holidays and make-up working days, as data and not as an oracle.

The State Council names next year's days in late October or November. A year that nobody has named
yet counts Monday to Friday, is told apart as not known, and never raises: the library does.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from mailcare.casework.calendar import OfficeHours, WorkingCalendar, weekdays_only

_ALWAYS_FREE = ((1, 1), (5, 1), (10, 1))
"""Month and day of holidays that every notice names: where one is absent, the year is not known."""


@dataclass(frozen=True, slots=True)
class Days:
    """Which days are working days; a day named in neither set is one if from Monday to Friday."""

    holidays: frozenset[date]
    workdays: frozenset[date]
    """Make-up working days at weekends."""
    years: frozenset[int]
    """Whose days have been named."""
    version: str
    """Hash of the days."""

    def is_workday(self, day: date) -> bool:
        """Say whether people work on `day`, as far as that is known."""
        return day in self.workdays or (weekdays_only(day) and day not in self.holidays)

    def is_known(self, day: date) -> bool:
        """Say whether the year of `day` has been named, so that `is_workday` is certain."""
        return day.year in self.years


def chinese_days(holidays: Iterable[date] = (), workdays: Iterable[date] = ()) -> Days:
    """Return the published days, with the organisation's own table above them.

    A year is known once its 1 January, 1 May and 1 October are holidays: no notice lacks them, and
    single days that a unit closes don't make a year known.
    """
    closed, open_ = frozenset(holidays), frozenset(workdays)
    published, made_up = _published()
    return _days((published - open_) | closed, (made_up - closed) | open_)


def working_calendar(hours: OfficeHours, days: Days) -> WorkingCalendar:
    """Return the calendar of a unit that works in these windows; its version is a hash of all."""
    windows = ",".join(f"{start}-{end}" for start, end in hours.windows)
    version = _digest(f"{days.version} {windows} {hours.timezone}")
    return WorkingCalendar(hours, days.is_workday, version, days.is_known)


def _days(holidays: frozenset[date], workdays: frozenset[date]) -> Days:
    named = {day.year for day in holidays}
    years = frozenset(
        year for year in named if all(date(year, *day) in holidays for day in _ALWAYS_FREE)
    )
    listed = (" ".join(map(str, sorted(days))) for days in (holidays, workdays))
    return Days(holidays, workdays, years, _digest("|".join(listed)))


@lru_cache(maxsize=1)
def _published() -> tuple[frozenset[date], frozenset[date]]:
    from chinese_calendar import constants  # noqa: PLC0415 - commands that count no time start fast

    return frozenset(constants.holidays), frozenset(constants.workdays)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
