"""A letter that belongs to no case yet: the decision table, the modes, the exceptions."""

from datetime import datetime

from mailcare.casework.outcome import Arrival, Filed, Opening
from mailcare.casework.policy import Policy
from mailcare.model.judgement import Judgement
from mailcare.model.letter import Message


def open_case(
    arrival: Arrival, message: Message, judgement: Judgement, policy: Policy, now: datetime
) -> Opening | Filed:
    """Open a case for a letter, or say why it becomes none."""
    raise NotImplementedError
