"""The oldest mail that should have left by itself: an alarm when it waits for too long."""

from datetime import datetime

from mailcare.config import Config
from mailcare.model.case import Fact
from mailcare.model.trouble import AlarmKind
from mailcare.store import Tx
from mailcare.supervision.alarms import clear_alarm, raise_alarm


def watch_unsent(tx: Tx, config: Config, now: datetime) -> None:
    """Raise and clear the alarm of each mailbox; an account that can't send at all has its own."""
    waiting = tx.counts.unsent(now)
    for stored in tx.mailboxes.all():
        if stored.name not in config.mailboxes:
            continue
        found = waiting.get(stored.id)
        late = found is not None and now - found.oldest >= config.alarms.unsent_after
        explained = tx.alarms.find(AlarmKind.SEND_FAILED, stored.name) is not None
        if found is None or not late or explained:
            clear_alarm(tx, AlarmKind.UNSENT, stored.name, now)
            continue
        facts: dict[str, Fact] = {"waiting": found.mails, "oldest": found.oldest.isoformat()}
        unit = config.mailboxes[stored.name].unit
        raise_alarm(tx, AlarmKind.UNSENT, stored.name, facts, now, unit=unit)
