"""Earlier reports in vain, told in words that no list holds: what broad cues add up to."""

import pytest

from mailcare.triage.escalation import escalation
from mailcare.triage.linear import learnt
from mailcare.triage.told_before import FILE, HARDLY, NAME, SURELY, Told
from mailcare.triage.vocabulary import vocabulary
from mailcare.triage.words import Words
from support.triage import letter


def odds(text: str) -> float:
    return Told(Words(letter(text)).all).odds


@pytest.mark.parametrize(
    "text",
    [
        "线路是四月里报的修，来的师傅换了个盒子，过两天照样断，催了三次都说在排队。",
        "会员我在柜台退过，当时说下月停，结果账单照扣，再去问又推给网上办，至今没人给说法。",
        "I reported the fault twice; your engineer promised to come, still nothing.",
    ],
)
def test_a_deed_and_its_outcome_near_each_other_say_so_surely(text: str) -> None:
    assert odds(text) > SURELY


@pytest.mark.parametrize(
    "text",
    [
        "请问邮箱容量能不能扩到两个G，怎么收费？",
        "昨晚开始宽带突然上不去，猫上红灯，请派人来看看。",
        "My mailbox rejects every letter since this morning, please check.",
    ],
)
def test_a_first_letter_says_nothing_of_the_kind(text: str) -> None:
    assert odds(text) < SURELY
    assert escalation(Words(letter(text))) is None


def test_without_any_cue_words_that_are_known_mislead() -> None:
    assert odds("你好") < HARDLY


def test_the_place_shown_holds_deed_and_outcome() -> None:
    text = "上月底去营业厅登记过，客服答应三天内有人来，到现在还是没人上门，网照样断。"
    found = escalation(Words(letter(text)))
    assert found is not None
    assert found[0] == "escalation.repeated"
    assert "没人上门" in found[1]


def test_every_weight_is_of_a_sign_that_can_be_seen() -> None:
    cues = set(vocabulary(NAME))
    others = {"always", "excerpt", "only ordered"}
    for sign in learnt(FILE, NAME):
        head, _, tail = sign.partition(" ")
        known = head in cues | {"they"} and tail in cues | {"", "often"}
        assert known or sign in others or head in {"pairs", "passage"}
