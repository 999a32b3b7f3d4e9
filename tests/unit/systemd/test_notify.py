"""sd_notify: what reaches the service manager's socket."""

import os
import socket
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from mailcare.daemon.notify import Notifier


@pytest.fixture(params=["path", "abstract"])
def manager(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[socket.socket, str]]:
    """A service manager's socket and the value of NOTIFY_SOCKET that names it."""
    abstract = request.param == "abstract"
    name = f"@mailcare-test-{os.getpid()}" if abstract else str(tmp_path / "notify")
    with closing(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)) as ear:
        ear.bind("\0" + name[1:] if abstract else name)
        ear.settimeout(5)
        yield ear, name


def test_messages_arrive(manager: tuple[socket.socket, str]) -> None:
    ear, name = manager
    notifier = Notifier({"NOTIFY_SOCKET": name})
    assert notifier.ready("3 mailboxes\nREADY=0")
    assert ear.recv(100) == b"READY=1\nSTATUS=3 mailboxes READY=0"
    for tell, expected in (
        (notifier.reloading, b"RELOADING=1"),
        (notifier.stopping, b"STOPPING=1"),
        (notifier.watchdog, b"WATCHDOG=1"),
    ):
        assert tell()
        assert ear.recv(100) == expected


@pytest.mark.parametrize("environ", [{}, {"NOTIFY_SOCKET": ""}, {"NOTIFY_SOCKET": "relative"}])
def test_without_a_manager_nothing_happens(environ: dict[str, str]) -> None:
    assert not Notifier(environ).ready()


def test_a_manager_that_is_gone_is_no_error(tmp_path: Path) -> None:
    assert not Notifier({"NOTIFY_SOCKET": str(tmp_path / "gone")}).watchdog()


def test_watchdog_is_fed_at_half_its_time() -> None:
    own = str(os.getpid())
    notifier = Notifier({"WATCHDOG_USEC": "180000000", "WATCHDOG_PID": own})
    assert notifier.watchdog_interval == timedelta(seconds=90)


@pytest.mark.parametrize(
    "environ",
    [
        {},
        {"WATCHDOG_USEC": "0"},
        {"WATCHDOG_USEC": "soon"},
        {"WATCHDOG_USEC": "1000", "WATCHDOG_PID": "1"},
    ],
)
def test_no_watchdog_or_somebody_elses(environ: dict[str, str]) -> None:
    assert Notifier(environ).watchdog_interval is None
