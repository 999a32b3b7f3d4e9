"""How users are told that they will be answered as they wish, and what staff are told to do."""

from dataclasses import replace

import pytest

from mailcare.correspondence.write import write
from mailcare.model.case import Fact
from mailcare.model.judgement import Element, Language, Way, Wish
from mailcare.model.post import Intent, MailClass
from unit.correspondence.builders import ALL_FOUR, NOW, make_case, make_texts, writing
from unit.correspondence.test_write import text_of, write_reply

CALL = Wish(Way.PHONE, "请打电话", "下午3点以后")
POST = Wish(Way.POST, "寄到", "", "长宁路55弄3号201室")
NO_NUMBER = replace(ALL_FOUR, phone=None)


@pytest.mark.parametrize(
    ("way", "said"),
    [
        (Way.PHONE, "通过电话 138xxxx5678 与您联系(您希望的时间:下午3点以后)。"),
        (Way.SMS, "向手机 138xxxx5678 发送短信答复您"),
        (Way.POST, "邮寄书面答复,请回复本邮件告知邮寄地址和收件人。"),
        (Way.VISIT, "您希望当面答复,我们将与您联系,商定时间和地点"),
    ],
)
def test_the_first_reply_says_how_the_user_is_answered(way: Way, said: str) -> None:
    texts = make_texts(wish=replace(CALL, way=way))
    assert said in text_of(write_reply("reply.accepted", texts, {"way": way}))


def test_a_known_address_is_not_asked_for() -> None:
    text = text_of(write_reply("reply.accepted", make_texts(wish=POST), {"way": Way.POST}))
    assert "邮寄书面答复至您来信所写的地址。" in text


def test_a_missing_number_is_asked_for_once() -> None:
    texts = make_texts(elements=NO_NUMBER, wish=CALL)
    text = text_of(write_reply("reply.need_info", texts, {"way": Way.PHONE, "missing": "phone"}))
    assert "还需请您补充:联系电话" in text
    assert "收到后,我们将按您的要求以电话方式答复您。" in text
    assert text.count("电话") == 2
    other = text_of(write_reply("reply.accepted", texts, {"way": Way.PHONE}))
    assert "请回复本邮件告知可以接通的电话号码" in other


def test_who_is_forwarded_hears_that_the_wish_goes_along() -> None:
    facts: dict[str, Fact] = {"way": Way.PHONE, "owner": "telecom"}
    text = text_of(write_reply("reply.forwarded", make_texts(wish=CALL), facts))
    assert "您希望以电话方式得到答复的要求,我处已一并转告。" in text


def test_nobody_else_hears_of_it() -> None:
    facts: dict[str, Fact] = {"way": Way.MAIL}
    for said in ({}, facts):
        assert "按您的要求" not in text_of(write_reply("reply.accepted", make_texts(), said))


def test_english_and_traditional_users_hear_it_in_their_words() -> None:
    found = replace(ALL_FOUR, problem=Element("no mail arrives in my mailbox", "no mail arrives"))
    english = make_texts(elements=found, wish=replace(CALL, hour="after 6pm"))
    facts: dict[str, Fact] = {"way": Way.PHONE}
    text = text_of(write_reply("reply.accepted", english, facts, language=Language.EN))
    assert "we will call you at 138xxxx5678 (at the time you named: after 6pm)" in text
    found = replace(ALL_FOUR, problem=Element("郵箱從昨天起收不到郵件", "收不到郵件"))
    traditional = make_texts(elements=found, wish=replace(CALL, hour=""))
    text = text_of(write_reply("reply.accepted", traditional, facts, language=Language.ZH_HANT))
    assert "我們將按您的要求,通過電話 138xxxx5678 與您聯繫" in text


def test_staff_get_number_hour_and_script() -> None:
    intent = Intent(MailClass.NOTICE, "notice.call_back", "staff", facts={"way": Way.PHONE})
    (mail,) = write(
        7, intent, make_case(), make_texts(wish=CALL), mailbox="vas", world=writing(), now=NOW
    )
    text = text_of(mail)
    assert "号码或地址:13800005678" in text
    assert "用户希望的时间:下午3点以后" in text
    for part in ("调查结论", "处理依据", "处理方案", "执行情况", "请问是王女士吗"):
        assert part in text
    assert "满意" not in text


def test_a_letter_by_post_has_no_script_for_a_call() -> None:
    intent = Intent(MailClass.NOTICE, "notice.call_back", "staff", facts={"way": Way.POST})
    (mail,) = write(
        7, intent, make_case(), make_texts(wish=POST), mailbox="vas", world=writing(), now=NOW
    )
    text = text_of(mail)
    assert "号码或地址:长宁路55弄3号201室" in text
    assert "信函已答复" in text
    assert "通话用语" not in text
