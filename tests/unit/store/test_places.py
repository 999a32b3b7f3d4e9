from dataclasses import replace

import pytest

from mailcare.errors import ConflictError, NotFoundError
from mailcare.model.place import Fate, MailboxKey, Mode, Receipt
from mailcare.store import KnownUid, Store, Tx
from unit.store.builders import HOUR, NOW, add_letter, add_mailbox


def test_a_mode_counts_from_its_change(store: Store) -> None:
    key = MailboxKey("h", "u")
    store.run(lambda tx: tx.mailboxes.ensure(key, "vas", Mode.SHADOW, NOW))
    same = store.run(lambda tx: tx.mailboxes.ensure(key, "vas", Mode.SHADOW, NOW + HOUR))
    live = store.run(lambda tx: tx.mailboxes.ensure(key, "vas", Mode.LIVE, NOW + 2 * HOUR))
    assert same.mode_since == NOW
    assert (live.mode, live.mode_since) == (Mode.LIVE, NOW + 2 * HOUR)


def test_two_mailboxes_may_swap_names(store: Store) -> None:
    one, two = MailboxKey("h", "one"), MailboxKey("h", "two")

    def work(tx: Tx) -> dict[str, MailboxKey]:
        for key, name in ((one, "a"), (two, "b"), (one, "b"), (two, "a")):
            tx.mailboxes.ensure(key, name, Mode.LIVE, NOW)
        return {mailbox.name: mailbox.key for mailbox in tx.mailboxes.all()}

    assert store.run(work) == {"b": one, "a": two}


def test_renaming(store: Store) -> None:
    mailbox_id = store.run(add_mailbox)
    assert store.run(lambda tx: tx.mailboxes.rename("vas", "value")).id == mailbox_id
    with pytest.raises(NotFoundError, match="mailbox list"):
        store.run(lambda tx: tx.mailboxes.rename("vas", "other"))
    with pytest.raises(ConflictError):
        store.run(lambda tx: tx.mailboxes.rename("value", "value"))


def test_polls_remember_success_and_failures_in_a_row(store: Store) -> None:
    mailbox_id = store.run(add_mailbox)

    def work(tx: Tx) -> None:
        tx.mailboxes.record_poll(mailbox_id, NOW, ok=True)
        tx.mailboxes.record_poll(mailbox_id, NOW + HOUR, ok=False, error="refused")
        tx.mailboxes.record_poll(mailbox_id, NOW + 2 * HOUR, ok=False, error="timeout")

    store.run(work)
    poll = store.read(lambda tx: tx.mailboxes.polls())[mailbox_id]
    assert (poll.last_success_at, poll.last_failure_at) == (NOW, NOW + 2 * HOUR)
    assert (poll.failures, poll.error) == (2, "timeout")
    store.run(lambda tx: tx.mailboxes.record_poll(mailbox_id, NOW + 3 * HOUR, ok=True))
    poll = store.read(lambda tx: tx.mailboxes.polls())[mailbox_id]
    assert (poll.last_success_at, poll.failures, poll.error) == (NOW + 3 * HOUR, 0, "")


def test_a_folder_and_its_epochs(store: Store) -> None:
    mailbox_id = store.run(add_mailbox)
    folder = store.run(lambda tx: tx.folders.ensure(mailbox_id, "INBOX", NOW))
    assert (folder.epoch, folder.highest_uid, folder.baseline_uid) == (1, 0, None)
    polled = replace(folder, uidvalidity=7, uidnext=51, highest_uid=50, baseline_uid=50)
    store.run(lambda tx: tx.folders.save(polled))
    assert store.run(lambda tx: tx.folders.ensure(mailbox_id, "INBOX", NOW)) == polled
    renewed = store.run(lambda tx: tx.folders.new_epoch(folder.id, 8, NOW))
    assert renewed == replace(
        polled, epoch=2, uidvalidity=8, uidnext=None, highest_uid=0, baseline_uid=0
    )
    with pytest.raises(ConflictError, match="no longer in epoch 1"):
        store.run(lambda tx: tx.folders.save(polled))


def _receive(tx: Tx, uid: int, key_id: str) -> Receipt:
    folder = tx.folders.ensure(add_mailbox(tx), "INBOX", NOW)
    letter = tx.letters.find("c1") or add_letter(tx, key_id)
    return tx.receipts.add(
        folder_id=folder.id,
        epoch=1,
        uid=uid,
        fate=Fate.RECEIVED,
        letter_id=letter.id,
        size=10 * uid,
        internal_date=NOW,
        first_seen=NOW,
    )


def test_many_receipts_may_point_to_one_letter(store: Store, key_id: str) -> None:
    receipts = [store.run(lambda tx, u=uid: _receive(tx, u, key_id)) for uid in (4, 5)]  # type: ignore[misc]
    folder_id, letter_id = receipts[0].folder_id, receipts[0].letter_id
    known = store.read(lambda tx: tx.receipts.known(folder_id, 1, 5))
    assert known == {5: KnownUid(50, NOW, Fate.RECEIVED)}
    assert store.read(lambda tx: tx.receipts.count()) == {Fate.RECEIVED: 2}
    assert store.read(lambda tx: tx.receipts.count(folder_id, 2)) == {}
    assert letter_id is not None
    found = store.read(lambda tx: tx.receipts.for_letter(letter_id))
    assert [receipt for receipt, _ in found] == receipts


def test_one_receipt_a_uid_and_epoch(store: Store, key_id: str) -> None:
    store.run(lambda tx: _receive(tx, 4, key_id))
    with pytest.raises(ConflictError, match="receipts"):
        store.run(lambda tx: _receive(tx, 4, key_id))
    assert store.read(lambda tx: tx.receipts.count()) == {Fate.RECEIVED: 1}


def test_the_latest_sample_counts(store: Store) -> None:
    mailbox_id = store.run(add_mailbox)
    for used, hours in ((100, 0), (300, 2), (200, 1)):
        store.run(
            lambda tx, u=used, h=hours: tx.samples.add(  # type: ignore[misc]
                mailbox_id,
                used_bytes=u,
                messages=None,
                limit_bytes=1000,
                source="quota",
                now=NOW + h * HOUR,
            )
        )
    latest = store.read(lambda tx: tx.samples.latest(mailbox_id))
    assert latest is not None
    assert (latest.used_bytes, latest.at, latest.messages) == (300, NOW + 2 * HOUR, None)
    assert store.read(lambda tx: tx.samples.latest(99)) is None
