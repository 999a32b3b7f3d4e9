"""The oldest mail that should have left by itself: an alarm when it waits for too long."""

from datetime import datetime

from mailcare.config import Config, Mailbox
from mailcare.model.case import Fact
from mailcare.model.trouble import AlarmKind
from mailcare.store import Tx
from mailcare.supervision.alarms import clear_alarm, facts_of, raise_alarm


def watch_unsent(tx: Tx, config: Config, now: datetime) -> None:
    """Raise and clear the alarm of each mailbox; an account that can't send at all has its own.

    Mail of a mailbox that was taken out of the config waits, too.
    """
    waiting = tx.counts.unsent(now)
    for stored in tx.mailboxes.all():
        box = config.mailboxes.get(stored.name)
        found = waiting.get(stored.id)
        late = found is not None and now - found.oldest >= config.alarms.unsent_after
        if found is None or not late or (box and _has_its_own_alarm(tx, box, stored.name)):
            clear_alarm(tx, AlarmKind.UNSENT, stored.name, now)
            continue
        facts: dict[str, Fact] = {"waiting": found.mails, "oldest": found.oldest.isoformat()}
        unit = box.unit if box else None
        raise_alarm(tx, AlarmKind.UNSENT, stored.name, facts, now, unit=unit)


def _has_its_own_alarm(tx: Tx, box: Mailbox, name: str) -> bool:
    """Say whether people know why nothing leaves: the server, or a login that both share."""
    if tx.alarms.find(AlarmKind.SEND_FAILED, name) is not None:
        return True
    token = tx.alarms.find(AlarmKind.TOKEN, name)
    refused = token is not None and "error" in facts_of(token)  # else it only runs out soon
    refused = refused or tx.alarms.find(AlarmKind.LOGIN_REFUSED, name) is not None
    return refused and box.shares_login
