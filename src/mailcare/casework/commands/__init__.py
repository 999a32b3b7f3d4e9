"""What a person does to a case: pure commands, each carried out wholly or refused with a reason.

orders        the commands
applying      a command → what it does to the case
acting        what all commands need while they are carried out
answering     answers and questions to the user, calls
reaching      users who could not be reached, and the way in which they wish to be
handing_over  dispatches: sent, confirmed, given back, reminded
ending        declined, no complaint, closed, reopened
keeping       notes, who handles the case, more time, taken back
deciding      a decision of the table in a person's name
"""

from mailcare.casework.commands.applying import apply
from mailcare.casework.commands.deciding import decide_by_person
from mailcare.casework.commands.orders import Command
from mailcare.casework.refusing import Refusal, RefusedError

__all__ = ["Command", "Refusal", "RefusedError", "apply", "decide_by_person"]
