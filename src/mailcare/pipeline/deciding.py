"""What T2 writes for a letter: a new case, one more event of a known case, or that it is filed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from mailcare.casework import dispatching
from mailcare.casework.after_sending import report_arrived
from mailcare.casework.follow_up import join
from mailcare.casework.opening import open_case
from mailcare.casework.outcome import Arrival, Filed, Opening, Outcome
from mailcare.casework.threading import ThreadKind
from mailcare.errors import NotFoundError
from mailcare.model.case import Case
from mailcare.model.judgement import Judgement
from mailcare.model.letter import Message
from mailcare.model.place import Letter
from mailcare.pipeline.ledger import append, open_in_store
from mailcare.pipeline.parts import Desk, Settings
from mailcare.pipeline.threads import Found
from mailcare.store import Store, Tx

Commit = Callable[[Tx], str]
"""What T2 writes; returns the case's number, or an empty text."""


@dataclass(frozen=True, slots=True)
class Step:
    """A letter read, judged and looked up, ready to be decided."""

    settings: Settings
    desk: Desk
    letter: Letter
    message: Message
    judgement: Judgement
    found: Found
    now: datetime

    @property
    def arrival(self) -> Arrival:
        """What casework must know of the letter beside its content."""
        thread = self.found.thread
        stranger = thread.kind is ThreadKind.CASE and not thread.certain
        return Arrival(
            letter_id=self.letter.id,
            received_at=self.letter.received_at,
            first_seen=self.letter.first_seen,
            answered_by_hand=self.letter.answered_by_hand,
            truncated=self.letter.truncated,
            related_case=thread.id if stranger else None,
        )


def decide(store: Store, step: Step) -> tuple[Commit, str]:
    """Return what is to be written, and in a word what that is."""
    if _belongs_to_known_case(store, step.found):
        return lambda tx: join_case(tx, step).number, "joined"
    opening = open_case(step.arrival, step.message, step.judgement, step.desk.policy, step.now)
    if isinstance(opening, Filed):
        return lambda tx: _file(tx, step, opening), "filed"
    return lambda tx: _open(tx, step, opening), "opened"


def _belongs_to_known_case(store: Store, found: Found) -> bool:
    if found.thread.kind is ThreadKind.NONE or not found.thread.certain:
        return False
    try:
        store.read(lambda tx: tx.cases.by_id(found.thread.id))
    except NotFoundError:
        return False
    return True


def join_case(tx: Tx, step: Step) -> Case:
    """Write a letter into the case of its thread; return the case after it."""
    case = tx.cases.by_id(step.found.thread.id)
    case = append(tx, case, _outcome(tx, case, step), step.letter.id, step.now)
    tx.letters.mark_handled(step.letter.id, case.id, step.judgement)
    return case


def _outcome(tx: Tx, case: Case, step: Step) -> Outcome:
    policy = step.settings.desk_for(case.mailbox_id).policy
    report, mail = step.message.report, step.found.mail
    if report is not None and mail is not None:
        return report_arrived(case, mail, report, policy, step.now)
    if step.found.thread.kind is ThreadKind.DISPATCH:
        return dispatching.letter_arrived(case, step.arrival, step.judgement, policy, step.now)
    texts = tx.cases.texts(case)
    return join(
        case,
        texts,
        step.arrival,
        step.message,
        step.judgement,
        policy=policy,
        now=step.now,
        thread=step.found.thread.kind,
    )


def _open(tx: Tx, step: Step, opening: Opening) -> str:
    zone = step.settings.config.organisation.timezone
    case = open_in_store(tx, step.desk.id, step.letter, opening, zone=zone, now=step.now)
    tx.letters.mark_handled(step.letter.id, case.id, step.judgement)
    return case.number


def _file(tx: Tx, step: Step, filed: Filed) -> str:
    tx.intents.add(None, step.letter.id, filed.intents, step.now)
    tx.letters.mark_handled(step.letter.id, None, step.judgement)
    return ""
