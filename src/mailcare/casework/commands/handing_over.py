"""Dispatches in a person's hand: sent, confirmed, given back, reminded."""

from dataclasses import replace

from mailcare.casework import intents, templates
from mailcare.casework.commands import orders
from mailcare.casework.commands.acting import Act, reason
from mailcare.casework.commands.deciding import CONTRADICTED, decide
from mailcare.casework.facts import MAILCARE
from mailcare.casework.ledger import Standing
from mailcare.casework.outcome import Outcome
from mailcare.casework.refusing import Refusal, RefusedError
from mailcare.model.case import EventKind, Fact
from mailcare.model.judgement import Decision
from mailcare.model.place import Mode
from mailcare.model.post import Intent, MailClass


def dispatch(act: Act, command: orders.Dispatch) -> Outcome:
    """Hand the case over; the user is told once, however often it is handed on."""
    if command.unit == act.policy.unit:
        raise RefusedError(Refusal.OWN_UNIT)
    if command.unit not in act.policy.targets:
        raise RefusedError(Refusal.UNKNOWN_UNIT)
    case = act.standing
    if case.mode is Mode.SHADOW:
        raise RefusedError(Refusal.SHADOW)
    if case.waiting.get(templates.DISPATCH, MAILCARE) != MAILCARE:
        raise RefusedError(Refusal.DISPATCH_WAITS)
    mails = decide(act.pen, Decision.FORWARDED, command.unit, act.policy)
    return act.outcome([_released(act, mail) for mail in mails], CONTRADICTED)


def _released(act: Act, mail: Intent) -> Intent:
    """Whoever hands over has checked it: neither mode nor `dispatch_check` holds it back."""
    told = mail.mail_class is MailClass.NOTICE and mail.template not in templates.TO_OTHER_SIDE
    return mail if told else act.by_staff(mail)


def confirm(act: Act, _command: orders.Confirm) -> Outcome:
    """Record that the other side has the dispatch; told twice, recorded once."""
    case = _with_other_side(act.standing)
    if not case.dispatch.confirmed_at:
        act.pen.write(EventKind.DISPATCH_CONFIRMED)
    return act.outcome()


def give_back(act: Act, command: orders.Return) -> Outcome:
    """Record a return: the case is ours again, the dispatch clock starts anew."""
    why = reason(command.reason)
    _with_other_side(act.standing)
    seq = act.write(EventKind.DISPATCH_RETURNED, why, reason="given_back")
    facts: dict[str, Fact] = {"event": "returned", "note": seq}
    told = intents.notice(act.standing, act.policy, templates.TASK, facts)
    return act.outcome([told], frozenset({templates.FORWARDED, templates.REMINDER}))


def remind(act: Act, _command: orders.Remind) -> Outcome:
    """Remind the other side, not again within a while."""
    case = _with_other_side(act.standing)
    last = case.dispatch.reminded_at
    if last and act.now - last < act.policy.remind_again_after:
        raise RefusedError(Refusal.REMINDED_LATELY)
    letters = [_reminder(act, case, one) for one in intents.dispatch(case, act.policy)]
    if not letters:
        raise RefusedError(Refusal.NO_TARGET)
    act.write(EventKind.DISPATCH_REMINDED, target=case.dispatch.target)
    return act.outcome(letters)


def _reminder(act: Act, case: Standing, hand_over: Intent) -> Intent:
    facts = dict(hand_over.facts)
    if case.dispatch.confirmed_at:
        facts.pop("confirm_by", None)
    reminder = replace(hand_over, template=templates.REMINDER, facts=facts)
    return act.by_staff(replace(reminder, unit=case.dispatch.target or hand_over.unit))


def _with_other_side(case: Standing) -> Standing:
    """Return the case, which is with somebody else.

    Raises:
        RefusedError: it has its answer or its end, or the dispatch has not left or came back.
    """
    if case.finished_at:
        raise RefusedError(Refusal.ENDED)
    if not case.dispatch.target or not case.dispatch.sent:
        raise RefusedError(Refusal.NOT_DISPATCHED)
    return case
