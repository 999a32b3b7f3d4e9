"""When the last good backup was made, and the alarm when that is too long ago (DESIGN 4.8)."""

from datetime import datetime, timedelta
from typing import Final

from mailcare.model.trouble import AlarmKind
from mailcare.store import Tx
from mailcare.supervision.alarms import clear_alarm, raise_alarm

SUBJECT: Final = "backup"
_NAME: Final = "backup.made_at"


def note_backup(tx: Tx, made_at: datetime, now: datetime) -> None:
    """Note that a whole backup holds what was committed before `made_at`."""
    tx.meta.set(_NAME, made_at.isoformat())
    clear_alarm(tx, AlarmKind.BACKUP, SUBJECT, now)


def last_backup(tx: Tx) -> datetime | None:
    """Return as of when the newest whole backup is; None: there was none yet."""
    noted = tx.meta.get(_NAME)
    return None if noted is None else datetime.fromisoformat(noted)


def watch_backups(tx: Tx, after: timedelta, now: datetime) -> None:
    """Raise the alarm where the last backup, or the first mailbox, is older than `after`; 0: no."""
    began = min((box.created_at for box in tx.mailboxes.all()), default=now)
    since = last_backup(tx) or began
    if after and now - since > after:
        hours = (now - since) // timedelta(hours=1)
        raise_alarm(tx, AlarmKind.BACKUP, SUBJECT, {"hours": hours}, now)
    else:
        clear_alarm(tx, AlarmKind.BACKUP, SUBJECT, now)
