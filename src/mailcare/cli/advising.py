"""What `mailcare mailbox advise` says: how each mailbox is polled, how it should be, and why."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from mailcare.cli.spans import age, interval_text, override_text, short
from mailcare.supervision.capacity import Level
from mailcare.supervision.intervals import Why
from mailcare.supervision.promises import Keeping, Standing
from mailcare.supervision.tuning import Tuning

COLUMNS = ("mailbox", "a day", "busiest", "backlog", "oldest", "interval", "advised", "why")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_FULL = {Level.CRITICAL: "nearly full", Level.WARNING: "filling up", Level.NORMAL: "has room"}


def row(one: Tuning, now: datetime) -> tuple[object, ...]:
    """Return a mailbox's line of the table."""
    return (
        one.name,
        f"{one.week.per_day:.1f}" if one.week.letters else "0",
        busiest(one),
        one.volume.backlog or "",
        age(one.oldest, now),
        interval_text(one.box, one.override, chosen=one.advice.interval),
        short(one.advice.interval),
        why(one),
    )


def busiest(one: Tuning) -> str:
    """Return the hour of the week that brings most, such as ``Mon 10:00``."""
    hour = one.week.busiest
    return "" if hour is None else f"{_DAYS[hour // 24]} {hour % 24:02}:00"


def why(one: Tuning) -> str:
    """Return in words what decided the advised interval."""
    return ", ".join(_because(one, reason) for reason in one.advice.why)


def _because(one: Tuning, reason: Why) -> str:
    volume, box = one.volume, one.box
    provider = box.preset.title or "the server"
    promised = box.register.service_time
    words = {
        Why.ARRIVALS: f"{volume.per_hour:.0f} letters an hour about now",
        Why.QUIET: "quiet about now",
        Why.BACKLOG: f"{volume.backlog} letters wait on the server",
        Why.CAPACITY: f"the mailbox is {_FULL[volume.level]}",
        Why.PROMISE: f"registered: {promised}",
        Why.LEAST: f"interval_min is {short(box.interval_min)}",
        Why.MOST: f"interval_max is {short(box.interval_max)}",
        Why.PROVIDER: f"{provider} takes no more than that",
        Why.SLOW: f"a poll takes {volume.poll_time.total_seconds():.0f} s",
        Why.THROTTLED: f"the server asked for patience {volume.throttled} times",
    }
    return words[reason]


def notes(one: Tuning, zone: ZoneInfo) -> Iterator[str]:
    """Yield what doesn't fit into the table: overrides, and how a promise stands."""
    if one.override is not None:
        yield f"{one.name}: {override_text(one.override, one.box, zone)}"
    if one.standing is None or one.service is None or one.kept is None:
        return
    promised, (kept, slots) = one.box.register.service_time, one.kept
    count = f"kept in {kept} of {slots} periods of the last week" if slots else "not judged yet"
    yield f"{one.name}: promised {promised}: {count}"
    yield from _standing(one.name, one.standing, zone)
    if one.present > one.service.longest:
        longest = short(one.service.longest)
        yield f"{one.name}: an interval over {longest} can't keep what is promised"


def _standing(name: str, standing: Standing, zone: ZoneInfo) -> Iterator[str]:
    if standing.slot is None or standing.keeping is Keeping.KEPT:
        return
    end = f"{standing.slot.end.astimezone(zone):%m-%d %H:%M}"
    if standing.keeping is Keeping.SOON:
        yield f"{name}: SOON BROKEN: no good poll yet in the period that ends at {end}"
    else:
        yield f"{name}: BROKEN: no good poll in the period that ended at {end}, nor since"


def record(one: Tuning) -> dict[str, object]:
    """Return a mailbox's line for scripts; intervals in seconds, rates in letters."""
    override, standing = one.override, one.standing
    slot = standing.slot if standing else None
    return {
        "name": one.name,
        "arrivals_per_day": round(one.week.per_day, 2),
        "busiest_hour": busiest(one) or None,
        "expected_per_hour": round(one.volume.per_hour, 2),
        "backlog": one.volume.backlog,
        "oldest": one.oldest,
        "adaptive": one.box.adaptive,
        "interval": one.present.total_seconds(),
        "file_interval": one.box.interval.total_seconds(),
        "override": {
            "interval": override.interval.total_seconds(),
            "set_by": override.set_by,
            "set_at": override.set_at,
            "expires_at": override.expires_at,
        }
        if override
        else None,
        "advised": one.advice.interval.total_seconds(),
        "why": list(one.advice.why),
        "service_time": one.box.register.service_time,
        "promise": standing.keeping if standing else None,
        "promise_until": slot.end if slot else None,
        "promise_kept": one.kept[0] if one.kept else None,
        "promise_periods": one.kept[1] if one.kept else None,
    }
