"""Every reason has words that staff understand."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

import mailcare.triage
from mailcare.model.judgement import Reason
from mailcare.triage import judge
from mailcare.triage.wording import RULES, explain
from support.triage import letter, shipped_rules

_RULE = re.compile(r"Reason\(\s*\"([a-z]+\.[a-z_]+)\"")


def test_each_rule_of_the_room_has_words() -> None:
    folder = Path(mailcare.triage.__file__).parent
    rules = {
        rule for file in folder.glob("*.py") for rule in _RULE.findall(file.read_text("utf-8"))
    }
    assert rules - RULES.keys() == set()


@pytest.mark.parametrize(
    ("reason", "chinese"),
    [
        (Reason("table.missing", "device_number, contact"), "缺少必要资料:设备号码、联系人"),
        (Reason("table.complete", ""), "所需资料齐全"),
        (
            Reason("doubt.machine.spam", "代开"),
            "可能不是用户来信,请人工确认:含有垃圾广告用语:代开",
        ),
        (Reason("new.rule", "x"), "new.rule:x"),
    ],
)
def test_a_reason_is_a_sentence(reason: Reason, chinese: str) -> None:
    assert explain(reason)[0] == chinese


def test_a_judgement_explains_itself_without_rule_names() -> None:
    found = judge(letter("宽带又断了，报修过三次没人来，请给我回电话。"), shipped_rules())
    told = "\n".join(explain(reason)[0] for reason in found.reasons)
    assert "报" in told
    assert re.search(r"[a-z]+\.[a-z_]+", told) is None


def test_who_gets_what_only_outlook_opens_is_told() -> None:
    raw = letter("我的邮箱 guwb@online.sh.cn 登录不上，请处理。")
    found = judge(replace(raw, notes=("winmail_dat",)), shipped_rules())
    told = [explain(reason)[0] for reason in found.reasons]
    assert "附件是 Outlook 专用格式,须用 Outlook 打开原信查看:winmail.dat" in told
