"""A filed letter that a person vouches for: it becomes a case in review, in that person's name."""

from dataclasses import replace
from datetime import datetime

from mailcare.casework.opening import open_case
from mailcare.casework.outcome import Arrival, Filed, Opening
from mailcare.errors import ConflictError
from mailcare.intake.readers import ReaderPool
from mailcare.model.case import Case
from mailcare.model.judgement import Decision, Judgement, Kind, Reason, Scope
from mailcare.model.letter import Message
from mailcare.model.place import Letter
from mailcare.pipeline.ledger import open_in_store
from mailcare.pipeline.parts import Desk
from mailcare.store import Store, Tx
from mailcare.triage import judge
from mailcare.triage.elements import find_elements
from mailcare.vault import Vault

RULE = "person.vouched"
"""Reason of a judgement that a person's word overrules."""


def open_filed(
    store: Store,
    vault: Vault,
    readers: ReaderPool,
    letter: Letter,
    desk: Desk,
    *,
    zone: str,
    now: datetime,
    actor: str,
) -> Case:
    """Open a case in review for a letter that was filed without one.

    Raises:
        ConflictError: the letter was not filed; nothing has changed.
        ReadingError: it can't be read within its limits.
    """
    message = readers.read(vault.open(letter.blob))
    judgement = vouched(message, judge(message, desk.rules), desk)
    opening = _opening(letter, message, judgement, desk, now=now, actor=actor)

    def work(tx: Tx) -> Case:
        tx.letters.bring_back_filed(letter.id)
        case = open_in_store(tx, desk.id, letter, opening, zone=zone, now=now)
        tx.letters.mark_handled(letter.id, case.id, judgement)
        return case

    return store.run(work)


def _opening(
    letter: Letter,
    message: Message,
    judgement: Judgement,
    desk: Desk,
    *,
    now: datetime,
    actor: str,
) -> Opening:
    arrival = Arrival(
        letter_id=letter.id,
        received_at=letter.received_at,
        first_seen=letter.first_seen,
        answered_by_hand=letter.answered_by_hand,
        truncated=letter.truncated,
    )
    opening = open_case(arrival, message, judgement, desk.policy, now, actor=actor)
    if isinstance(opening, Filed):
        raise ConflictError(f"no case can come of letter {letter.id}: {opening.reason}")
    return opening


def vouched(message: Message, found: Judgement, desk: Desk) -> Judgement:
    """Return the judgement of a letter that a person calls a case: review, by no machine."""
    reasons = (Reason(RULE, found.automatic or found.decision), *found.reasons)
    if found.decision is not Decision.NONE:
        return replace(found, decision=Decision.REVIEW, automatic=None, reasons=reasons)
    elements = find_elements(message, desk.rules.elements)
    return replace(
        found,
        decision=Decision.REVIEW,
        suggested=Decision.NEED_INFO if elements.missing else Decision.IN_SCOPE,
        scope=Scope.IN_SCOPE,
        unit=desk.policy.unit,
        kind=Kind.COMPLAINT,
        elements=elements,
        automatic=None,
        reasons=reasons,
        user=found.user or message.from_,
    )
