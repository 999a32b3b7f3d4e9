"""Stopping, reloading, and what keeps a second daemon or a wrong config from starting."""

import signal

import pytest

from acceptance import letters
from acceptance.conftest import MakeSite
from acceptance.site import Site
from mailcare.model.post import OutboxState
from mailcare.resources import shipped
from peers.imap import ImapPeer
from peers.script import drip, hang
from peers.smtp import SmtpPeer
from servers.dovecot import LabUser

pytestmark = [pytest.mark.server, pytest.mark.slow]
LIMIT = 10
"""Seconds within which a stop is done (DESIGN 4.12)."""


def test_an_idle_daemon_stops_and_a_new_start_goes_on(site: Site) -> None:
    site.start()
    one = site.send(letters.complete())
    site.await_mails(one)
    site.settle(1)
    assert site.stop(LIMIT) == 0
    assert site.lines("daemon.stopped")[-1]["late"] == []
    two = site.send(letters.lacking())
    site.wait(lambda: len(site.mails("vas")) == 2)
    site.start()
    site.await_mails(two)
    site.settle(2)
    got = site.await_delivery(one, two)
    assert {who: len(mails) for who, mails in got.items()} == {
        one.name: 1, two.name: 1, "vas-staff": 2,
    }  # fmt: skip
    assert site.stop(LIMIT) == 0


@pytest.mark.parametrize("command", ["GREETING", "SEARCH", "FETCH BODY", "LOGIN"])
def test_a_daemon_that_polls_a_hanging_server_stops_in_time(
    make_site: MakeSite, command: str
) -> None:
    with ImapPeer([hang(command)]) as peer:
        peer.inbox.add(b"Subject: before\r\n\r\nold\r\n")
        site = make_site("vas")
        site.add_box("idc", LabUser("vas"), imap_port=peer.port, imap_host="127.0.0.1",
                     security="none", address="idc@lab.test")  # fmt: skip
        site.start(ready=False)
        site.wait(lambda: site.lines("mailbox.polled"))
        user = site.send(letters.complete())
        site.await_mails(user)
        site.wait(lambda: peer.script.count(command))
        assert site.stop(LIMIT) == 0


def test_a_daemon_that_is_fed_drop_by_drop_stops_in_time(make_site: MakeSite) -> None:
    with ImapPeer([drip("SEARCH")]) as peer:
        site = make_site("vas")
        site.add_box("idc", LabUser("vas"), imap_port=peer.port, imap_host="127.0.0.1",
                     security="none", address="idc@lab.test")  # fmt: skip
        site.start(ready=False)
        site.wait(lambda: peer.script.count("SEARCH"))
        assert site.stop(LIMIT) == 0


def test_ctrl_c_ends_it_as_a_stop_does(site: Site) -> None:
    site.start()
    site.process.send_signal(signal.SIGINT)
    assert site.process.wait(LIMIT) == 0


def test_a_good_config_is_taken_as_a_whole(site: Site) -> None:
    site.boxes["vas"] |= {"mode": "shadow", "interval": "1h"}
    site.start()
    early = site.send(letters.complete())
    site.hang_up()
    site.settle(1)
    own = site.folder / "templates"
    own.mkdir()
    name = "reply.accepted.zh.txt"
    good = (shipped("templates") / name).read_text(encoding="utf-8")
    (own / name).write_text(good.replace("如需补充", "如有补充"), encoding="utf-8")
    site.change('#templates_dir = "/etc/mailcare/templates"', f'templates_dir = "{own}"')
    site.boxes["vas"] |= {"mode": "live", "interval": "5s"}
    assert site.reload() == "config.reloaded"
    user = site.send(letters.complete())
    assert "如有补充" in site.await_mails(user)[0].text
    site.settle(2)
    assert site.mails(early) == []


def test_a_bad_config_is_refused_and_the_old_one_goes_on(site: Site) -> None:
    site.start()
    text = site.config.read_text(encoding="utf-8")
    site.config.write_text(text.replace('mode = "live"', 'mode = "alive"'), encoding="utf-8")
    assert site.hang_up() == "config.refused"
    assert "mailboxes.vas.mode" in site.lines("config.refused")[0]["said"]
    site.config.write_text(text.replace('"5s"', '"1h"') + "[units", encoding="utf-8")
    assert site.hang_up() == "config.refused"
    user = site.send(letters.complete())
    site.await_mails(user)
    site.config.write_text(text, encoding="utf-8")
    site.settle(1)
    assert site.stop(LIMIT) == 0


def test_what_only_a_start_can_change_is_refused(site: Site) -> None:
    site.start()
    site.change("handle_workers = 2", "handle_workers = 3")
    assert site.reload() == "config.refused"
    assert "daemon.handle_workers" in site.lines("config.refused")[0]["said"]


def test_a_second_daemon_on_the_same_state_is_turned_away(site: Site) -> None:
    site.start()
    second = site.run("run")
    assert second.returncode == 75
    assert "another mailcare" in second.stderr
    assert site.run("once").returncode == 75
    user = site.send(letters.complete())
    site.await_mails(user)


def test_a_wrong_config_ends_with_78(site: Site) -> None:
    site.boxes["vas"]["interval"] = "soon"
    site.write()
    refused = site.run("run")
    assert refused.returncode == 78
    assert "mailboxes.vas.interval" in refused.stderr
    assert not site.state.exists()


@pytest.mark.parametrize("command", ["GREETING", "AUTH", "MAIL", "DATA"])
def test_a_daemon_whose_smtp_server_hangs_before_the_body_stops_in_time(
    site: Site, smtp_peer: SmtpPeer, command: str
) -> None:
    smtp_peer.script.play(hang(command, nth=0))
    site.boxes["vas"] |= {"smtp_host": "127.0.0.1", "smtp_port": smtp_peer.port,
                          "smtp_security": "none"}  # fmt: skip
    site.start()
    site.send(letters.complete())
    site.wait(lambda: smtp_peer.script.count(command))
    assert site.stop(LIMIT) == 0
    assert {mail.state for mail in site.outbox()} == {OutboxState.QUEUED}


def test_a_mail_cut_off_within_its_body_is_uncertain_and_not_sent_again(
    site: Site, smtp_peer: SmtpPeer
) -> None:
    smtp_peer.script.play(hang("DOT"))
    site.boxes["vas"] |= {"smtp_host": "127.0.0.1", "smtp_port": smtp_peer.port,
                          "smtp_security": "none"}  # fmt: skip
    site.start()
    site.send(letters.complete())
    site.wait(lambda: smtp_peer.script.count("DOT"))
    assert site.stop(LIMIT) == 0
    states = [mail.state for mail in site.outbox()]
    assert states.count(OutboxState.UNCERTAIN) == 1
    uncertain = site.outbox(OutboxState.UNCERTAIN)[0]
    site.start()
    site.wait(lambda: len(site.outbox(OutboxState.SENT)) >= 2)
    site.settle(1)
    assert site.alarms() == {("uncertain", f"outbox {uncertain.id}")}
    assert [mail.id for mail in site.outbox(OutboxState.UNCERTAIN)] == [uncertain.id]
