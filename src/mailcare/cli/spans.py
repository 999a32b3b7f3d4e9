"""Intervals, ages and points in time as people read and write them on the command line."""

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import click

from mailcare.config import Mailbox
from mailcare.config.kinds import parse_duration
from mailcare.store import Override

_MINUTE, _HOUR, _DAY = 60, 3600, 86400


def short(span: timedelta) -> str:
    """Return a duration as the config writes it: ``90s``, ``5m``, ``1h``."""
    seconds = span.total_seconds()
    for length, unit in ((_DAY, "d"), (_HOUR, "h"), (_MINUTE, "m")):
        if seconds >= length and not seconds % length:
            return f"{seconds / length:.0f}{unit}"
    return f"{seconds:g}s"


def age(since: datetime | None, now: datetime) -> str:
    """Return how long ago something was, roughly: ``40s``, ``25m``, ``3h10m``, ``2d4h``."""
    if since is None:
        return ""
    seconds = max(0, int((now - since).total_seconds()))
    days, hours, minutes = seconds // _DAY, seconds % _DAY // _HOUR, seconds % _HOUR // _MINUTE
    if days:
        return f"{days}d{hours}h"
    if hours:
        return f"{hours}h{minutes:02}m"
    return f"{minutes}m" if minutes else f"{seconds}s"


def file_interval(box: Mailbox) -> str:
    """Return what the file says of a mailbox's interval."""
    if not box.adaptive:
        return short(box.interval)
    return f"auto {short(box.interval_min)}-{short(box.interval_max)}"


def interval_text(
    box: Mailbox, override: Override | None, *, chosen: timedelta | None = None
) -> str:
    """Return the interval in force, with the file's beside it where a person set another.

    `chosen` is what follows the volume at this moment, where it is known.
    """
    if override is not None:
        by_file = "auto" if box.adaptive else short(box.interval)
        return f"{short(override.interval)} (file: {by_file})"
    if box.adaptive and chosen is not None:
        return f"{short(chosen)} auto"
    return file_interval(box)


def override_text(override: Override, box: Mailbox, zone: ZoneInfo) -> str:
    """Return who set an interval, and until when."""
    until = "until it is taken back"
    if override.expires_at is not None:
        until = f"until {override.expires_at.astimezone(zone):%Y-%m-%d %H:%M}"
    said = f"{short(override.interval)}, {until}, set by {override.set_by}"
    return f"{said} at {override.set_at.astimezone(zone):%m-%d %H:%M}; file: {file_interval(box)}"


def read_span(text: str) -> timedelta:
    """Read a duration that was typed.

    Raises:
        BadParameter: it is none.
    """
    try:
        return parse_duration(text)
    except ValueError:
        raise click.BadParameter("a duration with its unit, such as 90s, 2m or 4h") from None


def read_moment(text: str, now: datetime, zone: ZoneInfo) -> datetime:
    """Read ``18:30`` (its next occurrence), ``2026-11-23`` (its end) or ``2026-11-23 18:30``.

    Raises:
        BadParameter: it is none, or it is over.
    """
    local = now.astimezone(zone)
    found = re.fullmatch(
        r"(?:(\d{4}-\d{2}-\d{2})[ T]?)?(?:([01]?\d|2[0-3]):([0-5]\d))?", text.strip()
    )
    try:
        day = date.fromisoformat(found[1]) if found and found[1] else None
    except ValueError:
        found = None
    if not found or not any(found.groups()):
        raise click.BadParameter("a time such as 18:30, 2026-11-23 or 2026-11-23 18:30")
    at = time(int(found[2]), int(found[3])) if found[2] else None
    if day is None:
        moment = datetime.combine(local.date(), at or time(0), zone)
        return moment if moment > now else moment + timedelta(days=1)
    moment = datetime.combine(day, at, zone) if at else _end_of(day, zone)
    if moment <= now:
        raise click.BadParameter("a time to come")
    return moment


def _end_of(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(0), zone)
