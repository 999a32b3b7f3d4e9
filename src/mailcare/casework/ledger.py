"""What the events of a case add up to, before any calendar is asked.

`replay` goes through a ledger once; each kind of event has one small function that says what it
changes. The state of a case is derived from the result, never stored by an event.
"""

from collections.abc import Callable, Iterable
from datetime import datetime

from mailcare.casework import templates
from mailcare.casework.facts import MAILCARE, elements, member, moment, number, word
from mailcare.casework.standing import SUPERVISORS, WAITING, Dispatch, Pause, Standing
from mailcare.model.case import Event, EventKind, State
from mailcare.model.judgement import (
    Category,
    Decision,
    DemandKind,
    Kind,
    Language,
    Scope,
    Way,
)
from mailcare.model.place import Mode

__all__ = ["WAITING", "Dispatch", "Pause", "Standing", "replay"]


_NOBODY = frozenset({MAILCARE, "user"})
"""Actors that are no staff."""


def replay(events: Iterable[Event]) -> Standing:
    """Return what a ledger adds up to.

    Raises:
        ValueError: it does not begin with the opening of a case.
    """
    ledger = iter(events)
    first = next(ledger, None)
    if first is None or first.kind is not EventKind.OPENED:
        raise ValueError("a ledger begins with the opening of its case")
    case = _opened(first)
    for event in ledger:
        case.mails.add((event.kind, number(event, "mail_id")))
        _EFFECTS[event.kind](case, event)
        if event.actor not in _NOBODY or "member" in event.facts:
            case.acted_at = event.at
    return case


def _opened(event: Event) -> Standing:
    received = moment(event, "received_at") or event.at
    decision = member(event, "decision", Decision) or Decision.REVIEW
    missing = elements(event, "missing")
    return Standing(
        opened_at=event.at,
        received_at=received,
        unit=word(event, "unit") or "",
        decision=decision,
        suggested=member(event, "suggested", Decision) or decision,
        scope=member(event, "scope", Scope) or Scope.IN_SCOPE,
        mode=member(event, "mode", Mode) or Mode.SHADOW,
        language=member(event, "language", Language) or Language.ZH,
        owner=word(event, "owner"),
        kind=member(event, "kind", Kind),
        category=member(event, "category", Category),
        needed=elements(event, "needed"),
        missing=missing,
        special=member(event, "special_demand", DemandKind),
        way=_way(event),
        about_staff=event.facts.get("about_staff") is True,
        quiet=word(event, "quiet"),
        origin=word(event, "origin"),
        origin_answers=word(event, "answer_by") == "origin",
        answer_from=received,
        review_from=received if decision is Decision.REVIEW else None,
        review_since=event.at,
        waits_since=event.at,
        offered_due=moment(event, "offered_due"),
        promised_due=moment(event, "due_by_origin"),
        dispatch=Dispatch(started_at=None if missing else received),
    )


def _way(event: Event) -> Way | None:
    """Return the way of answering that an event says."""
    called = event.facts.get("reply_by_phone") is True
    return member(event, "way", Way) or (Way.PHONE if called else None)


def _letter_joined(case: Standing, event: Event) -> None:
    case.way = _way(event) or case.way
    _heard_result(case, event)
    if "missing" in event.facts:
        case.missing = elements(event, "missing")
        _dispatch_ready(case, moment(event, "received_at") or event.at)
    case.quiet = case.quiet or word(event, "quiet")
    if event.facts.get("receipt") is True:
        case.receipt_at = event.at
    if event.facts.get("asks_rest") is True:
        case.rest_asked += 1
    if event.facts.get("resumes") is True:
        _resume(case, moment(event, "received_at") or event.at)


def _heard_result(case: Standing, event: Event) -> None:
    """Remember where the words of the other side of a dispatch stand."""
    if "dispatch_answer" in {word(event, "follow_up"), word(event, "what")}:
        case.result_note = number(event, "note") or case.result_note


def _dispatch_ready(case: Standing, at: datetime) -> None:
    """Start the clock of the hand-over when all that it needs is there, whoever decides on it."""
    if not case.missing:
        case.dispatch.started_at = case.dispatch.started_at or at


def _resume(case: Standing, at: datetime) -> None:
    if case.paused:
        case.pauses[-1].end = max(at, case.pauses[-1].start)


def _elements_completed(case: Standing, event: Event) -> None:
    arrived = moment(event, "received_at") or event.at
    _resume(case, arrived)
    case.decision = member(event, "decision", Decision) or case.decision
    case.offered_due = moment(event, "offered_due")
    case.dispatch.started_at = case.dispatch.started_at or arrived
    case.waits_since = event.at


def _question_sent(case: Standing, event: Event) -> None:
    case.told_at = event.at
    case.waiting.pop(word(event, "template") or "", None)
    asks = case.decision in WAITING or word(event, "template") == templates.QUESTION
    if asks and not case.paused and not case.finished_at:
        case.pauses.append(Pause(event.at, number(event, "mail_id")))


def _reply_failed(case: Standing, event: Event) -> None:
    """A question that never reached the user paused nothing, and such an answer is none."""
    failed = number(event, "mail_id")
    case.pauses = [pause for pause in case.pauses if pause.mail_id != failed]
    template = word(event, "template") or ""
    case.waiting.pop(template, None)
    if template == templates.ANSWER:
        case.told_user.discard(template)
    if failed and failed == case.answer_mail:
        case.answered_at, case.answer_mail = None, 0


def _acknowledged(case: Standing, event: Event) -> None:
    """Remember what the user was told; a correction takes back that it was forwarded."""
    template = word(event, "template") or ""
    case.waiting.pop(template, None)
    case.told_user.add(template)
    case.told_at = event.at
    if template == templates.ANSWER:
        case.mail_beside = number(event, "mail_id")
    if template == templates.CORRECTION:
        case.told_user.discard(templates.FORWARDED)


def _answer_written(case: Standing, event: Event) -> None:
    case.waiting[templates.ANSWER] = event.actor


def _question_written(case: Standing, event: Event) -> None:
    case.waiting[templates.QUESTION] = event.actor


def _promised(case: Standing, event: Event) -> None:
    case.promised_due = moment(event, "due")
    if event.facts.get("extension") is True:
        case.extended_due = case.promised_due
        case.waiting.pop(templates.EXTENDED, None)


def _extended(case: Standing, event: Event) -> None:
    """Ask for more time; until the user has been told, the old time stands."""
    case.asked_due = moment(event, "due")
    if event.facts.get("told") is True:
        case.extended_due = case.promised_due = case.asked_due
    else:
        case.waiting[templates.EXTENDED] = event.actor


def _decided(case: Standing, event: Event) -> None:
    _resume(case, event.at)
    case.decided_at, case.replaced = event.at, (case.decision, case.owner)
    case.decision = member(event, "decision", Decision) or case.decision
    if case.decision is Decision.NOT_ACCEPTED:
        case.waiting[templates.NOT_ACCEPTED] = event.actor
    case.owner = word(event, "owner") or case.owner
    case.needed = elements(event, "needed")
    case.offered_due = moment(event, "offered_due")
    case.dispatch.started_at = case.dispatch.started_at or event.at


def _dispatch_queued(case: Standing, event: Event) -> None:
    case.dispatch = Dispatch(
        case.dispatch.started_at,
        word(event, "target"),
        queued_at=event.at,
        serial=event.seq,
        paper=event.facts.get("paper") is True,
    )
    case.waiting[templates.DISPATCH] = event.actor


def _dispatch_sent(case: Standing, event: Event) -> None:
    case.dispatch.sent = True
    case.dispatch.mail_id = number(event, "mail_id")
    case.waiting.pop(templates.DISPATCH, None)


def _dispatch_confirmed(case: Standing, event: Event) -> None:
    case.dispatch.confirmed_at = event.at


def _dispatch_returned(case: Standing, event: Event) -> None:
    case.dispatch = Dispatch(started_at=event.at)
    case.result_note, case.waits_since = 0, event.at


def _dispatch_failed(case: Standing, event: Event) -> None:
    case.dispatch.sent = False
    case.waits_since = event.at
    case.waiting.pop(templates.DISPATCH, None)


def _dispatch_reminded(case: Standing, event: Event) -> None:
    case.dispatch.reminded_at = event.at
    case.waiting[templates.REMINDER] = event.actor


def _answered(case: Standing, event: Event) -> None:
    if case.answered_at is None:
        case.answered_at, case.answer_mail = event.at, number(event, "mail_id")
    case.waiting.clear()


def _taken_back(case: Standing, event: Event) -> None:
    what = word(event, "what") or ""
    case.waiting.pop(what, None)
    if what == templates.DISPATCH:
        case.dispatch = Dispatch(case.dispatch.started_at)
    elif what == templates.EXTENDED:
        case.asked_due = None
    if what in {templates.DISPATCH, templates.NOT_ACCEPTED} and case.replaced:
        case.decision, case.owner = case.replaced
        case.decided_at = None if case.decision is Decision.REVIEW else case.decided_at


def _claimed(case: Standing, event: Event) -> None:
    case.handler = word(event, "handler")
    if number(event, "level"):
        case.level_owner, case.level_met_at = case.handler, event.at


def _escalated(case: Standing, event: Event) -> None:
    """Move the case up, unless it is there; who has taken it there keeps it."""
    case.escalated = True
    case.escalations[word(event, "reason") or ""] = event.at
    if case.level == 0:
        case.level, case.level_since = 1, event.at
        case.level_owner, case.level_met_at = SUPERVISORS, None


def _handed_back(case: Standing, event: Event) -> None:
    if case.handler == case.level_owner:
        case.handler = None
    case.level, case.level_owner, case.level_met_at = 0, None, event.at
    case.waits_since = event.at


def _call_failed(case: Standing, event: Event) -> None:
    case.failed_attempts.append(moment(event, "tried_at") or event.at)


def _way_changed(case: Standing, event: Event) -> None:
    case.way = member(event, "way", Way)
    case.failed_attempts = []


def _overdue_told(case: Standing, event: Event) -> None:
    run = (word(event, "clock") or "", word(event, "since") or "")
    case.told.setdefault(run, []).append(event.at)


def _reply_suppressed(case: Standing, event: Event) -> None:
    case.suppressed.add(word(event, "template") or "")


def _noted(case: Standing, event: Event) -> None:
    what, since = word(event, "what") or "", word(event, "since") or ""
    _heard_result(case, event)
    case.notes.add(what)
    case.noted_at.setdefault((what, since), []).append(event.at)
    if "missing" in event.facts:
        case.missing = elements(event, "missing")
    if "minutes" in event.facts:
        case.reminded.add((number(event, "minutes"), word(event, "since") or ""))


def _withdrawn(case: Standing, event: Event) -> None:
    case.ended, case.ended_at = State.WITHDRAWN, event.at
    case.waiting.clear()


def _closed(case: Standing, event: Event) -> None:
    case.ended, case.ended_at = State.CLOSED, case.ended_at or event.at
    case.waiting.clear()


def _reopened(case: Standing, event: Event) -> None:
    """Begin anew from the letter that reopened it, or when a person did so.

    What was promised before is over.
    """
    case.ended = case.ended_at = case.answered_at = case.decided_at = None
    case.promised_due = case.extended_due = case.offered_due = case.asked_due = None
    case.pauses, case.answer_mail, case.replaced = [], 0, None
    case.waiting, case.told_user = {}, set()
    case.decision = member(event, "decision", Decision) or Decision.REVIEW
    case.owner = word(event, "owner") or case.owner
    case.answer_from = moment(event, "received_at") or event.at
    case.review_from = case.answer_from if case.decision is Decision.REVIEW else None
    case.review_since = case.waits_since = event.at
    case.acted_at, case.failed_attempts, case.result_note = None, [], 0
    case.dispatch = Dispatch(started_at=None if case.missing else case.answer_from)


def _nothing(_case: Standing, _event: Event) -> None:
    """Recorded, and changes neither state nor clocks."""


_EFFECTS: dict[EventKind, Callable[[Standing, Event], None]] = {
    EventKind.OPENED: _nothing,
    EventKind.LETTER_JOINED: _letter_joined,
    EventKind.ELEMENTS_COMPLETED: _elements_completed,
    EventKind.QUESTION_SENT: _question_sent,
    EventKind.ACKNOWLEDGED: _acknowledged,
    EventKind.PROMISED: _promised,
    EventKind.DECIDED: _decided,
    EventKind.DISPATCH_QUEUED: _dispatch_queued,
    EventKind.DISPATCH_SENT: _dispatch_sent,
    EventKind.DISPATCH_DELIVERED: _nothing,
    EventKind.DISPATCH_CONFIRMED: _dispatch_confirmed,
    EventKind.DISPATCH_RETURNED: _dispatch_returned,
    EventKind.DISPATCH_FAILED: _dispatch_failed,
    EventKind.DISPATCH_REMINDED: _dispatch_reminded,
    EventKind.ANSWERED: _answered,
    EventKind.ANSWER_WRITTEN: _answer_written,
    EventKind.QUESTION_WRITTEN: _question_written,
    EventKind.TAKEN_BACK: _taken_back,
    EventKind.CALL_FAILED: _call_failed,
    EventKind.WAY_CHANGED: _way_changed,
    EventKind.CLAIMED: _claimed,
    EventKind.ESCALATED: _escalated,
    EventKind.HANDED_BACK: _handed_back,
    EventKind.EXTENDED: _extended,
    EventKind.OVERDUE_TOLD: _overdue_told,
    EventKind.REPLY_SUPPRESSED: _reply_suppressed,
    EventKind.REPLY_FAILED: _reply_failed,
    EventKind.WITHDRAWN: _withdrawn,
    EventKind.NOTED: _noted,
    EventKind.CLOSED: _closed,
    EventKind.REOPENED: _reopened,
}
