"""Second opinions learnt from letters: what they add up to, and that they hold nobody's data."""

import json
import re
from pathlib import Path

import pytest

from mailcare.errors import MailcareError
from mailcare.triage import grams, kind, likeness, owners
from mailcare.triage.elements import ElementRules, find_elements, likely
from mailcare.triage.linear import learnt, log_odds, pieces
from mailcare.triage.words import Words
from support.triage import letter

_HAN_OF_A_SENTENCE = re.compile(r"[\u4e00-\u9fff]{9}")
_NUMBER = re.compile(r"[1-9]\d|\d{7}")


def words(text: str, subject: str = "") -> Words:
    return Words(letter(text, subject))


def taken(text: str, name: str) -> str | None:
    element = getattr(find_elements(letter(text), ElementRules()), name)
    return element.value if element else None


def test_signs_nobody_has_weighed_say_nothing() -> None:
    assert log_odds({"a": 1.0}, ["b", "c"]) == 0.0


def test_a_sign_counts_once_however_often_it_is_seen() -> None:
    weights = {"a": 1.0, "b": -0.5}
    assert log_odds(weights, ["a", "b", "a"]) == log_odds(weights, ["b", "a"])


def test_pieces_are_pairs_of_characters_and_latin_words() -> None:
    assert list(pieces("宽带断了 by adsl,ok")) == ["宽带", "带断", "断了", "by", "adsl", "ok"]


def test_offers_are_like_what_nobody_need_answer_and_troubles_are_not() -> None:
    offer = words("本公司长期代开各类发票,点数优惠,量大从优,欢迎来电洽谈合作,诚信经营。", "优惠")
    trouble = words("我的邮箱从前天起登录不上,一直提示密码错误,请尽快帮我解决,谢谢。", "投诉")
    assert likeness.like_nobodys(offer) > 0 > likeness.like_nobodys(trouble)
    assert likeness.telling(offer)


@pytest.mark.parametrize(
    ("text", "phone", "device"),
    [
        ("宽带账号 ad55301278 上不了网,我的手机 13611870254。", "13611870254", "ad55301278"),
        ("座机 58820137 没有声音了,请打 18930044716 找我。", "18930044716", "58820137"),
        ("订单号 202611080033 一直没有处理。", None, None),
    ],
)
def test_numbers_are_told_apart_by_what_stands_around_them(
    text: str, phone: str | None, device: str | None
) -> None:
    assert (taken(text, likely.PHONE), taken(text, likely.DEVICE)) == (phone, device)


@pytest.mark.parametrize("file", [likeness.FILE, likely.FILE, kind.FILE])
def test_the_weights_hold_no_number_and_no_sentence(file: Path) -> None:
    signs = [sign for one in json.loads(file.read_text(encoding="utf-8")).values() for sign in one]
    assert len(signs) > 100
    assert [one for one in signs if _NUMBER.search(one) or _HAN_OF_A_SENTENCE.search(one)] == []


def test_the_opinion_of_owners_holds_pieces_of_three_characters_at_most() -> None:
    found = grams.read(owners.FILE)["vas"]
    assert len(found.pieces) > 1000
    assert {len(piece) for piece in found.pieces} == set(grams.SIZES)
    assert set(found.answers) >= {"vas", owners.OUTSIDE}


def test_pieces_say_more_the_rarer_they_are_and_long_texts_no_more_than_short_ones() -> None:
    said = {"光": (100, 200, -200), "猫": (300, 100, -100)}
    learnt = grams.Learnt(("broadband", "vas"), (0.0, 0.5), said, {})
    odds = grams.weigh(learnt, "光猫")
    assert odds["broadband"] == pytest.approx((1 * 2 + 3 * 1) / 10**0.5)
    assert odds["vas"] == pytest.approx(0.5 - odds["broadband"])
    assert grams.weigh(learnt, "光猫" * 50)["broadband"] < 2 * odds["broadband"]
    assert grams.telling(learnt, "光猫不亮", "broadband") == []


def test_spoilt_pieces_are_named(tmp_path: Path) -> None:
    spoilt = tmp_path / "owners.json"
    spoilt.write_text('{"vas": {"answers": []}}')
    with pytest.raises(MailcareError, match=r"owners\.json holds no weights: install again"):
        grams.read(spoilt)


def test_a_spoilt_file_is_named(tmp_path: Path) -> None:
    spoilt = tmp_path / "weights.json"
    spoilt.write_text("{}")
    with pytest.raises(MailcareError, match=r"weights\.json holds no weights called phone"):
        learnt(spoilt, "phone")
