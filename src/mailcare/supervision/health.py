"""Health is the age of the last success: polls recorded, alarms raised and cleared."""

import shutil
from datetime import datetime, timedelta

from mailcare.config import Config
from mailcare.model.case import Fact
from mailcare.model.place import Folder
from mailcare.model.refusal import RefusalKind
from mailcare.model.trouble import AlarmKind
from mailcare.store import Tx
from mailcare.supervision.alarms import clear_alarm, raise_alarm
from mailcare.supervision.probes import REFUSALS, next_probe


def poll_succeeded(
    tx: Tx,
    name: str,
    mailbox_id: int,
    now: datetime,
    *,
    waiting: int = 0,
    took: timedelta = timedelta(0),
) -> None:
    """Record a poll that began at `now` and went well; end the alarms that it disproves.

    `waiting` counts letters that it did not reach, `took` is how long it lasted.
    """
    tx.mailboxes.record_poll(mailbox_id, now, ok=True, waiting=waiting)
    tx.poll_hours.record(mailbox_id, now, ok=True, took=took)
    clear_alarm(tx, AlarmKind.UNREACHABLE, name, now)
    clear_alarm(tx, AlarmKind.LOGIN_REFUSED, name, now)
    clear_alarm(tx, AlarmKind.DISK, name, now)


def poll_failed(
    tx: Tx,
    config: Config,
    name: str,
    mailbox_id: int,
    *,
    error: str,
    now: datetime,
    login: str = "",
    throttled: bool = False,
    kind: str = "",
) -> int:
    """Record a failed poll and return how many failed in a row.

    Alarms for a full disk, a login refused again and again, or a mailbox silent for too long.
    `login` is the keyed hash of a login that its server refused, `throttled` says that the server
    only asked for patience. `kind` is a `RefusalKind`, where the account is at fault.
    """
    tx.mailboxes.record_poll(mailbox_id, now, ok=False, error=error)
    tx.poll_hours.record(mailbox_id, now, ok=False, throttled=throttled)
    failures = tx.mailboxes.polls()[mailbox_id].failures
    refusals = tx.mailboxes.record_refusal(mailbox_id, login, now) if login else failures
    facts: dict[str, Fact] = {"error": error, "failures": failures}
    facts |= {"reason": f"refused.{kind}"} if kind else {}
    facts |= _repair_clock(config, _last_success(tx, mailbox_id), now)
    unit = config.mailboxes[name].unit
    if _has_its_own_alarm(config, error, kind):
        return failures
    if error == "disk":
        raise_alarm(tx, AlarmKind.DISK, name, facts, now)
    silent = now - _last_success(tx, mailbox_id) >= config.alarms.unreachable_after
    if error == "login_refused" and (silent or refusals >= REFUSALS or _is_final(kind)):
        probe = next_probe(refusals, now) if login else None
        facts |= {"next_try": probe.isoformat()} if probe else {}
        raise_alarm(tx, AlarmKind.LOGIN_REFUSED, name, facts, now, unit=unit)
    elif silent and error not in {"disk", "login_refused"}:
        raise_alarm(tx, AlarmKind.UNREACHABLE, name, facts, now, unit=unit)
    return failures


def _has_its_own_alarm(config: Config, error: str, kind: str) -> bool:
    """Say whether somebody else tells of it: who watches the disk, or who looks after tokens."""
    if error == "disk":
        return _is_low(config)
    return kind == RefusalKind.TOKEN


def _is_final(kind: str) -> bool:
    """Say whether a refusal needs a person at once; the first one of a password may be a slip."""
    return bool(kind) and RefusalKind(kind).is_final


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


def _repair_clock(config: Config, last_success: datetime, now: datetime) -> dict[str, Fact]:
    """Return until when the channel must be in order again (R15); urgent from half of that on."""
    within = config.alarms.repair_within
    facts: dict[str, Fact] = {
        "last_success": last_success.isoformat(),
        "due": (last_success + within).isoformat(),
    }
    return {**facts, "urgent": True} if now - last_success >= within / 2 else facts


def _is_low(config: Config) -> bool:
    """Say whether the disk is what is wrong, whatever it stops."""
    return shutil.disk_usage(config.storage.state_dir).free < config.alarms.disk_free


def _last_success(tx: Tx, mailbox_id: int) -> datetime:
    """Return when a poll last went well; for a mailbox that never answered, since when we try."""
    known = tx.mailboxes.polls()[mailbox_id].last_success_at
    return known or next(one.mode_since for one in tx.mailboxes.all() if one.id == mailbox_id)
