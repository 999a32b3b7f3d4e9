"""Dispatches in a person's hand: sent, confirmed, given back, reminded."""

from collections.abc import Iterator
from dataclasses import replace

from mailcare.casework import dispatching, intents, templates
from mailcare.casework.commands import orders
from mailcare.casework.commands.acting import Act, reason
from mailcare.casework.commands.deciding import CONTRADICTED, decide
from mailcare.casework.correcting import corrected
from mailcare.casework.facts import MAILCARE, names
from mailcare.casework.ledger import Standing
from mailcare.casework.outcome import Outcome
from mailcare.casework.refusing import Refusal, RefusedError
from mailcare.model.case import EventKind, NoteKind
from mailcare.model.judgement import Decision
from mailcare.model.place import Mode
from mailcare.model.post import Intent, MailClass

URGED = "urged"
"""Note that somebody pressed for a case which is with our own staff."""


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
    remark = _remark(act, command.remark)
    mails = decide(act.pen, Decision.FORWARDED, command.unit, act.policy)
    told = [_with_remark(_released(act, mail), remark) for mail in mails]
    return act.outcome(told, CONTRADICTED | {templates.CORRECTION})


def _remark(act: Act, remark: str) -> int | None:
    """Keep what is said to the other side, and correct the elements that it names."""
    if not remark.strip():
        return None
    elements = corrected(act.texts.elements, remark)
    act.correct(elements)
    missing = names(elements.missing) if elements != act.texts.elements else None
    return act.write(
        EventKind.NOTED, remark.strip(), NoteKind.REMARK, what="dispatch_remark", missing=missing
    )


def _with_remark(mail: Intent, seq: int | None) -> Intent:
    if seq is None or mail.mail_class is MailClass.REPLY:
        return mail
    return replace(mail, facts={**mail.facts, "note": seq})


def _released(act: Act, mail: Intent) -> Intent:
    """Whoever hands over has checked it: neither mode nor `dispatch_check` holds it back."""
    own = mail.template not in templates.TO_OTHER_SIDE | {templates.FAX}
    return mail if mail.mail_class is MailClass.NOTICE and own else act.by_staff(mail)


def confirm(act: Act, _command: orders.Confirm) -> Outcome:
    """Record that the other side has the dispatch; told twice, recorded once.

    On paper this is also when it was handed over, and when the user is told of it.
    """
    case = _with_other_side(act.standing)
    letters = tuple(_handed_over(act, case))
    if not case.dispatch.confirmed_at:
        act.pen.write(EventKind.DISPATCH_CONFIRMED)
    return act.outcome(letters)


def _handed_over(act: Act, case: Standing) -> Iterator[Intent]:
    if not case.dispatch.paper or case.dispatch.sent:
        return
    act.pen.write(EventKind.DISPATCH_SENT, by="paper")
    known = templates.FORWARDED in case.told_user | case.suppressed
    if not known and not case.quiet:
        for reply in intents.reply(act.standing, act.policy):
            yield act.by_staff(replace(reply, after=None))


def give_back(act: Act, command: orders.Return) -> Outcome:
    """Record a return: the case is ours again, the dispatch clock starts anew.

    A case that was dispatched to us and that nobody else has goes back to where it came from.
    """
    why = reason(command.reason)
    case = act.standing
    if case.origin and not case.dispatch.target and not case.finished_at:
        return _to_origin(act, case, why)
    _with_other_side(case)
    return dispatching.came_back(act.pen, why, act.policy)


def _to_origin(act: Act, case: Standing, why: str) -> Outcome:
    if templates.ANSWER in case.waiting:
        raise RefusedError(Refusal.ANSWER_WAITS)
    seq = act.write(EventKind.CLOSED, why, reason="returned_to_origin")
    letter = intents.to_origin(case, templates.RETURNED, note=seq)
    return act.outcome([act.by_staff(letter)], CONTRADICTED)


def remind(act: Act, _command: orders.Remind) -> Outcome:
    """Remind the other side, or where it is with us our own staff; not again within a while."""
    if not _is_with_others(act.standing) and not act.standing.finished_at:
        return _own_staff(act, act.standing)
    case = _with_other_side(act.standing)
    if case.dispatch.paper:
        raise RefusedError(Refusal.BY_PAPER)
    last = case.dispatch.reminded_at
    if last and act.now - last < act.policy.remind_again_after:
        raise RefusedError(Refusal.REMINDED_LATELY)
    letters = [_reminder(act, case, one) for one in intents.dispatch(case, act.policy)]
    if not letters:
        raise RefusedError(Refusal.NO_TARGET)
    act.write(EventKind.DISPATCH_REMINDED, target=case.dispatch.target)
    return act.outcome(letters)


def _own_staff(act: Act, case: Standing) -> Outcome:
    if case.mode is Mode.SHADOW:
        raise RefusedError(Refusal.SHADOW)
    last = max(case.noted_at.get((URGED, ""), ()), default=None)
    if last and act.now - last < act.policy.remind_again_after:
        raise RefusedError(Refusal.REMINDED_LATELY)
    act.write(EventKind.NOTED, what=URGED)
    told = intents.notice(act.standing, act.policy, templates.TASK, {"event": URGED})
    return act.outcome([told])


def _reminder(act: Act, case: Standing, hand_over: Intent) -> Intent:
    facts = {**hand_over.facts, "serial": case.dispatch.serial}
    if case.dispatch.confirmed_at:
        facts.pop("confirm_by", None)
    reminder = replace(hand_over, template=templates.REMINDER, facts=facts)
    return act.by_staff(replace(reminder, unit=case.dispatch.target or hand_over.unit))


def _with_other_side(case: Standing) -> Standing:
    """Return the case, which is with somebody else, or was given to staff to hand over on paper.

    Raises:
        RefusedError: it has its answer or its end, or the dispatch has not left or came back.
    """
    if case.finished_at:
        raise RefusedError(Refusal.ENDED)
    if not _is_with_others(case):
        raise RefusedError(Refusal.NOT_DISPATCHED)
    return case


def _is_with_others(case: Standing) -> bool:
    return bool(case.dispatch.target) and (case.dispatch.sent or case.dispatch.paper)
