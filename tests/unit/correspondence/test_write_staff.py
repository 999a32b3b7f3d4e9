"""What staff wrote, as it reaches the user and the other side."""

from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from mailcare.correspondence.compose.bundle import File, pack
from mailcare.correspondence.write import Written, write
from mailcare.model.case import Fact
from mailcare.model.judgement import Decision, Language, Scope
from mailcare.model.place import Mode
from mailcare.model.post import Intent, MailClass, OutboxState
from unit.correspondence.builders import NOW, make_case, make_texts, writing

ANSWER = "经核实,您的邮箱因超出容量停用,已于今日恢复。\n\n请及时清理旧邮件。"


def parse(mail: Written) -> EmailMessage:
    message = message_from_bytes(mail.data, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def text_of(mail: Written) -> str:
    body = parse(mail).get_body(("plain",))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def write_said(
    template: str,
    text: str = ANSWER,
    *,
    files: bytes | None = None,
    mode: Mode = Mode.LIVE,
    language: Language = Language.ZH,
    **more: Fact,
) -> Written:
    facts: dict[str, Fact] = {"by_staff": True, "note": 5, **more}
    (mail,) = write(
        7,
        Intent(MailClass.REPLY, template, "user", facts=facts),
        make_case(mode=mode, language=language),
        make_texts(),
        mailbox="vas",
        world=writing(),
        now=NOW,
        notes={4: "内部备注", 5: text},
        files=files,
    )
    return mail


def test_an_answer_stands_in_the_regulations_frame_to_the_letter() -> None:
    text = text_of(write_said("reply.answer"))
    assert text.startswith(
        f"亲爱的用户:\n\n您好! 非常感谢您使用我公司提供的服务。\n\n{ANSWER}\n\n"
        "再次感谢您的配合, 我们将尽力为您提供优质的服务。\n\n中国电信上海公司增值业务中心\n"
    )
    assert "内部备注" not in text


def test_an_answer_in_english() -> None:
    text = text_of(write_said("reply.answer", "Fixed.", language=Language.EN))
    assert text.startswith(
        "Dear user,\n\nThank you very much for using our services.\n\nFixed.\n\n"
    )


@pytest.mark.parametrize("mode", [Mode.LIVE, Mode.DRAFT])
def test_what_staff_wrote_is_nothing_automatic_and_waits_for_nobody(mode: Mode) -> None:
    for template in ("reply.answer", "reply.question", "reply.not_accepted"):
        mail = write_said(template, mode=mode)
        message = parse(mail)
        assert mail.state is OutboxState.QUEUED
        assert message["Auto-Submitted"] is None
        assert message["X-Auto-Response-Suppress"] is None
        assert message["In-Reply-To"] == "<letter-1@mail.example>"


def test_an_answer_that_can_be_taken_back_is_held() -> None:
    mail = write_said("reply.answer", hold_until="2026-11-21T02:10:00+00:00")
    assert mail.state is OutboxState.HELD
    assert mail.not_before is not None


def test_staffs_files_go_along() -> None:
    files = pack(
        [
            File("处理结果.pdf", b"%PDF-1.7", "application/pdf"),
            File("odd.eml", b"Subject: x", "message/rfc822"),
        ]
    )
    message = parse(write_said("reply.answer", files=files))
    found = [
        (part.get_filename(), part.get_content_type(), part.get_payload(decode=True))
        for part in message.iter_attachments()
    ]
    assert found == [
        ("处理结果.pdf", "application/pdf", b"%PDF-1.7"),
        ("odd.eml", "application/octet-stream", b"Subject: x"),
    ]


def test_a_text_that_looks_like_a_template_comes_out_as_it_was_typed() -> None:
    assert "{{ number }} {% raw %}" in text_of(write_said("reply.answer", "{{ number }} {% raw %}"))


def test_a_question_names_the_case_and_asks_in_staffs_words() -> None:
    text = text_of(write_said("reply.question", "从哪一天开始?"))
    assert "(受理编号 VAS-202611-0042)" in text
    assert "\n\n从哪一天开始?\n\n" in text


def test_a_refusal_gives_staffs_reason_instead_of_ours() -> None:
    mine = text_of(write_said("reply.not_accepted", "此事已于上月答复办结。"))
    assert "敬请谅解。此事已于上月答复办结。\n\n如仍有需要,可向相关单位反映。" in mine
    assert "不属于电信业务" not in mine
    (ours,) = write(
        7, Intent(MailClass.REPLY, "reply.not_accepted", "user"), make_case(), make_texts(),
        mailbox="vas", world=writing(), now=NOW,
    )  # fmt: skip
    assert "您反映的问题不属于电信业务,我处无法受理" in text_of(ours)


def test_a_task_shows_what_somebody_wrote() -> None:
    facts: dict[str, Fact] = {"event": "returned", "note": 3}
    (notice,) = write(
        8, Intent(MailClass.NOTICE, "notice.task", "staff", "vas", facts), make_case(),
        make_texts(), mailbox="vas", world=writing(), now=NOW, notes={3: "应由数据中心处理"},
    )  # fmt: skip
    assert "派单被退回" in text_of(notice)
    assert "\n应由数据中心处理\n" in text_of(notice)


@pytest.mark.parametrize("confirmed", [True, False])
def test_a_reminder_says_what_is_awaited_and_carries_the_original(*, confirmed: bool) -> None:
    facts: dict[str, Fact] = {"by_staff": True, "owner": "telecom"}
    if not confirmed:
        facts["confirm_by"] = "2026-11-21T03:00:00+00:00"
    case = make_case(decision=Decision.FORWARDED, scope=Scope.OTHER_UNIT, owner="telecom")
    (mail,) = write(
        9, Intent(MailClass.DISPATCH, "dispatch.reminder", "department", "kfzx", facts), case,
        make_texts(), mailbox="vas", world=writing(), now=NOW, original=b"Subject: x\r\n\r\ny\r\n",
    )  # fmt: skip
    text = text_of(mail)
    assert str(parse(mail)["Subject"]).startswith("催办:")
    assert ("至今未收到处理结果" in text) is confirmed
    assert ("应于 2026年11月21日11:00 前确认" in text) is not confirmed
    kinds = [part.get_content_type() for part in parse(mail).iter_attachments()]
    assert kinds == ["message/rfc822", "application/json"]
