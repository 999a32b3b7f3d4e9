"""What staff do from the command line while the daemon runs, to what lies in whose mailbox."""

import subprocess
from datetime import timedelta

import pytest

from acceptance import letters
from acceptance.letters import Draft
from acceptance.mails import Mail
from acceptance.site import Site, address_of
from mailcare.clock import SystemClock
from mailcare.model.case import EventKind, State
from mailcare.model.post import OutboxState

pytestmark = [pytest.mark.server, pytest.mark.slow]

ANSWER = "经核实,贵公司域名的解析记录有误,已于今日更正,邮件收发恢复正常。\n给您带来不便,敬请谅解。"


def order(site: Site, *arguments: str, text: str = "") -> subprocess.CompletedProcess[str]:
    """Give a command about the only case; its text stands in a file."""
    file = site.folder / "text.txt"
    file.write_text(text, encoding="utf-8")
    name, *rest = arguments
    more = ["--text-file", str(file)] if text else []
    return site.run("case", name, site.cases()[0].number, *rest, *more)


def lines(mail: Mail) -> str:
    return mail.text.replace("\r\n", "\n")


def state(site: Site) -> State:
    return site.cases()[0].view.state


def write_again(site: Site, mail: Mail, sender: str, text: str) -> str:
    """Answer a mail of ours; return the Message-ID of the answer."""
    draft = Draft(f"Re: {mail.subject}", text)
    draft.fields["In-Reply-To"] = mail.field("Message-ID").decode()
    raw = draft.raw(sender, site.people["vas"].address)
    site.hand_in(raw, sender=sender)
    found = [line for line in raw.split(b"\r\n") if line.startswith(b"Message-ID: ")]
    return found[0].removeprefix(b"Message-ID: ").decode()


def test_an_answer_reaches_the_user_once_in_the_frame_and_in_the_thread(site: Site) -> None:
    site.start()
    user = site.send(letters.complete())
    accepted = site.await_mails(user)[0]
    latest = write_again(site, accepted, address_of(user), "补充:只有外地来信收不到。")
    site.settle(2)
    refused = order(site, "close")
    assert (refused.returncode, "neither an answer" in refused.stderr) == (1, True)
    report = site.folder / "说明.txt"
    report.write_text("解析记录")
    assert order(site, "reply", "--attach", str(report), text=ANSWER).returncode == 0
    assert order(site, "reply", text="又一个答复").returncode == 1
    answer = site.await_mails(user, 3)[2]
    site.settle(2)
    site.wait(lambda: state(site) is State.ANSWERED, "answered")
    assert lines(answer).startswith(
        f"亲爱的用户:\n\n您好! 非常感谢您使用我公司提供的服务。\n\n{ANSWER}\n\n"
        "再次感谢您的配合, 我们将尽力为您提供优质的服务。\n\n中国电信上海公司增值业务中心\n"
    )
    assert answer.field("In-Reply-To").decode() == latest
    assert answer.field("References").decode().endswith(latest)
    assert answer.field("Auto-Submitted") == b""
    assert answer.tag == accepted.tag
    attached = [part.get_filename() for part in answer.parsed.walk() if part.get_filename()]
    assert attached == ["说明.txt"]
    assert order(site, "reply", text="再来一个").returncode == 1
    assert order(site, "close", "--reason", "已办结").returncode == 0
    assert state(site) is State.CLOSED
    assert len(site.mails(user)) == 3


def test_a_late_case_is_answered_and_overdue_no_more(site: Site) -> None:
    site.start()
    user = site.new_person()
    raw = letters.complete().raw(address_of(user), site.people["vas"].address)
    long_ago = SystemClock().now() - timedelta(days=30)
    site.dovecot.append(site.people["vas"], raw, internal_date=long_ago)
    site.settle(1)
    number = site.cases()[0].number
    assert [one["number"] for one in site.json("case", "list", "--overdue")] == [number]
    assert order(site, "called", text="已致电用户说明,用户满意。").returncode == 0
    assert state(site) is State.ANSWERED
    assert site.json("case", "list", "--overdue") == []
    assert site.mails(user) == []
    assert site.json("case", "show", number)["events"][-1]["note"] == "已致电用户说明,用户满意。"


def test_a_case_is_handed_over_reminded_and_confirmed_by_a_person(site: Site) -> None:
    site.start()
    user = site.send(letters.complete())
    site.await_mails(user)
    assert order(site, "dispatch", "telecom").returncode == 0
    dispatch = site.await_mails("kfzx")[0]
    told = site.await_mails(user, 2)[1]
    assert "已将您的情况转发至相关部门处理" in told.text
    site.wait(lambda: state(site) is State.DISPATCHED, "dispatched")
    assert order(site, "remind").returncode == 0
    assert order(site, "remind").returncode == 1
    reminder = site.await_mails("kfzx", 2)[1]
    assert reminder.subject.startswith("催办:")
    assert reminder.part("message/rfc822") is not None
    assert dispatch.tag == reminder.tag
    kfzx = site.people["kfzx"]
    write_again(site, reminder, kfzx.address, "收到,今天处理。")
    site.settle(2)
    kinds = [event.kind for event in site.cases()[0].events]
    assert kinds.count(EventKind.DISPATCH_CONFIRMED) == 1
    assert kinds.count(EventKind.LETTER_JOINED) == 1
    assert order(site, "return", "--reason", "应由你处处理").returncode == 0
    assert state(site) is State.OPEN
    site.wait(
        lambda: any("应由你处处理" in mail.text for mail in site.mails("vas-staff")),
        "staff are told why it came back",
    )
    assert len(site.mails(user)) == 2


def test_a_question_of_staff_stops_the_clock_until_the_user_answers(site: Site) -> None:
    site.start()
    user = site.send(letters.complete())
    site.await_mails(user)
    assert order(site, "ask", text="请问退信里写的是什么?").returncode == 0
    asked = site.await_mails(user, 2)[1]
    assert "\n请问退信里写的是什么?\n" in lines(asked)
    assert asked.field("Auto-Submitted") == b""
    site.wait(lambda: state(site) is State.AWAITING_USER, "awaiting the user")
    write_again(site, asked, address_of(user), "退信里写:relay access denied。")
    site.wait(lambda: state(site) is State.OPEN, "the user answered")
    site.settle(2)


def test_what_is_not_accepted_leaves_when_a_person_says_so_and_gives_the_reason(
    site: Site,
) -> None:
    site.start()
    user = site.send(letters.parcel())
    site.settle(1)
    assert site.templates(OutboxState.DRAFT) == ["reply.not_accepted"]
    assert order(site, "decline", "--reason", "快递丢失不由我公司负责。").returncode == 0
    mail = site.await_mails(user)[0]
    assert "快递丢失不由我公司负责。" in mail.text
    assert mail.field("Auto-Submitted") == b""
    site.settle(1)
    assert site.templates(OutboxState.DRAFT) == []
    site.wait(lambda: order(site, "close").returncode == 0, "closed once the user was told")
    assert len(site.mails(user)) == 1
