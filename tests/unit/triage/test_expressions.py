"""Expressions answer as those of `re` do, wherever they are looked for."""

import re
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailcare.triage.beginnings import alternatives, beginnings, plain_char
from mailcare.triage.concepts import concepts
from mailcare.triage.expressions import Expression, Register
from mailcare.triage.vocabulary import vocabulary

SOURCES = (
    r"退款|退(?:费|订)(?!成功)|(?<!不)但是",
    r"(?:请|麻烦|帮我){1,3}(?:查|处理)",
    r"[两二三几\d]{1,4}次(?:都|也)没",
    r"^\W{0,4}(?:投诉|建议)|\bcomplain(?:t|ed)?\b",
    r"(?m)^[ \t]*联系人[:\t]",
    r"\d{3,}|号码",
    r"a[|)]b|c\|d|[(]e",
    r"(?P<who>我|本人)(?:叫|姓)",
    r"\s{0,3}[:是为]|[^,。]{2}坏",
    r"(?:无|没(?:有)?)(?:信号|人接)|x*|$",
)
PIECES = (
    *(
        "退款",
        "退费",
        "退订成功",
        "不但是",
        "但是",
        "请",
        "麻烦",
        "帮我",
        "查",
        "处理",
        "三次",
        "12次",
    ),
    *("都没", "也没", "投诉", "complaint", "Complain", "联系人:", "\n", " ", ":", "13812345678"),
    *(
        "a|b",
        "a)b",
        "c|d",
        "(e",
        "我叫",
        "本人姓",
        "是",
        "坏",
        "没信号",
        "，",
        "x",
        "٣次",
        "\u2003",
    ),
    *("ſ", "İ"),
)

TEXTS = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


@cache
def both(source: str, flags: int) -> tuple[Expression, re.Pattern[str]]:
    return Expression(source, flags, Register(0, 0)), re.compile(source, flags)


@pytest.mark.parametrize("flags", [0, re.IGNORECASE, re.MULTILINE])
@pytest.mark.parametrize("source", SOURCES)
@given(text=TEXTS, bounds=st.tuples(st.integers(0, 60), st.integers(0, 200)))
@settings(max_examples=25, deadline=None)
def test_they_find_what_re_finds(
    source: str, flags: int, text: str, bounds: tuple[int, int]
) -> None:
    ours, theirs = both(source, flags)
    spans = [found.span() for found in theirs.finditer(text)]
    assert [found.span() for found in ours.finditer(text)] == spans
    assert ours.count(text, 3) == min(3, len(spans))
    assert [found.span() for found in ours.finditer(text, *bounds)] == [
        found.span() for found in theirs.finditer(text, *bounds)
    ]
    first, expected = ours.search(text, *bounds), theirs.search(text, *bounds)
    assert (first and first.span()) == (expected and expected.span())
    assert ours.findall(text) == theirs.findall(text)
    assert ours.sub("-", text) == theirs.sub("-", text)


@given(text=TEXTS)
@settings(max_examples=20, deadline=None)
def test_one_register_tells_its_expressions_apart(text: str) -> None:
    register = Register(0, 0)
    early = [Expression(source, register=register) for source in SOURCES[:4]]
    list(early[0].finditer(text))
    late = [Expression(source, register=register) for source in SOURCES[4:]]
    for ours in (*early, *late):
        found = [one.span() for one in ours.finditer(text)]
        assert found == [one.span() for one in re.finditer(ours.pattern, text)]


def test_they_answer_alike_before_and_after_their_beginnings_are_read() -> None:
    register = Register(0, 2)
    ours = Expression(SOURCES[0], register=register)
    texts = [f"第{number}次要求退款,但是没退费" for number in range(5)]
    assert [ours.count(text, 9) for text in texts] == [3] * len(texts)
    assert [ours.may_begin(text, 0, 2) for text in texts] == [False] * len(texts)


def test_shipped_words_are_looked_up_by_their_beginnings() -> None:
    groups = [*vocabulary("escalation").values(), *vocabulary("told_before").values()]
    words = [one.pattern for group in groups for one in (group.general, group.latin) if one]
    words += [one.chinese.pattern for one in concepts() if one.chinese]
    anyhow = [one for one in words if None in [beginnings(part, 0) for part in alternatives(one)]]
    assert len(anyhow) < len(words) / 20


def test_a_beginning_is_what_any_match_begins_with() -> None:
    known = beginnings(r"(?<!再)(?:不|没)?(?:能|会)用|好[几\d]次", 0)
    assert known
    assert {"不能用", "能用", "好一次", "好0次"} <= known.heads
    assert beginnings(r".{0,4}坏", 0) is None
    assert beginnings(r"坏*", 0) is None


def test_characters_that_mean_the_same_begin_alike() -> None:
    assert [plain_char(char) for char in "A٣7三\u2003\tſ"] == ["a", "0", "0", "一", " ", "\t", "s"]
