"""What goes into casework and what comes out: arrivals, openings, outcomes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mailcare.model.case import CaseTexts, CaseView, Event, Note
from mailcare.model.post import Intent


@dataclass(frozen=True, slots=True)
class Arrival:
    """What is known of a letter beside its content."""

    letter_id: int
    received_at: datetime
    """INTERNALDATE, bounded by the moment it was first seen; clocks start here."""
    first_seen: datetime
    answered_by_hand: bool = False
    r"""\Answered stood on it, or an answer lies in Sent."""
    truncated: bool = False
    """Only header and text part were fetched."""
    history: bool = False
    """It was there when the folder was first seen."""
    related_case: int | None = None
    """The case that it may belong to: a person must look."""
    related_number: str = ""
    """Of that case."""
    related_why: str = "related_case"
    """Why it was not simply attached: ``related_case`` (a stranger quotes the number),
    ``resembles`` (perhaps the same complaint), ``ended_long_ago``."""
    is_second: bool = False
    """It tells another problem in a letter of the related case: nobody need look for that."""


@dataclass(frozen=True, slots=True)
class Filed:
    """A letter that becomes no case."""

    reason: str
    """A stable word: ``history``, ``praise``, ``nothing_to_answer``, or which machine wrote it."""
    intents: tuple[Intent, ...] = ()
    """Notices that belong to the letter, not to a case."""


@dataclass(frozen=True, slots=True)
class Opening:
    """A new case; the store draws its number."""

    events: Sequence[Event]
    view: CaseView
    texts: CaseTexts
    intents: tuple[Intent, ...]

    origin_key: str | None = None
    """The dispatch that handed it over to us, so that it never opens a second case."""

    @property
    def next_check_at(self) -> datetime | None:
        """Return when the sweep must look at it; also in the view."""
        return self.view.next_check_at


@dataclass(frozen=True, slots=True)
class Outcome:
    """What happened to an existing case: nothing when there are no events."""

    events: Sequence[Event]
    """The new ones alone; their `seq` continues the case's ledger."""
    view: CaseView
    """After them."""
    intents: tuple[Intent, ...] = ()
    texts: CaseTexts | None = None
    """None: as before."""
    supersedes: frozenset[str] = frozenset()
    """Templates whose mails of this case, if not yet sent, contradict what happened."""
    notes: tuple[Note, ...] = ()
    """What a person wrote with it; events and intents name one by the fact ``note``, its `seq`."""

    @property
    def next_check_at(self) -> datetime | None:
        """Return when the sweep must look at it; also in the view."""
        return self.view.next_check_at


class FollowUp(StrEnum):
    """What a later letter is to its case."""

    MACHINE = "machine"
    STAFF = "staff"
    COMPLETING = "completing"
    """Of a case that waited for it: all that was missing is there now."""
    PARTIAL = "partial"
    """Of a case that waited for it: something is still missing."""
    ADDITION = "addition"
    """Whatever else the user tells."""
    REPEATED = "repeated"
    """The same complaint sent again, not as an answer to a mail of ours."""
    ANOTHER = "another"
    """It tells another problem, which becomes a case of its own."""
    URGING = "urging"
    DISSATISFIED = "dissatisfied"
    THANKS = "thanks"
    """Or a receipt, or that the trouble is over."""
    WITHDRAWAL = "withdrawal"
    OBJECTION = "objection"
    """To a case not accepted: a person looks again."""
    SURVEY = "survey"
    """An answer to a survey is about our service, and no part of the case."""
