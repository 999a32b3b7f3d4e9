"""How full a mailbox is, and when that must be told (R12); pure."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How full a mailbox is."""

    NORMAL = "normal"
    WARNING = "warning"
    CRITICAL = "critical"


class Hindrance(StrEnum):
    """Why a mailbox can't be drained as its policy asks."""

    NO_UIDPLUS = "no_uidplus"
    """The server can't delete single letters; all others marked so would go along."""
    SAME_ROOT = "same_root"
    """The folder to move to shares the mailbox's room, or the server doesn't tell."""
    TARGET_FULL = "target_full"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Shares of the capacity from which a level holds, and the fall that ends it."""

    warning: float
    critical: float
    hysteresis: float = 0.05
    """A level ends only when the share falls this far below its threshold, so alarms don't flap."""


@dataclass(frozen=True, slots=True)
class Fullness:
    """What is used of a mailbox, and what it can hold."""

    used: int
    """Bytes."""
    limit: int
    """Bytes."""
    messages: int
    message_limit: int | None = None

    @property
    def by_size(self) -> float:
        """The share of the bytes that is used."""
        return self.used / self.limit if self.limit else 0.0

    @property
    def by_count(self) -> float:
        """The share of the letters that may lie there."""
        return self.messages / self.message_limit if self.message_limit else 0.0

    @property
    def share(self) -> float:
        """The larger of both: the one that will fill it first, as things stand."""
        return max(self.by_size, self.by_count)

    @property
    def percent(self) -> int:
        """The share for people: rounded down, so that 100 means full."""
        return int(self.share * 100)


def level(share: float, before: Level, thresholds: Thresholds) -> Level:
    """Return the level that holds at `share` (used / capacity) after `before`."""
    if _holds(share, thresholds.critical, thresholds, held=before is Level.CRITICAL):
        return Level.CRITICAL
    if _holds(share, thresholds.warning, thresholds, held=before is not Level.NORMAL):
        return Level.WARNING
    return Level.NORMAL


def _holds(share: float, threshold: float, thresholds: Thresholds, *, held: bool) -> bool:
    return share >= threshold - (thresholds.hysteresis if held else 0)


def fullness(
    used: int,
    messages: int,
    *,
    told: int | None,
    told_messages: int | None,
    registered: int,
    registered_messages: int | None,
) -> Fullness:
    """Return how full a mailbox is: the server's own limits count before the registered ones.

    Who enlarges the mailbox at the provider sees that at once; the registration may follow.
    """
    return Fullness(used, told or registered, messages, told_messages or registered_messages)


def hindrance_note(mailbox_id: int) -> str:
    """Return under which name the store keeps why the mailbox is not drained."""
    return f"capacity.{mailbox_id}.hindrance"
