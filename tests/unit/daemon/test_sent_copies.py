"""Copies in the Sent folder: each once, byte for byte, and nobody's answer by hand."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from crash.house import House
from crash.letters import IN_SCOPE
from mailcare.clock import SystemClock
from mailcare.config import load
from mailcare.intake.answered import SentFolder
from mailcare.model.case import State
from mailcare.model.post import CopyState, MailClass, OutboxMail, OutboxState
from mailcare.pipeline import copying
from mailcare.pipeline.copying import Copied, copy_sent
from mailcare.pipeline.parts import Parts
from mailcare.pipeline.webmail import notice_answers
from mailcare.wire.imap import ImapSession, open_session
from mailcare.wiring import build, imap_account
from peers import script
from peers.mailbox import PeerFolder

SENT = "&XfJT0ZAB-"
LATER = copying.PATIENCE + timedelta(seconds=1)


class Desk:
    """A mailbox whose letter was just answered by mailcare."""

    def __init__(self, house: House, parts: Parts) -> None:
        self.house = house
        self.parts = parts
        (self.desk,) = parts.settings.desks.values()
        self.now = parts.clock.now() + LATER
        self.seen = SentFolder()

    @property
    def folder(self) -> PeerFolder:
        return self.house.imap.folders[SENT]

    def session(self) -> ImapSession:
        account = imap_account(self.parts.settings.config, self.desk.mailbox)
        return open_session(account, self.parts.keeper)

    def copy(self) -> Copied:
        """Look and copy as one poll does."""
        session = self.session()
        try:
            self.seen.refresh(session)
            return copy_sent(self.parts, self.desk, session, self.seen, self.now)
        finally:
            session.close()

    def restart(self) -> None:
        self.seen = SentFolder()

    def reply(self) -> OutboxMail:
        mails = self.parts.store.read(lambda tx: tx.outbox.list({OutboxState.SENT}))
        (reply,) = [one for one in mails if one.mail_class is MailClass.REPLY]
        return reply

    def open_copies(self) -> int:
        since = self.now - copying.LATEST
        return len(
            self.parts.store.read(lambda tx: tx.sent_copies.due(self.desk.id, since, self.now, 9))
        )


@pytest.fixture(scope="module", name="_base")
def _make_base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A state in which the letter is answered, and nothing copied yet."""
    folder = tmp_path_factory.mktemp("base")
    with House(folder) as house, house.passes() as one_more:
        one_more()
        house.arrive(IN_SCOPE)
        assert one_more().sent == 2
    return folder / "state"


@pytest.fixture
def desk(_base: Path, tmp_path: Path) -> Iterator[Desk]:
    with (
        House(tmp_path / "house", [IN_SCOPE], _base) as house,
        build(load(house.config), SystemClock()) as parts,
    ):
        yield Desk(house, parts)


def test_what_the_user_got_lies_in_sent_once_read_and_byte_for_byte(desk: Desk) -> None:
    assert desk.copy().made == 1
    (copy,) = desk.folder.letters
    assert copy.raw == desk.parts.vault.open(desk.reply().blob)
    assert copy.flags == {"\\Seen"}
    assert (desk.copy().made, desk.open_copies()) == (0, 0)
    desk.restart()
    assert desk.copy().made == 0


def test_a_provider_gets_time_to_put_its_own_copy_there(desk: Desk) -> None:
    desk.now -= LATER
    assert desk.copy().made == 0
    desk.folder.add(desk.parts.vault.open(desk.reply().blob))
    desk.now += LATER
    assert (desk.copy().made, len(desk.folder.letters), desk.open_copies()) == (0, 1, 0)


def test_a_providers_copy_under_another_message_id_is_known_by_its_date(desk: Desk) -> None:
    raw = desk.parts.vault.open(desk.reply().blob)
    ours = desk.reply().message_id.encode()
    desk.folder.add(raw.replace(ours, b"<tencent_1@lab.test>"))
    assert (desk.copy().made, len(desk.folder.letters)) == (0, 1)


@pytest.mark.parametrize("fault", [script.cut, script.then_cut])
def test_a_death_over_the_copy_makes_no_second_one(desk: Desk, fault: type) -> None:
    desk.house.imap.script.rules.append(fault("APPEND"))
    with pytest.raises(Exception, match="APPEND"):
        desk.copy()
    desk.restart()
    desk.copy()
    assert (len(desk.folder.letters), desk.open_copies()) == (1, 0)


def test_where_the_server_shows_no_ids_a_doubtful_copy_is_not_made_again(desk: Desk) -> None:
    mail = desk.reply()
    desk.parts.store.run(lambda tx: tx.sent_copies.mark(mail.id, CopyState.BEGUN))
    desk.folder.add(b"From: somebody\r\n\r\nno ids\r\n")
    assert (desk.copy().made, len(desk.folder.letters), desk.open_copies()) == (0, 1, 0)


def test_a_refusal_changes_nothing_and_is_made_up_for(desk: Desk) -> None:
    desk.house.imap.script.rules.append(script.answer("APPEND", b"{tag} NO [OVERQUOTA] full"))
    assert desk.copy().refused is not None
    assert desk.reply().state is OutboxState.SENT
    assert desk.copy().made == 1


def test_a_mail_over_the_servers_limit_is_not_offered(desk: Desk) -> None:
    desk.house.imap.capabilities = (*desk.house.imap.capabilities, "APPENDLIMIT=100")
    assert (desk.copy().made, desk.open_copies()) == (0, 0)
    assert "APPEND" not in desk.house.imap.heard


def test_copies_go_out_of_date(desk: Desk) -> None:
    desk.now += copying.LATEST
    assert desk.copy().made == 0


def test_our_own_copy_is_no_answer_by_hand(desk: Desk) -> None:
    assert desk.copy().made == 1
    desk.restart()
    session = desk.session()
    store = desk.parts.store
    desk.seen.refresh(
        session, lambda one: store.read(lambda tx: tx.outbox.by_message_id(one)) is not None
    )
    assert not desk.seen.answers(IN_SCOPE.raw)
    changed = notice_answers(desk.parts, desk.desk, session, desk.seen, whole=True, now=desk.now)
    session.close()
    assert changed == 0
    (case,) = store.read(lambda tx: tx.cases.list())
    assert case.view.state is not State.ANSWERED
