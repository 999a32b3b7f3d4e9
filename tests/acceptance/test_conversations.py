"""What goes on after the first letter: the other side, staff, forms, letters dealt with by hand."""

import pytest

from acceptance import letters
from acceptance.letters import Draft
from acceptance.mails import Mail
from acceptance.site import Site, address_of
from mailcare.model.case import EventKind
from servers.dovecot import LabUser

pytestmark = [pytest.mark.server, pytest.mark.slow]

FORM = """
[[mailboxes.vas.form_sources]]
sender = "noreply@www.users.test"
[mailboxes.vas.form_sources.fields]
problem = "投诉内容"
device_number = "设备号码"
phone = "联系电话"
contact = "联系人"
address = "电子邮件"
"""


def answer(site: Site, mail: Mail, who: LabUser, text: str, **fields: str) -> None:
    """Answer a mail of ours from the mailbox of one of ours."""
    draft = Draft(f"Re: {mail.subject}", text, fields=fields)
    draft.fields["In-Reply-To"] = mail.field("Message-ID").decode()
    ours = site.people["vas"].address
    site.hand_in(draft.raw(who.address, ours), sender=who.address)


def kinds(site: Site) -> list[EventKind]:
    return [event.kind for event in site.cases()[0].events]


def test_a_dispatch_is_confirmed_by_a_person_and_never_by_a_machine(site: Site) -> None:
    site.start()
    user = site.send(letters.for_broadband())
    dispatch = site.await_mails("kfzx")[0]
    site.await_mails(user)
    kfzx = site.people["kfzx"]
    away = {"Auto-Submitted": "auto-replied"}
    answer(site, dispatch, kfzx, "本人外出,稍后处理。", **away)
    site.settle(2)
    assert EventKind.DISPATCH_CONFIRMED not in kinds(site)
    answer(site, dispatch, kfzx, "收到,我们会联系用户。")
    site.settle(3)
    assert kinds(site).count(EventKind.DISPATCH_CONFIRMED) == 1
    got = site.await_delivery(user)
    assert [len(got[who]) for who in ("kfzx", user.name)] == [1, 1]
    told = got["vas-staff"][-1]
    assert told.subject.startswith("派单回复:")
    assert "接收部门已确认收到派单" in told.text
    assert len(site.cases()) == 1


def test_what_staff_write_about_a_case_never_reaches_the_user_by_itself(site: Site) -> None:
    site.start()
    user = site.send(letters.complete())
    notice = site.await_mails("vas-staff")[0]
    site.await_mails(user)
    answer(site, notice, site.people["vas-staff"], "这件事小李在跟,大概下周能好。")
    site.settle(2)
    site.await_delivery(user)
    assert len(site.mails(user)) == 1
    assert len(site.cases()) == 1


def test_a_letter_answered_by_hand_is_recorded_so_and_not_answered_again(site: Site) -> None:
    site.start()
    user = site.new_person()
    raw = letters.complete().raw(address_of(user), site.people["vas"].address)
    site.dovecot.append(site.people["vas"], raw, flags=["\\Answered"])
    site.settle(1)
    assert user.name not in site.await_delivery(user)
    assert site.cases()[0].view.state.value == "answered"


def test_a_web_form_is_answered_to_the_user_named_in_it(site: Site) -> None:
    site.extra = FORM
    site.start()
    user = site.new_person()
    form = Draft(
        "网上投诉",
        "投诉内容:互联星空包月扣费两次,请核实并退还多扣的费用\n设备号码:ad60228819\n"
        f"联系人:谷雨晴\n联系电话:13918827364\n电子邮件:{address_of(user)}",
    )
    raw = form.raw("noreply@www.users.test", site.people["vas"].address)
    site.hand_in(raw, sender="noreply@www.users.test")
    site.settle(1)
    got = site.await_delivery(user)
    assert "我处已受理" in got[user.name][0].text
    assert "谷雨晴" in got["vas-staff"][0].text


def test_a_letter_over_the_limit_goes_to_a_person_by_its_beginning(site: Site) -> None:
    site.change('max_letter_bytes = "30MB"', 'max_letter_bytes = "100KB"')
    site.start()
    draft = letters.complete()
    draft.body += "\n" + "以下为附件内容 " * 20_000
    user = site.send(draft)
    site.settle(1)
    got = site.await_delivery(user)
    assert set(got) == {"vas-staff"}
    assert "待人工判断" in got["vas-staff"][0].subject
    assert "陆文渊" in got["vas-staff"][0].text


def test_handled_letters_are_moved_where_asked_for_and_not_taken_again(site: Site) -> None:
    site.boxes["vas"]["more"] = 'mark_handled = true\nmove_handled_to = "handled"'
    site.dovecot.append(site.people["vas"], b"Subject: old\r\n\r\nx\r\n", folder="handled")
    site.start()
    user = site.send(letters.complete())
    site.await_mails(user)
    owner = site.people["vas"]
    site.wait(lambda: len(site.dovecot.messages(owner, "handled")) == 2)
    site.settle(1)
    assert site.stored(owner) == []
    moved = site.dovecot.messages(owner, "handled")[1]
    assert "\\Seen" not in moved.flags
    assert moved.flags
    site.await_poll()
    assert len(site.mails(user)) == 1
    assert len(site.cases()) == 1
