"""Health is the age of the last success: polls recorded, alarms raised and cleared."""

from datetime import datetime
from typing import Final

from mailcare.config import Config
from mailcare.model.case import Fact
from mailcare.model.place import Folder
from mailcare.model.trouble import AlarmKind
from mailcare.store import Tx
from mailcare.supervision.alarms import clear_alarm, raise_alarm

REFUSALS: Final = 3
"""Refused logins in a row that are no slip: one may be the provider's busy hour."""


def poll_succeeded(tx: Tx, name: str, mailbox_id: int, now: datetime) -> None:
    """Record a poll that began at `now` and went well; end the alarms that it disproves."""
    tx.mailboxes.record_poll(mailbox_id, now, ok=True, error="")
    clear_alarm(tx, AlarmKind.UNREACHABLE, name, now)
    clear_alarm(tx, AlarmKind.LOGIN_REFUSED, name, now)
    clear_alarm(tx, AlarmKind.DISK, name, now)


def poll_failed(
    tx: Tx, config: Config, name: str, mailbox_id: int, *, error: str, now: datetime
) -> int:
    """Record a failed poll and return how many failed in a row.

    Alarms for a full disk, a login refused again and again, or a mailbox silent for too long.
    """
    tx.mailboxes.record_poll(mailbox_id, now, ok=False, error=error)
    failures = tx.mailboxes.polls()[mailbox_id].failures
    facts: dict[str, Fact] = {"error": error, "failures": failures}
    unit = config.mailboxes[name].unit
    if error == "disk":
        raise_alarm(tx, AlarmKind.DISK, name, facts, now)
    elif error == "login_refused" and failures >= REFUSALS:
        raise_alarm(tx, AlarmKind.LOGIN_REFUSED, name, facts, now, unit=unit)
    elif now - _last_success(tx, mailbox_id) >= config.alarms.unreachable_after:
        raise_alarm(tx, AlarmKind.UNREACHABLE, name, facts, now, unit=unit)
    return failures


def folder_polled(
    tx: Tx, config: Config, mailbox: str, folder: Folder, *, complete: bool, now: datetime
) -> None:
    """Record whether the server opened a folder and gave each new letter in it.

    An alarm where it has not for as long as a whole mailbox may be silent: one refusal is no news.
    """
    note = f"folder.{folder.id}.withheld_since"
    subject = f"{mailbox}: {folder.name}"
    since = tx.meta.get(note)
    if complete:
        clear_alarm(tx, AlarmKind.UNREACHABLE, subject, now)
        if since:
            tx.meta.set(note, "")
    elif not since:
        tx.meta.set(note, now.isoformat())
    elif now - datetime.fromisoformat(since) >= config.alarms.unreachable_after:
        unit = config.mailboxes[mailbox].unit
        raise_alarm(tx, AlarmKind.UNREACHABLE, subject, {"since": since}, now, unit=unit)


def _last_success(tx: Tx, mailbox_id: int) -> datetime:
    """Return when a poll last went well; for a mailbox that never answered, since when we try."""
    known = tx.mailboxes.polls()[mailbox_id].last_success_at
    return known or next(one.mode_since for one in tx.mailboxes.all() if one.id == mailbox_id)
