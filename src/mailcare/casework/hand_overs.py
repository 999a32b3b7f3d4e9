"""Each hand-over in a ledger, as the monthly figures of departments count them (R10)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from mailcare.casework.clocks import answer_due, dispatch_due
from mailcare.casework.facts import word
from mailcare.casework.ledger import Standing, replay
from mailcare.casework.policy import Policy
from mailcare.model.case import Event, EventKind


@dataclass(frozen=True, slots=True)
class HandedOver:
    """One dispatch, from the moment it left until it came back or its case was answered."""

    target: str
    sent_at: datetime
    confirm_by: datetime | None
    confirmed_at: datetime | None = None
    returned_at: datetime | None = None
    failed_at: datetime | None = None
    answer_by: datetime | None = None
    answered_at: datetime | None = None

    def is_late(self, now: datetime) -> bool:
        """Say whether it was confirmed after its time, or still isn't though that is past."""
        end = self.confirmed_at or self.returned_at or self.failed_at or now
        return self.confirm_by is not None and end > self.confirm_by

    @property
    def in_time(self) -> bool:
        """Say whether the user has the answer, and had it in time."""
        if self.answered_at is None:
            return False
        return self.answer_by is None or self.answered_at <= self.answer_by


def hand_overs(events: Iterable[Event], policy: Policy) -> Iterator[HandedOver]:
    """Yield the dispatches of a ledger that left, in order."""
    ledger: list[Event] = []
    current: HandedOver | None = None
    for event in events:
        ledger.append(event)
        if event.kind is EventKind.DISPATCH_SENT:
            if current is not None:
                yield current
            current = _sent(replay(ledger), event, policy)
        elif current is not None:
            current = _then(current, ledger, event, policy)
            if event.kind in _ENDS:
                yield current
                current = None
    if current is not None:
        yield current


_ENDS = frozenset(
    {EventKind.DISPATCH_RETURNED, EventKind.DISPATCH_FAILED, EventKind.ANSWERED, EventKind.CLOSED}
)


def _sent(case: Standing, event: Event, policy: Policy) -> HandedOver:
    return HandedOver(case.dispatch.target or "", event.at, dispatch_due(case, policy))


def _then(current: HandedOver, ledger: list[Event], event: Event, policy: Policy) -> HandedOver:
    if event.kind is EventKind.DISPATCH_CONFIRMED:
        return replace(current, confirmed_at=event.at)
    if event.kind is EventKind.DISPATCH_RETURNED:
        return replace(current, returned_at=event.at)
    if event.kind is EventKind.DISPATCH_FAILED:
        return replace(current, failed_at=event.at)
    if event.kind is EventKind.ANSWERED:
        due = answer_due(replay(ledger[:-1]), policy)
        told = word(event, "answered_at")
        at = datetime.fromisoformat(told) if told else event.at
        return replace(current, answered_at=at, answer_by=due)
    return current
