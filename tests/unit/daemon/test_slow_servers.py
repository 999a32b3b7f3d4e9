"""A mailbox whose server says nothing delays no other, on the same server or elsewhere."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from mailcare.clock import SystemClock
from mailcare.config import load
from mailcare.daemon.service import Daemon
from mailcare.daemon.timetable import SLOW
from mailcare.wiring import build
from peers.imap import ImapPeer
from peers.script import Rule, drip, hang
from support.small_config import small_config

Eventually = Callable[..., object]
_NARROW = """
[daemon]
poll_workers = 1
polls_per_server = 1
imap_timeout = "10m"
poll_deadline = "1h"
"""
_SMTP = 'host = "127.0.0.1", port = 1, security = "none"'
_BOX = """
[mailboxes.{name}]
unit = "vas"
address = "{name}@telecom.example"
capacity = "2GB"
imap = {{{imap}}}
smtp = {{{smtp}}}
"""


class LeapingClock(SystemClock):
    """The machine's clock, whose seconds leap where a test lets them."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def monotonic(self) -> float:
        return super().monotonic() + self.ahead


def account(peer: ImapPeer, user: str) -> str:
    server = f'host = "{peer.host}", port = {peer.port}, security = "none"'
    return f'{server}, user = "{user}", password_file = "pw"'


def config(shared: ImapPeer, other: ImapPeer) -> str:
    boxes = [("near", account(shared, "near")), ("far", account(other, "far"))]
    more = "".join(_BOX.format(name=name, imap=imap, smtp=_SMTP) for name, imap in boxes)
    return small_config(imap=account(shared, "vas"), smtp=_SMTP, more=_NARROW + more)


@contextmanager
def running(path: Path, clock: LeapingClock) -> Iterator[Daemon]:
    with build(load(path), clock) as parts:
        daemon = Daemon(parts)
        thread = threading.Thread(target=daemon.run, daemon=True)
        thread.start()
        try:
            yield daemon
        finally:
            daemon.stop()
            thread.join(30)
    assert not thread.is_alive()


@pytest.mark.parametrize("fault", [hang, drip])
def test_one_that_hangs_has_all_others_go_on(
    tmp_path: Path, eventually: Eventually, fault: Callable[..., Rule]
) -> None:
    (tmp_path / "pw").write_text("pw", encoding="utf-8")
    clock = LeapingClock()
    with (
        ImapPeer([fault("GREETING", nth=1)], user="near") as shared,
        ImapPeer(user="far") as other,
    ):
        path = tmp_path / "config.toml"
        path.write_text(config(shared, other), encoding="utf-8")
        with running(path, clock) as daemon:
            eventually(lambda: shared.script.count("GREETING"))
            clock.ahead += SLOW  # it has the only place until then
            daemon.ask_reload()  # has those who wait look at the clock
            eventually(lambda: shared.script.count("SEARCH") and other.script.count("SEARCH"))
            assert shared.script.count("GREETING") == 2
