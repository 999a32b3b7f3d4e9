"""Servers that refuse, vanish and come back: each gives its alarm, nothing is lost or doubled."""

import pytest

from acceptance import letters
from acceptance.conftest import MakeSite
from acceptance.site import Site, address_of
from mailcare.model.post import OutboxState
from servers.base import free_port
from servers.dovecot import LabUser

pytestmark = [pytest.mark.server, pytest.mark.slow]


def test_a_wrong_password_is_an_alarm_and_the_other_mailboxes_go_on(make_site: MakeSite) -> None:
    site = make_site("vas")
    owner = site.dovecot.new_user("idc")
    site.add_box("idc", LabUser(owner.name, "wrong"))
    site.start(ready=False)
    site.wait(lambda: site.lines("mailbox.polled"))
    user = site.send(letters.complete())
    site.await_mails(user)
    for _ in range(3):
        with site.failing("idc"):
            site.hang_up()
    site.wait(lambda: site.alarms() == {("login_refused", "idc")})
    site.settle(1)
    told = site.await_mails("mailcare-admin")
    assert len(told) == len(site.await_mails("idc-lead")) == 1
    assert "信箱 idc 登录被拒绝" in told[0].subject
    assert told[0].field("Auto-Submitted") == b"auto-generated"
    site.add_box("idc", owner)
    site.reload()
    site.wait(lambda: site.alarms() == set(), "the alarm is over")
    assert "pw" not in site.log_text().replace("password", "")


def test_a_password_that_is_gone_stops_one_mailbox_alone(make_site: MakeSite) -> None:
    site = make_site("vas", "idc")
    site.start()
    (site.folder / "idc.password").rename(site.folder / "away")
    with site.failing("idc"):
        site.drop_sessions()
    site.await_poll("vas")
    (site.folder / "away").rename(site.folder / "idc.password")
    site.hang_up()
    site.await_poll("idc")


def test_a_server_that_was_down_has_lost_nothing(site: Site) -> None:
    site.start()
    with site.failing("vas"):
        site.dovecot.stop()
    site.dovecot.start()
    user = site.send(letters.complete())
    site.wait(lambda: len(site.mails("vas")) == 1)
    site.hang_up()
    site.settle(1)
    got = site.await_delivery(user)
    assert {who: len(mails) for who, mails in got.items()} == {user.name: 1, "vas-staff": 1}
    assert site.alarms() == set()


def test_mail_waits_for_an_smtp_server_that_is_down_and_leaves_once(site: Site) -> None:
    site.start()
    user = site.new_person()
    site.postfix.stop()
    raw = letters.complete().raw(address_of(user), site.people["vas"].address)
    site.dovecot.append(site.people["vas"], raw)
    site.wait(lambda: site.outbox(OutboxState.DEFERRED), "a mail is deferred")
    assert site.outbox(OutboxState.DEFERRED)[0].reason == "unreachable"
    site.wait(lambda: ("send_failed", "vas") in site.alarms())
    assert site.outbox(OutboxState.SENT) == []
    site.postfix.start()
    waiting = [mail.id for mail in site.outbox(OutboxState.DEFERRED)]
    assert site.run("outbox", "release", *map(str, waiting)).returncode == 0
    site.hang_up()
    site.await_mails(user)
    site.settle(1)
    got = site.await_delivery(user)
    assert {who: len(mails) for who, mails in got.items()} == {
        user.name: 1, "vas-staff": 1, "vas-lead": 1, "mailcare-admin": 1,
    }  # fmt: skip
    site.wait(lambda: site.alarms() == set(), "the alarm is over")


def test_after_a_minute_of_silence_an_alarm_is_raised_and_users_in_doubt_are_told(
    make_site: MakeSite,
) -> None:
    site = make_site("vas")
    site.change('unreachable_after = "15m"', 'unreachable_after = "1m"')
    site.change('review_ack_after = "1h"', 'review_ack_after = "1m"')
    site.add_box("idc", imap_port=free_port())
    site.start(ready=False)
    site.wait(lambda: site.lines("mailbox.polled"))
    user = site.send(letters.vague())
    site.settle(1)
    assert site.mails(user) == []
    site.wait(lambda: site.mails(user), "the user is told", within=100)
    site.wait(lambda: site.alarms() == {("unreachable", "idc")}, within=100)
    reply = site.mails(user)[0]
    assert f"您的来信我们已收到,编号 {reply.number}" in reply.text
    assert "信箱 idc 无法收信" in site.await_mails("idc-lead")[0].subject
    assert len(site.await_mails("mailcare-admin")) == 1
    site.boxes["idc"]["imap_port"] = site.dovecot.imaps_port
    site.reload()
    site.wait(lambda: site.alarms() == set(), "the alarm is over")
    assert len(site.mails(user)) == 1
    assert site.cases()[0].view.state.value == "review"
