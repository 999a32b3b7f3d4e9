"""A later letter of a case: elements add up, a completing supplement moves the case on.

What each kind does stands in `courses`. Machine mail is recorded and changes nothing: it closes no
case and stops no clock.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from mailcare.casework import intents, templates
from mailcare.casework.carry_out import carry_out
from mailcare.casework.commands.answering import OVERTAKEN
from mailcare.casework.escalating import escalate
from mailcare.casework.facts import MAILCARE, Pen, iso, names
from mailcare.casework.folding import fold
from mailcare.casework.joining import PRESSING, UNHEARD, Joining, Letter, understand
from mailcare.casework.ledger import Standing, replay
from mailcare.casework.outcome import Arrival, FollowUp, Outcome
from mailcare.casework.policy import Policy
from mailcare.casework.restraint import OFFICIAL, restrain
from mailcare.casework.ways import wished_way
from mailcare.model.case import Case, CaseTexts, EventKind, Fact, State
from mailcare.model.follow_up import Stance
from mailcare.model.judgement import Decision
from mailcare.model.letter import Message
from mailcare.model.place import Mode
from mailcare.model.post import Intent

REST_AT_MOST = 2
"""How often the rest of the elements is asked for; then staff ask."""
ONCE_IN = timedelta(days=1)
"""An addition is acknowledged, supervisors are told for one reason, no more often."""
_ALL_UNSENT = OVERTAKEN | templates.QUESTIONS | {templates.ANSWER, templates.RECEIVED}
_SUPERSEDED = {
    FollowUp.COMPLETING: templates.QUESTIONS,
    FollowUp.PARTIAL: templates.QUESTIONS,
    FollowUp.OBJECTION: frozenset({templates.NOT_ACCEPTED}),
    FollowUp.WITHDRAWAL: _ALL_UNSENT,
}


def join(case: Case, texts: CaseTexts, letter: Letter, *, policy: Policy, now: datetime) -> Outcome:
    """Let a letter join its case.

    The thread proves nothing about who wrote: replies still go to the user of the case alone.
    What answers a notice or a draft is taken as written by staff, from whatever address.
    """
    joining = understand(case, texts, letter, policy)
    pen = Pen(case, now, "user" if joining.same_sender else MAILCARE)
    reply = _reply(joining, now)
    _record(pen, joining, policy, reply)
    mails = tuple(_effects(pen, joining, policy, reply, now))
    return Outcome(
        pen.written,
        fold(pen.events, policy),
        () if joining.before.mode is Mode.SHADOW else mails,
        _texts(texts, letter.message, joining),
        _SUPERSEDED.get(joining.kind, frozenset()),
    )


def opens_anew(
    case: Case, texts: CaseTexts, letter: Letter, *, policy: Policy, now: datetime
) -> bool:
    """Say whether the case ended too long ago: the letter opens a new one that names it."""
    joining = understand(case, texts, letter, policy)
    ended = [at for at in (joining.before.answered_at, joining.before.ended_at) if at]
    return joining.reopens and bool(ended) and now - max(ended) > policy.reopen_within


def is_another(case: Case, texts: CaseTexts, letter: Letter, policy: Policy) -> bool:
    """Say whether the letter tells another problem, which becomes a case of its own."""
    heard = letter.listened.another is not None
    return heard and understand(case, texts, letter, policy).kind not in UNHEARD


def _reply(joining: Joining, now: datetime) -> str | None:
    """Return the template that the kind's course sends now; the completing one's is decided."""
    case, template = joining.before, joining.course.reply
    if joining.reopens or case.finished_at or templates.ANSWER in case.waiting:
        return template if template == templates.WITHDRAWN and not case.finished_at else None
    if template == templates.REST:
        left = set(case.needed) & set(joining.elements.missing)
        return template if left and case.rest_asked < REST_AT_MOST else None
    if template == templates.RECEIVED:
        return template if _is_receipt_due(joining, now) else None
    return template if template == templates.WITHDRAWN else None


def _is_receipt_due(joining: Joining, now: datetime) -> bool:
    """Say whether an addition is acknowledged: to the user, who has heard from us before."""
    case, last = joining.before, joining.before.receipt_at
    if joining.kind is FollowUp.REPEATED and case.told_at:
        last = max(case.told_at, last or case.told_at)
    odd = joining.letter.judgement.official or joining.letter.listened.stance is Stance.WITHDRAWAL
    heard_of_us = case.told_at is not None and joining.same_sender
    return heard_of_us and not odd and (last is None or now - last >= ONCE_IN)


def _record(pen: Pen, joining: Joining, policy: Policy, reply: str | None) -> None:
    arrival, judgement = joining.letter.arrival, joining.letter.judgement
    heard = joining.kind not in UNHEARD
    pen.write(
        EventKind.LETTER_JOINED,
        letter_id=arrival.letter_id,
        follow_up=joining.kind,
        received_at=iso(arrival.received_at),
        resumes=joining.course.resumes,
        missing=names(joining.elements.missing),
        same_sender=joining.same_sender,
        receipt=reply == templates.RECEIVED or None,
        asks_rest=reply == templates.REST or None,
        quiet=OFFICIAL if judgement.official and heard else None,
        way=wished_way(judgement) if heard and joining.same_sender else None,
    )
    if heard:
        for reason in _pressure(joining):
            escalate(pen, policy, reason, arrival.letter_id)


def _pressure(joining: Joining) -> Iterator[str]:
    """Yield why the letter escalates the case."""
    judgement, stance = joining.letter.judgement, joining.letter.listened.stance
    if judgement.official:
        yield OFFICIAL
    elif stance in PRESSING:
        yield stance.value
    elif judgement.escalation and joining.kind is not FollowUp.WITHDRAWAL:
        yield "letter"


def _effects(
    pen: Pen, joining: Joining, policy: Policy, reply: str | None, now: datetime
) -> Iterator[Intent]:
    """Write what the letter brings about; yield the mails that it asks for."""
    arrival = joining.letter.arrival
    if joining.kind is FollowUp.COMPLETING:
        yield from _complete(pen, arrival, policy, now)
    elif joining.reopens:
        received = iso(arrival.received_at)
        pen.write(EventKind.REOPENED, letter_id=arrival.letter_id, received_at=received)
    elif joining.kind is FollowUp.WITHDRAWAL and not joining.before.finished_at:
        pen.write(EventKind.WITHDRAWN, letter_id=arrival.letter_id)
    if reply:
        yield from _to_user(pen, joining, reply, policy, now)
    yield from _told(pen, joining, policy, now)


def _to_user(
    pen: Pen, joining: Joining, template: str, policy: Policy, now: datetime
) -> Iterator[Intent]:
    case, arrival = replay(pen.events), joining.letter.arrival
    restraint = restrain(arrival, case.mode, case.quiet, policy, now)
    if restraint.reason:
        pen.write(EventKind.REPLY_SUPPRESSED, template=template, reason=restraint.reason)
    else:
        yield intents.to_user(case, template, policy)


def _told(pen: Pen, joining: Joining, policy: Policy, now: datetime) -> Iterator[Intent]:
    """Yield the notices to staff, and to supervisors where the case is escalated."""
    template = templates.REVIEW if joining.reopens else joining.course.told
    if template is None:
        return
    case, letter_id = replay(pen.events), joining.letter.arrival.letter_id
    facts: dict[str, Fact] = {"event": _event(joining), "letter_id": letter_id}
    yield intents.notice(case, policy, template, {**facts, "reason": _hint(joining)})
    fresh = [one for one in _pressure(joining) if _is_fresh(joining.before, one, now)]
    if fresh and intents.staff_role(case) != "supervisors":
        yield intents.notice(case, policy, templates.ESCALATION, facts, "supervisors")


def _is_fresh(case: Standing, reason: str, now: datetime) -> bool:
    last = case.escalations.get(reason)
    return last is None or now - last >= ONCE_IN


def _event(joining: Joining) -> str:
    """Return the word for what happened."""
    stance = joining.letter.listened.stance
    if joining.kind is FollowUp.ADDITION and stance is Stance.WITHDRAWAL:
        return "withdrawal_doubtful"
    if joining.kind is FollowUp.PARTIAL and joining.before.rest_asked >= REST_AT_MOST:
        return "partial_again"
    return joining.kind.value


def _hint(joining: Joining) -> str | None:
    """Return the word for what staff should do or mind besides."""
    case, kind = joining.before, joining.kind
    if joining.reopens and kind is not FollowUp.OBJECTION:
        return "reopened"
    if kind is FollowUp.WITHDRAWAL:
        if case.finished_at:
            return "propose_close"
        return "withdrawn_dispatched" if case.dispatch.sent else "propose_close"
    if kind is FollowUp.THANKS and case.ended is not State.CLOSED:
        return "propose_close" if case.finished_at else "propose_answer"
    return "perhaps_another" if joining.letter.listened.perhaps_another else None


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


def _texts(texts: CaseTexts, message: Message, joining: Joining) -> CaseTexts | None:
    """Return what is known now; replies refer to the user's own latest letter."""
    known = replace(texts, elements=joining.elements)
    if joining.kind not in UNHEARD and joining.same_sender and joining.letter.judgement.wish:
        known = replace(known, wish=joining.letter.judgement.wish)
    if joining.kind not in UNHEARD:
        opening = tuple(one for one in texts.reasons if not one.rule.startswith("follow_up."))
        known = replace(known, reasons=(*joining.letter.listened.reasons, *opening))
    if joining.same_sender and joining.kind not in UNHEARD and message.message_id:
        references = message.references or message.in_reply_to
        known = replace(known, message_id=message.message_id, references=references)
    return None if known == texts else known
