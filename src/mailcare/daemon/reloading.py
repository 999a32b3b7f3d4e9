"""A reload: a changed config taken wholly or not at all, and what came of it told.

The outcome stands in the store, where `mailcare reload` and `mailcare status` find it.
"""

import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from mailcare.config import Config, InvalidConfigError, changes, load
from mailcare.errors import MailcareError, StoreError
from mailcare.logs import get_logger
from mailcare.model.case import Fact
from mailcare.model.trouble import AlarmKind
from mailcare.pipeline.parts import Parts
from mailcare.store import Tx
from mailcare.supervision.alarms import clear_alarm, raise_alarm
from mailcare.wire import tls
from mailcare.wiring import renew

log = get_logger("daemon")

NOTE: Final = "config.reload"
"""The name under which the store keeps what came of the last reload."""
_MOST: Final = 5
"""Problems that are named; `mailcare check` shows all of them, with their values."""


@dataclass(frozen=True, slots=True)
class Reloaded:
    """What came of a reload."""

    at: datetime
    taken: bool
    version: str
    """Of the config in force afterwards."""
    problem: str = ""
    """Where the refused config is wrong: lines and keys, no values, which may be personal."""


def take_config(parts: Parts, now: datetime) -> Config | None:
    """Read the config anew and take it into force; None: it was refused, the old one stays."""
    path = parts.settings.config.path
    try:
        config = load(path)
        fixed = changes(parts.settings.config, config)
        if fixed:
            raise InvalidConfigError(path, fixed)
        renew(parts, config, now)
    except MailcareError as error:
        log.exception("config.refused", file=str(path), said=str(error))
        version = parts.settings.config.version
        _note(parts, Reloaded(now, taken=False, version=version, problem=_problem(error)))
        return None
    tls.context.cache_clear()  # an authority's file may have changed under its old name
    _note(parts, Reloaded(now, taken=True, version=config.version))
    log.info("config.reloaded", version=config.version, mailboxes=len(config.mailboxes))
    return config


def note_start(parts: Parts, now: datetime) -> None:
    """Note that the config is in force with which the daemon starts."""
    _note(parts, Reloaded(now, taken=True, version=parts.settings.config.version))


def _note(parts: Parts, outcome: Reloaded) -> None:
    path = parts.settings.config.path

    def work(tx: Tx) -> None:
        write_outcome(tx, outcome)
        if outcome.taken:
            clear_alarm(tx, AlarmKind.CONFIG, path.name, outcome.at)
        else:
            facts: dict[str, Fact] = {"file": path.name, "problem": outcome.problem}
            raise_alarm(tx, AlarmKind.CONFIG, path.name, facts, outcome.at)

    try:
        parts.store.run(work)
    except (StoreError, OSError) as error:  # the reload itself stands
        log.exception("config.not_noted", exc_info=error)


def _problem(error: MailcareError) -> str:
    """Say where a refused config is wrong."""
    if isinstance(error, InvalidConfigError):
        named = [f"{one.line or '-'}: {one.key}" for one in error.problems]
        more = len(named) - _MOST
        return ", ".join(named[:_MOST]) + (f" (+{more})" if more > 0 else "")
    found = re.search(r"at line (\d+)", str(error))
    return f"{found[1]}: TOML" if found else type(error).__name__


def write_outcome(tx: Tx, outcome: Reloaded) -> None:
    """Keep what came of the last reload."""
    record = {
        "at": outcome.at.isoformat(),
        "taken": outcome.taken,
        "version": outcome.version,
        "problem": outcome.problem,
    }
    tx.meta.set(NOTE, json.dumps(record, ensure_ascii=False))


def read_outcome(tx: Tx) -> Reloaded | None:
    """Return what came of the last reload, or of the start; None: there was none yet."""
    text = tx.meta.get(NOTE)
    if text is None:
        return None
    record = json.loads(text)
    at = datetime.fromisoformat(record["at"])
    return Reloaded(at, taken=record["taken"], version=record["version"], problem=record["problem"])
