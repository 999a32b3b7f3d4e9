"""Making a store that was put back from a backup safe: what happened since is unknown (DESIGN 4.2).

Ids and case numbers of those days are not given again; mail that may have left is uncertain; all
mailboxes wait for a person. The rules as people see them: docs/admin.md, Restore.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from mailcare.config import Config
from mailcare.errors import ConflictError, NotFoundError
from mailcare.model.post import OutboxState
from mailcare.model.trouble import AlarmKind
from mailcare.pipeline.holding_back import REASON, WAITS
from mailcare.store import StoredMailbox, Tx
from mailcare.supervision.alarms import clear_alarm, raise_alarm

NUMBERS: Final = 1_000
"""Case numbers left out in each unit, month and in all, unless told otherwise."""
_DAY: Final = timedelta(days=1)


def make_safe(tx: Tx, config: Config, since: datetime, now: datetime, *, numbers: int) -> int:
    """Do all that must be done before a daemon works with the store; return the mails in doubt."""
    tx.restoring.skip_ids()
    prefixes = {name.upper() for name in config.units}
    tx.restoring.skip_numbers(prefixes, _months(config, since, now), numbers)
    doubtful = tx.restoring.doubt_mails(now)
    tx.mailboxes.mark_restored(since, now)
    for box in tx.mailboxes.all():
        unit = config.mailboxes[box.name].unit if box.name in config.mailboxes else None
        raise_alarm(tx, AlarmKind.RESTORED, box.name, {}, now, unit=unit)
    return doubtful


def _months(config: Config, since: datetime, now: datetime) -> list[str]:
    """Return the months in which numbers may have been given since, as numbers name them."""
    zone = ZoneInfo(config.organisation.timezone)
    days = (since + _DAY * count for count in range(max(0, (now - since).days) + 1))
    return sorted({f"{day.astimezone(zone):%Y%m}" for day in (*days, now)})


def go_live(tx: Tx, name: str, now: datetime, *, anyway: bool = False) -> list[int]:
    """Let mail about the mailbox leave by itself again; return the mails still held for a person.

    What came of letters since the restore leaves now; what may be the second stays.

    Raises:
        NotFoundError: no mailbox is called so.
        ConflictError: nothing waits for this, or, unless `anyway`, not all of the letters of
            those days have been received and handled.
    """
    box = next((one for one in tx.mailboxes.all() if one.name == name), None)
    if box is None:
        raise NotFoundError(f"no mailbox is called {name}; `mailcare mailbox list` shows them")
    if not anyway:
        _refuse_early(tx, box)
    tx.mailboxes.go_live(box.id)
    for mail in _held(tx, box.id, WAITS):
        tx.outbox.release(mail, now)
    clear_alarm(tx, AlarmKind.RESTORED, name, now)
    return list(_held(tx, box.id, REASON))


def _refuse_early(tx: Tx, box: StoredMailbox) -> None:
    poll = tx.mailboxes.poll(box.id)
    polled = poll.last_success_at if poll else None
    if box.restored and (polled is None or polled < box.restored.at or (poll and poll.waiting)):
        raise ConflictError(f"{box.name} has not been polled to its end since: look again later")
    waiting = tx.letters.unread().get(box.id)
    if waiting is not None and waiting.waiting:
        raise ConflictError(f"{waiting.waiting} letters of {box.name} are not handled yet")


def _held(tx: Tx, mailbox_id: int, reason: str) -> Iterator[int]:
    for mail in tx.outbox.list({OutboxState.HELD, OutboxState.UNCERTAIN}):
        if mail.mailbox_id == mailbox_id and mail.reason == reason:
            yield mail.id
