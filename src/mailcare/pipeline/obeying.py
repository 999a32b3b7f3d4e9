"""Staff's commands, from the command line or a letter: carried out in one transaction each."""

from datetime import datetime

from mailcare.casework.commands import Command, apply, orders
from mailcare.casework.policy import Policy
from mailcare.casework.refusing import Refusal, RefusedError
from mailcare.errors import ConflictError
from mailcare.model.case import Case, State
from mailcare.pipeline.ledger import append
from mailcare.store import Store, Tx

ENDED = frozenset({State.ANSWERED, State.CLOSED, State.NOT_ACCEPTED, State.WITHDRAWN})


def command_case(
    store: Store,
    number: str,
    command: Command,
    *,
    policy: Policy,
    now: datetime,
    actor: str,
    seen: int | None = None,
) -> Case:
    """Carry out a command on the case `number` in the name of `actor`.

    `seen` is the last entry of the ledger that its author knew of, where they said so.

    Raises:
        RefusedError: the command changes nothing, and why.
        ConflictError: the case has moved on since `seen`.
        NotFoundError: there is no such case.
    """

    def work(tx: Tx) -> Case:
        case = tx.cases.get(number)
        if seen is not None and case.events[-1].seq != seen:
            raise ConflictError(f"case {number} has moved on: look at it again, then decide")
        return obey(tx, case, command, policy=policy, now=now, actor=actor)

    return store.run(work)


def obey(
    tx: Tx,
    case: Case,
    command: Command,
    *,
    policy: Policy,
    now: datetime,
    actor: str,
    hold_until: datetime | None = None,
) -> Case:
    """Carry out a command within a transaction of the caller; return the case after it.

    What it writes to others is held until `hold_until`, so that its author can take it back.

    Raises:
        RefusedError: the command changes nothing, and why; the transaction can go on.
    """
    _refuse_second(tx, case, command)
    outcome = apply(
        case,
        tx.cases.texts(case),
        command,
        policy=policy,
        now=now,
        actor=actor,
        unsent=unsent_templates(tx, case.id),
        hold_until=hold_until,
    )
    letters = tx.letters.for_case(case.id)
    return append(tx, case, outcome, letters[0].id if letters else None, now)


def _refuse_second(tx: Tx, case: Case, command: Command) -> None:
    """See that only one of two units of ours answers the user.

    Raises:
        RefusedError: the unit that handed the case over to this one has done so, or ended it.
    """
    origin = case.events[0].facts.get("origin_case")
    if not isinstance(command, orders.Reply | orders.Ask) or not isinstance(origin, int):
        return
    if tx.cases.by_id(origin).view.state in ENDED:
        raise RefusedError(Refusal.ORIGIN_ENDED)


def unsent_templates(tx: Tx, case_id: int) -> frozenset[str]:
    """Return the templates of a case's mails that have certainly not left, composed or not."""
    return tx.intents.waiting(case_id) | {mail.template for mail in tx.outbox.unsent(case_id)}
