"""The commands that staff give about a case, by letter or on the command line."""

from dataclasses import dataclass
from datetime import datetime

from mailcare.model.judgement import Way


@dataclass(frozen=True, slots=True)
class Reply:
    """答复: `text` is what was done (处理情况); the user gets it in the standard frame."""

    text: str
    attachments: str = ""
    """Blob of the vault, sealed under the case's key: `pack` of correspondence.compose.bundle."""


@dataclass(frozen=True, slots=True)
class Ask:
    """补充: ask the user something; once the question is sent, the answer clock pauses."""

    text: str


@dataclass(frozen=True, slots=True)
class Called:
    """电话已答复: the user was answered by telephone at `at`, with this outcome; or by `way`."""

    outcome: str
    at: datetime
    way: Way = Way.PHONE


@dataclass(frozen=True, slots=True)
class CallFailed:
    """电话未接通: nobody could be reached at `at`, in whatever way the user wishes."""

    at: datetime
    remark: str = ""


@dataclass(frozen=True, slots=True)
class ChangeWay:
    """答复方式: the user wishes to be answered in this way, as a person heard from them."""

    way: Way
    reason: str


@dataclass(frozen=True, slots=True)
class Answered:
    """A colleague answered the user past mailcare: from webmail, by post, in person."""

    text: str
    """How, and what was said; it is recorded, never sent."""
    at: datetime


@dataclass(frozen=True, slots=True)
class Dispatch:
    """转派: hand the case over to this unit or department, with a remark where one is given."""

    unit: str
    remark: str = ""
    """For the other side; a line such as 设备号码:… corrects that element of the case."""


@dataclass(frozen=True, slots=True)
class Confirm:
    """确认: the other side has the dispatch, as a person heard from it."""


@dataclass(frozen=True, slots=True)
class Return:
    """退单: the other side gave the dispatch back; the case is ours again.

    Of a case that was dispatched to us and that nobody else has: we give it back.
    """

    reason: str


@dataclass(frozen=True, slots=True)
class Remind:
    """催办: remind the other side of the dispatch."""


@dataclass(frozen=True, slots=True)
class Decline:
    """不予受理: the user is told so, with the reason where one is given."""

    reason: str = ""


@dataclass(frozen=True, slots=True)
class NotComplaint:
    """非投诉: filed and closed without a word to the user."""

    reason: str = ""


@dataclass(frozen=True, slots=True)
class Close:
    """办结: nothing is left to do."""

    reason: str = ""


@dataclass(frozen=True, slots=True)
class Reopen:
    """重开: the case goes on, and its clocks start anew."""

    reason: str


@dataclass(frozen=True, slots=True)
class Extend:
    """延期: the user is told of a later time; `told`: they know it already, as from a call."""

    due: datetime
    reason: str
    told: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """备注: kept with the case, sent to nobody."""

    text: str


@dataclass(frozen=True, slots=True)
class Claim:
    """认领: whoever says so handles the case from now on; an escalated one as its supervisor."""

    supervisor: bool = False
    """They are one of the unit's supervisors."""


@dataclass(frozen=True, slots=True)
class HandBack:
    """交回: a supervisor gives an escalated case back to staff."""

    reason: str = ""
    supervisor: bool = False


@dataclass(frozen=True, slots=True)
class Assign:
    """Give the case to a colleague, by their name for the ledger; never an address."""

    handler: str


@dataclass(frozen=True, slots=True)
class Takeback:
    """撤回: what the same person had written and what has not left is not sent."""


Command = (
    Reply
    | Ask
    | Called
    | CallFailed
    | ChangeWay
    | Answered
    | Dispatch
    | Confirm
    | Return
    | Remind
    | Decline
    | NotComplaint
    | Close
    | Reopen
    | Extend
    | Note
    | Claim
    | HandBack
    | Assign
    | Takeback
)
