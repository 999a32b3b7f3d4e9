"""A letter that belongs to no case yet: the decision table, the modes, the exceptions."""

from collections.abc import Iterator
from datetime import datetime

from mailcare.casework import intents, templates
from mailcare.casework.carry_out import carry_out
from mailcare.casework.escalating import escalate
from mailcare.casework.facts import MAILCARE, Pen, iso, names, word
from mailcare.casework.folding import fold
from mailcare.casework.ledger import WAITING, Standing, replay
from mailcare.casework.outcome import Arrival, Filed, Opening
from mailcare.casework.policy import Policy
from mailcare.casework.restraint import Restraint, is_doubtful, mode_of, quiet, restrain
from mailcare.casework.ways import asks_number, wished_way
from mailcare.model.case import CaseTexts, EventKind, Fact
from mailcare.model.judgement import Decision, ElementName, Judgement, Kind
from mailcare.model.letter import Address, Message
from mailcare.model.place import Mode
from mailcare.model.post import Intent, MailClass
from mailcare.triage import is_marked_forged


def open_case(
    arrival: Arrival,
    message: Message,
    judgement: Judgement,
    policy: Policy,
    now: datetime,
    *,
    actor: str = MAILCARE,
) -> Opening | Filed:
    """Open a case for a letter, or say why it becomes none.

    The events begin a ledger (`seq` from 1); the store draws the number in the same transaction.
    `actor` is the person who asked for it, if it was one.
    """
    filed = _filed(arrival, judgement, policy)
    if filed:
        return filed
    texts = _texts(message, judgement)
    pen = Pen(None, now, actor)
    pen.write(EventKind.OPENED, **_facts(arrival, judgement, texts, policy))
    opened = replay(pen.events)
    restraint = restrain(arrival, opened.mode, opened.quiet, policy, now)
    mails = carry_out(pen, policy, restraint)
    _record_rest(pen, arrival, judgement, policy)
    case = replay(pen.events)
    notices = () if restraint.silent else tuple(_notices(pen, case, policy, restraint))
    return Opening(pen.written, fold(pen.events, policy), texts, mails + notices)


def _filed(arrival: Arrival, judgement: Judgement, policy: Policy) -> Filed | None:
    if arrival.history:
        return Filed("history")
    if judgement.decision is not Decision.NONE:
        return None
    if judgement.automatic:
        return Filed(judgement.automatic.value)
    if judgement.kind is not Kind.PRAISE:
        return Filed("nothing_to_answer")
    silent = mode_of(arrival, policy) is Mode.SHADOW
    facts: dict[str, Fact] = {"letter_id": arrival.letter_id}
    told = Intent(MailClass.NOTICE, templates.PRAISE, "staff", policy.unit, facts=facts)
    return Filed("praise", () if silent else (told,))


def _facts(
    arrival: Arrival, judgement: Judgement, texts: CaseTexts, policy: Policy
) -> dict[str, Fact]:
    why = _why_person(arrival, judgement, policy)
    decision = Decision.REVIEW if why else judgement.decision
    needed = intents.needed(judgement.suggested, judgement.kind, policy)
    if asks_number(judgement) and ElementName.PHONE not in needed:
        needed = (*needed, ElementName.PHONE)
        decision = Decision.NEED_INFO if decision is Decision.IN_SCOPE else decision
    return {
        "letter_id": arrival.letter_id,
        "received_at": iso(arrival.received_at),
        "unit": policy.unit,
        "mode": mode_of(arrival, policy),
        "decision": decision,
        "suggested": judgement.suggested,
        "scope": judgement.scope,
        "owner": judgement.unit,
        "kind": judgement.kind,
        "category": judgement.category,
        "language": judgement.language,
        "needed": names(needed),
        "missing": names(judgement.elements.missing),
        "quiet": quiet(judgement, texts.user.address),
        "why": why,
        "special_demand": judgement.special_demand.kind if judgement.special_demand else None,
        "reply_by_phone": judgement.reply_by_phone or None,
        "way": wished_way(judgement),
        "official": judgement.official or None,
        "outsider": judgement.outsider,
        "about_staff": judgement.about_staff or None,
        "related_case": arrival.related_case,
        "related_number": arrival.related_number or None,
    }


def _why_person(arrival: Arrival, judgement: Judgement, policy: Policy) -> str | None:
    """Return why a person must decide; None: the judgement stands."""
    causes = {
        "official": judgement.official,
        "forged": is_marked_forged(judgement),
        "restored": is_doubtful(arrival.received_at, policy),
        "colleague": judgement.colleague,
        "copy_only": judgement.copy_only,
        "truncated": arrival.truncated,
        arrival.related_why: arrival.related_case is not None and not arrival.is_second,
        "doubt": judgement.decision is Decision.REVIEW,
        "no_target": _without_target(judgement, policy),
        "nothing_missing": _without_question(judgement, policy),
    }
    return next((why for why, applies in causes.items() if applies), None)


def _without_target(judgement: Judgement, policy: Policy) -> bool:
    goes_elsewhere = judgement.decision in {Decision.FORWARDED, Decision.INSUFFICIENT}
    return goes_elsewhere and policy.target_for(judgement.unit) is None


def _without_question(judgement: Judgement, policy: Policy) -> bool:
    needed = intents.needed(judgement.decision, judgement.kind, policy)
    return judgement.decision in WAITING and not set(needed) & set(judgement.elements.missing)


def _texts(message: Message, judgement: Judgement) -> CaseTexts:
    return CaseTexts(
        user=judgement.user or message.from_ or Address(""),
        subject=message.subject,
        message_id=message.message_id,
        references=message.references or message.in_reply_to,
        elements=judgement.elements,
        reasons=judgement.reasons,
        wish=judgement.wish,
    )


def _record_rest(pen: Pen, arrival: Arrival, judgement: Judgement, policy: Policy) -> None:
    if judgement.escalation:
        escalate(pen, policy, "letter", arrival.letter_id)
    if arrival.answered_by_hand:
        pen.write(EventKind.ANSWERED, by="hand", letter_id=arrival.letter_id)


def _notices(pen: Pen, case: Standing, policy: Policy, restraint: Restraint) -> Iterator[Intent]:
    why = word(pen.events[0], "why")
    facts: dict[str, Fact] = {"event": restraint.reason or (None if why == "doubt" else why)}
    if case.decision is Decision.REVIEW:
        yield intents.notice(case, policy, templates.REVIEW, facts)
    elif restraint.reason or not _speaks_for_itself(case, policy):
        yield intents.notice(case, policy, templates.NEW_CASE, facts)
    if case.escalated and intents.staff_role(case) == "staff":
        yield intents.notice(case, policy, templates.ESCALATION, facts, role="supervisors")


def _speaks_for_itself(case: Standing, policy: Policy) -> bool:
    """Say whether staff need not be told: the user alone is asked, or was turned away as agreed."""
    turned_away = case.decision is Decision.NOT_ACCEPTED and policy.auto_not_accepted
    return (turned_away or case.decision is Decision.INSUFFICIENT) and case.mode is Mode.LIVE
