"""The heartbeat beats only while all is well; the figures are there by file and by HTTP."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from mailcare.clock import SystemClock
from mailcare.config import load
from mailcare.daemon.heartbeat import Heartbeats
from mailcare.daemon.metrics_server import MetricsServer
from mailcare.daemon.pulse import Pulse, Tally
from mailcare.daemon.troubles import Troubles
from mailcare.daemon.watch import Watch
from mailcare.errors import WireError
from mailcare.pipeline.parts import Parts
from mailcare.wire.deadlines import DeadlineKeeper
from mailcare.wire.http import request
from mailcare.wiring import build
from peers.robot import Robot
from support.small_config import small_config

MONITORING = """
[monitoring]
heartbeat_file = "beat"
heartbeat_url_file = "url"
metrics_file = "figures.prom"
"""


@pytest.fixture
def robot() -> Iterator[Robot]:
    with Robot() as made:
        yield made


@pytest.fixture
def parts(tmp_path: Path, robot: Robot) -> Iterator[Parts]:
    (tmp_path / "url").write_text(robot.url, encoding="utf-8")
    path = tmp_path / "config.toml"
    path.write_text(small_config(more=MONITORING), encoding="utf-8")
    with build(load(path), SystemClock()) as made:
        yield made


def pulse(parts: Parts, *, healthy: bool, tally: Tally | None = None) -> Pulse:
    beats = Heartbeats(parts.clock)
    watch = Watch(parts, beats, Troubles(), lambda: None)
    return Pulse(parts, beats, watch, tally or Tally(), lambda: healthy)


def test_the_heart_beats_only_while_all_is_well(parts: Parts, robot: Robot, tmp_path: Path) -> None:
    pulse(parts, healthy=False).step(parts.clock.now())
    assert (robot.posts, (tmp_path / "beat").exists()) == ([], False)
    assert "mailcare_healthy 0" in (tmp_path / "figures.prom").read_text(encoding="utf-8")
    pulse(parts, healthy=True).step(parts.clock.now())
    assert (len(robot.posts), (tmp_path / "beat").exists()) == (1, True)


def test_figures_are_answered_on_the_loopback_address(parts: Parts) -> None:
    tally = Tally()
    tally.polled("vas", ok=True, received=3)
    tally.polled("vas", ok=False, received=0)
    source = pulse(parts, healthy=True, tally=tally)
    server = MetricsServer(0, lambda: source.text(parts.clock.now()))
    try:
        base = f"http://127.0.0.1:{server.port}"
        page = request("GET", f"{base}/metrics", timeout=10, keeper=parts.keeper)
        other = request("GET", f"{base}/", timeout=10, keeper=parts.keeper)
    finally:
        server.close()
    text = page.body.decode()
    assert (page.status, other.status) == (200, 404)
    assert 'mailcare_letters_received_total{mailbox="vas"} 3' in text
    assert 'mailcare_polls_total{mailbox="vas",outcome="failed"} 1' in text
    assert "telecom.example" not in text


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://robot.example/x", "TLS"),
        ("ftp://127.0.0.1/x", "TLS"),
        ("https://", "URL"),
        ("https://robot.example/a b", "URL"),
        ("https://robot.example:99999/", "URL"),
    ],
)
def test_only_protected_addresses_are_asked(url: str, code: str) -> None:
    keeper = DeadlineKeeper()
    with pytest.raises(WireError) as caught:
        request("GET", url, timeout=5, keeper=keeper)
    keeper.close()
    assert caught.value.code == code
    assert "robot" not in str(caught.value)
