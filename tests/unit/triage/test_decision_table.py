"""DESIGN 2, row by row, with elements as the finder gives them."""

import pytest

from mailcare.model.judgement import Decision, ElementName, Scope
from mailcare.model.letter import Address
from mailcare.triage import judge
from support.triage import letter, shipped_rules

WHO = "联系人：顾文斌\n联系电话：13501234871"


def decided(text: str, subject: str = "") -> tuple[Decision, Scope, str | None]:
    found = judge(letter(text, subject), shipped_rules())
    return found.decision, found.scope, found.unit


def test_ours_and_complete_is_accepted() -> None:
    text = f"我的邮箱 guwb@online.sh.cn 登录不上，一直提示密码错误，请处理。\n{WHO}"
    assert decided(text) == (Decision.IN_SCOPE, Scope.IN_SCOPE, "vas")


def test_ours_and_incomplete_asks() -> None:
    found = judge(letter("视频会员上个月已经取消，今天又自动扣费25元，请退款。"), shipped_rules())
    assert found.decision is Decision.NEED_INFO
    assert ElementName.PHONE in found.elements.missing


@pytest.mark.parametrize(
    ("text", "scope", "unit"),
    [
        ("宽带天天掉线，宽带账号 ad21907753，请派人来修。", Scope.OTHER_UNIT, "broadband"),
        ("托管在你们机房的服务器断电，IP 203.0.113.88，要求说明。", Scope.OTHER_UNIT, "idc"),
        ("固定电话 63371284 杂音很大，请修理。", Scope.TELECOM_COMPANY, "telecom"),
    ],
)
def test_of_others_and_complete_is_forwarded(text: str, scope: Scope, unit: str) -> None:
    assert decided(f"{text}\n{WHO}") == (Decision.FORWARDED, scope, unit)


def test_of_others_and_incomplete_is_told_what_is_missing() -> None:
    decision = Decision.INSUFFICIENT, Scope.OTHER_UNIT, "broadband"
    assert decided("宽带网速太慢了，只有20兆") == decision


def test_no_telecom_business_is_not_accepted_and_points_elsewhere() -> None:
    found = judge(letter("我的快递显示签收但我没收到，快递员不接电话。"), shipped_rules())
    assert found.decision is Decision.NOT_ACCEPTED
    assert (found.unit, found.outsider) == (None, "express")


def test_another_operator_is_not_telecom_business() -> None:
    found = judge(letter("我在联通办的宽带，退网了预存的钱不退我。"), shipped_rules())
    assert (found.scope, found.outsider) == (Scope.NON_TELECOM, "unicom")


def test_a_question_in_scope_needs_only_its_problem() -> None:
    text = "请问个人邮箱忘记密码了，怎么找回？"
    assert decided(text)[0] is Decision.IN_SCOPE


def test_praise_needs_no_reply() -> None:
    text = "贵处工号2207的客服非常耐心，帮我把邮箱设置好，特此表扬！"
    assert decided(text)[0] is Decision.NONE


def test_what_names_no_business_but_a_problem_is_for_a_person() -> None:
    text = "门口的那个东西又坏了，三天没人来修，请尽快处理。\n设备号码：XQ7731\n" + WHO
    found = judge(letter(text), shipped_rules())
    assert found.decision is Decision.REVIEW
    assert found.suggested is not Decision.REVIEW


def test_what_names_neither_business_nor_line_is_asked_for_it() -> None:
    found = judge(letter(f"还是老问题，三天没人来修，请尽快处理。\n{WHO}"), shipped_rules())
    assert found.decision is Decision.NEED_INFO
    assert ElementName.DEVICE_NUMBER in found.elements.missing


def test_lossy_text_is_for_a_person_with_the_suggestion_kept() -> None:
    text = f"我的邮箱 guwb@online.sh.cn 登录不上，请处理。\n{WHO}"
    found = judge(letter(text, lossy=True), shipped_rules())
    assert (found.decision, found.suggested) == (Decision.REVIEW, Decision.IN_SCOPE)


def test_a_settled_complaint_is_for_a_person() -> None:
    text = f"你们对视频会员扣费的处理结果我不满意。\n{WHO}"
    assert decided(text)[0] is Decision.REVIEW


def test_only_in_cc_is_said_so() -> None:
    mine, other = Address("vas@telecom.example"), Address("boss@corp.example")
    message = letter("企业邮箱收不到信，请处理。", to=(other,), cc=(mine,))
    assert judge(message, shipped_rules()).copy_only


def test_replies_go_to_reply_to_if_it_is_one_mailbox() -> None:
    one = (Address("real@mail.example"),)
    two = (*one, Address("second@mail.example"))
    sender = Address("user@mail.example")
    assert judge(letter("邮箱打不开", reply_to=one), shipped_rules()).user == one[0]
    assert judge(letter("邮箱打不开", reply_to=two), shipped_rules()).user == sender


def test_every_decision_says_why() -> None:
    found = judge(letter("宽带天天掉线"), shipped_rules())
    assert any(reason.rule == "scope.phrase" for reason in found.reasons)
    assert any("宽带" in reason.evidence for reason in found.reasons)


def test_what_praises_and_asks_for_a_reward_is_for_a_person_to_see() -> None:
    text = "我要表扬贵中心值夜班的小伙子,他一步一步教我重设信箱的口令,请务必查到他的姓名并嘉奖。"
    judgement = judge(letter(text, "表扬"), shipped_rules())
    assert judgement.decision in (Decision.REVIEW, Decision.NONE)


def test_an_offer_beyond_doubt_is_filed_though_it_names_a_line_and_speaks_to_us() -> None:
    text = (
        "尊敬的客户您好:本公司专业代理短信群发、网站优化、百度排名推广,价格优惠,免费测试,先做后付,"
        "诚邀合作,欢迎来电咨询,加微信详谈,量大从优,点击链接了解详情 http://offer.example/a,退订回复T。"
        "业务专线 02161234567"
    )
    judgement = judge(letter(text, "限时优惠 免费推广"), shipped_rules())
    assert judgement.decision is Decision.NONE
