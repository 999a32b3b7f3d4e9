"""Many mailboxes on one Dovecot share few connections, in IDLE too; none is left out."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from mailcare.clock import SystemClock
from mailcare.config import load
from mailcare.daemon.breaker import Breaker
from mailcare.daemon.idling import IdleWatcher
from mailcare.daemon.polling import Poller
from mailcare.daemon.sessions import Sessions
from mailcare.pipeline.parts import Parts
from mailcare.wire import tls
from mailcare.wiring import build
from servers.dovecot import DovecotServer, LabUser
from support.small_config import small_config

pytestmark = pytest.mark.server
BOXES, MOST = 12, 4
LETTER = b"From: u@lab.test\r\nSubject: x\r\n\r\nhelp\r\n"
_LIMITS = f"""
[daemon]
polls_per_server = 2
connections_per_server = {MOST}
logins_per_minute = 6000
"""
_BOX = """
[mailboxes.{name}]
unit = "vas"
address = "{name}@telecom.example"
capacity = "200MB"
imap = {{host = "localhost", port = {port}, user = "{user}", password_file = "pw", ca_file = "{ca}"}}
smtp = {{host = "localhost", port = 1}}
"""  # noqa: E501 - a table of TOML stands on one line


@pytest.fixture
def users(dovecot: DovecotServer) -> list[LabUser]:
    return [dovecot.new_user("many") for _ in range(BOXES)]


@pytest.fixture
def parts(tmp_path: Path, dovecot: DovecotServer, users: list[LabUser]) -> Iterator[Parts]:
    port, ca = dovecot.imaps_port, dovecot.ca_file
    boxes = [
        _BOX.format(name=f"box{number}", port=port, user=user.name, ca=ca)
        for number, user in enumerate(users)
    ]
    head = small_config().partition("[mailboxes.vas]")[0]
    (tmp_path / "config.toml").write_text(head + _LIMITS + "".join(boxes), encoding="utf-8")
    (tmp_path / "pw").write_text(users[0].password, encoding="utf-8")
    with build(load(tmp_path / "config.toml"), SystemClock()) as built:
        yield built


def test_all_are_polled_over_few_connections_and_the_used_ones_are_kept(
    parts: Parts, dovecot: DovecotServer, users: list[LabUser]
) -> None:
    tls.context.cache_clear()
    woken: list[str] = []
    watcher = IdleWatcher(parts.keeper, woken.append, parts.clock)
    breaker = Breaker(parts)
    sessions = Sessions(parts, breaker.check, watcher.forget)
    poller = Poller(parts, sessions, lambda: True, breaker, watcher=watcher)
    try:
        for desk in parts.settings.desks.values():
            assert poller.poll(desk, parts.clock.now()).ok
            assert sessions.count() <= MOST
        dovecot.append(users[0], LETTER)  # whose connection was let go meanwhile
        first, second = (parts.settings.desk(f"box{number}") for number in (0, 1))
        assert poller.poll(first, parts.clock.now()).received == 1
        opened = sessions.borrow(first, parts.clock.now())
        sessions.give_back(first.name)
        assert poller.poll(second, parts.clock.now()).ok
        assert sessions.count() == MOST
        assert sessions.borrow(first, parts.clock.now()) is opened
    finally:
        sessions.close()
        watcher.close()
    assert tls.context.cache_info().misses == 1
