"""The other side of a dispatch: confirmed, returned; machine mail does neither."""

from datetime import datetime

from mailcare.casework import intents, templates
from mailcare.casework.facts import Pen, iso
from mailcare.casework.folding import fold
from mailcare.casework.ledger import replay
from mailcare.casework.outcome import Arrival, Outcome
from mailcare.casework.policy import Policy
from mailcare.model.case import Case, EventKind, Fact
from mailcare.model.judgement import Judgement
from mailcare.model.place import Mode
from mailcare.model.post import Intent

MACHINE = "dispatch_machine"
ANSWER = "dispatch_answer"


def letter_arrived(
    case: Case, arrival: Arrival, judgement: Judgement, policy: Policy, now: datetime
) -> Outcome:
    """Take in a letter that answers a dispatch: a human one confirms it, staff are told.

    Nothing of it reaches the user by itself, and it moves no element of the case.
    """
    pen = Pen(case, now)
    kind = MACHINE if judgement.automatic else ANSWER
    pen.write(
        EventKind.LETTER_JOINED,
        letter_id=arrival.letter_id,
        follow_up=kind,
        received_at=iso(arrival.received_at),
        resumes=False,
    )
    if judgement.automatic:
        return Outcome(pen.written, fold(pen.events, policy))
    event = "confirmed" if _confirm(pen) else ANSWER
    told = _notice(pen, policy, templates.DISPATCH_ANSWER, event=event, letter_id=arrival.letter_id)
    return Outcome(pen.written, fold(pen.events, policy), told)


def confirmed(case: Case, actor: str, policy: Policy, now: datetime) -> Outcome:
    """Record that the other side has the dispatch; its clock ends. Told twice, recorded once."""
    pen = Pen(case, now, actor)
    _confirm(pen)
    return Outcome(pen.written, fold(pen.events, policy))


def returned(case: Case, reason: str, actor: str, policy: Policy, now: datetime) -> Outcome:
    """Record a return (退单): the case is ours again, the dispatch clock starts anew.

    `reason` is a stable word, never text of a letter.
    """
    pen = Pen(case, now, actor)
    pen.write(EventKind.DISPATCH_RETURNED, reason=reason)
    told = _notice(pen, policy, templates.TASK, event="returned", reason=reason)
    supersedes = frozenset({templates.FORWARDED})
    return Outcome(pen.written, fold(pen.events, policy), told, supersedes=supersedes)


def _confirm(pen: Pen) -> bool:
    """Record the confirmation unless it is known already, or nothing is dispatched."""
    dispatch = replay(pen.events).dispatch
    if not dispatch.target or dispatch.confirmed_at:
        return False
    pen.write(EventKind.DISPATCH_CONFIRMED)
    return True


def _notice(pen: Pen, policy: Policy, template: str, **facts: Fact) -> tuple[Intent, ...]:
    case = replay(pen.events)
    return () if case.mode is Mode.SHADOW else (intents.notice(case, policy, template, facts),)
