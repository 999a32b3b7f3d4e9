"""How a case stands: what its ledger adds up to, before any calendar is asked."""

from dataclasses import dataclass, field
from datetime import datetime

from mailcare.model.case import EventKind, State
from mailcare.model.judgement import (
    Category,
    Decision,
    DemandKind,
    ElementName,
    Kind,
    Language,
    Scope,
    Way,
)
from mailcare.model.place import Mode

WAITING = frozenset({Decision.NEED_INFO, Decision.INSUFFICIENT})
"""Decisions that ask the user for something."""


SUPERVISORS = "supervisors"
"""Owner of an escalated case until one of them has taken it."""


@dataclass(slots=True)
class Pause:
    """A stretch in which the answer clock stands still."""

    start: datetime
    mail_id: int
    """The question that we sent."""
    end: datetime | None = None


@dataclass(slots=True)
class Dispatch:
    """Where the hand-over of a case stands."""

    started_at: datetime | None = None
    """When its clock starts: all elements were there, or the last return."""
    target: str | None = None
    mail_id: int = 0
    sent: bool = False
    confirmed_at: datetime | None = None
    reminded_at: datetime | None = None
    queued_at: datetime | None = None
    serial: int = 0
    """The event that queued it: tells the dispatches of one case apart."""
    paper: bool = False
    """The other side takes no mail: staff hand it over on paper, and say when that is done."""


@dataclass(slots=True)
class Standing:
    """A case as its ledger tells it."""

    opened_at: datetime
    received_at: datetime
    unit: str
    decision: Decision
    suggested: Decision
    scope: Scope
    mode: Mode
    language: Language
    owner: str | None
    kind: Kind | None
    category: Category | None
    needed: tuple[ElementName, ...]
    """What the case waits for, or would wait for."""
    missing: tuple[ElementName, ...]
    """Of all four."""
    special: DemandKind | None
    way: Way | None
    """How else than by mail the user wishes to be answered."""
    about_staff: bool
    quiet: str | None
    """Why the user never gets automatic mail; None: they may."""
    origin: str | None
    """Who dispatched the case to us: a unit or department of the config; None: a user's letter."""
    origin_answers: bool
    """The dispatching side answers the user; ours tells them what to say."""
    answer_from: datetime
    review_from: datetime | None
    review_since: datetime
    """When the case came into review; the late acknowledgement counts from there."""
    waits_since: datetime
    """Since when staff should have it in hand."""
    acted_at: datetime | None = None
    """When somebody of staff last did anything about it, since it last came up."""
    decided_at: datetime | None = None
    answered_at: datetime | None = None
    answer_mail: int = 0
    """The mail that was the answer; 0 where it was none of ours."""
    replaced: tuple[Decision, str | None] | None = None
    """Decision and owner before a person's: what holds again if that is taken back."""
    handler: str | None = None
    ended: State | None = None
    ended_at: datetime | None = None
    offered_due: datetime | None = None
    promised_due: datetime | None = None
    asked_due: datetime | None = None
    """A later due time that holds once the user has been told."""
    extended_due: datetime | None = None
    escalated: bool = False
    level: int = 0
    level_since: datetime | None = None
    """When it was last moved up."""
    level_owner: str | None = None
    level_met_at: datetime | None = None
    """When a supervisor took it, or handed it back."""
    failed_attempts: list[datetime] = field(default_factory=list)
    """To reach the user in the way that they wish."""
    mail_beside: int = 0
    """The answer that was mailed to a user who waits to be reached in another way."""
    result_note: int = 0
    """What the other side of a dispatch wrote last about its result; 0: nothing yet."""
    dispatch: Dispatch = field(default_factory=Dispatch)
    pauses: list[Pause] = field(default_factory=list)
    told: dict[tuple[str, str], list[datetime]] = field(default_factory=dict)
    """Clock, and start of its run, of the overdue notices."""
    reminded: set[tuple[int, str]] = field(default_factory=set)
    """Minutes, and start of the dispatch's run, of the reminders of a special demand."""
    notes: set[str] = field(default_factory=set)
    suppressed: set[str] = field(default_factory=set)
    """Templates of suppressed replies."""
    told_user: set[str] = field(default_factory=set)
    """Templates of replies that were sent and ask nothing."""
    waiting: dict[str, str] = field(default_factory=dict)
    """Templates of what people wrote and what has not left yet, with who wrote it."""
    told_at: datetime | None = None
    """When the latest reply that ends nothing was sent."""
    receipt_at: datetime | None = None
    """When the user was last told that an addition has come."""
    rest_asked: int = 0
    """How often the rest of the elements was asked for after a partial supplement."""
    escalations: dict[str, datetime] = field(default_factory=dict)
    """Why the case was escalated, and when last for that reason."""
    noted_at: dict[tuple[str, str], list[datetime]] = field(default_factory=dict)
    """Of notes that belong to a run of something: what, the run's start, and when."""
    mails: set[tuple[EventKind, int]] = field(default_factory=set)
    """What is already recorded of which mail."""

    @property
    def by_phone(self) -> bool:
        """Say whether the user wishes a call."""
        return self.way is Way.PHONE

    @property
    def paused(self) -> bool:
        """Say whether we wait for the user."""
        return bool(self.pauses) and self.pauses[-1].end is None

    @property
    def finished_at(self) -> datetime | None:
        """Return when the case got its answer or its end."""
        ends = [at for at in (self.answered_at, self.ended_at) if at]
        return min(ends, default=None)

    @property
    def state(self) -> State:
        """Return where the case stands; the first that applies."""
        if self.ended:
            return self.ended
        if self.decision is Decision.NOT_ACCEPTED:
            return State.NOT_ACCEPTED
        if self.answered_at:
            return State.ANSWERED
        if self.decision is Decision.REVIEW:
            return State.REVIEW
        if self.decision is Decision.FORWARDED and self.dispatch.sent:
            return State.DISPATCHED
        return State.AWAITING_USER if self.paused else State.OPEN
