"""Counting in working time: pure functions of a calendar, proven against a minute-by-minute oracle.

A moment counts when it lies in an office window of a working day. Windows hold their start, not
their end. All results are in UTC.
"""

from datetime import datetime, timedelta

from mailcare.casework.calendar import WorkingCalendar
from mailcare.clock import aware

_NOTHING = timedelta()
_HORIZON = timedelta(days=3660)
"""Who finds no working time within ten years has a mistaken calendar, not a long holiday."""


def next_working_moment(calendar: WorkingCalendar, moment: datetime) -> datetime:
    """Return `moment` if it is working time, else the start of the next window.

    Raises:
        ValueError: the calendar has no working time, or `moment` no zone.
    """
    return add_working_time(calendar, moment, _NOTHING)


def add_working_time(calendar: WorkingCalendar, start: datetime, amount: timedelta) -> datetime:
    """Return the first moment at which `amount` of working time has passed since `start`.

    No amount at all gives the next working moment, where a clock would start.

    Raises:
        ValueError: `amount` is negative, `start` has no zone, or the calendar has no working time.
    """
    if amount < _NOTHING:
        raise ValueError("a negative amount of working time")
    moment = aware(start)
    for opens, closes in calendar.windows(moment, moment + _HORIZON):
        moment = max(opens, moment)
        if moment + amount <= closes:
            return moment + amount
        amount -= closes - moment
    raise ValueError("the calendar has too little working time within ten years")


def working_time_between(calendar: WorkingCalendar, a: datetime, b: datetime) -> timedelta:
    """Return the working time from `a` to `b`; nothing when `b` is not later."""
    a, b = aware(a), aware(b)
    spans = (min(closes, b) - max(opens, a) for opens, closes in calendar.windows(a, b))
    return sum(spans, _NOTHING)


def add_working_days(calendar: WorkingCalendar, start: datetime, n: int) -> datetime:
    """Return the moment `n` working days after `start`, a day being one day's working time.

    From Tuesday 14:00 three working days end on Friday at 14:00; from Tuesday night, when the
    clock starts on Wednesday morning, they end with Friday's last window.
    """
    return add_working_time(calendar, start, working_days(calendar, n))


def working_days(calendar: WorkingCalendar, n: int) -> timedelta:
    """Return `n` working days as an amount of working time."""
    return n * calendar.hours.day_length
