"""What the life of our mails does to their case: sent, failed, reported on."""

from datetime import datetime

from mailcare.casework.outcome import Outcome
from mailcare.casework.policy import Policy
from mailcare.model.case import Case
from mailcare.model.letter import Report
from mailcare.model.post import OutboxMail


def mail_sent(case: Case, mail: OutboxMail, policy: Policy, now: datetime) -> Outcome:
    """Record that the server took `mail` at `now`; told twice, it is recorded once."""
    raise NotImplementedError


def mail_failed(case: Case, mail: OutboxMail, policy: Policy, now: datetime) -> Outcome:
    """Record that `mail` can't be sent; replies and dispatches become a task for staff."""
    raise NotImplementedError


def report_arrived(
    case: Case, mail: OutboxMail, report: Report, policy: Policy, now: datetime
) -> Outcome:
    """Record what a delivery status notification says of `mail`; an MDN changes nothing."""
    raise NotImplementedError
