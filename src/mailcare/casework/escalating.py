"""Escalation (R26): a case moves to the higher level, which has an owner and a clock of its own.

Level 0 are the unit's staff. Level 1 are its supervisors: all of them until one takes the case
(认领), who has it from then on, or one hands it back to staff (交回). The clock of the level runs
until then; the clocks towards the user never stop for it.
"""

from mailcare.casework.clocks import escalation_due
from mailcare.casework.facts import Pen, iso
from mailcare.casework.ledger import replay
from mailcare.casework.policy import Policy
from mailcare.casework.standing import SUPERVISORS
from mailcare.model.case import EventKind


def escalate(pen: Pen, policy: Policy, reason: str, letter_id: int | None = None) -> None:
    """Write that the case is escalated; where that moves it up, with level, owner and due time."""
    moves = replay(pen.events).level == 0
    pen.write(EventKind.ESCALATED, reason=reason, letter_id=letter_id)
    due = escalation_due(replay(pen.events), policy)
    if moves and due:
        pen.amend(level=1, owner=SUPERVISORS, due=iso(due))
