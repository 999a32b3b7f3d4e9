"""From Postfix through Dovecot into store and vault: nothing lost, twice or marked."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mailcare.intake.receive import ReceiveMailbox, ReceiveReport, receive_folder
from mailcare.model.place import Fate, MailboxKey, Mode
from mailcare.store import Store
from mailcare.vault import open_vault
from mailcare.wire.deadlines import DeadlineKeeper
from mailcare.wire.imap import ImapAccount, open_session
from servers.dovecot import LabUser
from servers.postfix import PostfixServer

pytestmark = pytest.mark.server
Eventually = Callable[..., object]
NOW = datetime.now(UTC)  # noqa: TID251 - Postfix and Dovecot stamp letters with the machine's time


def letter(number: int) -> bytes:
    return (
        f"From: u@lab.test\r\nSubject: {number}\r\nMessage-ID: <{number}@t>\r\n\r\nx\r\n".encode()
    )


def test_a_folder_with_a_past(
    postfix: PostfixServer, keeper: DeadlineKeeper, eventually: Eventually, tmp_path: Path
) -> None:
    dovecot = postfix.dovecot
    user: LabUser = dovecot.new_user("vas")
    past = NOW - timedelta(days=30)
    dovecot.append(user, [letter(number) for number in range(120)], internal_date=past)
    vault = open_vault(tmp_path / "vault", tmp_path / "keys", NOW)
    Store.migrate(tmp_path / "db")
    store = Store.open(tmp_path / "db", vault)
    key = MailboxKey(dovecot.host, user.name)
    mailbox_id = store.run(lambda tx: tx.mailboxes.ensure(key, "vas", Mode.LIVE, NOW)).id
    mailbox = ReceiveMailbox(mailbox_id, "vas", 1_000_000)
    account = ImapAccount(
        dovecot.host, dovecot.imaps_port, "tls", user.name, lambda: user.password, dovecot.ca_file
    )
    session = open_session(account, keeper)

    def poll(minutes: int) -> ReceiveReport:
        now = NOW + timedelta(minutes=minutes)
        return receive_folder(store, vault, session, mailbox, "INBOX", now=now, max_letters=50)

    first = poll(0)
    assert (first.received, first.history, first.left) == (0, 50, 70)
    postfix.deliver(letter(1000), user.address)
    postfix.deliver(letter(1001), user.address)
    eventually(lambda: len(dovecot.messages(user)) == 122)
    assert poll(1).received == 2
    while poll(2).more:
        pass
    waiting = store.read(lambda tx: tx.letters.next_received(10))
    opened = [vault.open(one.blob) for one in waiting]
    assert sorted(raw.count(b"Message-ID: <1000@t>") for raw in opened) == [0, 1]
    assert all(message.flags == () for message in dovecot.messages(user))

    session.close()
    dovecot.renumber(user)
    dovecot.append(user, letter(2000), internal_date=NOW + timedelta(minutes=3))
    session = open_session(account, keeper)
    again = [poll(4), poll(5), poll(6)]
    session.close()
    assert [report.epoch_changed for report in again] == [True, False, False]
    assert sum(report.received for report in again) == 1
    assert sum(report.already_known for report in again) == 122
    assert store.read(lambda tx: tx.receipts.count(epoch=2)) == {
        Fate.HISTORY: 120,
        Fate.RECEIVED: 3,
    }
    assert len(store.read(lambda tx: tx.letters.next_received(10))) == 3
    store.close()
