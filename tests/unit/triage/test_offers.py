"""What speaks to customers instead of as one is for a person to see, never answered."""

import pytest

from mailcare.model.judgement import Decision
from mailcare.triage import judge
from mailcare.triage.offers import find_offer
from mailcare.triage.words import Words
from support.triage import letter, shipped_rules


@pytest.mark.parametrize(
    "text",
    [
        "尊敬的用户：您的视频会员权益已升级，快来看看吧。",
        "老板您好，彩铃、点卡渠道长期对接，欢迎合作洽谈。",
        "Dear valued customer, our products help your mailbox grow. Click and sign up.",
    ],
)
def test_an_offer_is_never_answered(text: str) -> None:
    assert find_offer(Words(letter(text)))
    assert judge(letter(text), shipped_rules()).decision in {Decision.REVIEW, Decision.NONE}


@pytest.mark.parametrize(
    "text",
    [
        "尊敬的领导：我的邮箱收不到信，请帮忙查一下。",
        "点击充值页面没有反应，会员优惠也没享受到，请退款。",
        "Dear customer service, my mailbox is down, please help.",
        "你们公司的会员优惠活动我参加了，权益一直没到账。",
    ],
)
def test_a_customer_is_not_taken_for_an_offer(text: str) -> None:
    assert find_offer(Words(letter(text))) == ""
