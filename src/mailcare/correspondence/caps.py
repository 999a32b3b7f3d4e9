"""No storms: how many mails may go to whom (invariant 5).

Users: per address, per case, and in all. Staff, digests, alarms: per address. A dispatch is never
held: what was handed over must arrive. What is too much is held without a time: it stays visible
until a person releases it, no clock stops, and the reason ``cap.…`` is to be raised as an alarm.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from mailcare.config import Caps
from mailcare.correspondence.write import Written
from mailcare.model.post import MailClass, OutboxState
from mailcare.store import Tx

_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Counts:
    """Mails of the same class that were let go, this one not among them."""

    address_day: int = 0
    case_day: int = 0
    total_hour: int = 0
    address_hour: int = 0


def decide(
    mail_class: MailClass, state: OutboxState, counts: Counts, caps: Caps
) -> tuple[OutboxState, str]:
    """Return the state in which the mail enters the outbox, and why (empty: no cap tripped)."""
    if state is not OutboxState.QUEUED or mail_class is MailClass.DISPATCH:
        return state, ""
    tripped = _user_cap(counts, caps) if mail_class is MailClass.REPLY else _staff_cap(counts, caps)
    return (OutboxState.HELD, tripped) if tripped else (state, "")


def count(tx: Tx, mail: Written, case_id: int | None, now: datetime) -> Counts:
    """Count what decides over `mail`; in the transaction that adds it, or two could slip in."""
    since = tx.outbox.count_since
    if mail.mail_class is not MailClass.REPLY:
        return Counts(address_hour=since(mail.mail_class, now - _HOUR, mail.recipient))
    return Counts(
        address_day=since(mail.mail_class, now - _DAY, mail.recipient),
        case_day=since(mail.mail_class, now - _DAY, case_id=case_id) if case_id else 0,
        total_hour=since(mail.mail_class, now - _HOUR),
    )


def _user_cap(counts: Counts, caps: Caps) -> str:
    if counts.address_day >= caps.user_per_address_per_day:
        return "cap.address"
    if counts.case_day >= caps.per_case_per_day:
        return "cap.case"
    return "cap.total" if counts.total_hour >= caps.total_per_hour else ""


def _staff_cap(counts: Counts, caps: Caps) -> str:
    return "cap.staff" if counts.address_hour >= caps.staff_per_address_per_hour else ""
