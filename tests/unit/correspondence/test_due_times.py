"""How due times are told: staff see that one may still move, a user is told a date."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default

import pytest

from mailcare.correspondence.write import Written, write
from mailcare.model.case import ClockName, ClockReading, Fact
from mailcare.model.judgement import Decision, Language
from mailcare.model.post import Intent, MailClass
from unit.correspondence.builders import NOW, make_case, make_texts, writing

DUE = datetime(2027, 1, 6, 9, tzinfo=UTC)
SOON = datetime(2027, 1, 4, 2, tzinfo=UTC)
CLOCKS = (
    ClockReading(ClockName.REVIEW, SOON, None, provisional=True),
    ClockReading(ClockName.DISPATCH, SOON, None, provisional=True),
    ClockReading(ClockName.ANSWER, DUE, None, provisional=True),
)


def written(
    mail_class: MailClass,
    template: str,
    role: str = "staff",
    clocks: tuple[ClockReading, ...] = CLOCKS,
    **facts: Fact,
) -> Written:
    intent = Intent(mail_class, template, role, unit="kfzx", facts=facts)
    case = make_case(clocks=clocks, decision=Decision.REVIEW, promised_due=None)
    mails = write(7, intent, case, make_texts(), mailbox="vas", world=writing(), now=NOW)
    return mails[0]


def text_of(mail: Written) -> str:
    body = message_from_bytes(mail.data, policy=default).get_body(("plain",))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def test_staff_see_which_times_may_still_move() -> None:
    review = text_of(written(MailClass.NOTICE, "notice.review", due=DUE.isoformat()))
    assert "请于 2027年1月4日10:00(暂按) 前作出判断。" in review
    assert "答复时限:2027年1月6日17:00(暂按)" in review
    dispatch = text_of(written(MailClass.DISPATCH, "dispatch.hand_over", "department"))
    assert "请于 2027年1月4日10:00(暂按) 前直接回复本邮件确认收到。" in dispatch


@pytest.mark.parametrize("template", ["reply.accepted", "reply.extended"])
def test_a_user_is_told_a_date(template: str) -> None:
    text = text_of(written(MailClass.REPLY, template, "user", due=DUE.isoformat()))
    assert "我们将于 2027年1月6日17:00 前答复您" in text
    assert "暂按" not in text


def test_a_time_that_stands_has_no_mark() -> None:
    certain = (ClockReading(ClockName.ANSWER, DUE, None),)
    text = text_of(written(MailClass.NOTICE, "notice.new_case", clocks=certain))
    assert "答复时限:2027年1月6日17:00\n" in text


def test_the_letter_of_an_extension_tells_progress_and_the_new_time_in_both_languages() -> None:
    text = text_of(written(MailClass.REPLY, "reply.extended", "user", due=DUE.isoformat()))
    assert text.startswith("亲爱的用户:\n\n您好! 非常感谢您使用我公司提供的服务。")
    assert "(受理编号 VAS-202611-0042)正在处理中,因情况较为复杂" in text
    assert "再次感谢您的配合, 我们将尽力为您提供优质的服务。" in text
    intent = Intent(MailClass.REPLY, "reply.extended", "user", facts={"due": DUE.isoformat()})
    case = make_case(language=Language.EN)
    (mail,) = write(7, intent, case, make_texts(), mailbox="vas", world=writing(), now=NOW)
    assert "you will have our answer before 17:00 on 6 January 2027." in text_of(mail)
