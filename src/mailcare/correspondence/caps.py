"""No storms: how many mails may go to whom (invariant 5).

Users: per address, per case, and in all; what is too much is held without a time: it stays visible
until a person releases it, no clock stops. Staff, digests, alarms: per address; what is too much
leaves in the next hour that has room, but of news about cases no more than a working day's worth:
the rest is held, too. A dispatch is never held: what was handed over must arrive.
The reason ``cap.…`` is to be raised as an alarm.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from mailcare.config import Caps
from mailcare.correspondence.write import Written
from mailcare.model.post import MailClass, OutboxState
from mailcare.store import Tx

_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)
STAFF = "cap.staff"
"""Why a mail to a colleague waits for an hour with room."""
_BACKLOG = "cap.backlog"
_NEW_CASE = "notice.new_case"
_MOST_HOURS = 8
"""So many hours of notices may wait. After an outage of days the rest would come for weeks, older
each day, and before those about today's letters: a person lets them go, or drops them."""
_TO_COMMANDS = frozenset(
    {"notice.code", "notice.preview", "notice.done", "notice.refused", "notice.help"}
)
"""What answers a command: a clerk at work gets two or three of them for each case."""
_FREELY = 4
"""How many times the cap of other notices holds for them; without any, two robots could talk."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Mails of the same class that were let go, this one not among them."""

    address_day: int = 0
    case_day: int = 0
    total_hour: int = 0
    address_hour: int = 0
    address_held: int = 0
    """Mails to staff that wait for an hour with room."""


def decide(written: Written, counts: Counts, caps: Caps) -> tuple[OutboxState, str]:
    """Return the state in which the mail enters the outbox, and why (empty: no cap tripped)."""
    if written.state is not OutboxState.QUEUED or written.mail_class is MailClass.DISPATCH:
        return written.state, ""
    is_users = written.mail_class is MailClass.REPLY
    tripped = _user_cap(counts, caps) if is_users else _staff_cap(written, counts, caps)
    return (OutboxState.HELD, tripped) if tripped else (written.state, "")


def room(counts: Counts, caps: Caps, now: datetime) -> datetime:
    """Return when there is room for one more mail to a colleague, others waiting before it."""
    return now + _HOUR * (1 + counts.address_held // caps.staff_per_address_per_hour)


def count(tx: Tx, mail: Written, case_id: int | None, now: datetime) -> Counts:
    """Count what decides over `mail`; in the transaction that adds it, or two could slip in."""
    since = tx.outbox.count_since
    if mail.mail_class is not MailClass.REPLY:
        return Counts(
            address_hour=since(mail.mail_class, now - _HOUR, mail.recipient),
            address_held=tx.outbox.count_held(mail.recipient, STAFF),
        )
    return Counts(
        address_day=since(mail.mail_class, now - _DAY, mail.recipient),
        case_day=since(mail.mail_class, now - _DAY, case_id=case_id) if case_id else 0,
        total_hour=since(mail.mail_class, now - _HOUR, until=now),
    )


def _user_cap(counts: Counts, caps: Caps) -> str:
    if counts.address_day >= caps.user_per_address_per_day:
        return "cap.address"
    if counts.case_day >= caps.per_case_per_day:
        return "cap.case"
    return "cap.total" if counts.total_hour >= caps.total_per_hour else ""


def _staff_cap(written: Written, counts: Counts, caps: Caps) -> str:
    limit = caps.staff_per_address_per_hour
    if written.template in _TO_COMMANDS:
        limit *= _FREELY
    if counts.address_hour < limit:
        return ""
    waiting = counts.address_held >= caps.staff_per_address_per_hour * _MOST_HOURS
    return _BACKLOG if waiting and written.template == _NEW_CASE else STAFF
