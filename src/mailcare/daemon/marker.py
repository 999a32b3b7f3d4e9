"""The marker of a run: a clean end removes this file, so that the next start knows of a bad one."""

import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from mailcare.model.case import Fact

FILE: Final = "running.json"
RECENT: Final = timedelta(hours=1)
LOOPING: Final = 3
"""Bad ends within `RECENT` after which the daemon is said to crash again and again."""
_BOOT_ID: Final = Path("/proc/sys/kernel/random/boot_id")
_KEPT: Final = 20


@dataclass(frozen=True, slots=True)
class BadEnd:
    """How the last run ended, and how many ended so lately."""

    cause: str
    """``watchdog``, ``reboot`` or ``died``."""
    loops: tuple[str, ...]
    """Those that stood still before the end."""
    recent: int

    def facts(self, now: datetime) -> dict[str, Fact]:
        """Return the figures of the alarm."""
        facts: dict[str, Fact] = {"cause": self.cause, "starts": self.recent, "at": now.isoformat()}
        if self.loops:
            facts["worker"] = ", ".join(self.loops)
        return {**facts, "urgent": True} if self.recent >= LOOPING else facts


class Marker:
    """The file in the state directory; only the main thread writes it."""

    def __init__(self, state: Path) -> None:
        self._file = state / FILE
        self._bad_ends: list[str] = []
        self._stuck: tuple[str, ...] = ()

    def begin(self, now: datetime) -> BadEnd | None:
        """Mark that we run; return how the last run ended, None if it ended as it should."""
        before = self._read()
        if before is None:
            self._write()
            return None
        earlier = [one for one in before.get("bad_ends", []) if _is_recent(one, now)]
        self._bad_ends = [*earlier, now.isoformat()][-_KEPT:]
        loops = tuple(str(one) for one in before.get("stuck", []))
        rebooted = before.get("boot") != _boot_id()
        cause = "reboot" if rebooted else "watchdog" if loops else "died"
        self._write()
        return BadEnd(cause, loops, len(self._bad_ends))

    def stuck(self, loops: tuple[str, ...]) -> None:
        """Note which loops stand still: should we be killed now, that is why."""
        if loops != self._stuck:
            self._stuck = loops
            self._write()

    def end(self) -> None:
        """Mark that we ended as we should."""
        with suppress(OSError):
            self._file.unlink(missing_ok=True)

    def _read(self) -> dict[str, list[str] | str] | None:
        try:
            found = json.loads(self._file.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    def _write(self) -> None:
        said = {"boot": _boot_id(), "stuck": list(self._stuck), "bad_ends": self._bad_ends}
        beside = self._file.with_suffix(".new")
        with suppress(OSError):  # a full disk is told by others
            beside.write_text(json.dumps(said), encoding="utf-8")
            beside.replace(self._file)


def _boot_id() -> str:
    try:
        return _BOOT_ID.read_text(encoding="ascii").strip()
    except OSError:
        return ""


def _is_recent(text: str, now: datetime) -> bool:
    try:
        return abs(now - datetime.fromisoformat(text)) < RECENT
    except (TypeError, ValueError):
        return False
