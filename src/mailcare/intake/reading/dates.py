"""The Date field: mail-parser's reading, and the forms it does not accept."""

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz

_ISO = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?[T ]+(\d{1,2}):(\d{2})(?::(\d{2}))?")
_ZONE = re.compile(r"([+-])(\d{2}):?(\d{2})\b")
_BAD_ZONE = re.compile(r"[+-](?:1[6-9]|[2-9]\d)\d\d\s*(?:\(|$)")
_MAX_OFFSET = timedelta(hours=15)
_OLDEST = 1970


def read_date(parsed: datetime | None, text: str) -> datetime | None:
    """Return the moment that a Date field names, in UTC; without a zone it is taken as UTC.

    Args:
        parsed: mail-parser's reading, None where it refused.
        text: the field.
    """
    if _BAD_ZONE.search(text[:200]):
        return None
    found = parsed or _lenient(text[:200]) or _iso(text[:200])
    if found is None or found.year < _OLDEST:
        return None
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def _lenient(text: str) -> datetime | None:
    """Return what the standard library makes of a date."""
    try:
        parts = parsedate_tz(text)
        if parts is None:
            return None
        offset = timedelta(seconds=parts[9] or 0)
        if abs(offset) > _MAX_OFFSET:
            return None
        return datetime(*parts[:6], tzinfo=timezone(offset)).astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def _iso(text: str) -> datetime | None:
    """Return a date written year first."""
    match = _ISO.search(text)
    if not match:
        return None
    zone = _ZONE.search(text, match.end())
    try:
        offset = timedelta(hours=int(zone[2]), minutes=int(zone[3])) if zone else timedelta()
        offset = -offset if zone and zone[1] == "-" else offset
        numbers = [int(number or 0) for number in match.groups()]
        return datetime(*numbers, tzinfo=timezone(offset)).astimezone(UTC)  # type: ignore[arg-type,misc] # six numbers
    except (ValueError, OverflowError):
        return None
