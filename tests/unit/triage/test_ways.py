"""The way in which a writer asks to be answered: by call, text, post, visit; when, and where."""

import pytest

from mailcare.model.judgement import Way, Wish
from mailcare.model.letter import Address, Message
from mailcare.triage.calls import wants_call
from mailcare.triage.ways import find_wish
from mailcare.triage.words import Words


def wish(text: str) -> Wish | None:
    letter = Message(from_=Address("a@mail.example"), subject="投诉", text=text, own_text=text)
    words = Words(letter)
    return find_wish(words, wants_call(words))


def way(text: str) -> Way | None:
    found = wish(text)
    return found.way if found else None


SMS = (
    "白天开会不方便接电话,请发短信给我。",
    "处理好以后麻烦用短信告知。",
    "答复方式:短信",
    "我听力不好,请不要打电话,短信答复我就行。",
    "有結果請發簡訊給我。",
    "請用簡訊回覆本人,謝謝。",
    "Please text me when it is fixed.",
    "Kindly reply to me by SMS, I am in meetings all day.",
    "please don't call, just send me a text",
)
POST = (
    "请把处理结果寄到长宁路55弄3号201室,张收。",
    "老人不会上网,请将书面答复邮寄给他。",
    "请以挂号信的方式答复我。",
    "回复方式:邮寄",
    "請將書面說明寄到下列地址。",
    "Please post your written reply to my address: 12 Garden Lane.",
    "I would like an answer by registered mail.",
)
VISIT = (
    "请你们派人上门说明情况。",
    "希望贵处能当面解释清楚。",
    "要求负责人登门道歉。",
    "答复方式:上门",
    "請派人來當面說明。",
    "Could somebody come to our office to explain this?",
    "I want to discuss it in person, please.",
)
MAIL = (
    "我每天收到你们发的垃圾短信,请处理。",
    "短信验证码收不到,请尽快修复。",
    "客服说会发短信给我,一直没有收到。",
    "你们上次短信通知我已经修好,其实没有。",
    "账单一直没有寄到我家,请补寄。",
    "发票请寄给我。",
    "合同是快递给我的,里面少了一页。",
    "约好上门安装的师傅没有来。",
    "请派人上门维修宽带。",
    "上门测速的师傅说线路老化。",
    "我当面问过营业员,她说不清楚。",
    "不需要上门解释,邮件回复即可。",
    "我發了簡訊給客服,沒有人理。",
    "I sent you a text last week and nobody answered.",
    "The engineer did not come to fix the line.",
    "I never got the letter you sent by post.",
)


@pytest.mark.parametrize("text", SMS)
def test_a_wish_for_a_text_message_is_found(text: str) -> None:
    assert way(text) is Way.SMS


@pytest.mark.parametrize("text", POST)
def test_a_wish_for_a_letter_by_post_is_found(text: str) -> None:
    assert way(text) is Way.POST


@pytest.mark.parametrize("text", VISIT)
def test_a_wish_for_a_visit_is_found(text: str) -> None:
    assert way(text) is Way.VISIT


@pytest.mark.parametrize("text", MAIL)
def test_what_only_mentions_texts_post_and_visits_is_no_wish(text: str) -> None:
    assert way(text) is None


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("请下午3点以后打电话给我。", "下午3点以后"),
        ("麻烦回电,工作日上午10点到11点方便。", "工作日上午10点到11点"),
        ("请打我手机。我晚上有空。", "晚上"),
        ("請於週三下午致電我,謝謝。", "周三下午"),
        ("来电时间:19:00-20:30\n请致电答复。", "19:00-20:30"),
        ("昨天报修过没人管,请打电话给我。", ""),
        ("11月3日起断网,请打电话给我。", ""),
        ("Please call me on weekdays after 6pm.", "on weekdays after 6pm"),
        ("Please call me back. I am best available in the morning.", "in the morning"),
        ("Please call me, thank you.", ""),
        ("白天上班,晚上8点后请发短信给我。", "晚上8点后"),
    ],
)
def test_the_hour_wished_for_is_read(text: str, hour: str) -> None:
    found = wish(text)
    assert found
    assert found.hour == hour


def test_the_address_to_write_to_is_read() -> None:
    found = wish("请把书面答复寄到长宁路55弄3号201室,张收。")
    assert found
    assert found.address == "长宁路55弄3号201室"


def test_who_may_be_called_is_called() -> None:
    assert way("请打电话给我,或者发短信给我也可以。") is Way.PHONE
