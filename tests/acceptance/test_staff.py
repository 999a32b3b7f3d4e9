"""Staff work from their mail client: commands, codes, previews, undo; and who is not obeyed."""

import re
from collections.abc import Mapping
from email.message import EmailMessage
from types import MappingProxyType

import pytest

from acceptance import letters
from acceptance.letters import Draft
from acceptance.mails import Mail
from acceptance.site import Site, address_of
from mailcare.model.case import EventKind, State
from mailcare.model.post import OutboxState
from servers.dovecot import LabUser

pytestmark = [pytest.mark.server, pytest.mark.slow]

STAFF = "vas-staff"
ANSWER = "答复:经核实,您的企业邮箱因配置有误收不到外来邮件,现已修复,请重新测试。"


def answer(
    site: Site,
    mail: Mail,
    text: str,
    who: LabUser | None = None,
    fields: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """Answer a mail of ours from a mailbox, as a mail client does: subject kept, mail quoted."""
    who = who or site.people[STAFF]
    quoted = "\n".join(f"> {line}" for line in mail.text.splitlines())
    draft = Draft(f"Re: {mail.subject}", f"{text}\n\n{quoted}", fields=dict(fields))
    draft.fields["In-Reply-To"] = mail.field("Message-ID").decode()
    site.hand_in(draft.raw(who.address, site.people["vas"].address), sender=who.address)


def await_subject(site: Site, start: str, who: str = STAFF, number: int = 1) -> Mail:
    """Wait for a mail of ours to staff whose subject begins so; return the newest."""

    def found() -> list[Mail]:
        return [mail for mail in site.mails(who) if mail.subject.startswith(start)]

    site.wait(lambda: len(found()) >= number, f"{number} mails {start} to {who}")
    return found()[-1]


def code_in(mail: Mail) -> str:
    found = re.search(r"码 ([A-Z2-7]{8})", mail.subject)
    assert found, mail.subject
    return found[1]


def kinds(site: Site) -> list[EventKind]:
    return [event.kind for event in site.cases()[0].events]


def notes(site: Site) -> list[str]:
    return [note.text for note in site.read(lambda tx: tx.notes.of(tx.cases.by_id(1)))]


def opened(site: Site, window: str = "1s") -> tuple[LabUser, Mail]:
    """Start with an undo window, have a user complain; return the user and staff's notice."""
    site.change('undo_window = "10m"', f'undo_window = "{window}"')
    site.start()
    user = site.send(letters.complete())
    site.await_mails(user)
    return user, await_subject(site, "新申诉")


def test_an_answer_from_the_mail_client_reaches_the_user_once(site: Site) -> None:
    user, notice = opened(site)
    answer(site, notice, ANSWER)
    asked = await_subject(site, "请确认")
    assert "> 答复:经核实" in asked.text
    assert len(site.mails(user)) == 1
    answer(site, asked, "确认")
    preview = await_subject(site, "预览")
    assert "调查结论、处理依据、处理方案、执行情况" in preview.text
    assert "> 非常感谢您使用我公司提供的服务" in preview.text.replace("您好! ", "")
    got = site.await_mails(user, 2)[-1]
    assert "您的企业邮箱因配置有误" in got.text
    assert "亲爱的用户" in got.text
    assert not got.field("Auto-Submitted")
    answer(site, asked, f"确认 {code_in(asked)}")
    refused = await_subject(site, "未办理")
    assert "没有等待确认的指令" in refused.text
    site.await_delivery(user)
    assert len(site.mails(user)) == 2
    assert site.cases()[0].view.state is State.ANSWERED


def test_what_is_taken_back_within_the_window_is_not_sent(site: Site) -> None:
    user, notice = opened(site, "10m")
    answer(site, notice, ANSWER)
    answer(site, await_subject(site, "请确认"), "确认")
    preview = await_subject(site, "预览")
    assert [mail.template for mail in site.outbox(OutboxState.HELD)] == ["reply.answer"]
    answer(site, preview, "撤回")
    await_subject(site, "已办理")
    assert EventKind.TAKEN_BACK in kinds(site)
    assert [mail.template for mail in site.outbox(OutboxState.SUPERSEDED)] == ["reply.answer"]
    site.await_delivery(user)
    assert len(site.mails(user)) == 1
    assert site.cases()[0].view.state is State.OPEN


def test_an_outsider_with_a_stolen_token_gets_nothing_done(site: Site) -> None:
    user, notice = opened(site)
    outsider = site.new_person("outsider")
    answer(site, notice, ANSWER, outsider)
    told = await_subject(site, "未执行的来信")
    assert "没有收到过通知的地址" in told.text
    site.settle(2)
    assert notes(site) == []
    assert site.mails(outsider) == []
    site.await_delivery(user, outsider)
    assert len(site.mails(user)) == 1


def test_a_forged_sender_gets_a_code_that_only_the_real_one_reads(site: Site) -> None:
    user, notice = opened(site)
    forged = site.people[STAFF].address
    quoted = Draft(f"Re: {notice.subject}", ANSWER)
    site.hand_in(quoted.raw(forged, site.people["vas"].address), sender="forger@users.test")
    await_subject(site, "请确认")
    wrong = Draft(f"Re: {notice.subject}", "确认 AAAABBBB")
    site.hand_in(wrong.raw(forged, site.people["vas"].address), sender="forger@users.test")
    assert "确认码不对" in await_subject(site, "未办理").text
    assert EventKind.ANSWER_WRITTEN not in kinds(site)
    assert len(site.mails(user)) == 1


def test_what_a_machine_writes_in_the_name_of_staff_does_nothing(site: Site) -> None:
    user, notice = opened(site)
    answer(site, notice, "答复:本人外出,下周一回来。", fields={"Auto-Submitted": "auto-replied"})
    answer(site, notice, "您好,我正在休假,下周一回来后回复您。")
    site.settle(3)
    got = site.await_delivery(user)
    assert [len(got[name]) for name in (STAFF, user.name)] == [1, 1]
    assert notes(site) == []


def test_help_and_text_without_a_command_are_answered(site: Site) -> None:
    user, notice = opened(site)
    answer(site, notice, "帮助")
    assert "转派 单位或部门" in await_subject(site, "怎样用邮件办理").text
    answer(site, notice, "这件事小李在跟,大概下周能好。")
    told = await_subject(site, "已办理")
    assert "未发送给用户。如需发送,请以“答复”开头" in told.text
    assert notes(site) == ["这件事小李在跟,大概下周能好。"]
    answer(site, notice, "请转派 宽带运营中心")
    assert "写法不明确" in await_subject(site, "怎样用邮件办理", number=2).text
    assert len(site.mails(user)) == 1
    assert site.cases()[0].view.state is State.OPEN


def test_of_two_who_answer_the_second_is_refused_and_told(site: Site) -> None:
    site.change(
        'staff = ["vas-staff@telecom.example"]',
        'staff = ["vas-staff@telecom.example", "vas-second@telecom.example"]',
    )
    user, notice = opened(site, "10m")
    second = await_subject(site, "新申诉", "vas-second")
    answer(site, notice, ANSWER)
    answer(site, await_subject(site, "请确认"), "确认")
    await_subject(site, "预览")
    answer(site, second, "答复:我也查过了,没有问题。", site.people["vas-second"])
    asked = await_subject(site, "请确认", "vas-second")
    answer(site, asked, "确认", site.people["vas-second"])
    refused = await_subject(site, "未办理", "vas-second")
    assert "已有一份答复等待发出" in refused.text
    assert len(site.mails(user)) == 1


def test_staff_release_drafts_by_mail(site: Site) -> None:
    site.boxes["vas"]["mode"] = "draft"
    site.start()
    user = site.send(letters.complete())
    notice = await_subject(site, "新申诉")
    assert site.mails(user) == []
    answer(site, notice, "发送")
    answer(site, await_subject(site, "请确认"), "确认")
    await_subject(site, "已办理")
    assert "我处已受理" in site.await_mails(user)[0].text


def trust(site: Site) -> dict[str, str]:
    """Have our own server's word count; return the field that it would write."""
    site.change('staff_auth = "token+confirm"', 'staff_auth = "authentication-results"')
    site.change('#authserv_id = "mx.telecom.example"', 'authserv_id = "mx.telecom.example"')
    return {"Authentication-Results": "mx.telecom.example; dmarc=pass"}


def test_our_own_servers_word_is_enough_where_it_is_trusted(site: Site) -> None:
    passed = trust(site)
    user, notice = opened(site, "0s")
    answer(site, notice, ANSWER, fields={"Authentication-Results": "mx.other.example; dmarc=pass"})
    assert "无法核实发信人" in await_subject(site, "未执行的来信").text
    answer(site, notice, ANSWER, fields=passed)
    assert "答复已交付发送" in await_subject(site, "已办理").text
    got = site.await_mails(user, 2)[-1]
    assert "您的企业邮箱因配置有误" in got.text
    assert address_of(user) in str(got.parsed["To"])


def test_a_case_is_handed_over_claimed_and_not_closed_too_early_by_mail(site: Site) -> None:
    passed = trust(site)
    user, notice = opened(site, "0s")
    answer(site, notice, "认领", fields=passed)
    assert "您已认领" in await_subject(site, "已办理").text
    answer(site, notice, "办结", fields=passed)
    assert "用户还没有得到答复" in await_subject(site, "未办理").text
    answer(site, notice, "转派 宽带运营中心", fields=passed)
    assert "派单已交付发送" in await_subject(site, "已办理", number=2).text
    site.await_mails("kfzx")
    assert "转发至相关部门" in site.await_mails(user, 2)[-1].text
    assert site.cases()[0].view.handler is not None


def test_files_of_the_letter_go_along_where_it_says_so(site: Site) -> None:
    passed = trust(site)
    user, notice = opened(site, "0s")
    raw = with_file(notice, "答复(带附件):处理说明见附件。", site, passed)
    site.hand_in(raw, sender=site.people[STAFF].address)
    assert "随信发出的附件:1 个" in await_subject(site, "已办理").text
    got = site.await_mails(user, 2)[-1]
    files = {part.get_filename(): part.get_payload(decode=True) for part in got.parsed.walk()}
    assert files["处理说明.pdf"] == b"%PDF-1.4 ..."


def with_file(mail: Mail, text: str, site: Site, fields: dict[str, str]) -> bytes:
    message = EmailMessage()
    message["From"] = site.people[STAFF].address
    message["To"] = site.people["vas"].address
    message["Subject"] = f"Re: {mail.subject}"
    message["In-Reply-To"] = mail.field("Message-ID").decode()
    message["Message-ID"] = "<with-file@telecom.example>"
    for name, value in fields.items():
        message[name] = value
    message.set_content(text)
    message.add_attachment(
        b"%PDF-1.4 ...", maintype="application", subtype="pdf", filename="处理说明.pdf"
    )
    return message.as_bytes(policy=message.policy.clone(linesep="\r\n"))


def test_a_unit_may_take_plain_text_for_an_answer_once_it_is_confirmed(site: Site) -> None:
    site.change('plain_reply = "note"', 'plain_reply = "confirm"')
    user, notice = opened(site, "0s")
    answer(site, notice, "您的企业邮箱已恢复正常,请重新测试。")
    asked = await_subject(site, "请确认")
    assert len(site.mails(user)) == 1
    answer(site, asked, "确认")
    assert "您的企业邮箱已恢复正常" in site.await_mails(user, 2)[-1].text


def test_a_user_who_was_passed_a_notice_is_still_a_user(site: Site) -> None:
    user, notice = opened(site)
    forwarded = Draft(f"Re: {notice.subject}", "补充一点:上周三开始的。")
    forwarded.fields["In-Reply-To"] = notice.field("Message-ID").decode()
    site.send(forwarded, user)
    told = await_subject(site, "用户再次来信")
    assert "用户补充了内容" in told.text
