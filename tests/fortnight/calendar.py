"""The play's working days, written down by hand from the State Council's notice for 2025.

The oracle counts by them; nothing here comes from mailcare or its calendar library.
"""

from datetime import date, time

HOLIDAYS = frozenset(date(2025, 1, day) for day in (1, 28, 29, 30, 31)) | frozenset(
    date(2025, 2, day) for day in (1, 2, 3, 4)
)
"""New Year's Day and the Spring Festival."""
MAKE_UP = frozenset({date(2025, 1, 26), date(2025, 2, 8)})
"""The Sunday and the Saturday that are worked instead."""
WINDOWS = ((time(9), time(12)), (time(13), time(18)))
_SATURDAY = 5


def is_workday(day: date) -> bool:
    """Say whether people work on `day`."""
    return day in MAKE_UP or (day.weekday() < _SATURDAY and day not in HOLIDAYS)


def is_open(day: date, clock: time) -> bool:
    """Say whether offices are open at a moment, local time."""
    return is_workday(day) and any(start <= clock < end for start, end in WINDOWS)
