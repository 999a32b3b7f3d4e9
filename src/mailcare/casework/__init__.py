"""Pure: (case, judgement or command, now) → events and intents; states, clocks, threading, tokens.

In: model values and a policy. Out: model values. Touches nothing.

calendar       office windows and working days
chinese        which days are working days in China
worktime       adding and measuring working time
policy         the rules of one mailbox, made by wiring
tokens         words that prove a thread
threading      to which thread a letter belongs
facts          how ids, enums and times stand in the ledger
standing       what a ledger adds up to
ledger         what the events of a case add up to
clocks         readings of the clocks, and why
folding        the view of a case: state and clocks
opening        a letter that belongs to no case yet
follow_up      a later letter of a case: what it brings about
joining        what a later letter is to its case
courses        what each kind of follow-up does
silence        users who do not answer us
after_sending  what became of our mails
dispatching    the other side of a dispatch
hearing        what a department's letter says of a dispatch
taking_in      a case that another unit dispatched to us
peer           what one mailcare tells another
hand_overs     the hand-overs of a ledger, for figures
correcting     elements that a person corrects
shaping        the copy of a line that is compared
sweep          what time alone does
commands       what a person does
refusing       why a command changes nothing
extending      more time for an answer
explaining     why a case is due when it is
"""

from mailcare.casework.clocks import Interval
from mailcare.casework.commands import apply, decide_by_person
from mailcare.casework.explaining import explain
from mailcare.casework.folding import fold

__all__ = ["Interval", "apply", "decide_by_person", "explain", "fold"]
