"""What a person does to a case."""

from datetime import datetime

from mailcare.casework import intents, templates
from mailcare.casework.carry_out import carry_out
from mailcare.casework.facts import Pen, names
from mailcare.casework.folding import fold
from mailcare.casework.ledger import WAITING, Standing, replay
from mailcare.casework.outcome import Outcome
from mailcare.casework.policy import Policy
from mailcare.casework.restraint import FREE, OFFICIAL, Restraint
from mailcare.errors import ConflictError
from mailcare.model.case import Case, EventKind, State
from mailcare.model.judgement import Decision
from mailcare.model.place import Mode

_UNSENT = templates.QUESTIONS | {
    templates.REVIEW_ACK,
    templates.NOT_ACCEPTED,
    templates.ACCEPTED,
    templates.FORWARDED,
    templates.SUGGESTION,
}
"""What a new decision contradicts, if it still waits to be sent."""


def decide_by_person(
    case: Case,
    decision: Decision,
    unit: str | None,
    *,
    policy: Policy,
    now: datetime,
    actor: str,
) -> Outcome:
    """Decide a case in a person's name; `unit` is whose business it is, None: as suggested.

    The replies are those of the decision table; for an official sender a person writes them.

    Raises:
        ConflictError: the case has its answer or its end, is dispatched, or can't be decided so.
    """
    standing = replay(case.events)
    _refuse(standing, decision, unit, policy)
    pen = Pen(case, now, actor)
    needed = names(intents.needed(decision, standing.kind, policy))
    pen.write(EventKind.DECIDED, decision=decision, owner=unit, needed=needed)
    if decision is Decision.NONE:
        pen.write(EventKind.CLOSED, reason="nothing_to_answer")
        return Outcome(pen.written, fold(pen.events, policy), supersedes=_UNSENT)
    mails = carry_out(pen, policy, _restraint(standing))
    return Outcome(pen.written, fold(pen.events, policy), mails, supersedes=_UNSENT)


def _refuse(case: Standing, decision: Decision, unit: str | None, policy: Policy) -> None:
    if case.finished_at:
        raise ConflictError("the case has its answer or its end already")
    if case.state is State.DISPATCHED:
        raise ConflictError("the case is dispatched; it must come back before it is decided anew")
    if decision is Decision.REVIEW:
        raise ConflictError("a person's decision can't be that a person must decide")
    if decision is Decision.FORWARDED and policy.target_for(unit or case.owner) is None:
        raise ConflictError("nobody is known to whom the case could be dispatched")
    if decision in WAITING and not _askable(case, decision, policy):
        raise ConflictError("nothing is missing that could be asked for")


def _askable(case: Standing, decision: Decision, policy: Policy) -> bool:
    return bool(set(intents.needed(decision, case.kind, policy)) & set(case.missing))


def _restraint(case: Standing) -> Restraint:
    """Return how far a person's decision goes by itself: a person may answer what we would not."""
    if case.mode is Mode.SHADOW:
        return Restraint(Mode.SHADOW.value, silent=True)
    forbidden = case.quiet in {OFFICIAL, "machine", "no_address", "colleague"}
    return Restraint(case.quiet) if forbidden else FREE
