"""Hand-overs between units of the same database: the other unit's work is opened in its own name.

The notice to its staff is the dispatch; once it was sent their case is open, with its number, its
clocks and the commands that answer the notice, and the hand-over is confirmed. What they tell the
unit it came from is written into that unit's case, without mail between two of our mailboxes.
"""

from dataclasses import replace
from datetime import datetime

from mailcare.casework import dispatching, taking_in, templates
from mailcare.casework.after_sending import told_origin
from mailcare.casework.clocks import answer_due
from mailcare.casework.dispatching import OtherSide
from mailcare.casework.facts import MAILCARE, Pen, iso, number, word
from mailcare.casework.folding import fold
from mailcare.casework.hearing import Heard, Saying
from mailcare.casework.ledger import Standing, replay
from mailcare.casework.outcome import Arrival, Outcome
from mailcare.casework.policy import AnswerBy, Policy
from mailcare.casework.taking_in import Origin
from mailcare.casework.threading import Thread, ThreadKind
from mailcare.model.case import Case, CaseTexts, EventKind
from mailcare.model.place import Mode
from mailcare.model.post import Intent, OutboxMail, OutboxState
from mailcare.pipeline.deciding import Step
from mailcare.pipeline.ledger import append, open_in_store
from mailcare.pipeline.other_side import sender_of
from mailcare.pipeline.parts import Desk, Parts
from mailcare.store import PendingIntent, Tx

_THREADS = frozenset({ThreadKind.NOTICE, ThreadKind.DISPATCH})


def opened(parts: Parts, tx: Tx, case: Case, mail: OutboxMail, now: datetime) -> None:
    """Open the other unit's case once the notice of a local hand-over was sent."""
    standing = replay(case.events)
    desk = _desk_of(parts, standing.dispatch.target)
    first = standing.dispatch.sent and standing.dispatch.mail_id == mail.id
    if desk is None or not first or desk.policy.mode is Mode.SHADOW:
        return
    policy = parts.settings.desk_for(case.mailbox_id).policy
    letter = tx.letters.for_case(case.id)[0]
    theirs = tx.cases.opened_by(letter.id, desk.id)
    if theirs is None:
        origin = _origin(case, standing, policy)
        arrival = Arrival(letter.id, now, now)
        opening = taking_in.take_in(arrival, origin, tx.cases.texts(case), desk.policy, now)
        zone = parts.settings.config.organisation.timezone
        open_in_store(tx, desk.id, letter, opening, zone=zone, now=now)
    elif replay(theirs.events).ended:
        _again(tx, theirs, desk, tx.cases.texts(case), now)
    append(tx, case, dispatching.confirmed(case, MAILCARE, policy, now), None, now)


def _desk_of(parts: Parts, unit: str | None) -> Desk | None:
    desks = parts.settings.desks.values()
    return next((desk for desk in desks if desk.mailbox.unit == unit), None)


def _origin(case: Case, standing: Standing, policy: Policy) -> Origin:
    target = policy.targets.get(standing.dispatch.target or "")
    return Origin(
        name=case.view.unit,
        number=case.number,
        token=f"case-{case.id}",
        serial=standing.dispatch.serial,
        answer_by=(target.answer_by if target else AnswerBy.ORIGIN).value,
        due=answer_due(standing, policy),
        owner=case.view.owner or "",
        special=standing.special.value if standing.special else "",
        by_phone=standing.by_phone,
        category=case.view.category,
        language=case.view.language,
        case_id=case.id,
    )


def _again(tx: Tx, theirs: Case, desk: Desk, texts: CaseTexts, now: datetime) -> None:
    """Take up their case again, which they had given back: it was corrected."""
    pen = Pen(theirs, now)
    first = theirs.events[0]
    pen.write(
        EventKind.REOPENED,
        decision=word(first, "decision"),
        owner=word(first, "owner"),
        received_at=iso(now),
    )
    outcome = Outcome(pen.written, fold(pen.events, desk.policy), texts=texts)
    append(tx, theirs, outcome, None, now)


def at_their_case(parts: Parts, step: Step) -> Step:
    """Return the step with the other unit's case as its thread, where its people wrote."""
    thread, sender = step.found.thread, sender_of(step)
    if thread.kind not in _THREADS or step.message.report is not None or not sender:
        return step
    for case in parts.store.read(lambda tx: tx.cases.handed_on(thread.id)):
        unit = step.settings.config.units.get(case.view.unit)
        people = {one.casefold() for one in unit.people} if unit else set()
        if case.events[0].facts.get("origin_case") == thread.id and sender in people:
            theirs = Thread(ThreadKind.NOTICE, case.id, certain=True)
            return replace(step, found=replace(step.found, thread=theirs))
    return step


def is_local(parts: Parts, pending: PendingIntent) -> bool:
    """Say whether a mail to the dispatching unit would go from one of our mailboxes to another."""
    if pending.intent.template not in templates.TO_ORIGIN or pending.case_id is None:
        return False
    case_id = pending.case_id
    case = parts.store.read(lambda tx: tx.cases.by_id(case_id))
    return isinstance(case.events[0].facts.get("origin_case"), int)


def deliver(parts: Parts, pending: PendingIntent, now: datetime) -> bool:
    """Write into the dispatching unit's case what the other unit tells it; False: not yet."""

    def work(tx: Tx) -> bool:
        case = tx.cases.by_id(pending.case_id or 0)
        if not _may_leave(tx, case, pending.intent, now):
            return False
        tx.intents.done(pending.id, [], now)
        _tell(parts, tx, case, pending.intent, now)
        if pending.intent.template == templates.RESULT:
            policy = parts.settings.desk_for(case.mailbox_id).policy
            append(tx, case, told_origin(case, policy, now), None, now)
        return True

    return parts.store.run(work)


def _may_leave(tx: Tx, case: Case, intent: Intent, now: datetime) -> bool:
    until = intent.facts.get("hold_until")
    if isinstance(until, str) and datetime.fromisoformat(until) > now:
        return False
    if intent.after is None:
        return True
    first = [one for one in tx.outbox.list(case_id=case.id) if one.template == intent.after]
    return bool(first) and first[-1].state is OutboxState.SENT


def _tell(parts: Parts, tx: Tx, case: Case, intent: Intent, now: datetime) -> None:
    origin = tx.cases.by_id(number(case.events[0], "origin_case"))
    policy = parts.settings.desk_for(origin.mailbox_id).policy
    texts = {one.seq: one.text for one in tx.notes.of(case)}
    seq = intent.facts.get("note")
    text = texts.get(seq, "") if isinstance(seq, int) else ""
    back = intent.template == templates.RETURNED
    answered = intent.facts.get("answered") is True
    said = OtherSide(Heard(Saying.RETURNED if back else Saying.ANSWERED, text), answered=answered)
    append(tx, origin, dispatching.unit_said(origin, said, policy, now), None, now)
