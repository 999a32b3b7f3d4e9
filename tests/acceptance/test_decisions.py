"""Every decision of the table, from a letter handed in by SMTP to what lies in whose mailbox."""

import re
from base64 import b64encode

import pytest

from acceptance import letters
from acceptance.mails import Mail
from acceptance.site import USERS, Site, address_of
from mailcare.model.case import EventKind, State
from mailcare.model.post import OutboxState
from servers.dovecot import LabUser

pytestmark = [pytest.mark.server, pytest.mark.slow]

SIGNED = "中国电信上海公司增值业务中心"
THANKS = "再次感谢您的配合, 我们将尽力为您提供优质的服务。"
SORRY = "由于您反映的问题不属于我处处理范围"


def only(mails: list[Mail]) -> Mail:
    """Return the one mail that somebody got."""
    assert len(mails) == 1, [mail.subject for mail in mails]
    return mails[0]


def test_every_decision_writes_what_the_table_says_to_whom_it_says(site: Site) -> None:
    site.start()
    wrote = {
        draft.__name__: site.send(draft())
        for draft in (
            letters.complete,
            letters.lacking,
            letters.for_broadband,
            letters.for_broadband_bare,
            letters.for_telecom_partly,
            letters.parcel,
            letters.thanks,
            letters.vague,
            letters.suggestion,
            letters.english,
        )
    }
    site.settle(len(wrote))
    got = site.await_delivery(*wrote.values())
    replies = {name: only(got[user.name]) for name, user in wrote.items() if user.name in got}
    assert {name: {part for part in SENTENCES[name] if part not in mail.text}
            for name, mail in replies.items()} == {name: set() for name in SENTENCES}  # fmt: skip
    assert len(site.mails("vas")) == len(wrote)
    assert all(mail.flags == () for mail in site.mails("vas"))
    numbers = sorted(case.number for case in site.cases())
    assert numbers == [f"VAS-{numbers[0][4:10]}-{n:04}" for n in range(1, 10)]
    assert site.templates(OutboxState.DRAFT) == ["reply.not_accepted"]
    assert sorted(told(mail) for mail in got["vas-staff"]) == sorted(STAFF_ARE_TOLD)
    assert told(only(got["kfzx"])) == "派单"
    assert set(got) == {"vas-staff", "kfzx", *(wrote[name].name for name in SENTENCES)}
    assert len(site.outbox(OutboxState.SENT)) == sum(len(mails) for mails in got.values())


SENTENCES = {
    "complete": (
        "亲爱的用户:",
        "您好! 非常感谢您使用我公司提供的服务。",
        "我处已受理,受理编号 VAS-",
        " 前答复您。",
        THANKS,
        SIGNED,
    ),
    "lacking": (
        "亲爱的用户:",
        "还需请您补充:联系电话、联系人",
        "直接回复本邮件即可",
        THANKS,
        SIGNED,
    ),
    "for_broadband": (
        SORRY,
        "故我处已将您的情况转发至相关部门处理",
        "咨询电话:021-55500003",
        SIGNED,
    ),
    "for_broadband_bare": (SORRY, "建议您可直接拨打电信 10000 号咨询", SIGNED),
    "for_telecom_partly": (SORRY, "还需请您补充:设备号码、联系人", "我处已记录", SIGNED),
    "suggestion": ("谢谢您的建议,我们会尽快向上级部门反映。", THANKS, SIGNED),
    "english": ("Dear user,", "You will have our answer before ", "China Telecom Shanghai"),
}
"""What must stand in the one reply to each letter; who isn't named gets none."""
STAFF_ARE_TOLD = [*["新申诉"] * 6, "待人工判断", "用户来信致谢"]


def told(mail: Mail) -> str:
    """Return the kind of a notice, as its subject begins."""
    return re.split(r"[ (:：]", re.sub(r"【.*?】", "", mail.subject))[0]


def test_a_reply_is_correct_to_the_byte(site: Site) -> None:
    site.start()
    draft = letters.complete()
    draft.fields["References"] = "<first@users.test>"
    user = site.send(draft, cc=f"boss@{USERS}")
    mail = only(site.await_mails(user))
    ours = site.people["vas"].address
    theirs = re.search(rb"Message-ID: (<.*>)", site.mails("vas")[0].raw)
    assert theirs is not None
    name = b64encode(SIGNED.encode())
    assert mail.field("From") == b"=?utf-8?B?%s?= <%s>" % (name, ours.encode())
    assert mail.field("To") == f"<{address_of(user)}>".encode()
    assert mail.return_path == f"<{ours}>".encode()
    assert mail.field("Auto-Submitted") == b"auto-replied"
    assert mail.field("In-Reply-To") == theirs[1]
    assert mail.field("References") == b"<first@users.test> " + theirs[1]
    assert re.fullmatch(rb"<[a-z2-7]{21,32}\.[a-z0-9.]+@lab\.test>", mail.field("Message-ID"))
    assert mail.field("Subject").endswith(mail.tag.encode())
    assert mail.subject == f"Re: {draft.subject} {mail.tag}"
    assert mail.text.rstrip().endswith(mail.tag)
    assert mail.field("Content-Transfer-Encoding") == b"base64"
    assert [mail.fields(name) for name in ("Bcc", "Cc", "Reply-To")] == [[], [], []]
    assert all(len(mail.fields(name)) == 1 for name in ("From", "To", "Subject", "Date"))
    assert mail.head.isascii()
    assert max(map(len, mail.raw.split(b"\r\n"))) <= 78
    assert b"\n" not in mail.raw.replace(b"\r\n", b"")


def test_a_dispatch_carries_the_letter_unchanged_and_goes_before_the_reply(site: Site) -> None:
    site.start()
    user = site.send(letters.for_broadband())
    site.settle(1)
    got = site.await_delivery(user)
    dispatch, reply = only(got["kfzx"]), only(got[user.name])
    stored = only(site.mails("vas")).raw
    assert dispatch.part("message/rfc822") is not None
    assert b"\r\n\r\n" + stored in dispatch.raw
    assert "ad61908834" in dispatch.text
    assert "13917325608" in dispatch.text
    assert "施佩华" in dispatch.text
    assert "我处认为此事宜由宽带运营中心处理" in dispatch.text
    assert dispatch.field("Auto-Submitted") == b"auto-generated"
    assert dispatch.fields("In-Reply-To") == []
    assert dispatch.number == reply.number == site.cases()[0].number
    assert dispatch.tag != reply.tag
    rows = {mail.template: mail for mail in site.outbox(OutboxState.SENT)}
    assert rows["reply.forwarded"].after_id == rows["dispatch.hand_over"].id
    happened = [event.kind for event in site.cases()[0].events]
    assert happened.index(EventKind.DISPATCH_SENT) < happened.index(EventKind.ACKNOWLEDGED)
    assert site.cases()[0].view.state is State.DISPATCHED


@pytest.mark.parametrize(
    ("address", "state", "reply"),
    [
        ("later@lab.test", OutboxState.DEFERRED, OutboxState.QUEUED),
        ("refused@lab.test", OutboxState.FAILED, OutboxState.SUPERSEDED),
    ],
)
def test_nobody_is_told_of_a_dispatch_that_has_not_left(
    site: Site, address: str, state: OutboxState, reply: OutboxState
) -> None:
    site.change('dispatch_address = "kfzx@telecom.example"', f'dispatch_address = "{address}"')
    site.start()
    user = site.send(letters.for_broadband())
    site.wait(lambda: site.templates(state) == ["dispatch.hand_over"])
    site.settle(1)
    assert site.templates(reply) == ["reply.forwarded"]
    told_of = site.await_delivery(user)
    assert user.name not in told_of
    tasks = [mail for mail in told_of.get("vas-staff", []) if "待办" in mail.subject]
    assert len(tasks) == (state is OutboxState.FAILED)


def test_a_supplement_completes_its_case(site: Site) -> None:
    site.start()
    user = site.send(letters.lacking())
    asked = only(site.await_mails(user))
    site.wait(lambda: site.cases()[0].view.state is State.AWAITING_USER)
    answer(site, user, asked)
    site.settle(2)
    got = site.await_delivery(user)
    assert [mail.number for mail in got[user.name]] == [asked.number] * 2
    accepted = got[user.name][1]
    assert "我处已受理" in accepted.text
    assert [case.number for case in site.cases()] == [asked.number]
    assert site.case(asked.number).view.state is State.OPEN
    assert sorted(told(mail) for mail in got["vas-staff"]) == ["新申诉", "用户再次来信"]
    assert "贺鹏程" in got["vas-staff"][-1].text
    assert accepted.field("In-Reply-To") == site.mails("vas")[1].field("Message-ID")


def answer(site: Site, user: LabUser, asked: Mail) -> None:
    """Answer a mail of ours as a user's client would: Re:, its Message-ID, the text quoted."""
    draft = letters.supplement()
    draft.subject = f"Re: {asked.subject}"
    draft.fields["In-Reply-To"] = asked.field("Message-ID").decode()
    draft.body += "\n\n" + "\n".join(f"> {line}" for line in asked.text.splitlines())
    site.send(draft, user)


def test_an_official_letter_gets_no_automatic_word_and_goes_to_supervisors_alone(
    site: Site,
) -> None:
    site.start()
    office = site.send(letters.official())
    site.settle(1)
    got = site.await_delivery(office)
    assert set(got) == {"vas-lead"}
    assert "监管、媒体或法律来信" in only(got["vas-lead"]).text
    assert site.cases()[0].view.state is State.REVIEW
