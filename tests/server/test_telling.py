"""The server is told what was handled: flagged or moved, after receiving, never twice anew."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from mailcare.clock import SystemClock
from mailcare.config import load
from mailcare.daemon.breaker import Breaker
from mailcare.daemon.desk_work import Handling
from mailcare.daemon.polling import Poller
from mailcare.daemon.sessions import Sessions
from mailcare.model.place import Fate, LetterState
from mailcare.pipeline.parts import Parts
from mailcare.pipeline.telling import FLAG, KEYWORD
from mailcare.wiring import build
from peers.imap import ImapPeer
from peers.script import answer
from servers.dovecot import DovecotServer, LabUser
from support.small_config import small_config

pytestmark = pytest.mark.server


class Desk:
    """A mailbox polled and handled by hand; nothing is sent."""

    def __init__(self, folder: Path, user: LabUser, port: int, server: str, extra: str) -> None:
        self.user = user
        (folder / "pw").write_text(user.password)
        (folder / "pw").chmod(0o400)
        imap = f'port = {port}, user = "{user.name}", password_file = "pw", {server}'
        text = small_config(domain="lab.test", box=extra, imap=imap, smtp='host = "localhost"')
        (folder / "config.toml").write_text(text, encoding="utf-8")
        self._opened = ExitStack()
        config = load(folder / "config.toml")
        self.parts: Parts = self._opened.enter_context(build(config, SystemClock()))
        self._sessions = Sessions(self.parts)
        breaker = Breaker(self.parts)
        self._poller = Poller(self.parts, self._sessions, lambda: True, breaker)
        self._handling = Handling(self.parts, lambda: None)
        self.poll()

    def close(self) -> None:
        self._sessions.close()
        self._opened.close()

    def reconnect(self) -> None:
        self._sessions.close()

    def poll(self) -> int:
        """Poll once; return how many letters were new."""
        polled = self._poller.poll(self.parts.settings.desk("vas"), self.parts.clock.now())
        assert polled.ok
        return polled.received

    def handle(self) -> None:
        while self._handling.step(self.parts.clock.now()):
            pass

    def letters(self) -> dict[LetterState, int]:
        return self.parts.store.read(lambda tx: tx.letters.count())


def letter(number: int = 1) -> bytes:
    return (
        f"From: u{number}@users.test\r\nTo: vas@lab.test\r\nSubject: help\r\n"
        f"Message-ID: <{number}@users.test>\r\n\r\nmy mailbox is full, please help\r\n"
    ).encode()


class Place(Desk):
    """The mailbox lies on Dovecot."""

    def __init__(self, folder: Path, dovecot: DovecotServer, extra: str) -> None:
        self.dovecot = dovecot
        server = f'host = "localhost", ca_file = "{dovecot.ca_file}"'
        super().__init__(folder, dovecot.new_user("vas"), dovecot.imaps_port, server, extra)

    def arrive(self, number: int = 1) -> None:
        self.dovecot.append(self.user, letter(number))

    def flags(self, folder: str = "INBOX") -> list[tuple[str, ...]]:
        return [message.flags for message in self.dovecot.messages(self.user, folder)]


MakePlace = Callable[..., Place]


@pytest.fixture
def make_place(tmp_path: Path, dovecot: DovecotServer) -> Iterator[MakePlace]:
    made: list[Place] = []

    def make(*extra: str) -> Place:
        made.append(Place(tmp_path, dovecot, "\n".join(extra)))
        return made[-1]

    yield make
    for place in made:
        place.close()


def test_nothing_is_told_unless_asked_for(make_place: MakePlace) -> None:
    place = make_place('mode = "live"')
    place.arrive()
    assert place.poll() == 1
    place.handle()
    place.poll()
    assert place.flags() == [()]


def test_a_handled_letter_is_flagged_at_the_next_poll(make_place: MakePlace) -> None:
    place = make_place('mode = "live"', "mark_handled = true")
    place.arrive()
    assert place.poll() == 1
    assert place.flags() == [()]
    place.handle()
    assert place.poll() == 0
    assert place.flags() == [(KEYWORD,)]
    assert place.letters() == {LetterState.HANDLED: 1}


def test_a_server_without_keywords_gets_the_star(tmp_path: Path, imap_peer: ImapPeer) -> None:
    imap_peer.keywords = False
    server = 'host = "127.0.0.1", security = "none"'
    user = LabUser(imap_peer.user, imap_peer.password)
    desk = Desk(tmp_path, user, imap_peer.port, server, 'mode = "live"\nmark_handled = true')
    stored = imap_peer.deliver(letter())
    assert desk.poll() == 1
    desk.handle()
    desk.poll()
    desk.close()
    assert stored.flags == {FLAG}


def test_a_refusal_stops_no_other_letter_and_is_tried_again(tmp_path: Path) -> None:
    with ImapPeer([answer("STORE", b"{tag} NO no")], keywords=False) as peer:
        server = 'host = "127.0.0.1", security = "none"'
        user = LabUser(peer.user, peer.password)
        desk = Desk(tmp_path, user, peer.port, server, 'mode = "live"\nmark_handled = true')
        stored = [peer.deliver(letter(number)) for number in (1, 2)]
        assert desk.poll() == 2
        desk.handle()
        desk.poll()
        assert [one.flags for one in stored] == [set(), {FLAG}]
        desk.poll()
        assert [one.flags for one in stored] == [{FLAG}, {FLAG}]
        desk.close()


def test_a_folder_that_was_deleted_stops_no_other_folder(make_place: MakePlace) -> None:
    place = make_place('mode = "live"', 'folders = ["INBOX", "Alt"]', "mark_handled = true")
    place.dovecot.append(place.user, b"Subject: x\r\n\r\nx\r\n", folder="Alt")
    place.poll()
    place.dovecot.append(place.user, letter(1), folder="Alt")
    place.arrive(2)
    assert place.poll() == 2
    place.handle()
    place.reconnect()
    with place.dovecot.client(place.user) as other:
        other.delete_folder("Alt")
    place.poll()
    assert place.flags() == [(KEYWORD,)]


def test_in_shadow_mode_staff_keep_their_mailbox_as_it_is(make_place: MakePlace) -> None:
    place = make_place("mark_handled = true", 'move_handled_to = "Done"')
    place.arrive()
    place.poll()
    place.handle()
    place.poll()
    assert place.flags() == [()]
    assert place.flags("Done") == []


def test_a_handled_letter_is_moved_and_one_not_handled_stays(make_place: MakePlace) -> None:
    place = make_place('mode = "live"', "mark_handled = true", 'move_handled_to = "Done"')
    place.arrive(1)
    place.dovecot.append(place.user, b"From: x@users.test\r\n\r\nold\r\n", folder="Done")
    place.poll()
    place.handle()
    place.arrive(2)
    assert place.poll() == 1
    assert place.flags() == [()]
    assert place.flags("Done") == [(), (KEYWORD,)]
    place.handle()
    place.poll()
    assert place.flags() == []
    assert place.poll() == 0
    assert place.letters() == {LetterState.HANDLED: 2}


def test_a_folder_that_is_not_there_fails_no_poll_and_is_tried_again(
    make_place: MakePlace,
) -> None:
    place = make_place('mode = "live"', 'move_handled_to = "完成"')
    place.arrive()
    place.poll()
    place.handle()
    assert place.poll() == 0
    assert place.flags() == [()]
    place.dovecot.append(place.user, b"Subject: x\r\n\r\nx\r\n", folder="&W4xiEA-")
    place.poll()
    assert place.flags() == []
    assert len(place.flags("&W4xiEA-")) == 2


def test_what_staff_deleted_needs_nothing(make_place: MakePlace) -> None:
    place = make_place('mode = "live"', "mark_handled = true")
    place.arrive(1)
    place.arrive(2)
    place.poll()
    place.handle()
    place.dovecot.expunge(place.user, [1])
    place.poll()
    assert place.flags() == [(KEYWORD,)]
    assert _untold(place) == 0


def test_a_letter_moved_to_a_polled_folder_is_no_new_one(make_place: MakePlace) -> None:
    place = make_place('mode = "live"', 'folders = ["INBOX", "Junk"]', "mark_handled = true")
    place.arrive()
    assert place.poll() == 1
    place.handle()
    with place.dovecot.client(place.user) as other:
        other.select_folder("INBOX")
        other.move([1], "Junk")
    assert place.poll() == 0
    assert place.letters() == {LetterState.HANDLED: 1}
    assert place.parts.store.read(lambda tx: tx.receipts.count()) == {Fate.RECEIVED: 2}
    assert place.flags("Junk") == [(KEYWORD,)]


def test_renumbered_letters_are_not_mistaken_for_each_other(make_place: MakePlace) -> None:
    place = make_place('mode = "live"', 'move_handled_to = "Done"')
    place.dovecot.append(place.user, b"Subject: x\r\n\r\nx\r\n", folder="Done")
    for number in (1, 2):
        place.arrive(number)
    place.poll()
    place.handle()
    place.dovecot.expunge(place.user, [1])
    place.reconnect()
    place.dovecot.renumber(place.user)
    place.arrive(3)
    place.poll()
    place.handle()
    place.poll()
    assert place.flags() == []
    assert len(place.flags("Done")) == 3
    assert place.letters() == {LetterState.HANDLED: 3}


def _untold(place: Place) -> int:
    desk = place.parts.settings.desk("vas")
    since = desk.policy.mode_since
    return len(place.parts.store.read(lambda tx: tx.receipts.to_tell(desk.id, since, 9)))
