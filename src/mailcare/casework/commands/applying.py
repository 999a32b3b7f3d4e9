"""A command → what it does to its case."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any

from mailcare.casework.commands import answering, ending, handing_over, keeping, orders, reaching
from mailcare.casework.commands.acting import Act
from mailcare.casework.outcome import Outcome
from mailcare.casework.policy import Policy
from mailcare.model.case import Case, CaseTexts

_DO: Mapping[type, Callable[[Act, Any], Outcome]] = {
    orders.Reply: answering.reply,
    orders.Ask: answering.ask,
    orders.Called: answering.called,
    orders.CallFailed: reaching.call_failed,
    orders.ChangeWay: reaching.change_way,
    orders.Answered: answering.answered,
    orders.Dispatch: handing_over.dispatch,
    orders.Confirm: handing_over.confirm,
    orders.Return: handing_over.give_back,
    orders.Remind: handing_over.remind,
    orders.Decline: ending.decline,
    orders.NotComplaint: ending.not_complaint,
    orders.Close: ending.close,
    orders.Reopen: ending.reopen,
    orders.Extend: keeping.extend,
    orders.Note: keeping.note,
    orders.Claim: keeping.claim,
    orders.HandBack: keeping.hand_back,
    orders.Assign: keeping.assign,
    orders.Takeback: keeping.take_back,
}


def apply(
    case: Case,
    texts: CaseTexts,
    command: orders.Command,
    *,
    policy: Policy,
    now: datetime,
    actor: str,
    unsent: Collection[str] = (),
    hold_until: datetime | None = None,
) -> Outcome:
    """Carry out `command` in the name of `actor`; nothing happened where there are no events.

    `unsent` names the templates of the case's mails that have certainly not left: only those can
    be taken back. What the command writes to others waits until `hold_until`.

    Raises:
        RefusedError: the case can't be treated so, or the command says too little; nothing changes.
    """
    act = Act(case, texts, policy, now, actor, unsent=frozenset(unsent), hold_until=hold_until)
    return _DO[type(command)](act, command)
