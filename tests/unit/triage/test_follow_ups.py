"""Later letters: what they give in the light of what was asked, other problems, same matters."""

import pytest

from mailcare.model.follow_up import Asked, Listened, Stance
from mailcare.model.judgement import Decision, Element, ElementName, Elements
from mailcare.triage import judge
from mailcare.triage.follow_up import hear
from mailcare.triage.follow_up_answers import UNKNOWN_DEVICE, listen
from mailcare.triage.matter import Likeness, compare
from support.triage import letter, shipped_rules

MISSING = (ElementName.DEVICE_NUMBER, ElementName.PHONE, ElementName.CONTACT)
LOGIN = "我的个人邮箱今天登录一直提示密码错误,重设密码以后还是登录不上,请帮我查一下是什么原因"
KNOWN = Elements(phone=Element("13764410928", "13764410928"), contact=Element("闵雪芹", "闵雪芹"))


def heard(text: str, *missing: ElementName, known: Elements | None = None) -> Listened:
    message = letter(text, "Re: 个人邮箱登录不了")
    asked = Asked(missing, LOGIN, "vas", known or Elements())
    return listen(message, judge(message, shipped_rules()), shipped_rules(), asked)


@pytest.mark.parametrize(
    "text",
    [
        "设备号码我不清楚,家里是物业统一装的。",
        "不知道你们说的账号在哪里看。",
        "設備號碼我真的找不到。",
        "I don't know my device number.",
        "The account number? No idea, I have lost it.",
    ],
)
def test_not_knowing_the_device_number_is_an_answer(text: str) -> None:
    device = heard(text, *MISSING).elements.device_number
    assert device is not None
    assert device.value == UNKNOWN_DEVICE
    assert heard(text, ElementName.PHONE).elements.device_number is None


def test_a_number_that_is_given_all_the_same_counts() -> None:
    device = heard("套餐编号不清楚,宽带账号是 ad61920447 。", *MISSING).elements.device_number
    assert device is not None
    assert device.value == "ad61920447"


def test_a_bare_account_is_what_was_asked_for() -> None:
    device = heard("hpc1976@online.example", ElementName.DEVICE_NUMBER).elements.device_number
    assert device is not None
    assert device.value == "hpc1976@online.example"


def test_data_below_thanks_are_not_lost() -> None:
    assert heard("收到,号码13764410928,谢谢", *MISSING).elements.phone is not None


def test_what_presses_or_thanks_tells_no_problem() -> None:
    missing = (ElementName.PROBLEM, *MISSING)
    assert heard("怎么还没有人处理我的邮箱登录问题?", *missing).elements.problem is None
    assert heard("邮箱登录一直提示密码错误。", *missing).elements.problem is not None


def test_another_problem_told_besides_knows_name_and_phone() -> None:
    text = "邮箱的事我等你们。另外还有一个问题,家里的宽带 ad60417799 从昨天起上不了网,请派人来看。"
    other = heard(text, known=KNOWN).another
    assert other is not None
    assert (other.unit, other.decision) == ("broadband", Decision.FORWARDED)
    assert other.elements.contact == KNOWN.contact
    lacking = heard(text).another
    assert lacking is not None
    assert lacking.decision is Decision.INSUFFICIENT


@pytest.mark.parametrize(
    "text",
    [
        "另外补充一下,换了浏览器登录邮箱也提示密码错误。",
        "再补充一点,昨天晚上邮箱又登录不上了,提示密码错误。",
        "谢谢,另外请问大概什么时候能有结果?",
    ],
)
def test_more_of_the_same_is_no_other_problem(text: str) -> None:
    assert heard(text).another is None


def test_another_business_without_a_turn_is_only_shown_to_a_person() -> None:
    found = heard("我家的光纤宽带从昨天起上不了网,光猫亮红灯,请尽快派师傅来修。")
    assert found.another is None
    assert found.perhaps_another


def test_the_quoted_mail_says_and_gives_nothing() -> None:
    quoted = "感谢您的来信。如不满意请告知。我家宽带掉线,电话 13764410928,联系人 闵雪芹"
    message = letter("附件是截图。", "Re: 投诉", quoted=quoted)
    assert hear(message) == (Stance.NEUTRAL, None)
    rules = shipped_rules()
    found = listen(message, judge(message, rules), rules, Asked(tuple(ElementName)))
    assert found.elements.phone is None
    assert found.elements.contact is None


@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    [
        (LOGIN, LOGIN, Likeness.SAME),
        (LOGIN, "你好,再发一次:" + LOGIN + "。谢谢!", Likeness.SAME),
        (LOGIN, "个人邮箱登录提示密码错误,重设密码也登录不上。", Likeness.SAME),
        (LOGIN, "家里宽带每天晚上掉线,光猫换过一次还是不行。", Likeness.DIFFERENT),
        (LOGIN, "邮箱有问题", Likeness.UNSURE),
        (
            "My mailbox does not receive any mail since Friday.",
            "Since last Friday my mailbox does not receive mail any more.",
            Likeness.SAME,
        ),
    ],
)
def test_matters_are_compared_by_the_words_they_share(
    one: str, other: str, likeness: Likeness
) -> None:
    assert compare(one, other) is likeness
    assert compare(other, one) is likeness
