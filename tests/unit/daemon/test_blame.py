"""One alarm for one fact: whose fault it is that an account can't send."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from mailcare.config import load
from mailcare.correspondence.deliver import SendReport
from mailcare.daemon.blame import Blame
from mailcare.daemon.desk_work import Sending, speak_step
from mailcare.model.post import OutboxState
from mailcare.model.trouble import AlarmKind
from mailcare.supervision.alarms import end_calm, raise_alarm
from mailcare.supervision.unsent import watch_unsent
from mailcare.wiring import build
from peers.imap import ImapPeer
from peers.script import answer
from peers.smtp import SmtpPeer
from support.small_config import small_config
from unit.daemon.house import HOUR, MINUTE, NOW, House, LeapingClock

LOGIN, SEND = AlarmKind.LOGIN_REFUSED, AlarmKind.SEND_FAILED
SHARED = 'password_file = "pw"'
OWN = 'user = "sender", password_env = "SENDER"'


class Desk(House):
    """A mailbox with one mail to send, whose servers refuse what they are told to."""

    sending: Sending

    def restart(self) -> None:
        super().restart()
        self.sending = Sending(self.parts, lambda: None, self._doubt)
        self.parts.store.run(lambda tx: raise_alarm(tx, AlarmKind.EPOCH, "vas", {}, NOW))

    def _doubt(self, name: str) -> None:
        self.sessions.doubt(name)
        self.woken.append(name)

    def send(self, after: timedelta = timedelta(0)) -> set[AlarmKind]:
        """Write and send what is due by then; return the alarms that stand."""
        now = NOW + after
        speak_step(self.parts, lambda: None)(now)
        self.sending.step(now)
        self.parts.store.run(lambda tx: end_calm(tx, timedelta(0), now))
        return self.alarms() - {AlarmKind.EPOCH}


@pytest.fixture
def imap() -> Iterator[ImapPeer]:
    with ImapPeer(user="vas@telecom.example") as listening:
        yield listening


@pytest.fixture
def smtp() -> Iterator[SmtpPeer]:
    with SmtpPeer() as listening:
        yield listening


@pytest.fixture
def desk(
    tmp_path: Path, imap: ImapPeer, smtp: SmtpPeer, request: pytest.FixtureRequest
) -> Iterator[Desk]:
    own = getattr(request, "param", "")
    place = 'host = "127.0.0.1", security = "none", port = {}, {}'
    text = small_config(
        box='mode = "live"',
        imap=place.format(imap.port, SHARED),
        smtp=place.format(smtp.port, own or SHARED),
    )
    (tmp_path / "config.toml").write_text(text, encoding="utf-8")
    (tmp_path / "pw").write_text("pw", encoding="utf-8")
    clock = LeapingClock()
    with build(load(tmp_path / "config.toml"), clock) as parts:
        made = Desk(parts, clock)
        yield made
        made.sending.deliverer.close()
        made.sessions.close()


def test_a_password_that_both_refuse_is_one_alarm_though_smtp_comes_first(
    desk: Desk, imap: ImapPeer, smtp: SmtpPeer
) -> None:
    assert desk.poll(NOW).ok
    imap.password = smtp.password = "another"
    assert desk.send() == set()
    assert desk.woken == ["vas"]
    for minute in range(1, 4):
        assert not desk.poll(NOW + minute * MINUTE).ok
        assert desk.send(minute * 2 * MINUTE) == ({LOGIN} if minute == 3 else set())
    later = NOW + 3 * HOUR
    desk.parts.store.run(lambda tx: watch_unsent(tx, desk.parts.settings.config, later))
    assert desk.alarms() == {LOGIN, AlarmKind.EPOCH}
    desk.write_password("another")
    assert desk.poll(NOW + 4 * HOUR).ok
    assert desk.send(4 * HOUR) == set()
    assert len(smtp.accepted) == 1


def test_what_smtp_alone_refuses_is_told_once_imap_was_asked(
    desk: Desk, imap: ImapPeer, smtp: SmtpPeer
) -> None:
    assert desk.poll(NOW).ok
    smtp.script.play(answer("AUTH", b"535 5.7.8 no", nth=0))
    assert desk.send() == set()
    assert desk.poll(NOW + MINUTE).ok
    assert imap.script.count("LOGIN") == 2
    assert desk.send(2 * MINUTE) == {SEND}
    smtp.script.play()
    assert desk.send(9 * MINUTE) == set()


@pytest.mark.parametrize("desk", [OWN], indirect=True)
def test_an_account_of_its_own_is_told_at_once(
    desk: Desk, smtp: SmtpPeer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SENDER", "wrong")
    assert desk.send() == {SEND}
    assert desk.woken == []
    smtp.password = "wrong"
    assert desk.send(2 * MINUTE) == set()


def test_a_refused_token_is_told_by_who_looks_after_tokens(desk: Desk) -> None:
    report = SendReport(1, desk.desk.id, OutboxState.DEFERRED, "login_refused", True, True, "token")  # noqa: FBT003 - its fields
    Blame(desk.parts, None).heed(report, "vas", NOW)
    assert desk.alarms() == {AlarmKind.EPOCH}
