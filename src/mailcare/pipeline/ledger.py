"""Writing what casework decided into the store, always within a transaction of the caller."""

from datetime import datetime
from zoneinfo import ZoneInfo

from mailcare.casework.outcome import Opening, Outcome
from mailcare.casework.templates import OVERDUE
from mailcare.model.case import Case
from mailcare.model.place import Letter
from mailcare.store import Tx


def open_in_store(
    tx: Tx, mailbox_id: int, letter: Letter, opening: Opening, *, zone: str, now: datetime
) -> Case:
    """Write a new case with its intents; the store draws its number, by the month in `zone`."""
    case = tx.cases.open(
        mailbox_id=mailbox_id,
        unit_prefix=opening.view.unit.upper(),
        key_id=letter.key_id,
        events=opening.events,
        view=opening.view,
        texts=opening.texts,
        letter_id=letter.id,
        now=now,
        tz=ZoneInfo(zone),
    )
    tx.intents.add(case.id, letter.id, opening.intents, now)
    return case


def append(tx: Tx, case: Case, outcome: Outcome, letter_id: int | None, now: datetime) -> Case:
    """Write what happened to a case: events, projection, texts, notes, intents, superseded mail.

    Once no clock runs, as after the answer, notices that it is overdue are taken back.

    Raises:
        ConflictError: somebody else appended to the case since it was read.
    """
    done = outcome.view.next_due_at is None
    _supersede(tx, case, outcome.supersedes | ({OVERDUE} if done else frozenset()), now)
    case = tx.cases.append(
        case,
        outcome.events,
        outcome.view,
        outcome.texts,
    )
    for note in outcome.notes:
        tx.notes.add(case, note)
    tx.intents.add(case.id, letter_id, outcome.intents, now)
    return case


def _supersede(tx: Tx, case: Case, templates: frozenset[str], now: datetime) -> None:
    if not templates:
        return
    tx.intents.withdraw(case.id, templates)
    for mail in tx.outbox.unsent(case.id):
        if mail.template in templates:
            tx.outbox.supersede(mail.id, "contradicted", now)
