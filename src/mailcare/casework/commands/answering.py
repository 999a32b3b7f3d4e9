"""Answers and questions to the user, and answers that went past mailcare."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from mailcare.casework import intents, templates
from mailcare.casework.commands import orders
from mailcare.casework.commands.acting import Act, said
from mailcare.casework.commands.deciding import CONTRADICTED
from mailcare.casework.facts import iso
from mailcare.casework.ledger import Standing
from mailcare.casework.outcome import Outcome
from mailcare.casework.policy import AnswerBy
from mailcare.casework.refusing import Refusal, RefusedError
from mailcare.model.case import EventKind, NoteKind
from mailcare.model.judgement import Decision
from mailcare.model.place import Mode
from mailcare.model.post import Intent

OVERTAKEN = CONTRADICTED | {
    templates.EXTENDED,
    templates.REMINDER,
    templates.CORRECTION,
    templates.RESULT,
}
"""What an answer makes pointless, if it still waits to be sent."""


def reply(act: Act, command: orders.Reply) -> Outcome:
    """Write the final answer; the case is answered once it was sent.

    Of a case that was dispatched to us the dispatching unit hears as well; where it answers the
    user itself, it alone.
    """
    text = said(command.text)
    refuse_answer(act.standing)
    refuse_letter(act.standing)
    if _other_side_answers(act):
        raise RefusedError(Refusal.OTHER_SIDE_ANSWERS)
    if templates.ANSWER in act.standing.told_user:
        raise RefusedError(Refusal.ANSWER_MAILED)
    act.take_on()
    seq = act.write(EventKind.ANSWER_WRITTEN, text, NoteKind.ANSWER, command.attachments)
    letters = [] if act.standing.origin_answers else [_answer(act, seq)]
    return act.outcome([*letters, *_result(act, seq)], OVERTAKEN)


def _answer(act: Act, seq: int) -> Intent:
    letter = intents.to_user(act.standing, templates.ANSWER, act.policy)
    return act.by_staff(letter, note=seq)


def _result(act: Act, seq: int) -> Iterator[Intent]:
    """Yield what the unit hears that dispatched the case to us, once the user has the answer."""
    case = act.standing
    if case.origin is None:
        return
    waits = templates.ANSWER if templates.ANSWER in case.waiting else None
    after = None if case.origin_answers else waits
    letter = intents.to_origin(case, templates.RESULT, answered=not case.origin_answers)
    yield act.by_staff(replace(letter, after=after), note=seq)


def ask(act: Act, command: orders.Ask) -> Outcome:
    """Ask the user in a person's words, instead of what we would have asked ourselves."""
    text = said(command.text)
    refuse_answer(act.standing)
    refuse_letter(act.standing)
    refuse_for_origin(act.standing)
    if templates.QUESTION in act.standing.waiting:
        raise RefusedError(Refusal.QUESTION_WAITS)
    act.take_on()
    seq = act.write(EventKind.QUESTION_WRITTEN, text, NoteKind.QUESTION)
    letter = intents.to_user(act.standing, templates.QUESTION, act.policy)
    asked = templates.QUESTIONS | {templates.REVIEW_ACK, templates.NOT_ACCEPTED}
    return act.outcome([act.by_staff(letter, note=seq)], asked)


def called(act: Act, command: orders.Called) -> Outcome:
    """Record a call as the answer, or a text message, a letter by post, a visit."""
    return _past_us(act, command.outcome, command.at, command.way.value)


def answered(act: Act, command: orders.Answered) -> Outcome:
    """Record an answer that a colleague, or the other side, gave past mailcare."""
    return _past_us(act, command.text, command.at, "hand")


def _past_us(act: Act, text: str, at: datetime, by: str) -> Outcome:
    """What has happened is recorded whoever was to answer; what waits is not sent any more."""
    text = said(text)
    refuse_answer(act.standing)
    if not act.standing.received_at <= at <= act.now:
        raise RefusedError(Refusal.IMPOSSIBLE_TIME)
    act.take_on()
    seq = act.write(EventKind.ANSWERED, text, NoteKind.CALL, by=by, answered_at=iso(at))
    told = [replace(one, facts={**one.facts, "answered": True}) for one in _result(act, seq)]
    return act.outcome(told, OVERTAKEN)


def refuse_answer(case: Standing) -> None:
    """See that the user has no answer and none is on its way.

    Raises:
        RefusedError: there is one, or the case has ended.
    """
    if case.ended:
        raise RefusedError(Refusal.ENDED)
    if case.answered_at:
        raise RefusedError(Refusal.ANSWERED)
    declined = templates.NOT_ACCEPTED in case.waiting and case.decision is Decision.NOT_ACCEPTED
    if templates.ANSWER in case.waiting or declined:
        raise RefusedError(Refusal.ANSWER_WAITS)


def refuse_for_origin(case: Standing) -> None:
    """See that it is for us to write to the user.

    Raises:
        RefusedError: the unit that dispatched the case to us does.
    """
    if case.origin_answers:
        raise RefusedError(Refusal.ORIGIN_ANSWERS)


def refuse_letter(case: Standing) -> None:
    """See that a letter to the user can leave; a person may write where mailcare never would.

    Raises:
        RefusedError: nothing is sent for this case, or there is nobody to write to.
    """
    if case.mode is Mode.SHADOW:
        raise RefusedError(Refusal.SHADOW)
    if case.quiet == "colleague":
        raise RefusedError(Refusal.COLLEAGUE)
    if case.quiet == "no_address":
        raise RefusedError(Refusal.NO_ADDRESS)


def _other_side_answers(act: Act) -> bool:
    dispatch = act.standing.dispatch
    target = act.policy.targets.get(dispatch.target or "")
    return dispatch.sent and target is not None and target.answer_by is AnswerBy.DEPARTMENT
