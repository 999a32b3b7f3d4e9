"""A scripted server, and a daemon around one mailbox of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from mailcare.config import load
from mailcare.wiring import build
from peers.imap import ImapPeer
from unit.daemon.house import House, LeapingClock, config


@pytest.fixture
def peer() -> Iterator[ImapPeer]:
    with ImapPeer(user="vas@telecom.example") as listening:
        yield listening


@pytest.fixture
def house(tmp_path: Path, peer: ImapPeer) -> Iterator[House]:
    path = tmp_path / "config.toml"
    path.write_text(config(peer.port), encoding="utf-8")
    (tmp_path / "pw").write_text("pw", encoding="utf-8")
    clock = LeapingClock()
    with build(load(path), clock) as parts:
        made = House(parts, clock)
        made.port = peer.port
        yield made
        made.sessions.close()
