"""What is to be written once a case is decided: the last two columns of the decision table."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from mailcare.casework import templates
from mailcare.casework.clocks import answer_due, dispatch_due
from mailcare.casework.facts import iso, names
from mailcare.casework.ledger import WAITING, Standing
from mailcare.casework.policy import Check, Policy, Target
from mailcare.model.case import Fact
from mailcare.model.judgement import Decision, ElementName, Kind
from mailcare.model.place import Mode
from mailcare.model.post import Intent, MailClass

_BEYOND_PROBLEM = frozenset(ElementName) - {ElementName.PROBLEM}


def reply_template(case: Standing) -> str | None:
    """Return which reply the user gets for the case's decision; None: none yet."""
    if case.decision is Decision.IN_SCOPE:
        return templates.SUGGESTION if case.kind is Kind.SUGGESTION else templates.ACCEPTED
    if case.decision is Decision.INSUFFICIENT:
        nothing_given = set(case.missing) >= _BEYOND_PROBLEM
        return templates.INSUFFICIENT if nothing_given else templates.INSUFFICIENT_PARTIAL
    return {
        Decision.NEED_INFO: templates.NEED_INFO,
        Decision.FORWARDED: templates.FORWARDED,
        Decision.NOT_ACCEPTED: templates.NOT_ACCEPTED,
    }.get(case.decision)


def reply(case: Standing, policy: Policy) -> Iterator[Intent]:
    """Yield the reply that the decision asks for."""
    template = reply_template(case)
    if template is None:
        return
    unasked = template == templates.NOT_ACCEPTED and not policy.auto_not_accepted
    yield to_user(case, template, policy, draft=unasked)


def to_user(case: Standing, template: str, policy: Policy, *, draft: bool = False) -> Intent:
    """Return a reply to the user; in draft mode it waits for staff."""
    return Intent(
        MailClass.REPLY,
        template,
        "user",
        facts=_present(
            due=_time(case.offered_due),
            missing=names(_asked(case)) or None,
            way=case.way,
            owner=case.owner if case.decision is Decision.FORWARDED else None,
        ),
        after=_vehicle(policy, case) if template == templates.FORWARDED else None,
        draft=draft or case.mode is Mode.DRAFT,
    )


def dispatch(case: Standing, policy: Policy, *, draft: bool = False) -> Iterator[Intent]:
    """Yield the hand-over: by mail, or to the staff of a unit of the same database."""
    target = policy.target_for(case.owner)
    if case.decision is not Decision.FORWARDED or target is None:
        return
    waits = draft or case.mode is Mode.DRAFT or _is_checked(case, policy)
    yield Intent(
        MailClass.NOTICE if target.local or target.paper else MailClass.DISPATCH,
        _vehicle(policy, case),
        _receiver(case, target),
        case.unit if target.paper else target.name,
        facts=_present(
            target=target.name,
            owner=case.owner,
            due=_time(answer_due(case, policy)),
            confirm_by=_time(dispatch_due(case, policy)),
            answer_by=target.answer_by.value,
            special_demand=case.special,
            reply_by_phone=case.by_phone or None,
        ),
        draft=waits and not target.paper,
    )


def correction(case: Standing, policy: Policy) -> Iterator[Intent]:
    """Yield the letter that corrects what the user was told of a dispatch; staff release it."""
    told = templates.FORWARDED in case.told_user
    if told and not case.quiet and not case.finished_at and case.mode is not Mode.SHADOW:
        yield to_user(case, templates.CORRECTION, policy, draft=True)


def to_origin(case: Standing, template: str, **facts: Fact) -> Intent:
    """Return a mail to the unit that dispatched the case to us."""
    return Intent(
        MailClass.DISPATCH,
        template,
        "origin",
        case.origin,
        facts=_present(**facts),
        draft=case.mode is Mode.DRAFT,
    )


def _is_checked(case: Standing, policy: Policy) -> bool:
    """Say whether staff let the hand-over go; on a special demand it leaves at once (R6)."""
    return policy.dispatch_check is Check.STAFF and not case.special


def notice(
    case: Standing,
    policy: Policy,
    template: str,
    more: Mapping[str, Fact],
    role: str | None = None,
) -> Intent:
    """Return a notice to the case's unit, by default to whom ordinary things are told.

    `more` are facts of this notice; they stand before the case's own of the same name.
    """
    facts: dict[str, Fact] = {
        "decision": case.decision.value,
        "suggested": case.suggested.value,
        "owner": case.owner,
        "due": _time(answer_due(case, policy)),
        "missing": names(case.missing) or None,
        "special_demand": case.special,
        "reply_by_phone": case.by_phone or None,
        "way": case.way,
        "escalation": case.escalated or None,
    }
    who = role or staff_role(case)
    return Intent(MailClass.NOTICE, template, who, case.unit, _present(**(facts | dict(more))))


def staff_role(case: Standing) -> str:
    """Return who is told of ordinary things."""
    return "supervisors" if case.about_staff or case.quiet == "official" else "staff"


def needed(decision: Decision, kind: Kind | None, policy: Policy) -> tuple[ElementName, ...]:
    """Return which elements a case must have: to be handled here, or to be handed over."""
    if decision in {Decision.FORWARDED, Decision.INSUFFICIENT}:
        return tuple(ElementName)
    return policy.needs.get(kind or Kind.COMPLAINT, tuple(ElementName))


def _asked(case: Standing) -> tuple[ElementName, ...]:
    if case.decision not in WAITING:
        return ()
    return tuple(name for name in case.needed if name in case.missing)


def _vehicle(policy: Policy, case: Standing) -> str:
    target = policy.target_for(case.owner)
    if target is not None and target.paper:
        return templates.FAX
    return templates.HANDOVER if target and target.local else templates.DISPATCH


def _receiver(case: Standing, target: Target) -> str:
    return staff_role(case) if target.local or target.paper else "department"


def _time(moment: datetime | None) -> str | None:
    return iso(moment) if moment else None


def _present(**facts: Fact) -> dict[str, Fact]:
    return {name: fact for name, fact in facts.items() if fact is not None}
