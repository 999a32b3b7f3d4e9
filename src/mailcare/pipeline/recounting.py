"""When calendar or limits have changed, the due times of open cases are computed anew.

Only the projection changes: what was promised stands in the ledger, and so stands.
"""

from mailcare.casework import fold
from mailcare.errors import ConflictError
from mailcare.logs import get_logger
from mailcare.pipeline.parts import Desk, Parts
from mailcare.store import Tx

log = get_logger("pipeline")

BATCH = 100


def recount(parts: Parts) -> int:
    """Compute the due times of a batch of each mailbox anew; return how many were outdated."""
    return sum(_recount(parts, desk) for desk in parts.settings.desks.values())


def _recount(parts: Parts, desk: Desk) -> int:
    version = desk.policy.clocks_version
    outdated = parts.store.read(lambda tx: tx.cases.outdated(desk.id, version, BATCH))
    done = [case.number for case in outdated if _renew(parts, desk, case.id)]
    if done:
        log.info("cases.recounted", mailbox=desk.name, cases=done, version=version)
    return len(outdated)


def _renew(parts: Parts, desk: Desk, case_id: int) -> bool:
    def work(tx: Tx) -> None:
        case = tx.cases.by_id(case_id)
        tx.cases.append(case, (), fold(case.events, desk.policy))

    try:
        parts.store.run(work)
    except ConflictError:
        return False  # somebody else worked on it; it is looked at again
    return True
