"""Receiving from a scripted server into a real store and vault."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from mailcare.errors import VaultError, WireError
from mailcare.intake.receive import ReceiveMailbox, ReceiveReport, receive_folder
from mailcare.model.place import Fate, Folder, Letter, LetterState, MailboxKey, Mode
from mailcare.store import Store
from mailcare.vault import Vault
from mailcare.wire.deadlines import DeadlineKeeper
from mailcare.wire.imap import ImapAccount, ImapSession, open_session
from peers import script
from peers.imap import ImapPeer
from peers.mailbox import OCTOBER, PeerFolder

NOW = datetime(2026, 10, 8, 9, 0, tzinfo=UTC)
_SERIALS = count(1)


def letter(text: str = "", size: int = 0) -> bytes:
    number = next(_SERIALS)
    head = f"From: u{number}@x.example\r\nSubject: s\r\nMessage-ID: <{number}@x.example>\r\n\r\n"
    return (head + text + "x" * size + "\r\n").encode()


class Desk:
    """A mailbox, polled again and again, each time over a fresh session."""

    def __init__(self, store: Store, vault: Vault, peer: ImapPeer, keeper: DeadlineKeeper) -> None:
        self.store, self.vault, self.peer, self.keeper = store, vault, peer, keeper
        key = MailboxKey("imap.x.example", f"user{next(_SERIALS)}")
        stored = store.run(lambda tx: tx.mailboxes.ensure(key, key.user, Mode.LIVE, NOW))
        self.mailbox = ReceiveMailbox(stored.id, key.user, 100_000)
        self.now = NOW
        self.session: ImapSession | None = None

    def connect(self) -> ImapSession:
        if self.session is None or not self.session.usable:
            account = ImapAccount(
                self.peer.host, self.peer.port, "none", "vas", lambda: "pw", timeout=2
            )
            self.session = open_session(account, self.keeper)
        return self.session

    def hang_up(self) -> None:
        """End the session: while a folder is open, no server may renumber it (RFC 3501 2.3.1.1)."""
        if self.session is not None:
            self.session.abort()

    def poll(self, **options: object) -> ReceiveReport:
        self.now += timedelta(minutes=1)
        return receive_folder(
            self.store, self.vault, self.connect(), self.mailbox, "INBOX", now=self.now, **options,  # type: ignore[arg-type] # passed through
        )  # fmt: skip

    @property
    def folder(self) -> Folder:
        return self.store.run(lambda tx: tx.folders.ensure(self.mailbox.id, "INBOX", self.now))

    def fates(self) -> dict[Fate, int]:
        folder = self.folder
        return self.store.read(lambda tx: tx.receipts.count(folder.id, folder.epoch))

    def waiting(self) -> list[Letter]:
        return self.store.read(lambda tx: tx.letters.next_received(1000))

    def texts(self) -> list[bytes]:
        return [self.vault.open(one.blob) for one in self.waiting()]


@pytest.fixture
def desk(store: Store, vault: Vault, imap_peer: ImapPeer, keeper: DeadlineKeeper) -> Iterator[Desk]:
    made = Desk(store, vault, imap_peer, keeper)
    yield made
    if made.session is not None:
        made.session.close()


@pytest.fixture
def inbox(imap_peer: ImapPeer) -> PeerFolder:
    return imap_peer.inbox


def test_what_was_there_is_history_and_what_comes_later_is_received(
    desk: Desk, inbox: PeerFolder
) -> None:
    for _ in range(3):
        inbox.add(letter())
    first = desk.poll()
    assert (first.received, first.history, first.left) == (0, 3, 0)
    raw = letter("宽带掉线")
    inbox.add(raw)
    second = desk.poll()
    assert (second.received, second.history) == (1, 0)
    assert desk.texts() == [raw]
    assert desk.fates() == {Fate.HISTORY: 3, Fate.RECEIVED: 1}
    assert desk.folder.highest_uid == 4
    assert desk.poll().looked_at == 0


def test_new_letters_do_not_wait_for_history(desk: Desk, inbox: PeerFolder) -> None:
    for _ in range(30):
        inbox.add(letter())
    assert desk.poll(max_letters=10).left == 20
    raw = letter()
    inbox.add(raw)
    report = desk.poll(max_letters=10)
    assert (report.received, report.history, report.left) == (1, 9, 11)
    assert desk.texts() == [raw]
    while desk.poll(max_letters=10).more:
        pass
    assert desk.fates() == {Fate.HISTORY: 30, Fate.RECEIVED: 1}


def test_an_archived_folder_is_searched_near_its_end_only(desk: Desk, inbox: PeerFolder) -> None:
    inbox.add(letter(), uid=5000)
    desk.poll()
    inbox.add(letter(), uid=3999)
    assert desk.poll().received == 0
    assert desk.poll(whole=True).history == 1


def test_reconciling_finds_what_polls_passed_over_and_says_so(
    desk: Desk, inbox: PeerFolder
) -> None:
    desk.poll()
    inbox.add(letter(), uid=5000)
    assert desk.poll().received == 1
    passed_over = letter()
    inbox.add(passed_over, uid=3000)
    assert desk.poll().received == 0
    report = desk.poll(whole=True)
    assert (report.received, report.late) == (1, 1)
    assert passed_over in desk.texts()
    assert desk.poll(whole=True).late == 0


def test_letters_from_a_date_on_are_adopted(desk: Desk, inbox: PeerFolder) -> None:
    evening = datetime(2026, 9, 30, 16, 30, tzinfo=UTC)  # 1 October in Shanghai
    for hours in (-5, -1, 0, 5):
        inbox.add(letter(), internal_date=evening + timedelta(hours=hours))
    desk.mailbox = replace(desk.mailbox, adopt_since=date(2026, 10, 1))
    report = desk.poll()
    assert (report.received, report.history) == (2, 2)
    assert [one.received_at for one in desk.waiting()] == [evening, evening + timedelta(hours=5)]


def test_the_same_letter_in_two_mailboxes_is_one(
    desk: Desk, store: Store, vault: Vault, keeper: DeadlineKeeper
) -> None:
    raw = letter()
    with ImapPeer() as other:
        second = Desk(store, vault, other, keeper)
        desk.poll()
        second.poll()
        desk.peer.inbox.add(b"Received: by a\r\n" + raw)
        other.inbox.add(b"Received: by b\r\nDelivered-To: b\r\n" + raw)
        assert (desk.poll().received, second.poll().already_known) == (1, 1)
        second.connect().close()
    [found] = desk.waiting()
    receipts = store.read(lambda tx: tx.receipts.for_letter(found.id))
    assert [mailbox for _receipt, mailbox in receipts] == [desk.mailbox.id, second.mailbox.id]


def test_history_of_one_mailbox_is_received_where_it_is_new(
    desk: Desk, store: Store, vault: Vault, keeper: DeadlineKeeper
) -> None:
    raw = letter()
    with ImapPeer() as other:
        late = Desk(store, vault, other, keeper)
        desk.poll()
        other.inbox.add(raw)
        late.poll()
        desk.peer.inbox.add(raw)
        assert desk.poll().already_known == 1
        late.connect().close()
    assert [one.mailbox_id for one in desk.waiting()] == [desk.mailbox.id]


def test_history_moved_about_in_its_mailbox_stays_history(desk: Desk, inbox: PeerFolder) -> None:
    raw = letter()
    inbox.add(raw)
    desk.poll()
    inbox.expunge(1)
    inbox.add(raw)
    assert desk.poll().already_known == 1
    assert desk.waiting() == []
    assert desk.fates() == {Fate.HISTORY: 2}


@pytest.mark.parametrize(("uidvalidity", "first"), [(8, 1), (8, 900), (None, 1), (None, 900)])
def test_a_renumbered_folder_opens_nothing_twice_and_loses_nothing(
    desk: Desk, inbox: PeerFolder, uidvalidity: int | None, first: int
) -> None:
    inbox.add(letter(size=1))
    desk.poll()
    for size in (2, 3, 4):
        inbox.add(letter(size=size), internal_date=desk.now)
    assert desk.poll().received == 3
    inbox.expunge(3)
    inbox.renumber(uidvalidity, first)
    desk.hang_up()
    unseen = letter(size=5)
    inbox.add(unseen, internal_date=desk.now)
    report = desk.poll()
    assert report.epoch_changed == (uidvalidity is not None or first == 1)
    assert len(desk.waiting()) == 4
    assert desk.texts()[-1] == unseen
    assert not desk.poll().epoch_changed
    assert len(desk.waiting()) == 4


def test_coremail_where_neither_uidnext_nor_uidvalidity_tells_anything(
    store: Store, vault: Vault, keeper: DeadlineKeeper
) -> None:
    with ImapPeer(tells_uidnext=False) as peer:
        peer.inbox.uidvalidity = 1
        desk = Desk(store, vault, peer, keeper)
        for number in range(3):
            peer.inbox.add(letter(), uid=1_446_555_803 + number * 7919)
        assert desk.poll().history == 3
        for _ in range(2):
            peer.inbox.add(letter(), internal_date=desk.now)
        assert desk.poll().received == 2
        peer.inbox.expunge(max(one.uid for one in peer.inbox.letters))
        assert not desk.poll().epoch_changed
        peer.inbox.renumber(first=1)
        peer.inbox.add(letter(), internal_date=desk.now)
        report = desk.poll()
        assert (report.epoch_changed, report.received, report.already_known) == (True, 1, 4)
        assert len(desk.waiting()) == 3
        desk.connect().close()


def test_renumbering_amid_the_archiving_makes_no_new_letters(desk: Desk, inbox: PeerFolder) -> None:
    for _ in range(20):
        inbox.add(letter())
    desk.poll(max_letters=5)
    inbox.renumber(8)
    arrived = desk.now + timedelta(seconds=30)
    inbox.add(letter(), internal_date=arrived)
    report = desk.poll()
    assert (report.epoch_changed, report.received) == (True, 1)
    assert (report.history, report.already_known) == (15, 5)


def test_a_letter_that_vanishes_is_gone(desk: Desk, inbox: PeerFolder) -> None:
    desk.poll()
    inbox.add(letter())
    inbox.add(letter())
    desk.peer.script.play(script.call("FETCH BODY", lambda: inbox.expunge(1)))
    report = desk.poll()
    assert (report.gone, report.received) == (1, 1)
    assert desk.fates() == {Fate.GONE: 1, Fate.RECEIVED: 1}
    assert desk.poll().looked_at == 0


def test_a_letter_that_is_listed_and_not_given_is_tried_again(
    desk: Desk, inbox: PeerFolder
) -> None:
    desk.poll()
    broken = inbox.add(letter(), uid=10)
    broken.body_is_nil = True
    inbox.add(letter(), uid=50_000)
    report = desk.poll()
    assert (report.failed, report.received) == (1, 1)
    assert desk.folder.highest_uid < 10
    assert desk.poll().failed == 1
    broken.body_is_nil = False
    assert desk.poll().received == 1
    assert desk.folder.highest_uid == 50_000


def test_a_refused_letter_stops_nobody(desk: Desk, inbox: PeerFolder) -> None:
    desk.poll()
    for _ in range(3):
        inbox.add(letter())
    desk.peer.script.play(script.answer("FETCH BODY", b"{tag} NO [SERVERBUG] no", nth=2))
    report = desk.poll()
    assert (report.received, report.failed) == (2, 1)
    assert desk.poll().received == 1


def test_a_letter_that_breaks_the_connection_is_tried_last(desk: Desk, inbox: PeerFolder) -> None:
    desk.poll()
    for uid in (10, 5000, 90_000):
        inbox.add(letter(), uid=uid)
    desk.peer.script.play(script.cut("FETCH BODY"))
    with pytest.raises(WireError):
        desk.poll()
    assert desk.waiting() == []
    desk.peer.script.play(script.cut("FETCH BODY", nth=3))
    with pytest.raises(WireError):
        desk.poll()
    assert len(desk.waiting()) == 2
    assert desk.poll().received == 1
    assert len(desk.waiting()) == 3


def test_a_big_letter_comes_as_head_and_text(desk: Desk, inbox: PeerFolder) -> None:
    desk.poll()
    inbox.add(letter("big\r\n", size=200_000))
    assert desk.poll().received == 1
    [found] = desk.waiting()
    assert found.truncated
    assert found.size < 1000
    assert desk.texts()[0].endswith(b"\r\n\r\nbig\r\n")
    assert "FETCH BODY" not in desk.peer.heard


def test_when_a_letter_was_received(desk: Desk, inbox: PeerFolder) -> None:
    desk.poll()
    for moment in (OCTOBER, NOW + timedelta(days=365), None):
        inbox.add(letter(), internal_date=moment)
    desk.poll()
    assert [one.received_at for one in desk.waiting()] == [OCTOBER, desk.now, desk.now]


def test_answered_by_hand(desk: Desk, inbox: PeerFolder) -> None:
    desk.poll()
    inbox.add(letter(), flags=["\\Answered"])
    inbox.add(letter(), flags=["\\Seen"])
    desk.poll()
    assert [one.answered_by_hand for one in desk.waiting()] == [True, False]
    assert inbox.letters[0].flags == {"\\Answered"}


def test_a_stop_falls_between_letters(desk: Desk, inbox: PeerFolder) -> None:
    desk.poll()
    for _ in range(5):
        inbox.add(letter())
    answers = iter([True, True, False])
    report = desk.poll(keep_going=lambda: next(answers))
    assert (report.received, report.left) == (2, 3)
    assert desk.poll().received == 3


def files_in(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file()}


def test_a_full_disk_leaves_nothing_half_done(
    desk: Desk, inbox: PeerFolder, tmp_path: Path
) -> None:
    inbox.add(letter())
    desk.poll()
    inbox.add(letter())
    blobs = tmp_path / "vault" / "blobs"
    blobs.rename(tmp_path / "away")
    blobs.write_text("no folder")
    keys = files_in(tmp_path / "vault" / "keys")
    with pytest.raises(VaultError):
        desk.poll()
    assert files_in(tmp_path / "vault" / "keys") == keys
    assert desk.waiting() == []
    assert desk.fates() == {Fate.HISTORY: 1}
    blobs.unlink()
    (tmp_path / "away").rename(blobs)
    assert desk.poll().received == 1


def test_every_uid_ends_somehow(desk: Desk, inbox: PeerFolder) -> None:
    raw = letter()
    for one in (letter(), raw):
        inbox.add(one)
    desk.poll()
    inbox.add(letter())
    inbox.add(raw)
    inbox.add(letter())
    desk.peer.script.play(script.call("FETCH BODY", lambda: inbox.expunge(5), nth=2))
    desk.peer.script.rules.append(script.answer("FETCH BODY", b"{tag} OK nothing", nth=3))
    report = desk.poll()
    ended = (report.received, report.already_known, report.gone, report.failed, report.left)
    assert ended == (1, 1, 1, 0, 0)
    assert sum(desk.fates().values()) == 5


def test_history_letters_are_sealed_and_findable(
    desk: Desk, inbox: PeerFolder, vault: Vault
) -> None:
    raw = letter()
    inbox.add(raw)
    desk.poll()
    found = desk.store.read(lambda tx: tx.letters.find(vault.content_key(raw)))
    assert found is not None
    assert found.state is LetterState.HISTORY
    assert vault.open(found.blob) == raw
