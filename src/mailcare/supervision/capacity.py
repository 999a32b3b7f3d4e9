"""How full a mailbox is, and when that must be told (R12); pure."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How full a mailbox is."""

    NORMAL = "normal"
    WARNING = "warning"
    CRITICAL = "critical"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Shares of the capacity from which a level holds, and the fall that ends it."""

    warning: float
    critical: float
    hysteresis: float = 0.05
    """A level ends only when the share falls this far below its threshold, so alarms don't flap."""


def level(share: float, before: Level, thresholds: Thresholds) -> Level:
    """Return the level that holds at `share` (used / capacity) after `before`."""
    if _holds(share, thresholds.critical, thresholds, held=before is Level.CRITICAL):
        return Level.CRITICAL
    if _holds(share, thresholds.warning, thresholds, held=before is not Level.NORMAL):
        return Level.WARNING
    return Level.NORMAL


def _holds(share: float, threshold: float, thresholds: Thresholds, *, held: bool) -> bool:
    return share >= threshold - (thresholds.hysteresis if held else 0)


def share_used(used: int, capacity: int, messages: int, capacity_messages: int | None) -> float:
    """Return the larger of the shares of bytes and of letters that are used."""
    by_bytes = used / capacity if capacity else 0.0
    by_count = messages / capacity_messages if capacity_messages else 0.0
    return max(by_bytes, by_count)
