"""What systemd, scripts and people see of a running mailcare."""

import json
import socket
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from acceptance import letters
from acceptance.conftest import MakeSite
from acceptance.site import Site
from mailcare.model.post import OutboxState
from servers.base import free_port

pytestmark = [pytest.mark.server, pytest.mark.slow]


@pytest.fixture
def ear(tmp_path: Path) -> Iterator[socket.socket]:
    """Listen where systemd would."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind(str(tmp_path / "notify"))
        listening.settimeout(0)
        yield listening


def heard(ear: socket.socket, said: list[str]) -> list[str]:
    """Add what was said by now."""
    while True:
        try:
            said += ear.recv(4096).decode().splitlines()
        except BlockingIOError:
            return said


def test_systemd_is_told_of_start_life_reload_and_end(
    site: Site, ear: socket.socket, tmp_path: Path
) -> None:
    said: list[str] = []
    site.environment = {"NOTIFY_SOCKET": str(tmp_path / "notify"), "WATCHDOG_USEC": "2000000"}
    site.start()
    site.wait(lambda: "READY=1" in heard(ear, said))
    assert "STOPPING=1" not in said
    site.wait(lambda: heard(ear, said).count("WATCHDOG=1") >= 3)
    site.hang_up()
    site.wait(lambda: heard(ear, said).count("READY=1") == 2)
    assert "RELOADING=1" in said
    assert site.stop() == 0
    assert heard(ear, said)[-1] == "STOPPING=1"


def test_once_says_by_its_exit_code_whether_all_went_well(make_site: MakeSite) -> None:
    site = make_site("vas")
    site.write()
    assert site.json("once")["clean"] is True
    user = site.send(letters.complete())
    site.wait(lambda: len(site.mails("vas")) == 1)
    done = site.run("once", "--json")
    assert done.returncode == 0
    counts = json.loads(done.stdout)
    assert (counts["received"], counts["handled"], counts["sent"]) == (1, 1, 2)
    assert len(site.await_mails(user)) == 1
    assert site.run("once").returncode == 0
    site.add_box("idc", imap_port=free_port())
    site.write()
    late = site.send(letters.complete_of(2))
    site.wait(lambda: len(site.mails("vas")) == 2)
    failed = site.run("once", "--json")
    assert failed.returncode == 1
    assert json.loads(failed.stdout)["failed"] == 1
    assert len(site.await_mails(late)) == len(site.mails(user)) == 1


def test_status_shows_how_things_stand(site: Site) -> None:
    site.start()
    users = [site.send(draft()) for draft in (letters.complete, letters.lacking, letters.parcel)]
    site.await_mails(users[0])
    site.settle(3)
    up = site.run("status", "--json")
    assert up.returncode == 0
    status = json.loads(up.stdout)
    assert status["running"] is True
    assert status["cases"] == {"open": 1, "awaiting_user": 1, "not_accepted": 1}
    assert status["outbox"] == {"draft": 1}
    assert (status["alarms"], status["set_aside"]) == ([], 0)
    box = status["mailboxes"][0]
    assert (box["name"], box["mode"], box["failures"]) == ("vas", "live", 0)
    assert box["used_bytes"] is not None
    text = site.run("status").stdout
    assert "daemon   running" in text
    assert "1 draft" in text


def test_each_letter_has_one_line_in_the_log(site: Site) -> None:
    site.start()
    drafts = (letters.complete, letters.vague, letters.thanks, letters.out_of_office)
    for draft in drafts:
        site.send(draft())
    site.settle(len(drafts))
    lines = site.lines("letter.handled")
    assert Counter(line["letter"] for line in lines) == {1: 1, 2: 1, 3: 1, 4: 1}
    assert all(
        {"mailbox", "decision", "rules", "seconds", "timestamp"} <= set(line) for line in lines
    )
    assert {line["level"] for line in site.lines()} == {"info"}
    assert (site.folder / "out").read_bytes() == b""


def test_a_case_can_be_read_from_the_command_line(site: Site) -> None:
    site.start()
    user = site.send(letters.for_broadband())
    site.await_mails(user)
    site.settle(1)
    number = site.cases()[0].number
    shown = site.json("case", "show", number)
    assert shown["elements"]["device_number"] == "ad61908834"
    assert [event["kind"] for event in shown["events"]].count("dispatch_sent") == 1
    assert {mail["state"] for mail in shown["mails"]} == {OutboxState.SENT.value}
    assert "施佩华" in site.run("case", "show", number).stdout
    assert site.run("case", "show", "VAS-209901-0001").returncode == 2
