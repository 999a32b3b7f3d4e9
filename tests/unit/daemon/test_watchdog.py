"""systemd hears of life only while every loop moves."""

import socket
import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from mailcare.clock import SystemClock
from mailcare.config import load
from mailcare.daemon.notify import Notifier
from mailcare.daemon.service import Daemon
from mailcare.model.trouble import AlarmKind
from mailcare.pipeline.parts import Parts
from mailcare.wiring import build
from peers.imap import ImapPeer
from peers.script import hang

Eventually = Callable[..., object]
_CONFIG = """
[organisation]
name = "中国电信上海公司"
[storage]
state_dir = "state"
[alarms]
admins = ["admin@telecom.example"]
[units.vas]
title = "增值业务中心"
staff = ["staff@telecom.example"]
supervisors = ["lead@telecom.example"]
[mailboxes.vas]
unit = "vas"
address = "vas@telecom.example"
capacity = "2GB"
imap = {{host = "127.0.0.1", port = {port}, security = "none", user = "vas", password_file = "pw"}}
smtp = {{host = "127.0.0.1", port = 1, security = "none"}}
"""


class JumpingClock(SystemClock):
    """The machine's clocks, which can be made to run ahead together."""

    def __init__(self) -> None:
        self.ahead = timedelta(0)

    def now(self) -> datetime:
        return super().now() + self.ahead

    def monotonic(self) -> float:
        return super().monotonic() + self.ahead.total_seconds()


@pytest.fixture
def ear(tmp_path: Path) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind(str(tmp_path / "notify"))
        listening.settimeout(0)
        yield listening


def heard(ear: socket.socket) -> list[str]:
    said: list[str] = []
    while True:
        try:
            said += ear.recv(4096).decode().splitlines()
        except BlockingIOError:
            return said


def beats(parts: Parts) -> datetime:
    return max(parts.store.read(lambda tx: tx.heartbeats.all()).values())


def test_a_loop_that_hangs_silences_the_watchdog(
    tmp_path: Path, ear: socket.socket, eventually: Eventually
) -> None:
    clock = JumpingClock()
    with ImapPeer([hang("SEARCH", nth=0)]) as peer:
        (tmp_path / "pw").write_text("pw", encoding="utf-8")
        path = tmp_path / "config.toml"
        path.write_text(_CONFIG.format(port=peer.port), encoding="utf-8")
        with build(load(path), clock) as parts:
            socket_name = {"NOTIFY_SOCKET": str(tmp_path / "notify"), "WATCHDOG_USEC": "2000000"}
            daemon = Daemon(parts, Notifier(socket_name))
            thread = threading.Thread(target=daemon.run, daemon=True)
            thread.start()
            try:
                eventually(lambda: peer.script.count("SEARCH"))
                eventually(lambda: "WATCHDOG=1" in heard(ear))
                clock.ahead = timedelta(hours=1)
                eventually(lambda: AlarmKind.STUCK in open_alarms(parts))
                heard(ear)
                for _ in range(2):
                    before = beats(parts)
                    clock.ahead += timedelta(seconds=20)
                    eventually(lambda before=before: beats(parts) > before)
                assert "WATCHDOG=1" not in heard(ear)
            finally:
                daemon.stop()
                thread.join(15)
    assert not thread.is_alive()


def open_alarms(parts: Parts) -> set[AlarmKind]:
    return {alarm.kind for alarm in parts.store.read(lambda tx: tx.alarms.open())}
