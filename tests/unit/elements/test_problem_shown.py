"""What staff are shown as the user's problem: the matter, not salutation, data or politeness."""

import pytest

from mailcare.model.letter import Message
from mailcare.triage.elements import ElementRules, find_elements


def _problem(text: str, subject: str = "投诉") -> str | None:
    found = find_elements(Message(subject=subject, own_text=text), ElementRules())
    return found.problem.value if found.problem else None


@pytest.mark.parametrize(
    "text",
    [
        "您好：\n会员重复扣了两次30元，请退一次。\n苗青\n13917224410",
        "尊敬的客服：会员重复扣了两次30元，请退一次。联系人：苗青，电话13917224410，谢谢！",
        "姓名：苗青\n联系电话：13917224410\n问题：会员重复扣了两次30元，请退一次。",
        "我叫苗青，13917224410。会员重复扣了两次30元，请退一次。盼复，此致敬礼",
    ],
)
def test_is_shown_without_who_says_it(text: str) -> None:
    shown = _problem(text)
    assert shown is not None
    assert "会员重复扣了两次30元,请退一次" in shown
    assert not [word for word in ("苗青", "1391722", "您好", "尊敬", "此致") if word in shown]


def test_is_never_empty_where_there_is_one() -> None:
    assert _problem("家里的网断了") == "家里的网断了"
    assert _problem("", "宽带断线三天了") == "宽带断线三天了"


def test_is_found_behind_a_long_salutation() -> None:
    assert _problem("您好！" * 1500 + "\n宽带断线三天了没人修") is not None


def test_cited_lines_are_not_the_users() -> None:
    text = "> 请您的客户经理 黄小姐 13301180099 联系您\n号码13310884527每月被扣5元，请停。"
    found = find_elements(Message(subject="Re: 回访", own_text=text), ElementRules())
    assert found.phone
    assert found.phone.value == "13310884527"
    assert found.contact is None
