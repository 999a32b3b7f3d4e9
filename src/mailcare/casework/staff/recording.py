"""What the ledger keeps of staff's letters, and what their authors are told: always by its words.

Facts of these intents: ``member`` (the recipient, as the ledger names people), ``answers`` (the
letter that is answered, whose words it quotes), ``event`` or ``refusal`` (what happened, why not).
"""

from dataclasses import replace
from datetime import datetime

from mailcare.casework import templates
from mailcare.casework.facts import Pen
from mailcare.casework.folding import fold
from mailcare.casework.outcome import Outcome
from mailcare.casework.policy import Policy
from mailcare.casework.staff.waiting import CARRIED_OUT, DROPPED, HELD
from mailcare.model.case import Case, EventKind, Fact
from mailcare.model.place import Mode
from mailcare.model.post import Intent, MailClass

MEMBER = "member"
"""The recipient's role: one person of the unit, whom the fact of this name tells."""


def held(case: Case, letter_id: int, member: str, policy: Policy, now: datetime) -> Outcome:
    """Record that the command in a letter waits for its code, which its author is sent."""
    noted = _noted(Pen(case, now), HELD, letter_id, member, policy)
    return replace(noted, intents=tell(case, templates.CODE, member, letter_id, letter=letter_id))


def carried_out(case: Case, letter_id: int, member: str, policy: Policy, now: datetime) -> Outcome:
    """Record that the command in a letter was carried out: its code is used up."""
    return _noted(Pen(case, now), CARRIED_OUT, letter_id, member, policy)


def dropped(case: Case, letter_id: int, member: str, policy: Policy, now: datetime) -> Outcome:
    """Record that the command in a letter was refused: its code is used up."""
    return _noted(Pen(case, now), DROPPED, letter_id, member, policy)


def _noted(pen: Pen, what: str, letter_id: int, member: str, policy: Policy) -> Outcome:
    pen.write(EventKind.NOTED, what=what, letter_id=letter_id, member=member)
    return Outcome(pen.written, fold(pen.events, policy))


def tell(case: Case, template: str, member: str, answers: int, **facts: Fact) -> tuple[Intent, ...]:
    """Return the answer to one person's letter; none in shadow mode."""
    if case.view.mode is Mode.SHADOW:
        return ()
    said = {name: fact for name, fact in facts.items() if fact is not None}
    said |= {"member": member, "answers": answers}
    return (Intent(MailClass.NOTICE, template, MEMBER, case.view.unit, said),)
