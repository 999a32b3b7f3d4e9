"""Why a command is refused: a stable word, and what it means.

The Chinese stands in correspondence.refusals; a test holds the two together.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from mailcare.errors import ConflictError


class Refusal(StrEnum):
    """Why a command changes nothing."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    PLACEHOLDER = "placeholder"
    REASONLESS = "reasonless"
    ENDED = "ended"
    ANSWERED = "answered"
    ANSWER_WAITS = "answer_waits"
    ANSWER_MAILED = "answer_mailed"
    QUESTION_WAITS = "question_waits"
    DISPATCHED = "dispatched"
    DISPATCH_WAITS = "dispatch_waits"
    NOT_DISPATCHED = "not_dispatched"
    REMINDED_LATELY = "reminded_lately"
    OTHER_SIDE_ANSWERS = "other_side_answers"
    ORIGIN_ANSWERS = "origin_answers"
    ORIGIN_ENDED = "origin_ended"
    BY_PAPER = "by_paper"
    NO_TARGET = "no_target"
    UNKNOWN_UNIT = "unknown_unit"
    OWN_UNIT = "own_unit"
    NO_DECISION = "no_decision"
    UNDECIDED = "undecided"
    NOTHING_MISSING = "nothing_missing"
    SHADOW = "shadow"
    OFFICIAL = "official"
    COLLEAGUE = "colleague"
    MACHINE = "machine"
    NO_ADDRESS = "no_address"
    TELL_YOURSELF = "tell_yourself"
    UNANSWERED = "unanswered"
    PROMISED = "promised"
    NOT_ENDED = "not_ended"
    ENDED_LONG_AGO = "ended_long_ago"
    CLAIMED = "claimed"
    NOT_ESCALATED = "not_escalated"
    NOT_SUPERVISOR = "not_supervisor"
    NO_WISH = "no_wish"
    NOT_A_NAME = "not_a_name"
    IMPOSSIBLE_TIME = "impossible_time"
    PAUSED = "paused"
    NOT_LATER = "not_later"
    NOTHING_TO_TAKE_BACK = "nothing_to_take_back"


MEANING: Mapping[Refusal, str] = MappingProxyType(
    {
        Refusal.EMPTY: "there is no text",
        Refusal.TOO_LONG: "the text is too long for a mail; attach it as a file",
        Refusal.PLACEHOLDER: "the text still holds a gap to be filled in, such as ****",
        Refusal.REASONLESS: "a reason is needed",
        Refusal.ENDED: "the case has its answer or its end already",
        Refusal.ANSWERED: "the user has an answer already; reopen the case to give another",
        Refusal.ANSWER_WAITS: "an answer waits to be sent already; take that back first",
        Refusal.ANSWER_MAILED: (
            "the user has an answer by mail and waits to be reached as they wish: record that, or "
            "that they could not be reached, or that mail will do"
        ),
        Refusal.QUESTION_WAITS: "a question waits to be sent already; take that back first",
        Refusal.DISPATCHED: "the case is dispatched; it must come back before it is decided anew",
        Refusal.DISPATCH_WAITS: "a dispatch waits to be sent already; take that back first",
        Refusal.NOT_DISPATCHED: "the case is with nobody else",
        Refusal.REMINDED_LATELY: "the other side was reminded a short while ago",
        Refusal.OTHER_SIDE_ANSWERS: (
            "the other side answers the user; record its return before you answer yourself"
        ),
        Refusal.ORIGIN_ANSWERS: (
            "the unit that dispatched the case writes to the user: answer it, or return the case"
        ),
        Refusal.ORIGIN_ENDED: (
            "the unit that handed the case over has answered the user, or ended it"
        ),
        Refusal.BY_PAPER: "the other side takes no mail: call them, or send the sheet again",
        Refusal.NO_TARGET: "nobody is known to whom the case could be dispatched",
        Refusal.UNKNOWN_UNIT: "the config has no unit or department of this name",
        Refusal.OWN_UNIT: "that is the case's own unit",
        Refusal.NO_DECISION: "a person's decision can't be that a person must decide",
        Refusal.UNDECIDED: "nobody has decided the case yet; decide it first",
        Refusal.NOTHING_MISSING: "nothing is missing that could be asked for",
        Refusal.SHADOW: "in shadow mode nothing is written to anybody",
        Refusal.OFFICIAL: "the sender is a regulator, a lawyer or the press: a person writes",
        Refusal.COLLEAGUE: "the letter came from a colleague",
        Refusal.MACHINE: "the letter was written by a machine",
        Refusal.NO_ADDRESS: "the letter gives no address to write to",
        Refusal.TELL_YOURSELF: "tell them yourself, then extend the case as told",
        Refusal.UNANSWERED: (
            "the user has neither an answer, a recorded call, a withdrawal nor a non-acceptance"
        ),
        Refusal.PROMISED: "the user waits for an answer that we promised: answer, or decline",
        Refusal.NOT_ENDED: "the case has neither answer nor end; it goes on anyway",
        Refusal.ENDED_LONG_AGO: "the case ended too long ago; it takes a new letter",
        Refusal.CLAIMED: "a colleague has claimed the case; it can be assigned to you",
        Refusal.NOT_ESCALATED: "the case is with staff: it was not escalated, or was handed back",
        Refusal.NOT_SUPERVISOR: "only a supervisor of the unit can hand the case back",
        Refusal.NO_WISH: "the user wishes to be answered by mail",
        Refusal.NOT_A_NAME: "that is no name of staff for the ledger",
        Refusal.IMPOSSIBLE_TIME: "that time is in the future, or before the letter arrived",
        Refusal.PAUSED: "the answer's clock stands still while the user is asked",
        Refusal.NOT_LATER: "an extension is a later time than the one that stands",
        Refusal.NOTHING_TO_TAKE_BACK: "nothing of yours waits to be sent any more",
    }
)


class RefusedError(ConflictError):
    """A command that changes nothing; its text is for the command line."""

    def __init__(self, reason: Refusal, *more: Refusal) -> None:
        self.reasons = (reason, *more)
        super().__init__("; ".join(MEANING[one] for one in self.reasons))

    @property
    def reason(self) -> Refusal:
        """The stable word, from which wording makes sentences."""
        return self.reasons[0]
