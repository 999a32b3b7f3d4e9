"""OVERQUOTA: somebody said that a mailbox of ours is full, whatever our own figures say (R12)."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from mailcare.config import Config
from mailcare.model.case import Fact
from mailcare.model.trouble import AlarmKind
from mailcare.store import Sample, Tx
from mailcare.supervision.alarms import clear_alarm, raise_alarm
from mailcare.supervision.capacity import Fullness

STALE: Final = timedelta(days=1)
"""What an older bounce tells may be over long since."""
QUIET_FOR: Final = timedelta(days=1)
"""Nobody said so for that long: it is over, though no room can be seen to have been made."""
_ROOM_MADE = 0.05
_FULL = 0.95
"""With no room made this much may be used at most for the alarm to end by quiet alone."""


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What was said last, and how full we thought the mailbox then."""

    at: datetime
    used: int
    limit: int


def mailbox_is_full(
    tx: Tx, config: Config, name: str, mailbox_id: int, told_by: str, *, at: datetime, now: datetime
) -> None:
    """Raise the alarm that the mailbox called `name` is full.

    Args:
        tx: the transaction.
        config: of now.
        name: of the mailbox in the config.
        mailbox_id: of the mailbox in the store.
        told_by: ``imap``, ``smtp`` or ``bounce``.
        at: when it was said; what is older than a day is passed over.
        now: of the transaction.
    """
    if now - at > STALE:
        return
    last = tx.samples.latest(mailbox_id)
    if last is not None and _is_disproved(last, at):
        return
    used = last.used_bytes if last else 0
    limit = (last.limit_bytes if last else None) or config.mailboxes[name].capacity
    facts: dict[str, Fact] = {"told_by": told_by, "said_at": at.isoformat(), "limit": limit}
    if last is not None:
        percent = int(used / limit * 100)
        facts |= {"used": used, "percent": percent, "messages": last.messages or 0}
    _note(tx, mailbox_id, _Evidence(at, used, limit))
    raise_alarm(tx, AlarmKind.OVERQUOTA, name, facts, now, unit=config.mailboxes[name].unit)


def _is_disproved(last: Sample, at: datetime) -> bool:
    """Say whether the server itself has told of room since: a bounce travels for a while.

    Servers date letters by whole seconds, so one of the sample's second may be the later.
    """
    if last.at.replace(microsecond=0) <= at or last.source != "quota" or not last.limit_bytes:
        return False
    full = Fullness(last.used_bytes, last.limit_bytes, last.messages or 0, last.limit_messages)
    return full.share < _FULL


def room_again(tx: Tx, name: str, mailbox_id: int, full: Fullness, now: datetime) -> None:
    """End the alarm once room was made: the mailbox enlarged, or letters taken off the server.

    Where our figures never saw it full (the registered capacity may be wrong), it ends when nobody
    has said so for a day.
    """
    evidence = _recall(tx, mailbox_id)
    if evidence is None:
        return
    enlarged = full.limit - evidence.limit >= _ROOM_MADE * full.limit
    freed = evidence.used - full.used >= _ROOM_MADE * full.limit
    quiet = now - evidence.at >= QUIET_FOR and full.share < _FULL
    if ((enlarged or freed) and full.share < 1) or quiet:
        _note(tx, mailbox_id, None)
        clear_alarm(tx, AlarmKind.OVERQUOTA, name, now)


def _note(tx: Tx, mailbox_id: int, evidence: _Evidence | None) -> None:
    text = ""
    if evidence is not None:
        text = json.dumps([evidence.at.isoformat(), evidence.used, evidence.limit])
    tx.meta.set(f"capacity.{mailbox_id}.full", text)


def _recall(tx: Tx, mailbox_id: int) -> _Evidence | None:
    text = tx.meta.get(f"capacity.{mailbox_id}.full")
    if not text:
        return None
    at, used, limit = json.loads(text)
    return _Evidence(datetime.fromisoformat(at), used, limit)
