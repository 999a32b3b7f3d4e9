"""What staff write about calls and the like, escalated cases, and cases to be gone on with."""

import pytest

from mailcare.casework.commands import orders
from mailcare.casework.staff.parsing import Fault, parse
from mailcare.model.judgement import Way
from unit.staff.test_parsing import SETTING

AT_TEN = SETTING.now.astimezone(SETTING.zone).replace(hour=10, minute=5, second=0, microsecond=0)


@pytest.mark.parametrize(
    ("text", "way", "outcome"),
    [
        ("电话已答复 已说明,用户认可", Way.PHONE, "已说明,用户认可"),
        ("短信已答复:已发处理结果", Way.SMS, "已发处理结果"),
        ("信函已答复 挂号信已寄出", Way.POST, "挂号信已寄出"),
        ("已当面答复 用户签字", Way.VISIT, "用户签字"),
        ("texted: told them", Way.SMS, "told them"),
        ("visited the user: all explained", Way.VISIT, "all explained"),
    ],
)
def test_an_answer_otherwise_than_by_mail(text: str, way: Way, outcome: str) -> None:
    assert parse(text, SETTING).command == orders.Called(outcome, SETTING.now, way)


@pytest.mark.parametrize(
    ("text", "remark"),
    [
        ("电话未接通", ""),
        ("电话无人接听:响了很久", "响了很久"),
        ("联系不上用户 停机", "停机"),
        ("not reached: voicemail", "voicemail"),
        ("no answer", ""),
    ],
)
def test_an_attempt_in_vain(text: str, remark: str) -> None:
    assert parse(text, SETTING).command == orders.CallFailed(SETTING.now, remark)


def test_an_attempt_has_its_time() -> None:
    found = parse("电话未接通 今天10:05 无人接听", SETTING).command
    assert isinstance(found, orders.CallFailed)
    assert found.at == AT_TEN
    assert found.remark == "无人接听"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("答复方式 邮件 用户来电同意", orders.ChangeWay(Way.MAIL, "用户来电同意")),
        ("答复方式改为短信:用户开会", orders.ChangeWay(Way.SMS, "用户开会")),
        ("答复方式:上门,用户不识字", orders.ChangeWay(Way.VISIT, "用户不识字")),
        ("answer by mail: they agreed", orders.ChangeWay(Way.MAIL, "they agreed")),
        ("交回 请先联系用户", orders.HandBack("请先联系用户")),
        ("交回", orders.HandBack("")),
        ("hand back: call first", orders.HandBack("call first")),
        ("重开 用户称没有修好", orders.Reopen("用户称没有修好")),
    ],
)
def test_other_words(text: str, expected: orders.Command) -> None:
    assert parse(text, SETTING).command == expected


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("答复方式 邮件", Fault.REASONLESS),
        ("答复方式 传真 用户要求", Fault.UNCLEAR),
        ("重开", Fault.REASONLESS),
        ("短信已答复", Fault.EMPTY),
    ],
)
def test_what_they_lack(text: str, fault: Fault) -> None:
    assert parse(text, SETTING).fault is fault
