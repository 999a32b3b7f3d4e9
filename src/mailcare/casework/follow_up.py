"""A later letter of a case: elements add up, a completing supplement moves the case on.

What each kind of follow-up does stands in docs/casework.md. Machine mail is recorded and changes
nothing: it closes no case and stops no clock.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from mailcare.casework import intents, templates
from mailcare.casework.carry_out import carry_out
from mailcare.casework.facts import MAILCARE, Pen, iso, names
from mailcare.casework.folding import fold
from mailcare.casework.ledger import WAITING, Standing, replay
from mailcare.casework.outcome import Arrival, FollowUp, Outcome
from mailcare.casework.policy import Policy
from mailcare.casework.restraint import OFFICIAL, restrain
from mailcare.casework.threading import ThreadKind
from mailcare.model.case import Case, CaseTexts, EventKind, Fact, State
from mailcare.model.judgement import Decision, Element, ElementName, Elements, Judgement, Kind
from mailcare.model.letter import Message
from mailcare.model.place import Mode
from mailcare.model.post import Intent

_UNHEARD = frozenset({FollowUp.MACHINE, FollowUp.STAFF})
"""Recorded, and nothing else: machine mail; what staff write is read as commands later on."""
_RESUMING = frozenset({FollowUp.COMPLETING, FollowUp.PARTIAL, FollowUp.ADDITION})
_SUPERSEDED = {
    FollowUp.COMPLETING: templates.QUESTIONS,
    FollowUp.PARTIAL: templates.QUESTIONS,
    FollowUp.OBJECTION: frozenset({templates.NOT_ACCEPTED}),
}


@dataclass(frozen=True, slots=True)
class _Joining:
    """A letter that joins, as far as it is understood."""

    arrival: Arrival
    judgement: Judgement
    kind: FollowUp
    elements: Elements
    """Of the case, this letter's added."""
    same_sender: bool


def join(
    case: Case,
    texts: CaseTexts,
    arrival: Arrival,
    message: Message,
    judgement: Judgement,
    *,
    policy: Policy,
    now: datetime,
    thread: ThreadKind = ThreadKind.CASE,
) -> Outcome:
    """Let a letter join its case.

    The thread proves nothing about who wrote: replies still go to the user of the case alone.
    What answers a notice or a draft is taken as written by staff, from whatever address.
    """
    before = replay(case.events)
    merged = _merge(texts.elements, judgement.elements)
    to_staff = thread in {ThreadKind.NOTICE, ThreadKind.DRAFT}
    judgement = replace(judgement, colleague=judgement.colleague or to_staff)
    kind = _kind(before, judgement, merged, policy)
    same_sender = _same_sender(texts, message, judgement)
    heard = kind not in _UNHEARD and (same_sender or before.decision in WAITING)
    joining = _Joining(arrival, judgement, kind, merged if heard else texts.elements, same_sender)
    pen = Pen(case, now, "user" if same_sender else MAILCARE)
    _record(pen, joining)
    mails = () if kind in _UNHEARD else tuple(_effects(pen, joining, policy, now))
    return Outcome(
        pen.written,
        fold(pen.events, policy),
        () if before.mode is Mode.SHADOW else mails,
        _texts(texts, message, joining),
        _SUPERSEDED.get(kind, frozenset()),
    )


def _kind(case: Standing, judgement: Judgement, merged: Elements, policy: Policy) -> FollowUp:
    if judgement.automatic:
        return FollowUp.MACHINE
    if judgement.colleague:
        return FollowUp.STAFF
    if judgement.official:
        return FollowUp.ADDITION
    supplement = _supplement(case, merged, policy)
    if supplement:
        return supplement
    if judgement.kind is Kind.PRAISE:
        return FollowUp.THANKS
    objects = case.state is State.NOT_ACCEPTED
    return FollowUp.OBJECTION if objects else FollowUp.ADDITION


def _supplement(case: Standing, merged: Elements, policy: Policy) -> FollowUp | None:
    """Say what the letter adds to what the case waits for; None: nothing, or it doesn't wait."""
    if case.decision not in WAITING or case.finished_at:
        return None
    wanted = [name for name in case.needed if name in case.missing]
    given = [name for name in wanted if merged.get(name)]
    if not given:
        return None
    firm = all(element and not element.probable for element in map(merged.get, wanted))
    stuck = case.decision is Decision.INSUFFICIENT and policy.target_for(case.owner) is None
    return FollowUp.COMPLETING if firm and not stuck else FollowUp.PARTIAL


def _record(pen: Pen, joining: _Joining) -> None:
    arrival, judgement = joining.arrival, joining.judgement
    pen.write(
        EventKind.LETTER_JOINED,
        letter_id=arrival.letter_id,
        follow_up=joining.kind,
        received_at=iso(arrival.received_at),
        resumes=joining.kind in _RESUMING,
        missing=names(joining.elements.missing),
        same_sender=joining.same_sender,
        quiet=OFFICIAL if judgement.official and joining.kind not in _UNHEARD else None,
    )
    if joining.kind not in _UNHEARD and (judgement.escalation or judgement.official):
        reason = OFFICIAL if judgement.official else "letter"
        pen.write(EventKind.ESCALATED, reason=reason, letter_id=arrival.letter_id)


def _effects(pen: Pen, joining: _Joining, policy: Policy, now: datetime) -> Iterator[Intent]:
    """Write what the letter brings about; yield the mails that it asks for."""
    arrival, judgement = joining.arrival, joining.judgement
    template = templates.FOLLOW_UP
    facts: dict[str, Fact] = {"event": joining.kind.value, "letter_id": arrival.letter_id}
    if joining.kind is FollowUp.COMPLETING:
        yield from _complete(pen, arrival, policy, now)
    elif joining.kind is FollowUp.OBJECTION:
        template = templates.REVIEW
        received = iso(arrival.received_at)
        pen.write(EventKind.REOPENED, letter_id=arrival.letter_id, received_at=received)
    case = replay(pen.events)
    yield intents.notice(case, policy, template, facts)
    told = intents.staff_role(case) == "supervisors"
    if (judgement.escalation or judgement.official) and not told:
        yield intents.notice(case, policy, templates.ESCALATION, facts, "supervisors")


def _complete(pen: Pen, arrival: Arrival, policy: Policy, now: datetime) -> tuple[Intent, ...]:
    case = replay(pen.events)
    moved_on = Decision.IN_SCOPE if case.decision is Decision.NEED_INFO else Decision.FORWARDED
    received = iso(arrival.received_at)
    pen.write(
        EventKind.ELEMENTS_COMPLETED,
        letter_id=arrival.letter_id,
        received_at=received,
        decision=moved_on,
    )
    return carry_out(pen, policy, restrain(arrival, case.mode, case.quiet, policy, now))


def _texts(texts: CaseTexts, message: Message, joining: _Joining) -> CaseTexts | None:
    """Return what is known now; replies refer to the user's own latest letter."""
    known = replace(texts, elements=joining.elements)
    if joining.same_sender and joining.kind not in _UNHEARD and message.message_id:
        references = message.references or message.in_reply_to
        known = replace(known, message_id=message.message_id, references=references)
    return None if known == texts else known


def _same_sender(texts: CaseTexts, message: Message, judgement: Judgement) -> bool:
    writers = {one.address.casefold() for one in (judgement.user, message.from_) if one}
    return texts.user.address.casefold() in writers


def _merge(known: Elements, added: Elements) -> Elements:
    """Add up: what is known firmly stays, what was absent or only probable may be replaced."""
    return Elements(*(_firmer(known.get(name), added.get(name)) for name in ElementName))


def _firmer(known: Element | None, added: Element | None) -> Element | None:
    if known is None or (known.probable and added is not None and not added.probable):
        return added
    return known
