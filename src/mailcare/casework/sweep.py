"""What time alone does to a case: overdue clocks, the late acknowledgement, the law's days."""

from datetime import datetime

from mailcare.casework.outcome import Outcome
from mailcare.casework.policy import Policy
from mailcare.model.case import Case


def look(case: Case, policy: Policy, now: datetime) -> Outcome:
    """Do what has become due by `now`; looked at again, nothing happens twice."""
    raise NotImplementedError
