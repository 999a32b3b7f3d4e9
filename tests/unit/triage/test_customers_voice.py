"""What does not sound like a user of ours is left to a person; users are answered however short."""

import pytest

from mailcare.model.judgement import Decision
from mailcare.triage import judge
from support.triage import letter, shipped_rules

UNANSWERED = {Decision.REVIEW, Decision.NONE}


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("会议纪要", "附件为上周投诉分析会的纪要，请查收。"),
        ("密码提醒", "您的密码将在 7 天后过期，请登录系统修改。"),
        ("回访", "诚邀您参加本次问卷调研，点击链接开始作答，全程匿名。"),
        ("Re: 工单", "谢谢来信！公司 20 日至 28 日放假，不能及时处理，敬请谅解。"),
        ("网站", "贵公司网站在搜索里找不到？我们保证三个月见效，不满意不收费。"),
        ("退费", "话费被乱扣？代办退费，不成功不收费，加微信咨询。"),
        ("回收", "大量回收光猫、机顶盒，高价现结，有货联系。"),
        ("妈", "妈，我到学校了，生活费收到了，你电话怎么打不通，是不是又欠费了。"),
        ("Feedback", "Please rate your recent support experience, it helps us improve."),
        ("Delivery", "Your order 88213 has been shipped, see the courier's page."),
    ],
)
def test_what_speaks_to_customers_or_to_somebody_else_is_not_answered(
    subject: str, text: str
) -> None:
    assert judge(letter(text, subject), shipped_rules()).decision in UNANSWERED


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("退订", "会员怎么取消自动续费"),
        ("邮箱", "我的邮箱登录不了，密码也找不回来，怎么办"),
        ("", "希望宽带装机能增加晚上的时段，上班族白天没空。"),
        ("扫码", "电视上扫码登录会员，提示账号不支持，会员账号 18900001234，请处理。"),
        ("优惠", "我们公司的企业邮箱要续费，三年一起交有没有优惠？"),
        ("mail", "I can send but not receive anything in my mailbox wang@vip.sh.cn."),
    ],
)
def test_a_user_is_answered(subject: str, text: str) -> None:
    assert judge(letter(text, subject), shipped_rules()).decision not in UNANSWERED


def test_a_bare_word_of_absence_in_the_subject_files_nobody() -> None:
    text = "我出差回来发现家里的宽带停了，费用都交了的，请尽快恢复。"
    assert judge(letter(text, "出差"), shipped_rules()).decision is not Decision.NONE


def test_ironic_thanks_that_name_a_line_are_not_filed() -> None:
    text = "感谢贵公司每月替我花掉 20 元，感谢你们不经同意就开通动漫包。钱请还我，18900001234。"
    assert judge(letter(text, "感谢信"), shipped_rules()).decision is not Decision.NONE
