"""The other side of a dispatch: confirmed, given back, answered; machine mail does none of it.

Nothing that a department writes reaches the user by itself, and it moves no element of the case:
staff read it, and answer, correct or dispatch anew.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from mailcare.casework import intents, templates
from mailcare.casework.facts import Pen, iso
from mailcare.casework.folding import fold
from mailcare.casework.hearing import Heard, Saying
from mailcare.casework.ledger import Standing, replay
from mailcare.casework.outcome import Arrival, Outcome
from mailcare.casework.policy import Policy
from mailcare.model.case import Case, EventKind, Fact, Note, NoteKind
from mailcare.model.place import Mode
from mailcare.model.post import Intent

MACHINE = "dispatch_machine"
ANSWER = "dispatch_answer"
LONGEST = 20_000
"""Characters of a department's words that are kept beside the ledger; its letter has them all."""
STALE = frozenset({templates.FORWARDED, templates.REMINDER})
"""What a dispatch that came back makes untrue or pointless, if it still waits to be sent."""


@dataclass(frozen=True, slots=True)
class OtherSide:
    """A letter about a dispatch: who wrote it, about what, and what it says."""

    heard: Heard
    machine: bool = False
    """An automatic reply: it confirms nothing and says nothing."""
    known: bool = True
    """Its sender belongs to the department that has the dispatch."""
    current: bool = True
    """It answers the dispatch that stands now, none that came back earlier."""
    confirms: bool = False
    """The other side's mailcare has taken the dispatch in: its machine-readable part says so."""
    answered: bool = False
    """The other side's mailcare says that the user has the answer."""


def letter_arrived(
    case: Case, arrival: Arrival, letter: OtherSide, policy: Policy, now: datetime
) -> Outcome:
    """Take in a letter that answers a dispatch, and tell staff what they should know of it."""
    pen = Pen(case, now)
    pen.write(
        EventKind.LETTER_JOINED,
        letter_id=arrival.letter_id,
        follow_up=MACHINE if letter.machine else ANSWER,
        received_at=iso(arrival.received_at),
        resumes=False,
    )
    if letter.machine:
        return Outcome(pen.written, fold(pen.events, policy))
    doubt = _doubt(replay(pen.events), letter)
    if doubt:
        return _looked_at(pen, arrival.letter_id, letter, policy, doubt)
    if letter.heard.saying is Saying.RETURNED:
        return came_back(pen, letter.heard.text, policy, letter_id=arrival.letter_id)
    return _heard(pen, arrival.letter_id, letter, policy)


def unit_said(case: Case, said: OtherSide, policy: Policy, now: datetime) -> Outcome:
    """Take in what a unit of the same database tells about the case that it was handed."""
    pen = Pen(case, now)
    standing = replay(pen.events)
    pen.write(EventKind.NOTED, what=ANSWER)
    if standing.finished_at or not standing.dispatch.target:
        return _looked_at(pen, None, said, policy, "dispatch_outdated")
    if said.heard.saying is Saying.RETURNED:
        return came_back(pen, said.heard.text, policy)
    return _heard(pen, None, said, policy)


def _doubt(case: Standing, letter: OtherSide) -> str:
    """Return why a letter changes nothing; empty: it speaks for the other side of the dispatch."""
    if not letter.known:
        return "dispatch_stranger"
    with_them = bool(case.dispatch.target) and letter.current
    return "" if with_them and not case.finished_at else "dispatch_outdated"


def _looked_at(
    pen: Pen, letter_id: int | None, letter: OtherSide, policy: Policy, event: str
) -> Outcome:
    seq, notes = _kept(pen, letter.heard)
    told = _notice(
        pen, policy, templates.DISPATCH_ANSWER, event=event, letter_id=letter_id, note=seq
    )
    return Outcome(pen.written, fold(pen.events, policy), told, notes=notes)


def _heard(pen: Pen, letter_id: int | None, letter: OtherSide, policy: Policy) -> Outcome:
    """Confirm, keep what it says, offer it to staff; record the answer that the user has."""
    seq, notes = _kept(pen, letter.heard)
    fresh = _confirm(pen)
    if letter.answered:
        pen.write(EventKind.ANSWERED, by="department", letter_id=letter_id, note=seq)
    told: tuple[Intent, ...] = ()
    if not letter.confirms:
        event = _event(letter, fresh=fresh)
        told = _notice(
            pen, policy, templates.DISPATCH_ANSWER, event=event, letter_id=letter_id, note=seq
        )
    view = fold(pen.events, policy)
    supersedes = _OVERTAKEN if letter.answered else frozenset()
    return Outcome(pen.written, view, told, supersedes=supersedes, notes=notes)


_OVERTAKEN = frozenset({templates.CORRECTION, templates.EXTENDED, templates.REMINDER})


def _event(letter: OtherSide, *, fresh: bool) -> str:
    if letter.answered:
        return "dispatch_answered"
    if letter.heard.saying is Saying.MAYBE_RETURNED:
        return "dispatch_unclear"
    if letter.heard.saying is Saying.RECEIVED:
        return "confirmed" if fresh else ANSWER
    return "dispatch_result"


def _kept(pen: Pen, heard: Heard) -> tuple[int | None, tuple[Note, ...]]:
    """Keep the words beside the event written last; a mere receipt needs none."""
    if not heard.text or heard.saying is Saying.RECEIVED:
        return None, ()
    seq = pen.events[-1].seq
    pen.amend(note=seq)
    return seq, (Note(seq, heard.text[:LONGEST], NoteKind.DEPARTMENT),)


def confirmed(case: Case, actor: str, policy: Policy, now: datetime) -> Outcome:
    """Record that the other side has the dispatch; its clock ends. Told twice, recorded once."""
    pen = Pen(case, now, actor)
    _confirm(pen)
    return Outcome(pen.written, fold(pen.events, policy))


def returned(case: Case, reason: str, actor: str, policy: Policy, now: datetime) -> Outcome:
    """Record a return (退单) with its reason, in a department's or person's words."""
    return came_back(Pen(case, now, actor), reason, policy)


def came_back(pen: Pen, reason: str, policy: Policy, letter_id: int | None = None) -> Outcome:
    """Write a return: the case is ours again, the dispatch clock starts anew.

    Staff get the task with the reason, and a correction to release where the user had been told.
    """
    seq = pen.events[-1].seq + 1
    pen.write(EventKind.DISPATCH_RETURNED, reason="given_back", note=seq, letter_id=letter_id)
    notes = (Note(seq, reason[:LONGEST], NoteKind.REASON),)
    told: Iterable[Intent] = ()
    case = replay(pen.events)
    if case.mode is not Mode.SHADOW:
        facts: Mapping[str, Fact] = {"event": "returned", "note": seq}
        task = intents.notice(case, policy, templates.TASK, facts)
        told = (task, *intents.correction(case, policy))
    return Outcome(
        pen.written, fold(pen.events, policy), tuple(told), supersedes=STALE, notes=notes
    )


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
