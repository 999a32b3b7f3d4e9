"""A case: one complaint from receipt to close (DESIGN 3)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from mailcare.model.judgement import (
    Category,
    Decision,
    Elements,
    Kind,
    Language,
    Reason,
    Scope,
    Wish,
)
from mailcare.model.letter import Address
from mailcare.model.place import Mode


class State(StrEnum):
    """Where a case stands."""

    REVIEW = "review"
    OPEN = "open"
    AWAITING_USER = "awaiting_user"
    DISPATCHED = "dispatched"
    ANSWERED = "answered"
    CLOSED = "closed"
    NOT_ACCEPTED = "not_accepted"
    WITHDRAWN = "withdrawn"


class EventKind(StrEnum):
    """What can happen to a case; the ledger holds nothing else."""

    OPENED = "opened"
    """decision, suggested, scope, owner, unit, kind, category, language, mode, received_at, …"""
    LETTER_JOINED = "letter_joined"
    """letter_id, follow_up."""
    ELEMENTS_COMPLETED = "elements_completed"
    QUESTION_SENT = "question_sent"
    """Our question (need_info, insufficient) left for the user: the answer clock pauses."""
    ACKNOWLEDGED = "acknowledged"
    """A first reply that asks nothing was sent."""
    PROMISED = "promised"
    """due: the time that a sent reply told the user."""
    DECIDED = "decided"
    """A person decided a case in review: decision, unit."""
    DISPATCH_QUEUED = "dispatch_queued"
    DISPATCH_SENT = "dispatch_sent"
    DISPATCH_DELIVERED = "dispatch_delivered"
    DISPATCH_CONFIRMED = "dispatch_confirmed"
    DISPATCH_RETURNED = "dispatch_returned"
    DISPATCH_FAILED = "dispatch_failed"
    DISPATCH_REMINDED = "dispatch_reminded"
    ANSWERED = "answered"
    """The final answer was sent or the call recorded; by: mail, phone, hand; called_at."""
    ANSWER_WRITTEN = "answer_written"
    """A person wrote the final answer; it counts once it was sent."""
    QUESTION_WRITTEN = "question_written"
    """A person asks the user something; the answer clock pauses once it was sent."""
    TAKEN_BACK = "taken_back"
    """what: template of a mail that its author did not want sent after all."""
    CALL_FAILED = "call_failed"
    """tried_at: the user could not be reached in the way that they wish."""
    WAY_CHANGED = "way_changed"
    """way: how the user wishes to be answered, as a person heard from them."""
    CLAIMED = "claimed"
    """handler: who handles the case from now on; level: as whose owner, where it is escalated."""
    ESCALATED = "escalated"
    """reason; where that moves the case up: level, owner, and due, by when they take it."""
    HANDED_BACK = "handed_back"
    """A supervisor gave an escalated case back to staff."""
    EXTENDED = "extended"
    """due, note: where the reason stands among the notes; told: the user knows already."""
    OVERDUE_TOLD = "overdue_told"
    REPLY_SUPPRESSED = "reply_suppressed"
    """reason; the clocks run on (invariant 6)."""
    REPLY_FAILED = "reply_failed"
    """template; an answer that came back is none, and the clocks run on."""
    WITHDRAWN = "withdrawn"
    NOTED = "noted"
    CLOSED = "closed"
    REOPENED = "reopened"


Fact = str | int | bool | None
"""What a payload may hold: ids, enum values, counts, ISO times; never text of a letter."""


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of a case's ledger; unique by (case, seq), append-only."""

    seq: int
    kind: EventKind
    at: datetime
    actor: str
    """``mailcare``, ``user``, or a staff member's id; never an address."""
    facts: Mapping[str, Fact] = field(default_factory=dict)


class ClockName(StrEnum):
    """The promises that a case has to keep (DESIGN 3: clocks)."""

    REGISTERED = "registered"
    REVIEW = "review"
    DISPATCH = "dispatch"
    ANSWER = "answer"
    LAW = "law"
    ESCALATION = "escalation"
    """Of an escalated case: until a supervisor takes it, or hands it back."""


@dataclass(frozen=True, slots=True)
class ClockReading:
    """How a clock of a case stands, computed from ledger and calendar."""

    name: ClockName
    due: datetime | None
    """None while it is paused."""
    ended_at: datetime | None
    """None while it runs or is paused."""
    provisional: bool = False
    """Counted into a year whose working days nobody has named yet: the due time may move."""


@dataclass(frozen=True, slots=True)
class CaseView:
    """The fold of a ledger: what the projected columns of a case must equal."""

    state: State
    unit: str
    """The unit that is responsible to the user (首问责任制, R34): where the letter arrived."""
    owner: str | None
    """The unit or department whose business it is."""
    decision: Decision
    suggested: Decision
    scope: Scope
    kind: Kind | None
    category: Category | None
    language: Language
    mode: Mode
    received_at: datetime
    promised_due: datetime | None
    next_due_at: datetime | None
    next_due_kind: ClockName | None
    escalated: bool
    clocks: tuple[ClockReading, ...] = ()
    next_check_at: datetime | None = None
    """When the sweep must look at the case again; None: never by itself."""
    calendar_version: str = ""
    """Of the working calendar and the limits with which the clocks were computed."""
    handler: str | None = None
    """Who handles it (经办人): as actors are named, never an address."""
    level: int = 0
    """0: with staff; 1: with the unit's supervisors (R26)."""
    level_owner: str | None = None
    """Who has it there: ``supervisors`` until one has taken it, then as actors are named."""

    def is_provisional(self, due: datetime | None) -> bool:
        """Say whether `due` is the time of a clock that may still move (staff see a mark)."""
        return any(clock.provisional and clock.due == due for clock in self.clocks)


class NoteKind(StrEnum):
    """What a person's words are."""

    REASON = "reason"
    ANSWER = "answer"
    """To the user: what was done (处理情况)."""
    QUESTION = "question"
    """To the user."""
    CALL = "call"
    """What came of a call, or of an answer that went past us."""
    REMARK = "remark"
    DEPARTMENT = "department"
    """What the other side of a dispatch wrote about it."""


@dataclass(frozen=True, slots=True)
class Note:
    """What a person wrote about a case; sealed in the store, never in the ledger."""

    seq: int
    """Of the event that it belongs to; there stand who and when, and in its fact ``note``."""
    text: str
    kind: NoteKind = NoteKind.REASON
    attachments: str = ""
    """Blob of the vault with files to be sent along, sealed under the case's key; or empty."""


@dataclass(frozen=True, slots=True)
class CaseTexts:
    """What is known of a user and their problem: personal data, sealed in the store."""

    user: Address
    """To whom replies go."""
    subject: str
    """Of the letter that opened the case."""
    message_id: str
    """Of the user's latest letter, with angle brackets; replies refer to it."""
    references: tuple[str, ...]
    """Of the user's latest letter."""
    elements: Elements
    """Added up over all letters of the case."""
    reasons: tuple[Reason, ...]
    """Of the judgement that opened the case."""
    wish: Wish | None = None
    """How else than by mail the user wishes to be answered; which way holds says the ledger."""


@dataclass(frozen=True, slots=True)
class Case:
    """A case as the store gives it back."""

    id: int
    number: str
    """``<UNIT>-<YYYYMM>-<monthly serial>``; gapless, never changes."""
    total: int
    """Running total of the unit (总编号, R19)."""
    mailbox_id: int
    key_id: str
    """The data key of the letter that opened it; destroyed with the case."""
    events: tuple[Event, ...]
    view: CaseView
