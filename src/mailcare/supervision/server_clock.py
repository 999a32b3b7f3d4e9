"""A letter that came later than now: the mail server's clock and ours differ.

The other way round tells nothing: a letter may have come long before it is fetched.
"""

from datetime import datetime

from mailcare.config import Config
from mailcare.model.case import Fact
from mailcare.model.trouble import AlarmKind
from mailcare.store import Tx
from mailcare.supervision.alarms import clear_alarm, raise_alarm


def compare_clocks(tx: Tx, config: Config, mailbox: str, newest: datetime, now: datetime) -> None:
    """Raise or clear the alarm by the newest letter of a poll that ends `now`."""
    seconds = round((newest - now).total_seconds())
    if seconds > config.alarms.clock_tolerance.total_seconds():
        facts: dict[str, Fact] = {"seconds": seconds, "direction": "behind"}
        raise_alarm(tx, AlarmKind.CLOCK, mailbox, facts, now)
    else:
        clear_alarm(tx, AlarmKind.CLOCK, mailbox, now)
