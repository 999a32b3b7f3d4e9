"""Notes, who handles a case, more time, and what is taken back."""

import re
from dataclasses import replace

from mailcare.casework import intents, templates
from mailcare.casework.commands import orders
from mailcare.casework.commands.acting import LONGEST, Act
from mailcare.casework.extending import extend_by_person
from mailcare.casework.outcome import Outcome
from mailcare.casework.refusing import Refusal, RefusedError
from mailcare.casework.standing import SUPERVISORS
from mailcare.model.case import EventKind, Fact, NoteKind
from mailcare.model.post import MailClass

_NAME = re.compile(r"[\w.:+-]{1,64}")
_WITH = {
    templates.DISPATCH: templates.DISPATCHES | {templates.FORWARDED},
    templates.ANSWER: frozenset({templates.ANSWER, templates.RESULT}),
}
"""What goes, or doesn't, with a mail that is taken back."""


def note(act: Act, command: orders.Note) -> Outcome:
    """Keep a remark with the case."""
    text = command.text.strip()
    if not text:
        raise RefusedError(Refusal.EMPTY)
    act.write(EventKind.NOTED, text[:LONGEST], NoteKind.REMARK, what="note")
    return act.outcome()


def claim(act: Act, command: orders.Claim) -> Outcome:
    """Make whoever says so the case's handler, unless a colleague is.

    A supervisor takes an escalated case from whoever of staff has it.
    """
    case = act.standing
    above = command.supervisor and case.level > 0
    takes = above and case.level_owner in {SUPERVISORS, act.actor}
    if case.handler not in {None, act.actor} and not takes:
        raise RefusedError(Refusal.CLAIMED)
    return _handled_by(act, act.actor, level=case.level if above else 0)


def assign(act: Act, command: orders.Assign) -> Outcome:
    """Give the case to somebody."""
    if not _NAME.fullmatch(command.handler):
        raise RefusedError(Refusal.NOT_A_NAME)
    return _handled_by(act, command.handler)


def _handled_by(act: Act, handler: str, level: int = 0) -> Outcome:
    case = act.standing
    if case.ended:
        raise RefusedError(Refusal.ENDED)
    if case.handler != handler or (level and case.level_owner != handler):
        act.pen.write(EventKind.CLAIMED, handler=handler, level=level or None)
    return act.outcome()


def hand_back(act: Act, command: orders.HandBack) -> Outcome:
    """Give an escalated case back to staff, who are told why."""
    case = act.standing
    if not command.supervisor:
        raise RefusedError(Refusal.NOT_SUPERVISOR)
    if case.ended:
        raise RefusedError(Refusal.ENDED)
    if case.level == 0:
        raise RefusedError(Refusal.NOT_ESCALATED)
    seq = act.write(EventKind.HANDED_BACK, command.reason.strip()[:LONGEST])
    facts: dict[str, Fact] = {"event": "handed_back", "note": seq}
    return act.outcome([intents.notice(act.standing, act.policy, templates.TASK, facts)])


def extend(act: Act, command: orders.Extend) -> Outcome:
    """Ask for more time, with the progress letter to the user (R25)."""
    outcome = extend_by_person(
        act.case,
        command.due,
        command.reason,
        policy=act.policy,
        now=act.now,
        actor=act.actor,
        told=command.told,
    )
    letters = [
        act.by_staff(one) if one.mail_class is MailClass.REPLY else one for one in outcome.intents
    ]
    return replace(outcome, intents=tuple(letters))


def take_back(act: Act, _command: orders.Takeback) -> Outcome:
    """Take back what the same person had written, as far as it has not left."""
    own = [what for what, author in act.standing.waiting.items() if author == act.actor]
    found = [what for what in own if act.unsent & _gone_with(what)]
    if not found:
        raise RefusedError(Refusal.NOTHING_TO_TAKE_BACK)
    for what in found:
        act.pen.write(EventKind.TAKEN_BACK, what=what)
    gone = (_gone_with(what) for what in found)
    return act.outcome((), frozenset().union(*gone))


def _gone_with(template: str) -> frozenset[str]:
    return _WITH.get(template, frozenset({template}))
