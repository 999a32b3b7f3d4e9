"""To which thread of ours a letter belongs: Message-ID, then token, then number and same sender.

Never by words of the subject: two people write "broadband fault" every day.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from mailcare.casework.tokens import Token, TokenKind


class ThreadKind(StrEnum):
    """What a letter continues."""

    CASE = "case"
    DISPATCH = "dispatch"
    NOTICE = "notice"
    DRAFT = "draft"
    ORIGIN = "origin"
    """What we wrote to the unit that dispatched the case to us."""
    URGE = "urge"
    """The link in a digest by which its reader presses for the case."""
    TRIAL = "trial"
    """A test notice of `mailcare doctor`: no case has to do with it."""
    ALARM = "alarm"
    """An alarm about the system; id 0: nothing proves to whom it was told."""
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Hit:
    """A mail of ours that a letter answers, found by its Message-ID in the outbox."""

    kind: ThreadKind
    id: int
    """Of the case; for another kind, of the row that its token would name."""


@dataclass(frozen=True, slots=True)
class NumberHit:
    """A case whose number stands in the letter."""

    case_id: int
    same_sender: bool
    """The letter comes from the address of the case's user."""


@dataclass(frozen=True, slots=True)
class Thread:
    """What a letter continues, and whether that is beyond doubt."""

    kind: ThreadKind
    id: int
    certain: bool
    """False: a stranger quotes a number; a person must agree before it is attached."""


NO_THREAD = Thread(ThreadKind.NONE, 0, certain=True)

_KINDS = {
    TokenKind.CASE: ThreadKind.CASE,
    TokenKind.DISPATCH: ThreadKind.DISPATCH,
    TokenKind.NOTICE: ThreadKind.NOTICE,
    TokenKind.DRAFT: ThreadKind.DRAFT,
    TokenKind.ORIGIN: ThreadKind.ORIGIN,
    TokenKind.URGE: ThreadKind.URGE,
    TokenKind.TRIAL: ThreadKind.TRIAL,
    TokenKind.ALARM: ThreadKind.ALARM,
}


def doubted(thread: Thread) -> Thread:
    """Return the thread of a letter that may not be from whom it says: a person must agree.

    In the thread of a notice or a dispatch it is a stranger's, and recorded as one.
    """
    return replace(thread, certain=False) if thread.kind is ThreadKind.CASE else thread


def which_case(
    message_id_hits: tuple[Hit, ...] = (),
    tokens: tuple[Token, ...] = (),
    number_hits: tuple[NumberHit, ...] = (),
) -> Thread:
    """Return the thread of a letter from what was found for it, the first of each sort counting."""
    for hit in message_id_hits:
        return Thread(hit.kind, hit.id, certain=True)
    for token in tokens:
        return Thread(_KINDS[token.kind], token.row_id, certain=True)
    for number in sorted(number_hits, key=lambda hit: not hit.same_sender):
        return Thread(ThreadKind.CASE, number.case_id, certain=number.same_sender)
    return NO_THREAD
