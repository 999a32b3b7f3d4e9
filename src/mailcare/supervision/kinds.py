"""The rules of each kind of alarm, in one table: who is told, and what keeps it from flapping.

What raises a kind, and after how long, stands where it is seen; docs/admin.md shows both together.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from typing import Final

from mailcare.model.trouble import AlarmKind

DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Rules:
    """How alarms of a kind live."""

    to_supervisors: bool = False
    """The unit's supervisors are told beside the admins (where it concerns a unit)."""
    steady: bool = False
    """It ends only when its cause has been over for `alarms.steady`."""
    tells_end: bool = False
    """People hear that it is over: it ends by itself, not by what they did."""
    patience: timedelta = timedelta(0)
    """The least distance of repetitions, for what nobody can mend within hours."""
    stops_mail: bool = False
    """About the account that alarms leave over, it never goes by that account."""


_WATCHED = Rules(to_supervisors=True, tells_end=True)
_FLAPS = Rules(steady=True, tells_end=True)

RULES: Final[Mapping[AlarmKind, Rules]] = MappingProxyType(
    {
        AlarmKind.CAPACITY: _WATCHED,
        AlarmKind.GROWTH: Rules(to_supervisors=True, steady=True, tells_end=True),
        AlarmKind.OVERQUOTA: Rules(to_supervisors=True, steady=True, tells_end=True),
        AlarmKind.UNREACHABLE: _WATCHED,
        AlarmKind.POLL_LATE: Rules(to_supervisors=True, steady=True, tells_end=True),
        AlarmKind.LOGIN_REFUSED: Rules(to_supervisors=True, tells_end=True, stops_mail=True),
        AlarmKind.TOKEN: Rules(to_supervisors=True, tells_end=True, stops_mail=True),
        AlarmKind.SET_ASIDE: Rules(),
        AlarmKind.SEND_FAILED: Rules(
            to_supervisors=True, steady=True, tells_end=True, stops_mail=True
        ),
        AlarmKind.UNSENT: Rules(to_supervisors=True, tells_end=True, stops_mail=True),
        AlarmKind.UNCERTAIN: Rules(),
        AlarmKind.CAP: Rules(),
        AlarmKind.TEMPLATE: Rules(tells_end=True),
        AlarmKind.CONFIG: Rules(),
        AlarmKind.DISPATCH: Rules(to_supervisors=True),
        AlarmKind.CALENDAR: Rules(patience=7 * DAY),
        AlarmKind.VOLUME: Rules(to_supervisors=True, tells_end=True, patience=DAY),
        AlarmKind.EPOCH: Rules(patience=DAY),
        AlarmKind.FOUND_LATE: Rules(to_supervisors=True, patience=DAY),
        AlarmKind.DISK: _FLAPS,
        AlarmKind.DATABASE: _FLAPS,
        AlarmKind.BACKUP: Rules(tells_end=True, patience=DAY),
        AlarmKind.RESTORED: Rules(to_supervisors=True),
        AlarmKind.CLOCK: _FLAPS,
        AlarmKind.STUCK: _FLAPS,
        AlarmKind.RESTARTED: Rules(patience=DAY),
        AlarmKind.CHANNEL: _FLAPS,
    }
)

LONGEST: Final = DAY
"""The greatest distance of repetitions, unless a kind has more patience."""


def repeat_after(kind: AlarmKind, first: timedelta, repeats: int) -> timedelta:
    """Return how long after it was last told an alarm is told again: doubled each time."""
    doubled = first * float(2 ** min(repeats, 16))
    distance: timedelta = min(doubled, max(LONGEST, first))
    return max(distance, RULES[kind].patience)
