"""What departments write about dispatches, told apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcare.casework.hearing import Saying, hear

RECEIVED = (
    "收到",
    "收到,谢谢。",
    "已收到,我们尽快处理。",
    "您好:\n收悉,已转班组。",
    "好的,马上安排",
    "确认收到。",
    "received, thanks",
    "Confirmed.",
    "OK, will do",
    "增值业务中心:\n已接单。",
    "",
)
RETURNED = (
    "退单:设备号码查无此号",
    "退单 用户不在我区",
    "【退单】联系电话是空号",
    "退单原因:地址不详",
    "您好:\n退单:不属我处受理范围",
    "退回,号码有误",
    "不属于我部门业务,请转数据中心",
    "非我处业务,请改派。",
    "Returned: wrong number",
    "not ours, please try the data centre",
    "此件退单:重复派单",
)
UNCLEAR = (
    "退单",
    "是否退单?",
    "这个应该由数据中心处理吧。",
    "请看一下,感觉应转宽带中心处理。",
    "不属于我处业务,但我们已联系用户处理完毕。",
    "需要退单吗",
)
ANSWERED = (
    "经查,用户端口故障,已于今日更换,测试正常。",
    "已联系用户,退回话费 20 元,用户满意。",
    "不退单,我处会继续处理,预计明天上门,请贵处先告知用户。",
    "用户称不是本人办理的业务,我处已为其取消。",
    "We replaced the modem this morning; the line is stable now.",
)


@pytest.mark.parametrize(
    ("text", "saying"),
    [
        *((text, Saying.RECEIVED) for text in RECEIVED),
        *((text, Saying.RETURNED) for text in RETURNED),
        *((text, Saying.MAYBE_RETURNED) for text in UNCLEAR),
        *((text, Saying.ANSWERED) for text in ANSWERED),
    ],
)
def test_what_a_department_says_is_told_apart(text: str, saying: Saying) -> None:
    assert hear(text).saying is saying


def test_a_return_is_told_by_its_reason_alone() -> None:
    assert hear("您好:\n退单原因:地址不详,\n请补充门牌号。").text == "地址不详,\n请补充门牌号。"


@given(st.text(max_size=300))
def test_any_text_is_heard(text: str) -> None:
    assert isinstance(hear(text).text, str)
