"""When the organisation and its units work, from the config."""

from mailcare.casework.calendar import OfficeHours, WorkingCalendar
from mailcare.casework.chinese import Days, chinese_days, working_calendar
from mailcare.config import Config, Unit


def make_calendar(config: Config, unit: Unit) -> WorkingCalendar:
    """Return the working calendar of a unit."""
    windows = tuple((window.start, window.end) for window in unit.office_hours)
    hours = OfficeHours(windows, config.organisation.timezone)
    return working_calendar(hours, make_days(config))


def make_days(config: Config) -> Days:
    """Return the working days of the organisation: the published ones below its own table."""
    return chinese_days(config.calendar.holidays, config.calendar.workdays)
