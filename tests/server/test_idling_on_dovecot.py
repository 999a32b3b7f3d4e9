"""News of a real Dovecot wake the timetable."""

from collections.abc import Callable, Iterator

import pytest

from mailcare.daemon.idling import IdleWatcher
from mailcare.errors import WireError
from mailcare.wire.deadlines import DeadlineKeeper
from mailcare.wire.imap import ImapAccount, ImapSession, open_session
from servers.dovecot import DovecotServer, LabUser

pytestmark = pytest.mark.server
LETTER = b"From: u@lab.test\r\nSubject: x\r\n\r\nhelp\r\n"


def open_on(server: DovecotServer, keeper: DeadlineKeeper, user: LabUser) -> ImapSession:
    account = ImapAccount(
        server.host, server.imaps_port, "tls", user.name, lambda: user.password, server.ca_file
    )
    return open_session(account, keeper)


@pytest.fixture(name="woken")
def _woken() -> list[str]:
    return []


@pytest.fixture(name="watcher")
def _watcher(keeper: DeadlineKeeper, woken: list[str]) -> Iterator[IdleWatcher]:
    watcher = IdleWatcher(keeper, woken.append)
    yield watcher
    watcher.close()


def test_a_letter_wakes_its_mailbox_and_no_other(
    dovecot: DovecotServer,
    keeper: DeadlineKeeper,
    watcher: IdleWatcher,
    woken: list[str],
    eventually: Callable[..., object],
) -> None:
    vas, idc = dovecot.new_user(), dovecot.new_user()
    sessions = {"vas": open_on(dovecot, keeper, vas), "idc": open_on(dovecot, keeper, idc)}
    for name, session in sessions.items():
        watcher.watch(name, session, "INBOX")
    dovecot.append(vas, LETTER)
    eventually(lambda: woken)
    assert woken == ["vas"]
    watcher.take_back("vas")
    sessions["vas"].select("INBOX")
    assert sessions["vas"].search_from(1) == [1]
    watcher.watch("vas", sessions["vas"], "INBOX")
    dovecot.append(vas, LETTER + b"again\r\n")
    eventually(lambda: len(woken) > 1)
    assert woken == ["vas", "vas"]
    for session in sessions.values():
        session.abort()


def test_a_dead_server_wakes_its_mailbox_once(
    dovecot: DovecotServer,
    keeper: DeadlineKeeper,
    watcher: IdleWatcher,
    woken: list[str],
    eventually: Callable[..., object],
) -> None:
    session = open_on(dovecot, keeper, dovecot.new_user())
    watcher.watch("vas", session, "INBOX")
    session.cut()
    eventually(lambda: woken)
    assert woken == ["vas"]
    with pytest.raises(WireError):
        watcher.take_back("vas")
    session.abort()
