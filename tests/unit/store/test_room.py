"""Samples and tallies kept; which letters may be taken off the server, and that they were."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from mailcare.model.case import State
from mailcare.model.place import Fate, LetterState, Mode, Tally
from mailcare.store import Store, Tx
from unit.store.builders import (
    JUDGEMENT,
    NOW,
    VIEW,
    add_case,
    add_letter,
    add_mailbox,
)

DAY = timedelta(days=1)
LATER = NOW + 10 * DAY


def test_tallies_are_replaced_as_a_whole(store: Store) -> None:
    box = store.run(add_mailbox)
    first = {"INBOX": Tally(7, 12, 3, 4000), "Sent": Tally(None, 0, 0, 0, exact=False)}
    store.run(lambda tx: tx.tallies.replace(box, first))
    assert store.read(lambda tx: tx.tallies.of(box)) == first
    second = {"INBOX": Tally(7, 13, 4, 5000)}
    store.run(lambda tx: tx.tallies.replace(box, second))
    assert store.read(lambda tx: tx.tallies.of(box)) == second


def lie(tx: Tx, letter_id: int, uid: int, fate: Fate = Fate.RECEIVED, seen: datetime = NOW) -> int:
    """Let a letter lie in INBOX."""
    folder = tx.folders.ensure(add_mailbox(tx), "INBOX", NOW)
    return tx.receipts.add(
        folder_id=folder.id,
        epoch=1,
        uid=uid,
        fate=fate,
        letter_id=letter_id,
        size=10 * uid,
        internal_date=NOW,
        first_seen=seen,
    ).id


def drainable(store: Store, before: datetime = LATER, since: datetime = NOW) -> list[int]:
    box = store.run(add_mailbox)
    found = store.read(lambda tx: tx.receipts.to_drain(box, since, before, after=0, limit=100))
    return [one.uid for one in found]


def filed(tx: Tx, key_id: str, uid: int, **changes: Any) -> None:  # noqa: ANN401 - fields of a letter
    letter = add_letter(tx, key_id, f"c{uid}", **changes)
    tx.letters.mark_handled(letter.id, None, JUDGEMENT)
    lie(tx, letter.id, uid)


def test_filed_letters_may_go_when_they_are_old_whole_and_not_from_shadow_times(
    store: Store, key_id: str
) -> None:
    store.run(lambda tx: filed(tx, key_id, 1))
    store.run(lambda tx: filed(tx, key_id, 2, truncated=True))
    store.run(lambda tx: filed(tx, key_id, 3, received_at=LATER))
    assert drainable(store) == [1]
    assert drainable(store, since=NOW + DAY) == []


def test_letters_that_nobody_has_handled_stay(store: Store, key_id: str) -> None:
    store.run(lambda tx: lie(tx, add_letter(tx, key_id, "c1").id, 1))
    history = {"state": LetterState.HISTORY}
    store.run(lambda tx: lie(tx, add_letter(tx, key_id, "c2", **history).id, 2, Fate.HISTORY))
    assert drainable(store) == []


@pytest.mark.parametrize(
    ("state", "goes"),
    [
        (State.REVIEW, False),
        (State.OPEN, False),
        (State.AWAITING_USER, False),
        (State.DISPATCHED, False),
        (State.ANSWERED, True),
        (State.CLOSED, True),
        (State.WITHDRAWN, True),
    ],
)
def test_letters_of_a_case_may_go_when_it_has_its_answer_or_end(
    store: Store, key_id: str, state: State, *, goes: bool
) -> None:
    view = replace(VIEW, state=state, next_due_at=None)
    _case(store, key_id, view)
    assert bool(drainable(store)) is goes


def test_letters_of_a_case_from_shadow_times_stay(store: Store, key_id: str) -> None:
    view = replace(VIEW, state=State.CLOSED, next_due_at=None, mode=Mode.SHADOW)
    _case(store, key_id, view)
    assert drainable(store) == []


def _case(store: Store, key_id: str, view: Any) -> None:  # noqa: ANN401 - a view
    def work(tx: Tx) -> None:
        case = add_case(tx, key_id, "c1", view)
        letter = tx.letters.find("c1")
        assert letter is not None
        if letter.state is LetterState.RECEIVED:
            tx.letters.mark_handled(letter.id, case.id, JUDGEMENT)
        lie(tx, letter.id, 1)

    store.run(work)


def test_what_was_drained_is_counted_and_never_asked_for_again(store: Store, key_id: str) -> None:
    for uid in (1, 2, 3):
        store.run(lambda tx, u=uid: filed(tx, key_id, u))  # type: ignore[misc]
    box = store.run(add_mailbox)
    found = store.read(lambda tx: tx.receipts.to_drain(box, NOW, LATER, after=0, limit=2))
    assert [one.uid for one in found] == [1, 2]
    store.run(lambda tx: tx.receipts.mark_drained([found[0].receipt_id], LATER))
    store.run(lambda tx: tx.receipts.mark_left([found[1].receipt_id], LATER))
    assert drainable(store) == [3]
    assert store.read(lambda tx: tx.receipts.count()) == {Fate.DRAINED: 1, Fate.RECEIVED: 2}
    assert store.read(lambda tx: tx.receipts.drained(box, LATER)) == (1, 10)
    assert store.read(lambda tx: tx.receipts.drained(box, LATER + DAY)) == (0, 0)


def test_a_go_begins_after_the_letter_where_the_last_one_ended(store: Store, key_id: str) -> None:
    for uid in (1, 2, 3):
        store.run(lambda tx, u=uid: filed(tx, key_id, u))  # type: ignore[misc]
    box = store.run(add_mailbox)
    found = store.read(lambda tx: tx.receipts.to_drain(box, NOW, LATER, after=0, limit=1))
    rest = store.read(
        lambda tx: tx.receipts.to_drain(box, NOW, LATER, after=found[0].receipt_id, limit=9)
    )
    assert [one.uid for one in rest] == [2, 3]
