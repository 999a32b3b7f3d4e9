"""More time for an answer: a reason on record, a progress letter to the user (R25)."""

from dataclasses import replace
from datetime import datetime

from mailcare.casework import intents, templates
from mailcare.casework.clocks import answer_due
from mailcare.casework.facts import Pen, iso
from mailcare.casework.folding import fold
from mailcare.casework.ledger import Standing, replay
from mailcare.casework.outcome import Outcome
from mailcare.casework.policy import Policy
from mailcare.casework.refusing import Refusal, RefusedError
from mailcare.casework.restraint import HANDED_OVER, OFFICIAL
from mailcare.model.case import Case, EventKind, Note, State
from mailcare.model.place import Mode

_UNREACHABLE = {
    OFFICIAL: Refusal.OFFICIAL,
    "colleague": Refusal.COLLEAGUE,
    "machine": Refusal.MACHINE,
    "no_address": Refusal.NO_ADDRESS,
    HANDED_OVER: Refusal.ORIGIN_ANSWERS,
}


def extend_by_person(
    case: Case,
    due: datetime,
    reason: str,
    *,
    policy: Policy,
    now: datetime,
    actor: str,
    told: bool = False,
) -> Outcome:
    """Ask for an answer by `due` instead; it holds once the progress letter is sent.

    `told` says that the user knows already, as from a call: then nothing is written and it holds
    at once. The reason is kept among the notes of the case; the ledger only says where.

    Raises:
        RefusedError: no reason, no later time, or a case that can't be extended so.
    """
    standing = replay(case.events)
    _refuse(standing, due, reason, policy, now)
    if not told:
        _refuse_letter(standing)
    pen = Pen(case, now, actor)
    seq = case.events[-1].seq + 1
    pen.write(EventKind.EXTENDED, due=iso(due), note=seq, told=told or None)
    letter = intents.to_user(standing, templates.EXTENDED, policy)
    letter = replace(letter, facts={**letter.facts, "due": iso(due)})
    return Outcome(
        pen.written,
        fold(pen.events, policy),
        () if told else (letter,),
        supersedes=frozenset({templates.EXTENDED}),
        notes=(Note(seq, reason.strip()),),
    )


def _refuse(case: Standing, due: datetime, reason: str, policy: Policy, now: datetime) -> None:
    if not reason.strip():
        raise RefusedError(Refusal.REASONLESS)
    if case.finished_at:
        raise RefusedError(Refusal.ENDED)
    if case.state is State.REVIEW:
        raise RefusedError(Refusal.UNDECIDED)
    standing = answer_due(case, policy)
    if standing is None:
        raise RefusedError(Refusal.PAUSED)
    if due <= max(standing, now):
        raise RefusedError(Refusal.NOT_LATER)


def _refuse_letter(case: Standing) -> None:
    if case.mode is Mode.SHADOW:
        why: Refusal | None = Refusal.SHADOW
    else:
        why = _UNREACHABLE.get(case.quiet or "")
    if why:
        raise RefusedError(why, Refusal.TELL_YOURSELF)
