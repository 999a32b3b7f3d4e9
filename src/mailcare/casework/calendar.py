"""When a unit works: office windows within the day, working days within the year."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

Window = tuple[time, time]

MIDNIGHT = time(0)
_WHOLE_DAY: tuple[Window, ...] = ((MIDNIGHT, MIDNIGHT),)
_SATURDAY = 5
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """The windows in which a unit works, the same on every working day, in local time.

    No window at all means the whole day; an end of 00:00 means the end of the day.

    Raises:
        ValueError: a window ends before it starts, windows overlap or are out of order.
    """

    windows: tuple[Window, ...]
    timezone: str

    def __post_init__(self) -> None:
        ZoneInfo(self.timezone)
        last = MIDNIGHT
        for number, (start, end) in enumerate(self.windows):
            closed_before = number > 0 and last == MIDNIGHT
            if closed_before or start < last or (end != MIDNIGHT and end <= start):
                raise ValueError(
                    "office windows overlap, are out of order or end before they start"
                )
            last = end

    @property
    def day_length(self) -> timedelta:
        """Working time of one working day."""
        return sum((_length(window) for window in self.windows or _WHOLE_DAY), timedelta())


def _always(_day: date) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """A unit's working time: its office windows on the days that are working days."""

    hours: OfficeHours
    is_workday: Callable[[date], bool]
    """Make-up working days at weekends are working days, holidays are not."""
    version: str
    """Changes when any answer of `is_workday` or a window changes; stands in the projections."""
    is_known: Callable[[date], bool] = _always
    """Whether the answer of `is_workday` is certain: beyond the published years it is not."""

    def is_provisional(self, moment: datetime) -> bool:
        """Say whether a time counted up to `moment` may still move, as its year is not named yet.

        A promise is told without it (it must be a date); staff see the mark.
        """
        return not self.is_known(moment.astimezone(ZoneInfo(self.hours.timezone)).date())

    def windows(self, start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Yield whole windows that overlap the time from `start` to `end`, in UTC and in order."""
        zone = ZoneInfo(self.hours.timezone)
        day, last = start.astimezone(zone).date() - _DAY, end.astimezone(zone).date()
        while day <= last:
            for opens, closes in self._windows_on(day):
                if closes > start and opens < end:
                    yield opens, closes
            day += _DAY

    def closing(self, day: date) -> datetime | None:
        """Return when the last window of `day` ends; None when it is no working day."""
        windows = self._windows_on(day)
        return windows[-1][1] if windows else None

    def _windows_on(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        return _spans(self.hours, day) if self.is_workday(day) else ()


def weekdays_only(day: date) -> bool:
    """Say whether `day` is one of Monday to Friday: a calendar without holidays."""
    return day.weekday() < _SATURDAY


def _length(window: Window) -> timedelta:
    start, end = (timedelta(hours=at.hour, minutes=at.minute, seconds=at.second) for at in window)
    return (end or _DAY) - start


@lru_cache(maxsize=4096)
def _spans(hours: OfficeHours, day: date) -> tuple[tuple[datetime, datetime], ...]:
    zone = ZoneInfo(hours.timezone)
    return tuple(
        (
            datetime.combine(day, start, zone).astimezone(UTC),
            datetime.combine(day if end != MIDNIGHT else day + _DAY, end, zone).astimezone(UTC),
        )
        for start, end in hours.windows or _WHOLE_DAY
    )
