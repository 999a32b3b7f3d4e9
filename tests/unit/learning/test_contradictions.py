"""Phrases that contradict, shadow or cancel each other are found; sound ones are left alone."""

from pathlib import Path

import pytest

from mailcare.config import load
from mailcare.learning.contradictions import Contradiction, find_contradictions
from mailcare.resources import shipped
from support.small_config import small_config

DEPARTMENT = """
[departments.telecom]
title = "电信公司"
dispatch_address = "dispatch@company.telecom.example"
phrases = [{}]
"""


def found(folder: Path, vas: str, telecom: str = "") -> list[Contradiction]:
    file = folder / "config.toml"
    text = small_config(unit=f"phrases = [{vas}]", more=DEPARTMENT.format(telecom))
    file.write_text(text, encoding="utf-8")
    return find_contradictions(load(file))


@pytest.mark.parametrize(
    ("vas", "telecom", "kind", "owner"),
    [
        ('"点卡"', '"点卡"', "same", "telecom"),
        ('"点卡", "點卡"', "", "twice", "vas"),
        ('{texts = ["手机邮箱"], negated_by = ["手机"]}', "", "self_negated", "vas"),
        ('{texts = ["点卡"], weight = 0}', "", "weightless", "vas"),
        ("{texts = ['[点卡]{2}'], regex = true}", '"点卡"', "shadowed", "telecom"),
        ("{texts = ['(?=点卡)'], regex = true}", "", "empty", "vas"),
        ("{texts = ['點卡，'], regex = true}", "", "unwritable", "vas"),
        (
            '{texts = ["邮箱收不到"], weight = 3}', '{texts = ["收不到短信"], weight = 3}',
            "overlap", "vas",
        ),
    ],
)  # fmt: skip
def test_what_is_odd(tmp_path: Path, vas: str, telecom: str, kind: str, owner: str) -> None:
    assert [(one.kind, one.owner) for one in found(tmp_path, vas, telecom)] == [(kind, owner)]


@pytest.mark.parametrize(
    ("vas", "telecom"),
    [
        ('"邮箱", "企业邮箱"', '"手机邮箱"'),
        ('{texts = ["点卡"], field = "subject"}', '{texts = ["点卡"], field = "body"}'),
        ('{texts = ["邮箱账单"], weight = 3}', '{texts = ["账单金额"], weight = 3}'),
        ('{texts = ["邮箱收不到"], weight = 3}', '{texts = ["收不到短信"], weight = 1}'),
        (
            '{texts = ["邮箱收不到"], weight = 3, negated_by = ["短信"]}',
            '{texts = ["收不到短信"], weight = 3}',
        ),
        ('{texts = ["e-mail service"], weight = 3}', '{texts = ["cell phone"], weight = 3}'),
        ("{texts = ['卡号\\s*\\d+'], regex = true}", '"卡号"'),
    ],
)
def test_what_is_sound(tmp_path: Path, vas: str, telecom: str) -> None:
    assert found(tmp_path, vas, telecom) == []


def test_in_the_shipped_config_no_phrase_is_odd() -> None:
    odd = find_contradictions(load(shipped("config.example.toml")))
    assert odd == []
