"""How a case ends, and goes on: declined, no complaint, closed, reopened."""

from mailcare.casework import templates
from mailcare.casework.commands import orders
from mailcare.casework.commands.acting import Act, reason
from mailcare.casework.commands.answering import (
    OVERTAKEN,
    refuse_answer,
    refuse_for_origin,
    refuse_letter,
)
from mailcare.casework.commands.deciding import CONTRADICTED, decide
from mailcare.casework.ledger import Standing
from mailcare.casework.outcome import Outcome
from mailcare.casework.refusing import Refusal, RefusedError
from mailcare.model.case import EventKind, State
from mailcare.model.judgement import Decision
from mailcare.model.post import Intent, MailClass

_BY_HAND = {"official": Refusal.OFFICIAL, "machine": Refusal.MACHINE}
"""Whom no template ever answers; a person may write an answer."""


def decline(act: Act, command: orders.Decline) -> Outcome:
    """Tell the user, in a person's name, that the case is not accepted."""
    case = act.standing
    refuse_answer(case)
    refuse_letter(case)
    refuse_for_origin(case)
    if case.quiet in _BY_HAND:
        raise RefusedError(_BY_HAND[case.quiet])
    seq = act.keep(act.next_seq, command.reason)
    mails = decide(act.pen, Decision.NOT_ACCEPTED, None, act.policy, seq)
    return act.outcome([_with_reason(act, mail, seq) for mail in mails], OVERTAKEN)


def _with_reason(act: Act, mail: Intent, seq: int | None) -> Intent:
    if mail.mail_class is not MailClass.REPLY:
        return mail
    return act.by_staff(mail, note=seq) if seq else act.by_staff(mail)


def not_complaint(act: Act, command: orders.NotComplaint) -> Outcome:
    """File the case: nobody waits for a word of ours."""
    if _promised(act.standing):
        raise RefusedError(Refusal.PROMISED)
    if act.standing.origin:
        raise RefusedError(Refusal.ORIGIN_ANSWERS)
    seq = act.keep(act.next_seq, command.reason)
    decide(act.pen, Decision.NONE, None, act.policy, seq)
    return act.outcome((), OVERTAKEN)


def _promised(case: Standing) -> bool:
    """Say whether the user was told that they will hear from us."""
    told = case.told_user & {templates.ACCEPTED, templates.FORWARDED}
    return bool(told) or case.paused or case.promised_due is not None


def close(act: Act, command: orders.Close) -> Outcome:
    """Close a case of which the user has heard the end; never a silent one."""
    case = act.standing
    if case.ended is State.CLOSED:
        raise RefusedError(Refusal.ENDED)
    if not case.answered_at and case.ended is not State.WITHDRAWN:
        raise RefusedError(Refusal.UNANSWERED)
    act.write(EventKind.CLOSED, command.reason.strip(), reason="by_person")
    return act.outcome((), CONTRADICTED)


def reopen(act: Act, command: orders.Reopen) -> Outcome:
    """Take a case up again, as ours; its clocks start now."""
    why = reason(command.reason)
    ends = [at for at in (act.standing.answered_at, act.standing.ended_at) if at]
    if not ends:
        raise RefusedError(Refusal.NOT_ENDED)
    if act.now - max(ends) > act.policy.reopen_within:
        raise RefusedError(Refusal.ENDED_LONG_AGO)
    act.write(EventKind.REOPENED, why, decision=Decision.IN_SCOPE, owner=act.policy.unit)
    return act.outcome()
