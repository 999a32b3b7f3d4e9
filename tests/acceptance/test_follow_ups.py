"""Later letters: asked for the rest, acknowledged, escalated, withdrawn, joined; silent users."""

from datetime import datetime, timedelta

import pytest

from acceptance import letters
from acceptance.conftest import MakeSite
from acceptance.letters import Draft
from acceptance.mails import Mail
from acceptance.site import Site
from mailcare.clock import SystemClock
from mailcare.config import load
from mailcare.daemon.once import run_once
from mailcare.model.case import EventKind, State
from mailcare.wiring import build
from servers.dovecot import LabUser

pytestmark = [pytest.mark.server, pytest.mark.slow]


class Later(SystemClock):
    """The machine's clock, ahead of its time."""

    def __init__(self, ahead: timedelta) -> None:
        self._ahead = ahead

    def now(self) -> datetime:
        return super().now() + self._ahead


def bare() -> Draft:
    """Somebody complains and says nothing."""
    return Draft("投诉", "我要投诉!")


def reply(site: Site, mail: Mail, who: LabUser, text: str) -> None:
    """Answer a mail of ours as its user does, the mail quoted below."""
    quoted = "\n".join(f"> {line}" for line in mail.text.splitlines())
    draft = Draft(f"Re: {mail.subject}", f"{text}\n\n{quoted}")
    draft.fields["In-Reply-To"] = mail.field("Message-ID").decode()
    site.send(draft, who)


def pass_later(site: Site, days: int) -> None:
    """Do one pass of a mailcare that is so many days ahead, the daemon being stopped."""
    with build(load(site.config), Later(timedelta(days=days))) as parts:
        run_once(parts)


def subjects(site: Site, who: str) -> list[str]:
    return [mail.subject.split(":")[0] for mail in site.mails(who)]


def test_the_rest_is_asked_for_twice_and_then_staff_ask(site: Site) -> None:
    site.start()
    user = site.send(bare())
    site.settle(1)
    asked = site.await_mails(user)
    reply(site, asked[0], user, "联系电话:13764410928")
    asked = site.await_mails(user, 2)
    assert "还需请您补充" in asked[1].text
    assert "联系电话" not in asked[1].text.partition("补充:")[2].partition("。")[0]
    reply(site, asked[1], user, "联系人:闵雪芹")
    asked = site.await_mails(user, 3)
    reply(site, asked[2], user, "设备号码我不清楚,是公司统一开的。")
    site.settle(4)
    got = site.await_delivery(user)
    assert len(got[user.name]) == 3
    assert "请人工联系用户" in got["vas-staff"][-1].text
    assert "用户表示不清楚" in got["vas-staff"][-1].text
    assert site.templates().count("reply.rest") == 2


def test_additions_are_acknowledged_once_a_day_and_move_no_promise(site: Site) -> None:
    site.start()
    user = site.send(letters.complete())
    accepted = site.await_mails(user)[0]
    due = site.cases()[0].view.promised_due
    for number, text in enumerate(("补充一点:昨天发来的信也没有收到。", "附上退信的原文供参考。")):
        reply(site, accepted, user, text)
        site.settle(2 + number)
    got = site.await_delivery(user)
    assert ["已收到您的补充" in mail.text for mail in got[user.name]] == [False, True]
    assert site.cases()[0].view.promised_due == due
    assert len([one for one in subjects(site, "vas-staff") if one == "用户再次来信"]) == 2


def test_a_withdrawal_is_confirmed_once(site: Site) -> None:
    site.start()
    user = site.send(letters.complete())
    accepted = site.await_mails(user)[0]
    reply(site, accepted, user, "已经自己弄好了,我撤销这次投诉,不用再处理了。")
    confirmed = site.await_mails(user, 2)[1]
    assert "撤回编号" in confirmed.text
    site.settle(2)
    assert site.cases()[0].view.state is State.WITHDRAWN
    reply(site, confirmed, user, "好的,麻烦你们取消投诉吧。")
    site.settle(3)
    got = site.await_delivery(user)
    assert len(got[user.name]) == 2
    assert site.cases()[0].view.state is State.WITHDRAWN
    assert "办结" in got["vas-staff"][-1].text


def test_thanks_propose_closing_and_are_not_answered(site: Site) -> None:
    site.start()
    user = site.send(letters.complete())
    accepted = site.await_mails(user)[0]
    number = site.cases()[0].number
    reply(site, accepted, user, "邮箱已经恢复正常了,非常感谢!")
    site.settle(2)
    got = site.await_delivery(user)
    assert len(got[user.name]) == 1
    assert "建议结案" in got["vas-staff"][-1].text
    assert site.case(number).view.state is State.OPEN


def test_dissatisfaction_with_the_answer_reopens_and_is_told_to_supervisors(site: Site) -> None:
    site.start()
    user = site.send(letters.complete())
    site.await_mails(user)
    number = site.cases()[0].number
    words = site.folder / "words.txt"
    words.write_text("已致电用户说明。", encoding="utf-8")
    done = site.run("case", "called", number, "--text-file", str(words))
    assert done.returncode == 0, done.stderr
    reply(site, site.mails(user)[0], user, "对你们的答复我不满意,根本没有解决问题。")
    site.settle(2)
    got = site.await_delivery(user)
    assert len(got[user.name]) == 1
    assert site.case(number).view.state is State.REVIEW
    assert "重新打开" in got["vas-staff"][-1].text
    assert [mail.number for mail in got["vas-lead"]] == [number]


@pytest.mark.parametrize("box", ["vas", "broadband"])
def test_the_same_complaint_again_joins_its_case(make_site: MakeSite, box: str) -> None:
    site = make_site("vas", "broadband")
    site.start()
    user = site.send(letters.complete())
    site.await_mails(user)
    site.settle(1)
    again = letters.complete()
    again.body = again.body.replace("您好:", "你好,再发一次:").replace("请尽快处理", "请处理")
    site.send(again, user, box)
    site.settle(2)
    got = site.await_delivery(user)
    assert len(site.cases()) == 1
    assert len(got[user.name]) == 1
    assert "已并入本申诉" in got["vas-staff"][-1].text


def test_the_same_complaint_from_another_address_joins_by_its_numbers(site: Site) -> None:
    site.start()
    user = site.send(letters.complete())
    site.await_mails(user)
    site.settle(1)
    other = site.send(letters.complete())
    site.settle(2)
    got = site.await_delivery(user, other)
    assert len(site.cases()) == 1
    assert other.name not in got


def test_the_same_complaint_to_two_mailboxes_at_once_is_one_case(make_site: MakeSite) -> None:
    site = make_site("vas", "broadband")
    site.start()
    user = site.new_person()
    for box in ("vas", "broadband"):
        site.send(letters.complete(), user, box)
    site.settle(2)
    got = site.await_delivery(user)
    assert len(site.cases()) == 1
    assert len(got[user.name]) == 1


def test_what_may_be_the_same_matter_is_for_a_person_who_sees_the_other_case(site: Site) -> None:
    site.start()
    user = site.send(letters.complete())
    site.await_mails(user)
    site.settle(1)
    draft = letters.complete()
    draft.subject = "企业邮箱"
    draft.body = (
        "企业邮箱 office@yuanhang.example 里面从周一起的来信找不到了,请查。陆文渊 13816240577"
    )
    site.send(draft, user)
    site.settle(2)
    got = site.await_delivery(user)
    first, second = site.cases()
    assert second.view.state is State.REVIEW
    assert len(got[user.name]) == 1
    assert f"相关申诉:{first.number}" in got["vas-staff"][-1].text
    assert "可能与下列申诉是同一件事" in got["vas-staff"][-1].text


def test_a_new_matter_of_a_known_user_is_a_new_case(site: Site) -> None:
    site.start()
    user = site.send(letters.complete())
    site.await_mails(user)
    draft = Draft(
        "点卡充值没有到账",
        "你好,我昨天买的游戏点卡充值以后一直没有到账,钱已经扣了,请查一下。\n"
        "设备号码:ad61907755\n联系人:陆文渊\n联系电话:13816240577",
    )
    site.send(draft, user)
    site.await_mails(user, 2)
    assert len(site.cases()) == 2


def test_another_problem_in_an_answer_is_a_second_case(site: Site) -> None:
    site.start()
    user = site.send(letters.complete())
    accepted = site.await_mails(user)[0]
    text = (
        "邮箱的事我等你们。另外还有一个问题:我的手机 13816240577 上个月被订了影视会员包月,"
        "扣了20元,我没有订过,要求退费。"
    )
    reply(site, accepted, user, text)
    site.settle(2)
    got = site.await_delivery(user)
    first, second = site.cases()
    assert second.events[0].facts["related_number"] == first.number
    assert [mail.number for mail in got[user.name]] == [first.number, second.number]
    assert first.view.state is State.OPEN


def test_a_silent_user_is_reminded_then_staff_are_asked_and_nothing_closes(site: Site) -> None:
    site.change("remind_user = 3", "remind_user = 1")
    site.start()
    user = site.send(letters.lacking())
    site.await_mails(user)
    site.wait(lambda: site.cases()[0].view.state is State.AWAITING_USER, "asked")
    site.settle(1)
    site.stop()
    for _ in range(2):
        pass_later(site, 5)
    reminder = site.await_mails(user, 2)[1]
    assert "尚未收到" in reminder.text
    assert "联系人" in reminder.text
    assert "设备号码" not in reminder.text
    pass_later(site, 10)
    got = site.await_delivery(user)
    assert len(got[user.name]) == 2
    asked = [mail for mail in got["vas-staff"] if "用户一直没有答复" in mail.text]
    assert len(asked) == 1
    assert "办结" in asked[0].text
    case = site.cases()[0]
    assert case.view.state is State.AWAITING_USER
    assert EventKind.CLOSED not in [event.kind for event in case.events]
