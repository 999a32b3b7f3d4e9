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
from mailcare.casework.restraint import OFFICIAL
from mailcare.errors import ConflictError
from mailcare.model.case import Case, CaseTexts, EventKind, Note, State
from mailcare.model.place import Mode

_UNREACHABLE = {
    OFFICIAL: "the sender is a regulator, a lawyer or the press: a person writes to them",
    "colleague": "the letter came from a colleague",
    "machine": "the letter was written by a machine",
    "no_address": "the letter gives no address to write to",
}


def extend_by_person(
    case: Case,
    texts: CaseTexts,
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
    at once. The reason is kept with the texts of the case; the ledger only says where.

    Raises:
        ConflictError: no reason, no later time, or a case that can't be extended so.
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
        replace(texts, notes=(*texts.notes, Note(seq, reason.strip()))),
        frozenset({templates.EXTENDED}),
    )


def _refuse(case: Standing, due: datetime, reason: str, policy: Policy, now: datetime) -> None:
    if not reason.strip():
        raise ConflictError("an extension needs a reason")
    if case.finished_at:
        raise ConflictError("the case has its answer or its end already")
    if case.state is State.REVIEW:
        raise ConflictError("nobody has decided the case yet; decide it first")
    standing = answer_due(case, policy)
    if standing is None:
        raise ConflictError("the answer's clock stands still while the user is asked")
    if due <= max(standing, now):
        raise ConflictError("an extension is a later time than the one that stands")


def _refuse_letter(case: Standing) -> None:
    if case.mode is Mode.SHADOW:
        why: str | None = "in shadow mode nothing is written to anybody"
    else:
        why = _UNREACHABLE.get(case.quiet or "")
    if why:
        raise ConflictError(f"{why}; tell them yourself, then extend the case as told")
