"""Writing what casework decided into the store, always within a transaction of the caller."""

from datetime import datetime
from zoneinfo import ZoneInfo

from mailcare.casework.outcome import Opening, Outcome
from mailcare.casework.templates import OVERDUE
from mailcare.model.case import Case, EventKind
from mailcare.model.place import Letter
from mailcare.model.trouble import AlarmKind
from mailcare.store import Tx
from mailcare.supervision.alarms import clear_alarm, raise_alarm

_SETTLES = frozenset(
    {
        EventKind.DISPATCH_SENT,
        EventKind.DISPATCH_CONFIRMED,
        EventKind.ANSWERED,
        EventKind.CLOSED,
        EventKind.WITHDRAWN,
        EventKind.DECIDED,
    }
)


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
        origin_key=opening.origin_key,
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
    _alarm(tx, case, outcome, now)
    tx.intents.add(case.id, letter_id, outcome.intents, now)
    return case


def _alarm(tx: Tx, case: Case, outcome: Outcome, now: datetime) -> None:
    """A dispatch that did not arrive is an alarm until it is with somebody, or needs nobody."""
    for event in outcome.events:
        if event.kind is EventKind.DISPATCH_FAILED:
            facts = {"mail": event.facts.get("mail_id"), "status": event.facts.get("status")}
            known = {name: fact for name, fact in facts.items() if fact is not None}
            raise_alarm(tx, AlarmKind.DISPATCH, case.number, known, now, unit=case.view.unit)
        elif event.kind in _SETTLES:
            clear_alarm(tx, AlarmKind.DISPATCH, case.number, now)


def _supersede(tx: Tx, case: Case, templates: frozenset[str], now: datetime) -> None:
    if not templates:
        return
    tx.intents.withdraw(case.id, templates)
    for mail in tx.outbox.unsent(case.id):
        if mail.template in templates:
            tx.outbox.supersede(mail.id, "contradicted", now)
