import json
from dataclasses import replace
from datetime import date, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest

from mailcare.casework.tokens import Token, TokenKind, read_token
from mailcare.correspondence.write import Writing, Written, write, write_system
from mailcare.errors import ComposeError, TemplateError
from mailcare.model.case import CaseTexts, ClockName, ClockReading, Fact
from mailcare.model.judgement import Decision, Element, Elements, Language, Scope
from mailcare.model.letter import Address
from mailcare.model.place import Mode
from mailcare.model.post import Intent, MailClass, OutboxState
from unit.correspondence.builders import (
    ALL_FOUR,
    DUE,
    KEYS,
    NOW,
    config,
    make_case,
    make_texts,
    writing,
)

RAW = "Subject: 主题\r\nFrom: user@mail.example\r\n\r\n正文\r\n".encode("gb18030")
NOBODY = Elements()


def parse(mail: Written) -> EmailMessage:
    message = message_from_bytes(mail.data, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def text_of(mail: Written) -> str:
    body = parse(mail).get_body(("plain",))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def write_reply(
    template: str,
    texts: CaseTexts | None = None,
    facts: dict[str, Fact] | None = None,
    world: Writing | None = None,
    **view: Any,  # noqa: ANN401 - fields of a dataclass, by name
) -> Written:
    intent = Intent(MailClass.REPLY, template, "user", facts=facts or {})
    case = make_case(**view)
    (mail,) = write(
        7, intent, case, texts or make_texts(), mailbox="vas", world=world or writing(), now=NOW
    )
    return mail


def write_notice(template: str, role: str = "staff", **view: Any) -> list[Written]:  # noqa: ANN401 - fields of a dataclass, by name
    intent = Intent(MailClass.NOTICE, template, role)
    case = make_case(**view)
    return write(
        8, intent, case, make_texts(), mailbox="vas", world=writing(), now=NOW, original=RAW
    )


def write_dispatch(facts: dict[str, Fact] | None = None, to: str = "kfzx") -> Written:
    intent = Intent(MailClass.DISPATCH, "dispatch.hand_over", "department", unit=to)
    case = make_case(facts, decision=Decision.FORWARDED, scope=Scope.OTHER_UNIT, owner="telecom")
    (mail,) = write(
        9, intent, case, make_texts(), mailbox="vas", world=writing(), now=NOW, original=RAW
    )
    return mail


def test_the_first_answer_says_number_and_due_time_in_the_regulations_frame() -> None:
    mail = write_reply("reply.accepted")
    token = mail.message_id[1:].split(".")[0]
    assert text_of(mail) == (
        "亲爱的用户:\n\n您好! 非常感谢您使用我公司提供的服务。\n\n"
        '您反映的"邮箱收不到邮件"我处已受理,受理编号 VAS-202611-0042,'
        "我们将于 2026年11月26日17:00 前答复您。如需补充,请直接回复本邮件。\n\n"
        "再次感谢您的配合, 我们将尽力为您提供优质的服务。\n\n中国电信上海公司增值业务中心\n\n"
        f"来信编号:[VAS-202611-0042#{token}]\n"
    )


def test_a_reply_is_threaded_marked_automatic_and_carries_its_token() -> None:
    mail = write_reply("reply.accepted")
    message = parse(mail)
    token = mail.message_id[1:].split(".")[0]
    assert read_token(KEYS, token) == Token(TokenKind.CASE, 42, "1")
    assert message["To"] == "user@mail.example"
    assert message["From"].addresses[0].addr_spec == config().mailboxes["vas"].address
    assert message["Subject"] == f"Re: 邮箱收不到邮件 [VAS-202611-0042#{token}]"
    assert message["In-Reply-To"] == "<letter-1@mail.example>"
    assert message["References"] == "<earlier@mail.example> <letter-1@mail.example>"
    assert message["Auto-Submitted"] == "auto-replied"
    assert message["Message-ID"] == mail.message_id
    assert message["Date"] == "Sat, 21 Nov 2026 10:00:00 +0800"
    assert (mail.state, mail.reason) == (OutboxState.QUEUED, "")
    assert mail.reverse_path == config().mailboxes["vas"].address


def test_the_same_intent_has_the_same_bytes() -> None:
    assert write_reply("reply.accepted") == write_reply("reply.accepted")


@pytest.mark.parametrize(
    ("found", "asked"),
    [
        (NOBODY, "您的具体问题、设备号码、联系电话、联系人(设备号码指"),
        (replace(ALL_FOUR, phone=None), "联系电话。"),
        (replace(ALL_FOUR, phone=None, contact=None), "联系电话、联系人。"),
        (replace(ALL_FOUR, device_number=None), "设备号码(设备号码指"),
    ],
)
def test_exactly_what_is_missing_is_asked_for(found: Elements, asked: str) -> None:
    text = text_of(write_reply("reply.need_info", make_texts(elements=found)))
    assert f"还需请您补充:{asked}" in text


def test_what_was_found_is_never_asked_for_even_if_an_intent_says_so() -> None:
    found = replace(ALL_FOUR, phone=None)
    named: dict[str, Fact] = {"missing": "device_number,phone"}
    mail = write_reply("reply.need_info", make_texts(elements=found), named)
    assert "还需请您补充:联系电话。" in text_of(mail)
    with pytest.raises(TemplateError, match="missing"):
        write_reply("reply.need_info", make_texts(), {"missing": "phone"})


def test_a_kind_that_needs_less_asks_for_less() -> None:
    mail = write_reply("reply.need_info", make_texts(elements=NOBODY), {"missing": "problem"})
    assert "还需请您补充:您的具体问题。" in text_of(mail)


def test_a_wish_for_a_call_is_confirmed_with_a_masked_phone() -> None:
    text = text_of(write_reply("reply.accepted", facts={"reply_by_phone": True}))
    assert "我们将按您的要求,通过电话 138xxxx5678 与您联系。" in text
    assert "13800005678" not in text
    assert "****" not in text


def directory_of(days: int) -> Writing:
    department = config().departments["telecom"]
    verified = date(2026, 11, 21) - timedelta(days=days)
    department = department.model_copy(
        update={"hotline": "10000", "public_mailbox": None, "verified_on": verified}
    )
    changed = config().model_copy(update={"departments": {"telecom": department}})
    return replace(writing(), config=changed)


@pytest.mark.parametrize(("days", "told"), [(10, True), (365, True), (366, False)])
def test_a_public_line_is_told_while_it_is_verified(days: int, told: bool) -> None:  # noqa: FBT001 - a parameter of the test
    mail = write_reply("reply.forwarded", world=directory_of(days), owner="telecom")
    assert ("电信公司咨询电话:10000。" in text_of(mail)) is told


def test_a_mixed_letter_is_answered_in_the_language_of_its_problem() -> None:
    english = replace(ALL_FOUR, problem=Element("my mailbox gets no mail", "mailbox"))
    mixed = make_texts(elements=english)
    text = text_of(write_reply("reply.accepted", mixed, language=Language.MIXED))
    assert text.startswith("Dear user,")
    assert "before 17:00 on 26 November 2026" in text
    chinese = write_reply("reply.accepted", language=Language.MIXED)
    assert text_of(chinese).startswith("亲爱的用户:")


def test_traditional_letters_get_traditional_answers_with_names_untouched() -> None:
    found = replace(ALL_FOUR, device_number=None)
    mail = write_reply("reply.need_info", make_texts(elements=found), language=Language.ZH_HANT)
    text = text_of(mail)
    assert "還需請您補充:設備號碼(設備號碼指" in text
    assert "中国电信上海公司增值业务中心" in text
    assert "來信編號:[VAS-202611-0042#" in text


def test_our_replies_carry_no_links_of_users_and_no_tags_twice() -> None:
    problem = Element("请看 https://evil.example/x?y=z 网页打不开", "")
    texts = make_texts(
        elements=replace(ALL_FOUR, problem=problem),
        subject="Re: 回复: 宽带 www.evil.example [VAS-202611-0042#aaaaaaaaaaaaaaaaaaaaaaaa]",
    )
    mail = write_reply("reply.accepted", texts)
    assert "evil" not in text_of(mail) + parse(mail)["Subject"]
    assert parse(mail)["Subject"].startswith("Re: 宽带 [VAS-202611-0042#")
    assert parse(mail)["Subject"].count("[VAS") == 1


def test_an_empty_subject_has_a_stand_in() -> None:
    assert parse(write_reply("reply.review", make_texts(subject=" ")))["Subject"].startswith(
        "Re: 您的来信 ["
    )


@pytest.mark.parametrize("address", ["", "用户@mail.example", "a@b.example\r\nBcc: c@d.example"])
def test_an_odd_user_address_is_refused(address: str) -> None:
    with pytest.raises(ComposeError):
        write_reply("reply.accepted", make_texts(user=Address(address)))


@pytest.mark.parametrize(
    ("mode", "template", "state", "reason"),
    [
        (Mode.LIVE, "reply.accepted", OutboxState.QUEUED, ""),
        (Mode.DRAFT, "reply.accepted", OutboxState.DRAFT, "mode"),
        (Mode.SHADOW, "reply.accepted", OutboxState.SUPPRESSED, "shadow"),
        (Mode.LIVE, "reply.not_accepted", OutboxState.DRAFT, "not_accepted"),
    ],
)
def test_the_mode_decides_how_far_a_reply_goes(
    mode: Mode, template: str, state: OutboxState, reason: str
) -> None:
    mail = write_reply(template, mode=mode)
    assert (mail.state, mail.reason) == (state, reason)
    released_by_staff = state is OutboxState.DRAFT
    assert (parse(mail)["Auto-Submitted"] is None) is released_by_staff


def test_a_reply_can_be_held_until_a_recall_would_have_come() -> None:
    until = NOW + timedelta(minutes=5)
    mail = write_reply("reply.accepted", facts={"hold_until": until.isoformat()})
    assert (mail.state, mail.not_before) == (OutboxState.HELD, until)


def test_a_notice_goes_to_each_of_the_staff_with_the_original_untouched() -> None:
    mails = write_notice("notice.new_case")
    assert [mail.recipient for mail in mails] == list(config().units["vas"].staff)
    assert len({mail.message_id for mail in mails}) == len(mails)
    for mail in mails:
        assert RAW in mail.data
        message = parse(mail)
        assert message["Auto-Submitted"] == "auto-generated"
        token = mail.message_id[1:].split(".")[0]
        assert read_token(KEYS, token) == Token(TokenKind.NOTICE, 42, "1")


def test_a_notice_shows_what_staff_need() -> None:
    facts: dict[str, Fact] = {"special_demand": "urgent", "reply_by_phone": True}
    case = make_case(facts)
    texts = make_texts(elements=replace(ALL_FOUR, phone=None))
    intent = Intent(MailClass.NOTICE, "notice.new_case", "staff")
    reply = Intent(MailClass.REPLY, "reply.need_info", "user")
    mail = write(
        8,
        intent,
        case,
        texts,
        mailbox="vas",
        world=writing(),
        now=NOW,
        original=RAW,
        siblings=(reply,),
    )[0]
    text = text_of(mail)
    for line in (
        "【用户有特殊要求】 【用户要求电话联系】",
        "申诉编号:VAS-202611-0042",
        "来信时间:2026年11月21日10:00",
        "用户:王女士 <user@mail.example>",
        "判断结果:受理 / 投诉 / 服务质量",
        "答复时限:2026年11月26日17:00",
        "用户问题 | 企业邮箱从昨天起收不到外来邮件",
        "联系电话 | 【未提供】",
        "联系人\u3000 | 王女士",
        "- 来信主要涉及:企业邮箱",
        "发给用户的回复",
        (
            "> 您的来信我处已收到,受理编号 VAS-202611-0042。为尽快为您处理,还需请您补充:联系电话。"
            "您已提供的资料我处已记录,无需重复,直接回复本邮件即可。"
        ),
    ):
        assert line in text.splitlines(), line


def test_a_notice_in_draft_mode_says_that_the_reply_waits() -> None:
    intent = Intent(MailClass.NOTICE, "notice.new_case", "staff")
    reply = Intent(MailClass.REPLY, "reply.accepted", "user")
    mails = write(
        8,
        intent,
        make_case(mode=Mode.DRAFT),
        make_texts(),
        mailbox="vas",
        world=writing(),
        now=NOW,
        siblings=(reply,),
    )
    assert mails[0].state is OutboxState.QUEUED
    assert "拟发给用户的回复(待人工发出)" in text_of(mails[0])
    assert "原信未能附上。" in text_of(mails[0])


def test_a_review_shows_suggestion_and_the_hour_in_which_to_decide() -> None:
    view: dict[str, Any] = {
        "decision": Decision.REVIEW,
        "suggested": Decision.FORWARDED,
        "owner": "telecom",
    }
    clocks = (ClockReading(ClockName.REVIEW, NOW, None),)
    text = text_of(write_notice("notice.review", **view, clocks=clocks)[0])
    title = config().departments["telecom"].title
    assert f"处理建议:转派 → {title}" in text
    assert "请于 2026年11月21日10:00 前作出判断。" in text
    assert "建议的回复(尚未发出)\n> 亲爱的用户:" in text
    assert "> 您好!非常抱歉由于您反映的问题不属于我处处理范围" in text


@pytest.mark.parametrize("facts", [{"quiet": "official"}, {"about_staff": True}])
def test_no_reply_is_ready_where_none_may_be_sent(facts: dict[str, Fact]) -> None:
    text = text_of(
        write_notice("notice.review", "supervisors", facts=facts, decision=Decision.REVIEW)[0]
    )
    assert "> 亲爱的用户" not in text


def test_supervisors_are_written_to_by_their_role() -> None:
    mails = write_notice("notice.escalation", "supervisors")
    assert [mail.recipient for mail in mails] == list(config().units["vas"].supervisors)


def test_a_letter_without_a_case_can_still_be_told_to_staff() -> None:
    intent = Intent(MailClass.NOTICE, "notice.praise", "staff", unit="vas")
    live = config().mailboxes["vas"].model_copy(update={"mode": Mode.LIVE})
    boxes = {**config().mailboxes, "vas": live}
    world = replace(writing(), config=config().model_copy(update={"mailboxes": boxes}))
    mails = write(8, intent, None, make_texts(), mailbox="vas", world=world, now=NOW, original=RAW)
    assert mails[0].state is OutboxState.QUEUED
    assert "申诉编号:未立案" in text_of(mails[0])


def test_a_dispatch_shows_table_mark_limits_and_how_to_confirm() -> None:
    confirm: dict[str, Fact] = {
        "special_demand": "urgent",
        "confirm_by": (NOW + timedelta(hours=1)).isoformat(),
    }
    mail = write_dispatch(confirm)
    text = text_of(mail)
    unit = config().units["kfzx"]
    assert mail.recipient == (unit.dispatch_address or unit.staff[0])
    assert text.startswith(f"{unit.title}:\n")
    for passage in (
        "【用户有特殊要求】",
        "我处认为此事宜由电信公司处理。",
        "设备号码 | corp-0042",
        "答复用户时限:2026年11月26日17:00",
        "请于 2026年11月21日11:00 前直接回复本邮件确认收到。",
        "退单",
    ):
        assert passage in text, passage
    assert "【用户有特殊要求】" in parse(mail)["Subject"]
    assert parse(mail)["Auto-Submitted"] == "auto-generated"


def test_a_dispatch_names_exactly_one_side_that_answers() -> None:
    by_department = text_of(write_dispatch({"answer_by": "department"}))
    by_us = text_of(write_dispatch({"answer_by": "origin"}))
    assert "直接答复用户" in by_department
    assert "由我处答复用户" not in by_department
    assert "由我处答复用户" in by_us
    assert "直接答复用户" not in by_us


def test_a_dispatch_carries_itself_for_machines_and_the_original_for_proof() -> None:
    mail = write_dispatch({"answer_by": "department"})
    assert RAW in mail.data
    kinds = [part.get_content_type() for part in parse(mail).iter_attachments()]
    assert kinds == ["message/rfc822", "application/json"]
    machine = list(parse(mail).iter_attachments())[1]
    content = json.loads(machine.get_content())
    assert content["number"] == "VAS-202611-0042"
    assert content["elements"]["device_number"] == "corp-0042"
    assert content["answer_by"] == "department"
    assert read_token(KEYS, content["token"]) == Token(TokenKind.DISPATCH, 42, "1")


def test_a_dispatch_to_nobody_is_an_error() -> None:
    with pytest.raises(ComposeError):
        write_dispatch(to="nowhere")


def test_alarms_come_from_the_alarms_mailbox_to_each_recipient() -> None:
    values = {"title": "信箱 vas 容量将满", "mailbox": "vas", "used": "850 MB"}
    values |= {"limit": "1 GB", "percent": "85"}
    mails = write_system(
        MailClass.ALARM,
        "alarm.capacity",
        values,
        ("a@telecom.example", "b@telecom.example"),
        unique="capacity.5",
        world=writing(),
        now=NOW,
    )
    assert [mail.recipient for mail in mails] == ["a@telecom.example", "b@telecom.example"]
    assert parse(mails[0])["Subject"] == "系统告警:信箱 vas 容量将满(已用 85%)"
    assert parse(mails[0])["Auto-Submitted"] == "auto-generated"
    assert "占 85%。" in text_of(mails[0])
    assert mails[0].message_id.startswith("<mailcare.capacity.5.0@")


def test_a_supplied_due_time_wins_over_computed_ones() -> None:
    promised = make_case(promised_due=DUE + timedelta(days=1))
    intent = Intent(MailClass.REPLY, "reply.accepted", "user", facts={"due": NOW.isoformat()})
    (mail,) = write(7, intent, promised, make_texts(), mailbox="vas", world=writing(), now=NOW)
    assert "2026年11月21日10:00 前答复您" in text_of(mail)


@pytest.mark.parametrize(
    ("subject", "problem", "short"),
    [
        ("企业邮箱登录不上", "我公司的企业邮箱从昨天起就登录不上了", "企业邮箱登录不上"),
        ("投诉", "宽带每天晚上掉线,无法上网。", "宽带每天晚上掉线,无法上网"),
        (
            "你好",
            "点播被扣了两次费,而客服不处理!" + "请退还多扣的费用。" * 9,
            "点播被扣了两次费,而客服不处理!请退还多扣的费用。请退还多扣的费用",
        ),
        ("Re: 网页留言", "很长" * 40, "很长" * 19 + "很…"),
        ("No mail arrives", "My mailbox gets no mail, nothing arrives.", "No mail arrives"),
        ("", "", "您的来信"),
        ("完全不同的主题", "", "完全不同的主题"),
        ('说"你好"的邮箱坏了', '说"你好"的邮箱坏了很久', "说'你好'的邮箱坏了"),
    ],
)
def test_the_problem_is_named_in_the_users_words(subject: str, problem: str, short: str) -> None:
    found = replace(ALL_FOUR, problem=Element(problem, problem) if problem else None)
    mail = write_reply("reply.accepted", make_texts(elements=found, subject=subject))
    assert f'您反映的"{short}"我处已受理' in text_of(mail)


def test_nobody_gets_the_same_notice_twice() -> None:
    unit = (
        config()
        .units["vas"]
        .model_copy(
            update={"staff": ("a@telecom.example", "b@telecom.example", "A@telecom.example")}
        )
    )
    changed = config().model_copy(update={"units": {**config().units, "vas": unit}})
    mails = write(
        8,
        Intent(MailClass.NOTICE, "notice.new_case", "staff"),
        make_case(),
        make_texts(),
        mailbox="vas",
        world=replace(writing(), config=changed),
        now=NOW,
        original=RAW,
    )
    assert [mail.recipient for mail in mails] == ["a@telecom.example", "b@telecom.example"]
