"""When things are due, counted minute by minute from a case's ledger; knows nothing of mailcare.

Slow and plain on purpose: no window arithmetic, no projection, one minute after the other.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from fortnight.calendar import is_open
from fortnight.world import ZONE
from mailcare.model.case import Event, EventKind

DAY = 8 * 60
"""Working minutes of a day."""
LIMITS = {
    "service_quality": 3, "billing": 5, "process": 5, "after_sales": 10, "other": 5,
}  # fmt: skip
"""Working days to the answer, by category (R28)."""
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Dues:
    """When each clock of a case is due; None: it stands still, or there is none."""

    registered: datetime
    answer: datetime | None
    law: datetime
    review: datetime | None
    dispatch: datetime | None


def due(
    start: datetime, minutes: int, pauses: Sequence[tuple[datetime, datetime | None]] = ()
) -> datetime | None:
    """Return when so many working minutes after `start` are over, pauses left out."""
    moment = start
    while minutes:
        if any(begin <= moment and (end is None or moment < end) for begin, end in pauses):
            if _lasts(moment, pauses):
                return None
        elif _counts(moment):
            minutes -= 1
        moment += _MINUTE
    return moment


def _counts(moment: datetime) -> bool:
    local = moment.astimezone(ZONE)
    return is_open(local.date(), local.time())


def _lasts(moment: datetime, pauses: Sequence[tuple[datetime, datetime | None]]) -> bool:
    return any(begin <= moment and end is None for begin, end in pauses)


def dues(events: Sequence[Event]) -> Dues:
    """Return when the clocks of the case with this ledger are due."""
    received = _time(events[0], "received_at")
    anew = [at for at, one in enumerate(events) if one.kind is EventKind.REOPENED]
    latest = events[anew[-1] :] if anew else events
    start = _time(latest[0], "received_at")
    in_review = bool(anew) or events[0].facts["decision"] == "review"
    category = str(_latest(events, "category") or "other")
    return Dues(
        registered=_sure(due(received, DAY)),
        answer=_answer(latest, start, LIMITS[category] * DAY),
        law=start + timedelta(days=15),
        review=due(start, 60) if in_review else None,
        dispatch=_dispatch(events),
    )


def _answer(events: Sequence[Event], start: datetime, minutes: int) -> datetime | None:
    if any(one.kind is EventKind.ANSWERED and one.at == start for one in events):
        return None
    extended = [_time(one, "due") for one in events if one.kind is EventKind.EXTENDED]
    if extended:
        return extended[-1]
    computed = due(start, minutes, list(_pauses(events)))
    promised = [_time(one, "due") for one in events if one.kind is EventKind.PROMISED]
    by_origin = [_time(one, "due_by_origin") for one in events if one.facts.get("due_by_origin")]
    known = [one for one in (computed, *promised[-1:], *by_origin) if one]
    return min(known, default=None)


def _pauses(events: Sequence[Event]) -> Iterator[tuple[datetime, datetime | None]]:
    begin = None
    for event in events:
        if event.kind is EventKind.QUESTION_SENT and begin is None:
            begin = event.at
        elif begin and event.kind is EventKind.LETTER_JOINED and event.facts.get("resumes"):
            yield begin, _time(event, "received_at")
            begin = None
        elif begin and event.kind in {EventKind.ANSWERED, EventKind.CLOSED, EventKind.WITHDRAWN}:
            yield begin, event.at
            begin = None
    if begin:
        yield begin, None


def _dispatch(events: Sequence[Event]) -> datetime | None:
    meant = (_latest(events, "decision"), events[0].facts["suggested"])
    if meant[0] != "forwarded" and meant != ("review", "forwarded"):
        return None
    minutes = 30 if events[0].facts.get("special_demand") else 60
    returns = [one.at for one in events if one.kind is EventKind.DISPATCH_RETURNED]
    return due(returns[-1] if returns else _time(events[0], "received_at"), minutes)


def _latest(events: Sequence[Event], fact: str) -> object:
    return next((one.facts[fact] for one in reversed(events) if one.facts.get(fact)), None)


def _time(event: Event, fact: str) -> datetime:
    return datetime.fromisoformat(str(event.facts[fact]))


def _sure(moment: datetime | None) -> datetime:
    assert moment is not None
    return moment
