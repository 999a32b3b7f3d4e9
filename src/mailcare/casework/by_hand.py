"""An answer that a colleague sent straight from the mailbox, found there after the letter came."""

from collections.abc import Iterator
from datetime import datetime

from mailcare.casework import intents, templates
from mailcare.casework.commands.answering import OVERTAKEN
from mailcare.casework.facts import Pen, number, word
from mailcare.casework.folding import fold
from mailcare.casework.ledger import Standing, replay
from mailcare.casework.outcome import Outcome
from mailcare.casework.policy import Policy
from mailcare.casework.ways import mail_suffices
from mailcare.model.case import Case, Event, EventKind, Fact
from mailcare.model.place import Mode
from mailcare.model.post import Intent


def users_letters(case: Case) -> frozenset[int]:
    """Return the letters that came from the user of the case, by which an answer can be seen."""
    return frozenset(number(one, "letter_id") for one in case.events if _is_users(one)) - {0}


def _is_users(event: Event) -> bool:
    if event.kind is EventKind.OPENED:
        return True
    machine = word(event, "follow_up") in {"machine", "staff", "survey"}
    joined = event.kind is EventKind.LETTER_JOINED and not machine
    return joined and event.facts.get("same_sender") is True


def answered_by_hand(case: Case, letter_id: int | None, policy: Policy, now: datetime) -> Outcome:
    """Record that a colleague has answered the user by mail; told twice, recorded once.

    What waits to be sent and says the same or more is held back, and staff are told; where the user
    waits to be answered in another way, the mail stands beside (see `ways`).
    """
    pen = Pen(case, now)
    standing = replay(case.events)
    known = standing.finished_at or templates.ANSWER in standing.told_user
    if known or standing.ended:
        return Outcome((), fold(pen.events, policy))
    suffices = mail_suffices(standing, policy)
    if suffices:
        pen.write(EventKind.ANSWERED, by="hand", letter_id=letter_id)
    else:
        pen.write(EventKind.ACKNOWLEDGED, by="hand", template=templates.ANSWER, letter_id=letter_id)
    event = "found_answered" if suffices else "found_mailed"
    told = tuple(_told(replay(pen.events), policy, event))
    stops = OVERTAKEN | {templates.ANSWER, templates.QUESTION}
    return Outcome(pen.written, fold(pen.events, policy), told, supersedes=stops)


def _told(case: Standing, policy: Policy, event: str) -> Iterator[Intent]:
    if case.mode is not Mode.SHADOW:
        facts: dict[str, Fact] = {"event": event}
        yield intents.notice(case, policy, templates.TASK, facts)
