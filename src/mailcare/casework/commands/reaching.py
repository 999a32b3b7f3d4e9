"""Answers in the way that a user wishes: attempts in vain, and another way."""

from mailcare.casework import intents, templates
from mailcare.casework.commands import orders
from mailcare.casework.commands.acting import LONGEST, Act, reason
from mailcare.casework.commands.answering import OVERTAKEN
from mailcare.casework.facts import iso
from mailcare.casework.ledger import Standing
from mailcare.casework.outcome import Outcome
from mailcare.casework.refusing import Refusal, RefusedError
from mailcare.casework.ways import MAY_MAIL, count_mail, is_possible, tried_enough
from mailcare.model.case import EventKind, NoteKind
from mailcare.model.judgement import Way


def call_failed(act: Act, command: orders.CallFailed) -> Outcome:
    """Record that the user could not be reached; often enough, an answer by mail will do.

    One that was sent already counts from then on; else staff are told that they may write one.
    """
    _refuse(act.standing)
    if act.standing.way in {None, Way.MAIL}:
        raise RefusedError(Refusal.NO_WISH)
    if not is_possible(act.standing, command.at, act.now):
        raise RefusedError(Refusal.IMPOSSIBLE_TIME)
    before = tried_enough(act.standing, act.policy)
    remark = command.remark.strip()[:LONGEST]
    act.write(EventKind.CALL_FAILED, remark, NoteKind.CALL, tried_at=iso(command.at))
    if count_mail(act.pen, act.standing, act.policy):
        return act.outcome((), OVERTAKEN)
    if before or not tried_enough(act.standing, act.policy):
        return act.outcome()
    task = intents.notice(act.standing, act.policy, templates.TASK, {"event": MAY_MAIL})
    return act.outcome([task])


def change_way(act: Act, command: orders.ChangeWay) -> Outcome:
    """Record how the user wishes to be answered, as a person heard from them."""
    why = reason(command.reason)
    _refuse(act.standing)
    act.write(EventKind.WAY_CHANGED, why, way=command.way)
    answered = count_mail(act.pen, act.standing, act.policy)
    return act.outcome((), OVERTAKEN if answered else frozenset())


def _refuse(case: Standing) -> None:
    if case.ended:
        raise RefusedError(Refusal.ENDED)
    if case.answered_at:
        raise RefusedError(Refusal.ANSWERED)
