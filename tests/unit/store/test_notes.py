"""What people wrote about cases: sealed, found again, and its files known to the vault's sweep."""

from collections.abc import Callable
from pathlib import Path

import pytest

from mailcare.errors import ConflictError
from mailcare.model.case import Note, NoteKind
from mailcare.store import Store
from mailcare.vault import Vault
from unit.store.builders import CANARY, add_case

ANSWER = Note(3, f"已致电 {CANARY}", NoteKind.ANSWER, "blob-7")
REASON = Note(2, "等待配件")


def test_notes_come_back_as_they_were_written(store: Store, key_id: str) -> None:
    case = store.run(lambda tx: add_case(tx, key_id))
    for note in (ANSWER, REASON):
        store.run(lambda tx, note=note: tx.notes.add(case, note))  # type: ignore[misc]
    assert store.read(lambda tx: tx.notes.of(case)) == [REASON, ANSWER]
    assert store.read(lambda tx: tx.notes.get(case, 3)) == ANSWER
    assert store.read(lambda tx: tx.notes.get(case, 4)) is None


def test_an_event_has_one_note(store: Store, key_id: str) -> None:
    case = store.run(lambda tx: add_case(tx, key_id))
    store.run(lambda tx: tx.notes.add(case, ANSWER))
    with pytest.raises(ConflictError):
        store.run(lambda tx: tx.notes.add(case, ANSWER))


def test_no_words_of_staff_lie_open_in_the_database(
    store: Store, key_id: str, lair: Callable[[], dict[Path, bytes]]
) -> None:
    case = store.run(lambda tx: add_case(tx, key_id))
    store.run(lambda tx: tx.notes.add(case, ANSWER))
    found = b"".join(lair().values())
    assert CANARY.encode() not in found
    assert "已致电".encode() not in found


def test_files_of_notes_are_in_use(store: Store, key_id: str, vault: Vault) -> None:
    case = store.run(lambda tx: add_case(tx, key_id))
    store.run(lambda tx: tx.notes.add(case, REASON))
    before = store.read(lambda tx: tx.sealed.blobs())
    blob = vault.seal(b"file", key_id)
    store.run(lambda tx: tx.notes.add(case, Note(3, "x", NoteKind.ANSWER, blob)))
    assert store.read(lambda tx: tx.sealed.blobs()) - before == {blob}
