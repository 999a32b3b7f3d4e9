import pytest

from mailcare.errors import ConflictError, NotFoundError
from mailcare.model.place import LetterState
from mailcare.model.trouble import Aside, AsideKind
from mailcare.store import Store
from unit.store.builders import HOUR, JUDGEMENT, NOW, add_case, add_letter


def test_a_letter_comes_back_as_it_was_written(store: Store, key_id: str) -> None:
    letter = store.run(lambda tx: add_letter(tx, key_id, truncated=True))
    assert (letter.state, letter.truncated, letter.attempts) == (LetterState.RECEIVED, True, 0)
    assert (letter.received_at, letter.first_seen) == (NOW, NOW + HOUR)
    assert store.read(lambda tx: tx.letters.find("c1")) == letter
    assert store.read(lambda tx: tx.letters.find("c2")) is None
    with pytest.raises(NotFoundError):
        store.read(lambda tx: tx.letters.get(99))


def test_one_letter_a_content(store: Store, key_id: str) -> None:
    store.run(lambda tx: add_letter(tx, key_id))
    with pytest.raises(ConflictError, match=r"letters\.content_key"):
        store.run(lambda tx: add_letter(tx, key_id, blob="other"))


def test_the_oldest_waiting_letter_comes_first(store: Store, key_id: str) -> None:
    late = store.run(lambda tx: add_letter(tx, key_id, "late", received_at=NOW + HOUR))
    early = store.run(lambda tx: add_letter(tx, key_id, "early"))
    store.run(lambda tx: add_letter(tx, key_id, "history", state=LetterState.HISTORY))
    found = store.read(lambda tx: tx.letters.next_received(10))
    assert [letter.id for letter in found] == [early.id, late.id]
    assert len(store.read(lambda tx: tx.letters.next_received(1))) == 1


def test_a_letter_that_was_begun_before_comes_after_the_others(store: Store, key_id: str) -> None:
    begun = store.run(lambda tx: add_letter(tx, key_id))
    assert store.run(lambda tx: tx.letters.begin_attempt(begun.id)) == 1
    assert store.run(lambda tx: tx.letters.begin_attempt(begun.id)) == 2
    other = store.run(lambda tx: add_letter(tx, key_id, "c2"))
    found = store.read(lambda tx: tx.letters.next_received(2))
    assert [letter.id for letter in found] == [other.id, begun.id]


def test_a_judgement_comes_back_whole(store: Store, key_id: str) -> None:
    case = store.run(lambda tx: add_case(tx, key_id))
    letter = store.run(lambda tx: add_letter(tx, key_id, "c2"))
    assert store.read(lambda tx: tx.letters.judgement(letter.id)) is None
    store.run(lambda tx: tx.letters.mark_handled(letter.id, case.id, JUDGEMENT))
    assert store.read(lambda tx: tx.letters.judgement(letter.id)) == JUDGEMENT
    handled = store.read(lambda tx: tx.letters.get(letter.id))
    assert (handled.state, handled.case_id) == (LetterState.HANDLED, case.id)
    assert store.read(lambda tx: tx.letters.for_case(case.id)) == [handled]


def test_a_letter_is_handled_once(store: Store, key_id: str) -> None:
    letter = store.run(lambda tx: add_letter(tx, key_id))
    store.run(lambda tx: tx.letters.mark_handled(letter.id, None, JUDGEMENT))
    with pytest.raises(ConflictError):
        store.run(lambda tx: tx.letters.mark_handled(letter.id, None, JUDGEMENT))
    with pytest.raises(ConflictError):
        store.run(lambda tx: tx.letters.begin_attempt(letter.id))
    assert store.read(lambda tx: tx.letters.count())[LetterState.HANDLED] == 1
    filed = store.read(lambda tx: tx.letters.list_filed())
    assert [(found.id, judgement) for found, judgement in filed] == [(letter.id, JUDGEMENT)]


def test_a_letter_set_aside_waits_for_a_person(store: Store, key_id: str) -> None:
    letter = store.run(lambda tx: add_letter(tx, key_id))
    store.run(lambda tx: tx.letters.begin_attempt(letter.id))
    aside = Aside(letter.id, letter.mailbox_id, AsideKind.CRASHED, "KeyError at x.py:3", NOW)
    store.run(lambda tx: tx.letters.set_aside(aside))
    assert store.read(lambda tx: tx.letters.list_aside()) == [aside]
    assert store.read(lambda tx: tx.letters.next_received(1)) == []
    with pytest.raises(ConflictError):
        store.run(lambda tx: tx.letters.mark_handled(letter.id, None, JUDGEMENT))
    with pytest.raises(ConflictError):
        store.run(lambda tx: tx.letters.set_aside(aside))


def test_a_letter_brought_back_starts_anew(store: Store, key_id: str) -> None:
    letter = store.run(lambda tx: add_letter(tx, key_id))
    aside = Aside(letter.id, letter.mailbox_id, AsideKind.FAILED, "KeyError at x.py:3", NOW)
    store.run(lambda tx: tx.letters.set_aside(aside))
    back = store.run(lambda tx: tx.letters.bring_back(letter.id))
    assert back == letter
    assert store.read(lambda tx: tx.letters.list_aside()) == []
    assert store.read(lambda tx: tx.letters.next_received(1)) == [letter]
    with pytest.raises(ConflictError):
        store.run(lambda tx: tx.letters.bring_back(letter.id))


def test_a_filed_letter_brought_back_is_judged_anew(store: Store, key_id: str) -> None:
    letter = store.run(lambda tx: add_letter(tx, key_id))
    with pytest.raises(ConflictError, match="not filed"):
        store.run(lambda tx: tx.letters.bring_back_filed(letter.id))
    store.run(lambda tx: tx.letters.begin_attempt(letter.id))
    store.run(lambda tx: tx.letters.mark_handled(letter.id, None, JUDGEMENT))
    back = store.run(lambda tx: tx.letters.bring_back_filed(letter.id))
    assert (back.state, back.attempts) == (LetterState.RECEIVED, 0)
    assert store.read(lambda tx: tx.letters.judgement(letter.id)) is None
    store.run(lambda tx: tx.letters.mark_handled(letter.id, None, JUDGEMENT))


def test_a_letter_of_a_case_is_not_brought_back(store: Store, key_id: str) -> None:
    case = store.run(lambda tx: add_case(tx, key_id))
    letter = store.run(lambda tx: add_letter(tx, key_id, "c2"))
    store.run(lambda tx: tx.letters.mark_handled(letter.id, case.id, JUDGEMENT))
    with pytest.raises(ConflictError, match="not filed"):
        store.run(lambda tx: tx.letters.bring_back_filed(letter.id))
    assert store.read(lambda tx: tx.letters.get(letter.id)).case_id == case.id
