"""Machines, copies and doubles: nobody answers a robot, nobody is answered twice."""

import pytest

from acceptance import letters
from acceptance.conftest import MakeSite
from acceptance.letters import Draft
from acceptance.site import USERS, Site, address_of
from mailcare.model.place import Fate
from mailcare.model.post import MailClass, OutboxState

pytestmark = [pytest.mark.server, pytest.mark.slow]

BOUNCE = """\
From: Mail Delivery System <MAILER-DAEMON@mx.users.test>
To: {to}
Subject: Undelivered Mail Returned to Sender
Message-ID: <{id}.bounce@mx.users.test>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b0"

--b0
Content-Type: text/plain; charset=us-ascii

Your message could not be delivered to one or more recipients.

--b0
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.users.test

Final-Recipient: rfc822; {whom}
Action: failed
Status: 5.1.1

--b0
Content-Type: text/rfc822-headers

Message-ID: {about}
Subject: something of ours

--b0--
"""


def bounce(to: str, whom: str, about: str) -> bytes:
    text = BOUNCE.format(to=to, whom=whom, about=about, id=abs(hash(about)))
    return text.replace("\n", "\r\n").encode()


def test_machines_get_no_answer(site: Site) -> None:
    site.start()
    ours = site.people["vas"].address
    robots = [site.send(letters.out_of_office()), site.send(letters.newsletter())]
    site.hand_in(bounce(ours, f"nobody@{USERS}", "<unknown@users.test>"), sender="")
    site.settle(3)
    assert site.await_delivery(*robots) == {}
    assert site.outbox() == []
    assert site.cases() == []
    assert len(site.mails("vas")) == 3


def test_what_claims_to_come_from_our_own_mailbox_is_for_staff(site: Site) -> None:
    site.start()
    ours = site.people["vas"].address
    fields = {"Auto-Submitted": "auto-generated"}
    passed_on = Draft("转发: 收不到邮件", letters.complete().body, fields=fields)
    site.hand_in(passed_on.raw(ours, ours), sender=ours)
    site.settle(1)
    assert set(site.await_delivery()) == {"vas-staff"}
    assert len(site.mails("vas")) == 1


def test_a_mail_of_ours_that_comes_back_to_us_starts_nothing(site: Site) -> None:
    site.start()
    user = site.send(letters.complete())
    reply = site.await_mails(user)[0]
    site.hand_in(reply.raw)
    site.settle(2)
    assert len(site.cases()) == 1
    assert set(site.await_delivery(user)) == {user.name, "vas-staff"}
    assert len(site.mails(user)) == len(site.mails("vas-staff")) == 1


def test_an_auto_reply_to_our_question_answers_nothing(site: Site) -> None:
    site.start()
    user = site.send(letters.lacking())
    asked = site.await_mails(user)[0]
    robot = letters.out_of_office()
    robot.fields["In-Reply-To"] = asked.field("Message-ID").decode()
    site.send(robot, user)
    site.settle(2)
    site.await_delivery(user)
    assert len(site.mails(user)) == 1
    assert [case.view.state.value for case in site.cases()] == ["awaiting_user"]


def test_a_bounced_reply_becomes_a_task_for_staff(site: Site) -> None:
    site.start()
    user = site.send(letters.complete())
    reply = site.await_mails(user)[0]
    about = reply.field("Message-ID").decode()
    site.hand_in(bounce(site.people["vas"].address, address_of(user), about), sender="")
    site.settle(2)
    got = site.await_delivery(user)
    assert len(got[user.name]) == 1
    assert ["待办" in mail.subject for mail in got["vas-staff"]] == [False, True]
    assert len(site.cases()) == 1


def test_a_user_whose_mailbox_is_full_costs_one_task_and_no_loop(site: Site) -> None:
    site.start()
    full = site.dovecot.new_user("full", storage="1K")
    site.send(letters.complete(), full)
    site.wait(lambda: any("待办" in mail.subject for mail in site.mails("vas-staff")))
    site.settle(2)
    tasks = [mail for mail in site.mails("vas-staff") if "待办" in mail.subject]
    assert len(tasks) == 1
    replies = [mail.state for mail in site.outbox() if mail.mail_class is MailClass.REPLY]
    assert replies == [OutboxState.FAILED]  # it was sent once, and came back


def test_a_copy_to_us_is_told_to_staff_and_not_answered(site: Site) -> None:
    site.start()
    user = site.new_person()
    draft = letters.complete()
    raw = draft.raw(address_of(user), f"manager@{USERS}", cc=site.people["vas"].address)
    site.hand_in(raw, sender=address_of(user))
    site.settle(1)
    got = site.await_delivery(user)
    assert set(got) == {"vas-staff"}
    assert len(got["vas-staff"]) == 1


def test_one_letter_in_two_mailboxes_is_one_case_and_one_reply(make_site: MakeSite) -> None:
    site = make_site("vas", "broadband")
    site.start()
    user = site.new_person()
    boxes = ("vas", "broadband")
    to = ", ".join(site.people[box].address for box in boxes)
    raw = letters.for_broadband().raw(address_of(user), to)
    for box in boxes:
        site.hand_in(raw, box, address_of(user))
    site.wait(lambda: site.read(lambda tx: tx.receipts.count()).get(Fate.RECEIVED, 0) == 2)
    site.settle(1)
    got = site.await_delivery(user)
    assert [case.view.unit for case in site.cases()] == ["broadband"]
    assert set(got) == {user.name, "broadband-staff"}
    assert "我处已受理" in got[user.name][0].text
    assert got[user.name][0].number.startswith("BROADBAND-")
    assert [len(mails) for mails in got.values()] == [1, 1]
    assert site.letters() == 1
