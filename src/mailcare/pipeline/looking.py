"""The sweep: what time alone does to cases (overdue clocks, the late acknowledgement)."""

from datetime import datetime

from mailcare.casework.sweep import look
from mailcare.errors import ConflictError
from mailcare.logs import get_logger
from mailcare.pipeline.ledger import append
from mailcare.pipeline.parts import Parts
from mailcare.store import Tx

log = get_logger("pipeline")

BATCH = 50


def look_at_due(parts: Parts, now: datetime) -> int:
    """Look at the cases whose time has come, at most `BATCH`; return how many there were.

    Those of a mailbox that was taken out of the config wait for it to come back.
    """
    served = tuple(parts.settings.desks)
    due = parts.store.read(lambda tx: tx.cases.due(now, BATCH, served))
    for case in due:
        _look(parts, case.id, now)
    return len(due)


def _look(parts: Parts, case_id: int, now: datetime) -> None:
    def work(tx: Tx) -> tuple[str, list[str]]:
        case = tx.cases.by_id(case_id)
        policy = parts.settings.desk_for(case.mailbox_id).policy
        outcome = look(case, policy, now)
        append(tx, case, outcome, None, now)
        return case.number, [event.kind.value for event in outcome.events]

    try:
        number, events = parts.store.run(work)
    except ConflictError:
        return  # somebody else worked on it; it is still due and looked at again
    if events:
        log.info("case.looked_at", case=number, events=events)
