"""Cases that were handed over: one to a dispatch, one to a unit of the same letter."""

from datetime import timedelta

import pytest

from mailcare.errors import ConflictError
from mailcare.model.case import Case, Event, EventKind
from mailcare.model.place import MailboxKey, Mode
from mailcare.store import Store, Tx
from unit.store.builders import HOUR, NOW, SHANGHAI, TEXTS, VIEW, add_case, opened


def open_for(tx: Tx, key_id: str, mailbox: str, origin_key: str) -> Case:
    """Open the case of the letter 1 in another mailbox."""
    box = tx.mailboxes.ensure(MailboxKey("imap.example", mailbox), mailbox, Mode.LIVE, NOW)
    return tx.cases.open(
        mailbox_id=box.id, unit_prefix="IDC", key_id=key_id, events=[opened()], view=VIEW,
        texts=TEXTS, letter_id=1, now=NOW, tz=SHANGHAI, origin_key=origin_key,
    )  # fmt: skip


def test_another_unit_opens_its_own_case_of_the_same_letter(store: Store, key_id: str) -> None:
    first = store.run(lambda tx: add_case(tx, key_id))
    second = store.run(lambda tx: open_for(tx, key_id, "idc", "vas:1"))
    assert store.read(lambda tx: tx.cases.by_origin("vas:1")) == second
    assert store.read(lambda tx: tx.cases.by_origin("vas:2")) is None
    assert store.read(lambda tx: tx.cases.handed_on(first.id)) == [second]
    assert store.read(lambda tx: tx.cases.opened_by(1, second.mailbox_id)) == second
    assert [one.id for one in store.read(lambda tx: tx.letters.for_case(second.id))] == [1]


def test_a_dispatch_opens_one_case(store: Store, key_id: str) -> None:
    store.run(lambda tx: add_case(tx, key_id))
    store.run(lambda tx: open_for(tx, key_id, "idc", "vas:1"))
    with pytest.raises(ConflictError):
        store.run(lambda tx: open_for(tx, key_id, "broadband", "vas:1"))


def test_cases_are_found_by_when_their_dispatch_left(store: Store, key_id: str) -> None:
    case = store.run(lambda tx: add_case(tx, key_id))
    sent = Event(2, EventKind.DISPATCH_SENT, NOW, "mailcare", {"mail_id": 1})
    store.run(lambda tx: tx.cases.append(case, [sent], VIEW))
    for since, found in ((NOW - HOUR, 1), (NOW, 1), (NOW + timedelta(seconds=1), 0)):
        cases = store.read(lambda tx, since=since: tx.cases.dispatched(since, NOW + HOUR))  # type: ignore[misc]
        assert len(cases) == found
