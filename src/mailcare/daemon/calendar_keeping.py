"""Once a day, at a start and a reload: are the years known, and all cases counted by them?"""

from datetime import datetime
from zoneinfo import ZoneInfo

from mailcare.pipeline.parts import Parts
from mailcare.pipeline.recounting import recount
from mailcare.supervision.hours import make_days
from mailcare.supervision.years import watch_years


def keep_calendar(parts: Parts, now: datetime) -> bool:
    """Watch over the working calendar as the config has it now; say whether there may be more.

    Daily too, as a worker that took its settings before a reload may have written after it.
    """
    config = parts.settings.config
    zone = ZoneInfo(config.organisation.timezone)
    seen = f"{config.version} {now.astimezone(zone).date()}"
    if parts.calendar_seen == seen:
        return False
    parts.store.run(lambda tx: watch_years(tx, make_days(config), zone, now))
    if recount(parts):
        return True
    parts.calendar_seen = seen
    return False
