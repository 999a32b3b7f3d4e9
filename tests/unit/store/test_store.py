import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from mailcare.errors import ConflictError, StoreError
from mailcare.model.place import Fate, MailboxKey, Mode
from mailcare.store import StateLock, Store, Tx
from mailcare.vault import Vault
from unit.store.builders import CANARY, NOW, USER, add_letter, add_mailbox, new_mail


def test_what_work_raises_undoes_all_of_it(store: Store) -> None:
    def work(tx: Tx) -> None:
        tx.meta.set("digest", "2026-11-20")
        raise LookupError

    with pytest.raises(LookupError):
        store.run(work)
    assert store.read(lambda tx: tx.meta.get("digest")) is None


def test_concurrent_increments_are_all_kept(store: Store) -> None:
    def increment(_: int) -> None:
        store.run(lambda tx: tx.meta.set("n", str(int(tx.meta.get("n") or 0) + 1)))

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(increment, range(320)))
    assert store.read(lambda tx: tx.meta.get("n")) == "320"


def test_two_stores_of_one_database_lose_nothing(store: Store, url: str, vault: Vault) -> None:
    other = Store.open(url, vault)
    for writer in (store, other, store):
        writer.run(lambda tx: tx.meta.set("n", (tx.meta.get("n") or "") + "x"))
    assert other.read(lambda tx: tx.meta.get("n")) == "xxx"
    other.close()


def test_a_unit_of_work_within_another_is_refused(store: Store) -> None:
    with pytest.raises(RuntimeError, match="inside another"):
        store.run(lambda _: store.run(lambda tx: tx.meta.get("n")))
    assert store.run(lambda tx: tx.meta.get("n")) is None


def test_reading_goes_on_beside_a_writer_and_sees_what_is_committed(store: Store) -> None:
    store.run(lambda tx: tx.meta.set("n", "old"))

    def work(tx: Tx) -> str | None:
        tx.meta.set("n", "new")
        return store.read(lambda reading: reading.meta.get("n"))

    assert store.run(work) == "old"
    assert store.read(lambda tx: tx.meta.get("n")) == "new"


def test_reading_cannot_write(store: Store) -> None:
    with pytest.raises(StoreError):
        store.read(lambda tx: tx.meta.set("n", "1"))
    assert store.read(lambda tx: tx.meta.get("n")) is None


def test_a_taken_key_is_a_conflict_that_names_columns_but_no_values(
    store: Store, key_id: str
) -> None:
    mails = [new_mail(key_id, 1), new_mail(key_id, 1)]
    with pytest.raises(ConflictError) as caught:
        store.run(lambda tx: [tx.outbox.add(mail, NOW) for mail in mails])
    assert "outbox.message_id" in str(caught.value)
    assert "telecom.example" not in str(caught.value)
    assert CANARY not in repr(caught.value)
    assert caught.value.__suppress_context__


def test_a_value_that_no_column_takes_is_not_quoted(store: Store, key_id: str) -> None:
    naive = new_mail(key_id, not_before=NOW.replace(tzinfo=None), reason=CANARY)
    with pytest.raises(Exception, match="without a zone") as caught:
        store.run(lambda tx: tx.outbox.add(naive, NOW))
    assert CANARY not in str(caught.value)
    assert store.run(lambda tx: tx.outbox.list()) == []


def test_a_broken_reference_is_an_error_of_the_store(store: Store) -> None:
    def work(tx: Tx) -> None:
        tx.receipts.add(
            folder_id=99,
            epoch=1,
            uid=1,
            fate=Fate.GONE,
            letter_id=None,
            size=0,
            internal_date=None,
            first_seen=NOW,
        )

    with pytest.raises(StoreError, match="a rule of the database"):
        store.run(work)


def test_a_database_locked_by_another_program_is_waited_for(local: Store, database: Path) -> None:
    blocker = sqlite3.connect(database, isolation_level=None, check_same_thread=False)
    blocker.execute("BEGIN IMMEDIATE")
    begun = threading.Event()

    def write() -> None:
        begun.set()
        local.run(lambda tx: tx.meta.set("n", "written"))

    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(write)
        begun.wait(30)
        blocker.execute("COMMIT")
        writing.result(timeout=30)
    blocker.close()
    assert local.read(lambda tx: tx.meta.get("n")) == "written"


def test_work_is_done_again_when_the_database_was_busy(local: Store, database: Path) -> None:
    blocker = sqlite3.connect(database, isolation_level=None)
    tries: list[int] = []

    def work(tx: Tx) -> None:
        tries.append(1)
        tx.meta.set("n", "done")
        if len(tries) < 3:
            raise _busy(blocker)

    local.run(work)
    blocker.close()
    assert len(tries) == 3
    assert local.read(lambda tx: tx.meta.get("n")) == "done"


def _busy(blocker: sqlite3.Connection) -> Exception:
    """Provoke the database's own busy error: the writer has the lock, `blocker` wants it."""
    from sqlalchemy.exc import OperationalError  # noqa: PLC0415 - only this needs it

    blocker.execute("PRAGMA busy_timeout = 0")
    with pytest.raises(sqlite3.OperationalError) as caught:
        blocker.execute("BEGIN IMMEDIATE")
    return OperationalError("BEGIN", {}, caught.value)


def test_a_stop_ends_the_waiting(database: Path, vault: Vault) -> None:
    stop = threading.Event()
    stop.set()
    stopping = Store.open(database, vault, stop=stop)
    blocker = sqlite3.connect(database, isolation_level=None)
    tries: list[int] = []

    def work(_: Tx) -> None:
        tries.append(1)
        raise _busy(blocker)

    with pytest.raises(StoreError, match="busy"):
        stopping.run(work)
    blocker.close()
    stopping.close()
    assert len(tries) == 1


def test_no_personal_data_in_clear_in_any_file(
    store: Store, lair: Callable[[], dict[Path, bytes]], vault: Vault, key_id: str
) -> None:
    from unit.store.builders import JUDGEMENT, add_case  # noqa: PLC0415 - only this needs them

    raw = f"From: {USER.address}\n\n{CANARY}".encode()
    blob = vault.seal(raw, key_id)

    def work(tx: Tx) -> None:
        case = add_case(tx, key_id, "c1")
        letter = add_letter(tx, key_id, "c2", blob=blob)
        tx.letters.mark_handled(letter.id, case.id, JUDGEMENT)
        tx.outbox.add(new_mail(key_id, 1, case_id=case.id), NOW)

    store.run(work)
    files = lair()
    assert any(file.name.endswith("-wal") or file.parent.name == "pg_wal" for file in files)
    needles = [CANARY.encode(), USER.address.encode(), CANARY.encode("utf-16-le")]
    assert [f.name for f, held in files.items() if any(n in held for n in needles)] == []
    assert [f.name for f in files if CANARY in f.name] == []


def test_a_mailbox_is_known_by_its_key(store: Store) -> None:
    first = store.run(add_mailbox)
    key = MailboxKey("imap.telecom.example", "vas@telecom.example")
    again = store.run(lambda tx: tx.mailboxes.ensure(key, "value-added", Mode.LIVE, NOW))
    assert (again.id, again.name) == (first, "value-added")


def test_one_daemon_a_state_directory(tmp_path: Path) -> None:
    with (
        StateLock(tmp_path / "state"),
        pytest.raises(StoreError, match=r"process \d+.*stop it first"),
    ):
        StateLock(tmp_path / "state").acquire()
    with StateLock(tmp_path / "state"):
        pass
