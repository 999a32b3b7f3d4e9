"""Sieved expressions find what re finds, whatever they open with."""

import re
from itertools import pairwise
from random import Random

import pytest

from mailcare.triage.openings import find_openings
from mailcare.triage.sieve import compile_words, is_odd, opening_keys

WORDS = (
    "投诉", "申诉", "请", "宽带断", "我的电话", "每月扣了12元", "no signal", "refund", "cannot",
    "\n", "。", " ", "电信", "两次", "报了三回", "\u0663\u0661元", "\u2003", "my line", "3 天",
)  # fmt: skip
EXPRESSIONS = (
    r"投诉|申诉|反映|要求|我的?|宽带断|断网",
    r"(?:我家?的?)?(?:电话|宽带)?(?:断|坏|出)|请(?:帮|查|修)?|x|y|z|w",
    r"(?<![a-z])(?:refund|re|cannot|can't|no (?:signal|line))(?![a-z])|a{2,}|b|c|d",
    r"(?:请|望)?.{0,4}(?:\d{1,3}|[一二三])(?:元|天|回)|\s天|次|d|e|f|g",
    r"^[ \t]*(?:请|投诉|宽带|my)|(?<=。)申诉|a|b|c|d",
    r"^(?:投诉|申诉)|请$|a|b|c|d",
    r"[^。\n]{0,3}扣(?:了)?\d|[^x]*y|a|b|c|d",
    r"(?:投诉|申诉)*x?|a|b|c|d|e",
    r"(?>投诉|请)|(?:月扣){1,2}+|[a-e]o|s(?:ig|i)?|t|u|v",
)


def _texts() -> list[str]:
    chance = Random(7)  # noqa: S311 - the same texts each time, no secrets
    made = ["".join(chance.choices(WORDS, k=size)) for size in (0, 3, 9, 40, 90) for _ in range(12)]
    inner = [made[-1][5:], made[-1][:-9], made[-2].strip()]
    return [*made, *inner, "我" * 300, "\n请" * 80]


@pytest.mark.parametrize("expression", EXPRESSIONS)
@pytest.mark.parametrize("flags", [0, re.MULTILINE, re.IGNORECASE])
def test_finds_what_re_finds(expression: str, flags: int) -> None:
    plain, sieved = re.compile(expression, flags), compile_words(expression, flags)
    for text in _texts():
        expected = [found.span() for found in plain.finditer(text)]
        assert [found.span() for found in sieved.finditer(text)] == expected
        assert sieved.findall(text) == plain.findall(text)
        assert sieved.sub("<>", text) == plain.sub("<>", text)
        assert sieved.sub(lambda found: found[0][::-1], text) == plain.sub(
            lambda found: found[0][::-1], text
        )
        assert sieved.split(text) == plain.split(text)
        for start, end in pairwise((0, 4, 60, 250)):
            found, wanted = sieved.search(text, start, end), plain.search(text, start, end)
            assert (found and found.span()) == (wanted and wanted.span())


def test_every_match_holds_a_key() -> None:
    for expression in EXPRESSIONS:
        pattern = re.compile(expression)
        keys = opening_keys(pattern)
        for text in _texts():
            if keys and pattern.search(text) and not is_odd(set(text)):
                assert any(key in text for key in keys)


def test_openings_are_told_with_their_distance() -> None:
    (one,) = find_openings("(?:ab)?[^x]{0,3}投诉")
    assert (one.keys, one.least, one.most) == (frozenset({"投诉"}), 0, 5)
    assert find_openings("a*|b") == ()
    assert find_openings(".*b") == ()
