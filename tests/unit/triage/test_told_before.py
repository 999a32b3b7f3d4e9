"""Earlier reports in vain, threats and crowds, told in words that no list holds."""

import json

import pytest

from mailcare.triage import passages
from mailcare.triage.escalation import escalation
from mailcare.triage.linear import learnt
from mailcare.triage.passages import ALWAYS, strongest
from mailcare.triage.told_before import cues
from mailcare.triage.vocabulary import vocabulary
from mailcare.triage.words import Words
from support.triage import letter


@pytest.mark.parametrize(
    "text",
    [
        "线路是四月里报的修，来的师傅换了个盒子，过两天照样断，催了三次都说在排队。",
        "会员我在柜台退过，当时说下月停，结果账单照扣，再去问又推给网上办，至今没人给说法。",
        "I reported the fault twice; your engineer promised to come, still nothing.",
    ],
)
def test_a_deed_and_its_outcome_near_each_other_say_so(text: str) -> None:
    assert escalation(Words(letter(text))) is not None


@pytest.mark.parametrize(
    "text",
    [
        "请问邮箱容量能不能扩到两个G，怎么收费？",
        "昨晚开始宽带突然上不去，猫上红灯，请派人来看看。",
        "My mailbox rejects every letter since this morning, please check.",
    ],
)
def test_a_first_letter_says_nothing_of_the_kind(text: str) -> None:
    assert escalation(Words(letter(text))) is None


@pytest.mark.parametrize(
    ("text", "is_meant"),
    [
        ("拖到月底还没有说法，我就去通信管理局的网站上填表。", True),
        ("我表弟在通信管理局食堂上班，他的菜烧得不错。请问邮箱怎么改密码？", False),
    ],
)
def test_what_was_learnt_tells_a_threat_from_a_mention(text: str, *, is_meant: bool) -> None:
    assert (escalation(Words(letter(text))) is not None) is is_meant


def test_the_place_shown_holds_deed_and_outcome() -> None:
    text = "上月底去营业厅登记过，客服答应三天内有人来，到现在还是没人上门，网照样断。"
    found = escalation(Words(letter(text)))
    assert found is not None
    assert found[0] == "escalation.repeated"
    assert "没人上门" in found[1]


def test_the_strongest_passage_counts_not_the_letters_length() -> None:
    weights = {"没人": 2.0, ALWAYS: -1.0}
    around = "天气很好。" * 40
    short, long = (strongest(text, weights) for text in ("没人。", f"{around}没人。{around}"))
    assert long.odds == pytest.approx(short.odds)
    assert "没人" in f"{around}没人。{around}"[long.start : long.end]


def test_no_passage_says_what_is_said_of_all_letters() -> None:
    assert strongest("", {ALWAYS: -1.0}).odds < 0


def test_every_cue_that_was_weighed_can_be_seen() -> None:
    names = {f"cue {name}" for name in vocabulary("told_before")}
    seen = {sign for sign in learnt(passages.FILE, passages.ESCALATION) if sign.startswith("cue ")}
    others = ("cue they ", "cue report ", "cue said ", "cue count ", "cue pairs ", "cue passage ")
    known = names | {ALWAYS, "cue only ordered"}
    assert [sign for sign in seen if sign not in known and not sign.startswith(others)] == []


def test_cues_are_found_in_letters() -> None:
    assert "cue report nobody" in set(cues("报修过三次,一直没人来"))


def test_the_weights_hold_no_number_and_no_sentence() -> None:
    found = json.loads(passages.FILE.read_text(encoding="utf-8"))
    assert set(found) == {passages.ESCALATION, passages.CALL}
    signs = [sign for one in found.values() for sign in one if not sign.startswith("cue ")]
    assert [sign for sign in signs if any(char.isdigit() for char in sign)] == []
    assert max(sum("一" <= char <= "鿿" for char in sign) for sign in signs) == 2
