"""A decision of the table in a person's name."""

from datetime import datetime

from mailcare.casework import intents, templates
from mailcare.casework.carry_out import carry_out
from mailcare.casework.facts import Pen, names
from mailcare.casework.folding import fold
from mailcare.casework.ledger import WAITING, Standing, replay
from mailcare.casework.outcome import Outcome
from mailcare.casework.policy import Policy
from mailcare.casework.refusing import Refusal, RefusedError
from mailcare.casework.restraint import FREE, HANDED_OVER, OFFICIAL, Restraint
from mailcare.model.case import Case, EventKind, State
from mailcare.model.judgement import Decision
from mailcare.model.place import Mode
from mailcare.model.post import Intent

CONTRADICTED = (
    templates.QUESTIONS
    | {
        templates.REVIEW_ACK,
        templates.NOT_ACCEPTED,
        templates.ACCEPTED,
        templates.FORWARDED,
        templates.SUGGESTION,
    }
    | templates.DISPATCHES
)
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
        RefusedError: the case has its answer or its end, is dispatched, or can't be decided so.
    """
    pen = Pen(case, now, actor)
    mails = decide(pen, decision, unit, policy)
    return Outcome(pen.written, fold(pen.events, policy), mails, supersedes=CONTRADICTED)


def decide(
    pen: Pen, decision: Decision, unit: str | None, policy: Policy, note: int | None = None
) -> tuple[Intent, ...]:
    """Write a person's decision and what follows; return the mails that it asks for.

    Raises:
        RefusedError: as `decide_by_person`.
    """
    standing = replay(pen.events)
    _refuse(standing, decision, unit, policy)
    needed = names(intents.needed(decision, standing.kind, policy))
    pen.write(EventKind.DECIDED, decision=decision, owner=unit, needed=needed, note=note)
    if decision is Decision.NONE:
        pen.write(EventKind.CLOSED, reason="nothing_to_answer")
        return ()
    return carry_out(pen, policy, _restraint(standing))


def _refuse(case: Standing, decision: Decision, unit: str | None, policy: Policy) -> None:
    if case.finished_at:
        raise RefusedError(Refusal.ENDED)
    if templates.ANSWER in case.waiting:
        raise RefusedError(Refusal.ANSWER_WAITS)
    if case.state is State.DISPATCHED:
        raise RefusedError(Refusal.DISPATCHED)
    if decision is Decision.REVIEW:
        raise RefusedError(Refusal.NO_DECISION)
    if decision is Decision.FORWARDED and policy.target_for(unit or case.owner) is None:
        raise RefusedError(Refusal.NO_TARGET)
    if decision in WAITING and not _askable(case, decision, policy):
        raise RefusedError(Refusal.NOTHING_MISSING)


def _askable(case: Standing, decision: Decision, policy: Policy) -> bool:
    return bool(set(intents.needed(decision, case.kind, policy)) & set(case.missing))


def _restraint(case: Standing) -> Restraint:
    """Return how far a person's decision goes by itself: a person may answer what we would not."""
    if case.mode is Mode.SHADOW:
        return Restraint(Mode.SHADOW.value, silent=True)
    forbidden = case.quiet in {OFFICIAL, "machine", "no_address", "colleague", HANDED_OVER}
    return Restraint(case.quiet) if forbidden else FREE
