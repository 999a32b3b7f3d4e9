"""No storms: how many mails may go to whom (invariant 5)."""

from dataclasses import dataclass

from mailcare.model.post import MailClass, OutboxState


@dataclass(frozen=True, slots=True)
class Counts:
    """Mails of the same class counted in the database, this one not among them."""

    address_day: int = 0
    case_day: int = 0
    total_hour: int = 0
    address_hour: int = 0


@dataclass(frozen=True, slots=True)
class Limits:
    """How many are allowed."""

    user_per_address_per_day: int
    per_case_per_day: int
    total_per_hour: int
    staff_per_address_per_hour: int


def decide(
    mail_class: MailClass, state: OutboxState, counts: Counts, limits: Limits
) -> tuple[OutboxState, str]:
    """Return the state in which the mail enters the outbox, and why (empty: no cap tripped)."""
    raise NotImplementedError
