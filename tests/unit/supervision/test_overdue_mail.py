"""An overdue notice that has not left is taken back once no clock runs."""

from dataclasses import replace

from mailcare.casework.outcome import Outcome
from mailcare.model.case import Case, CaseView, Event, EventKind, State
from mailcare.model.post import Intent, MailClass, OutboxState
from mailcare.pipeline.ledger import append
from unit.supervision.desk import HOUR, NOW, Town


def happens(town: Town, case: Case, view: CaseView) -> Case:
    event = Event(case.events[-1].seq + 1, EventKind.ANSWERED, NOW, "staff-1", {})
    outcome = Outcome((event,), view)
    return town.store.run(lambda tx: append(tx, case, outcome, None, NOW))


def test_the_answer_takes_back_what_would_alarm_tomorrow(town: Town) -> None:
    case = town.late(2, next_due_at=NOW - HOUR)
    notice = {"template": "notice.overdue", "mail_class": MailClass.NOTICE, "case_id": case.id}
    held = town.mail(OutboxState.HELD, not_before=NOW + HOUR, **notice)
    other = town.mail(OutboxState.DRAFT, case_id=case.id)
    waiting = Intent(MailClass.NOTICE, "notice.overdue", "supervisors", "vas")
    town.store.run(lambda tx: tx.intents.add(case.id, None, [waiting], NOW))
    case = happens(town, case, case.view)
    assert town.store.read(lambda tx: tx.outbox.get(held.id)).state is OutboxState.HELD
    done = replace(case.view, state=State.ANSWERED, next_due_at=None, next_due_kind=None)
    happens(town, case, done)
    assert town.store.read(lambda tx: tx.outbox.get(held.id)).state is OutboxState.SUPERSEDED
    assert town.store.read(lambda tx: tx.outbox.get(other.id)).state is OutboxState.DRAFT
    assert town.store.read(lambda tx: tx.intents.pending(9)) == []
