"""What no machine may answer."""

import pytest

from mailcare.model.judgement import Decision
from mailcare.model.letter import Message
from mailcare.triage import judge
from support.triage import letter, shipped_rules


@pytest.mark.parametrize(
    "message",
    [
        letter("请于5日内反馈用户申诉处理情况。", "申诉转办", sender="ss@shca.gov.cn"),
        letter("本律师受客户委托致函贵司，就视频会员扣费一事要求退款。", "律师函"),
        letter("您好，我是记者，想就会员自动续费采访贵公司。", "采访函", name="都市晨报 记者"),
        letter("我委收到消费者投诉，现转贵公司处理。", "转办单", name="消费者权益保护委员会"),
    ],
)
def test_offices_go_to_a_person_and_count_as_escalation(message: Message) -> None:
    found = judge(message, shipped_rules())
    assert (found.decision, found.official, found.escalation) == (Decision.REVIEW, True, True)


@pytest.mark.parametrize(
    "text",
    ["再不退我的会员费我就打12300投诉。", "我会找律师，也会找媒体曝光你们的包月短信。"],
)
def test_a_threat_is_no_official_letter(text: str) -> None:
    found = judge(letter(text), shipped_rules())
    assert (found.official, found.escalation) == (False, True)


def test_conduct_of_staff_is_marked() -> None:
    rude = "会员热线的客服态度恶劣，没等我说完就挂断电话。"
    plain = "会员热线一直打不通，请处理。"
    assert judge(letter(rude), shipped_rules()).about_staff
    assert not judge(letter(plain), shipped_rules()).about_staff
