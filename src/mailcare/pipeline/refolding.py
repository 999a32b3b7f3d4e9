"""Holding every case's columns against its ledger, and mending what differs (DESIGN 3)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from mailcare.casework import fold
from mailcare.casework.policy import Policy
from mailcare.errors import ConflictError
from mailcare.model.case import Case
from mailcare.store import Store, Tx

_BATCH = 200


@dataclass(frozen=True, slots=True)
class Refolded:
    """What was found; numbers of cases."""

    compared: int
    differing: tuple[str, ...]
    """Their columns said otherwise than their ledger."""
    unknown: tuple[str, ...]
    """Their mailbox is no longer in the config: by which calendar and limits, nobody can say."""


def refold(store: Store, policies: Mapping[int, Policy], *, mend: bool) -> Refolded:
    """Compare every case with the fold of its ledger, by the policy of its mailbox; mend if asked.

    A daemon may work on them meanwhile: who was first, was right.
    """
    compared, differing, unknown = 0, [], []
    for case in _all(store):
        policy = policies.get(case.mailbox_id)
        if policy is None:
            unknown.append(case.number)
            continue
        compared += 1
        if fold(case.events, policy) != case.view:
            differing.append(case.number)
            if mend:
                _mend(store, case.id, policy)
    return Refolded(compared, tuple(differing), tuple(unknown))


def _all(store: Store) -> Iterator[Case]:
    last = 0
    while batch := store.read(lambda tx, after=last: tx.cases.after(after, _BATCH)):  # type: ignore[misc]
        yield from batch
        last = batch[-1].id


def _mend(store: Store, case_id: int, policy: Policy) -> None:
    def work(tx: Tx) -> None:
        case = tx.cases.by_id(case_id)
        tx.cases.append(case, (), fold(case.events, policy))

    try:
        store.run(work)
    except ConflictError:
        return  # somebody wrote to the case, and its columns with it
