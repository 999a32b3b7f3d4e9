"""The other drills (``make drills``): each on a site of its own, its clocks shortened."""

import os
import signal
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from acceptance import letters
from acceptance.site import Site, address_of
from drills.drill import Ground
from mailcare.clock import SystemClock
from mailcare.model.post import OutboxState
from peers.imap import ImapPeer
from peers.robot import Robot
from peers.token import TokenPeer, refuses
from peers.wire import Wire
from servers.postfix import PostfixServer
from support.small_disk import fill, small_disk_at

pytestmark = [
    pytest.mark.server,
    pytest.mark.slow,
    pytest.mark.timeout(300),
    pytest.mark.skipif(os.environ.get("MAILCARE_DRILLS") != "all", reason="make drills"),
]


@pytest.fixture
def robot() -> Iterator[Robot]:
    with Robot() as made:
        yield made


@pytest.fixture
def ground(tmp_path: Path, postfix: PostfixServer, robot: Robot) -> Iterator[Ground]:
    folder = tmp_path / "site"
    folder.mkdir()
    site = Site(folder, postfix, ("vas",))
    try:
        yield Ground(site, robot)
    finally:
        site.close()


def heard(ear: socket.socket) -> list[str]:
    said: list[str] = []
    while True:
        try:
            said += ear.recv(4096).decode().splitlines()
        except BlockingIOError:
            return said


def test_password_changed(ground: Ground) -> None:
    """SMTP is refused first: what is one fact is one alarm all the same."""
    site = ground.site
    owner = site.add_box("vas", site.dovecot.new_registered_user("vas"))
    site.start()
    user = site.new_person()
    raw = letters.complete().raw(address_of(user), owner.address)
    with ground.drill("password changed", {("login_refused", "vas")}, promised=150) as told:
        changed = site.dovecot.change_password(owner, "another")
        site.dovecot.append(changed, raw)
        site.wait(lambda: site.outbox(OutboxState.DEFERRED), "SMTP refuses the login")
        told()
        site.add_box("vas", changed)
        site.reload()
    ground.release()
    site.await_mails(user)


def by_itself(site: Site, **changes: object) -> None:
    """Give the mailbox a way to send that needs nothing of the IMAP server's."""
    own = {"smtp_port": site.postfix.smtp_port, "smtp_security": "none", "smtp_more": 'user = ""'}
    site.add_box("vas", site.people["vas"], **own, **changes)


def test_server_stopped(ground: Ground) -> None:
    site = ground.site
    by_itself(site)
    site.start()
    with ground.drill("server stopped", {("unreachable", "vas")}, promised=60) as told:
        site.dovecot.stop()
        told()
        site.dovecot.start()
        site.hang_up()


def test_network_silent(ground: Ground) -> None:
    site = ground.site
    with Wire(site.dovecot.imaps_port) as wire:
        by_itself(site, imap_port=wire.port)
        site.start()
        with ground.drill("network silent", {("unreachable", "vas")}, promised=60) as told:
            wire.die()
            told()
            wire.revive()
            site.hang_up()
        assert site.stop() == 0


def test_token_expired(ground: Ground) -> None:
    site = ground.site
    granted = [f"access-{number}" for number in range(1, 100)]
    login = ("IMAP4rev1", "AUTH=XOAUTH2")
    with (
        TokenPeer(lifetime=1) as tokens,
        ImapPeer(user="idc", tokens=granted, before_login=login) as imap,
    ):
        (site.folder / "refresh").write_text("refresh-0", encoding="utf-8")
        oauth = (
            f'oauth = {{flow = "refresh_token", client_id = "c", token_url = "{tokens.url}",'
            f' refresh_token_file = "{site.folder / "refresh"}"}}'
        )
        site.add_box("idc", imap_host="127.0.0.1", imap_port=imap.port, security="none", more=oauth)
        site.boxes["idc"]["user"] = "idc"
        site.start()
        with ground.drill("token expired", {("token", "idc")}, promised=120) as told:
            tokens.script.play(refuses("invalid_grant"))
            imap.cut_all()
            told()
            tokens.script.play()
            site.hang_up()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk_at(tmp_path / "disk", "8m") as place:
        yield place


def test_disk_full(ground: Ground, small_disk: Path) -> None:
    site = ground.site
    site.state = small_disk / "state"
    site.start()
    expected = {("disk", str(site.state)[-200:])}
    with ground.drill("disk full", expected, promised=45) as told:
        filler = fill(small_disk)
        told()
        filler.unlink()


def test_one_worker_hung_silences_watchdog_and_heartbeat_and_is_named_after_the_restart(
    ground: Ground,
) -> None:
    site = ground.site
    beat = site.folder / "beat"
    site.change('#heartbeat_file = "/run/mailcare/heartbeat"', f'heartbeat_file = "{beat}"')
    site.change('heartbeat_every = "1m"', 'heartbeat_every = "1s"')
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ear:
        ear.bind(str(site.folder / "notify"))
        ear.settimeout(0)
        site.environment |= {"NOTIFY_SOCKET": str(site.folder / "notify")}
        site.environment |= {"WATCHDOG_USEC": "2000000"}
        site.start()
        site.wait(lambda: "WATCHDOG=1" in heard(ear) and beat.exists(), "it is well")
        _hang(ground, ear, beat)


def _hang(ground: Ground, ear: socket.socket, beat: Path) -> None:
    """Let a worker wait for ever for a password, that of a mailbox alone."""
    site = ground.site
    site.add_box("idc", site.dovecot.new_user("idc"))
    secret = site.folder / "idc.password"
    password = secret.read_text(encoding="utf-8")
    secret.unlink()
    os.mkfifo(secret)
    before, clock = len(ground.robot.posts), SystemClock()
    began = clock.monotonic()
    site.reload()
    site.wait(lambda: ground.robot.news("raised"), "it is told", within=90)
    sys.stdout.write(f"\ndrill worker hung: told after {clock.monotonic() - began:.1f} s\n")
    ((kind, loop),) = set(ground.robot.news("raised"))
    assert (kind, loop.partition("-")[0]) == ("stuck", "poll")
    heard(ear)
    beaten = beat.read_text(encoding="utf-8")
    site.await_poll("vas")
    assert "WATCHDOG=1" not in heard(ear)
    assert beat.read_text(encoding="utf-8") == beaten
    site.process.send_signal(signal.SIGABRT)  # as systemd does when no WATCHDOG=1 comes
    site.process.wait(15)
    secret.unlink()
    secret.write_text(password, encoding="utf-8")
    secret.chmod(0o600)
    site.start()
    site.wait(lambda: ("restarted", "mailcare") in ground.robot.news("raised"), "it is told")
    site.wait(lambda: (kind, loop) in ground.robot.news("cleared"), "its end is told", within=90)
    assert site.alarms() == {("restarted", "mailcare")}
    text = next(m["text"] for m in ground.robot.said[before:] if m["kind"] == "restarted")
    assert "一个循环停滞,被 systemd 重新启动" in text
    assert loop in text
    site.wait(lambda: beat.read_text(encoding="utf-8") != beaten, "the heart beats")
    _died_again(site, ground)


def _died_again(site: Site, ground: Ground) -> None:
    """Kill it twice more: that is a crash loop, told anew as urgent."""
    for _ in range(2):
        site.process.kill()
        site.process.wait(15)
        site.start()
    site.wait(lambda: ground.robot.news("urgent") == [("restarted", "mailcare")], "it is urgent")
    assert site.run("status").returncode == 1
