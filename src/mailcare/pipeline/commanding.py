"""What a person does to a case, from the command line or by letter: one transaction each."""

from datetime import datetime

from mailcare.casework.commands import decide_by_person
from mailcare.casework.extending import extend_by_person
from mailcare.casework.policy import Policy
from mailcare.errors import ConflictError, NotFoundError
from mailcare.model.case import Case
from mailcare.model.judgement import Decision
from mailcare.pipeline.ledger import append
from mailcare.store import Store, Tx

_OURS = frozenset({Decision.IN_SCOPE, Decision.NEED_INFO})


def decide_case(
    store: Store,
    number: str,
    decision: Decision,
    unit: str | None,
    *,
    policy: Policy,
    now: datetime,
    actor: str,
) -> Case:
    """Decide a case in the name of `actor`; `unit` is whose business it is, None: as suggested.

    Raises:
        ConflictError: the case can't be decided so; nothing has changed.
        NotFoundError: there is no such case, or no unit or department of this name.
    """
    if unit is not None and unit not in policy.targets:
        known = ", ".join(policy.targets)
        raise NotFoundError(f"No unit or department {unit!r}; the config has: {known}")
    if decision in _OURS and unit not in {None, policy.unit}:
        raise ConflictError(f"{decision} means {policy.unit}'s own business; else: forwarded")
    owner = policy.unit if decision in _OURS else unit

    def work(tx: Tx) -> Case:
        case = tx.cases.get(number)
        outcome = decide_by_person(case, decision, owner, policy=policy, now=now, actor=actor)
        letters = tx.letters.for_case(case.id)
        return append(tx, case, outcome, letters[0].id if letters else None, now)

    return store.run(work)


def extend_case(
    store: Store,
    number: str,
    due: datetime,
    reason: str,
    *,
    policy: Policy,
    now: datetime,
    actor: str,
    told: bool = False,
) -> Case:
    """Ask for more time in the name of `actor`; the user is written to, unless `told` already.

    Raises:
        ConflictError: the case can't be extended so; nothing has changed.
        NotFoundError: there is no such case.
    """

    def work(tx: Tx) -> Case:
        case = tx.cases.get(number)
        outcome = extend_by_person(
            case, due, reason, policy=policy, now=now, actor=actor, told=told
        )
        return append(tx, case, outcome, None, now)

    return store.run(work)
