"""How long a login that was refused again and again is left alone, lest it be locked; pure."""

from datetime import datetime, timedelta
from typing import Final

REFUSALS: Final = 3
"""Refused logins in a row that are no slip: one may be the provider's busy hour."""
FIRST_PROBE: Final = timedelta(hours=2)
"""After the last of the refusals; each later probe waits twice as long."""
RAREST_PROBE: Final = timedelta(hours=24)


def next_probe(refusals: int, refused_at: datetime | None) -> datetime | None:
    """Return when a login is tried again although nothing has changed; None: any time."""
    if refusals < REFUSALS or refused_at is None:
        return None
    distance: timedelta = FIRST_PROBE * float(2 ** min(refusals - REFUSALS, 10))
    return refused_at + min(distance, RAREST_PROBE)
