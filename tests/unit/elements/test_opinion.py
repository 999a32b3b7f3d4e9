"""What the learnt opinion adds to the rules: shares of one, chances, and names nobody listed."""

import json
from pathlib import Path

import pytest

from mailcare.model.judgement import ElementName, Elements
from mailcare.model.letter import Address, Message
from mailcare.triage.elements import ElementRules, find_elements
from mailcare.triage.elements.opinion import shared

_SHORT = Path(__file__).parents[2] / "letters/short"
_LEAST = {"device_number": 0.93, "phone": 0.95, "contact": 0.91}


def found(text: str, sender: str = "") -> Elements:
    message = Message(text=text, own_text=text, from_=Address("u@user.example", sender))
    return find_elements(message, ElementRules())


def bare(value: str | None) -> str:
    return "".join(char for char in value or "" if char not in " -()").lower()


@pytest.mark.parametrize("name", ["first", "second"])
@pytest.mark.parametrize("field", _LEAST)
def test_short_letters_of_others_are_read_at_their_level(name: str, field: str) -> None:
    lines = (_SHORT / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    labels = [json.loads(line) for line in lines]
    given = [getattr(found(label["text"], label["from_name"]), field) for label in labels]
    values = [bare(element.value if element else None) for element in given]
    right = sum(bare(label[field]) == value for label, value in zip(labels, values, strict=True))
    assert right >= _LEAST[field] * len(labels)


def test_all_options_and_none_of_them_share_one() -> None:
    shares = shared([2.0, 2.0, -50.0])
    assert sum(shares) == pytest.approx(1.0)
    assert shares[0] == shares[1] > shares[3] > shares[2]


def test_nothing_to_choose_from_is_surely_absent() -> None:
    assert shared([]) == [1.0]


def test_it_is_told_how_likely_each_is_given() -> None:
    chances = found("宽带 ad55013827 断了，请打 13817620044 找我，我叫于敏华。").chances
    assert set(chances) == set(ElementName) - {ElementName.PROBLEM}
    assert min(chances.values()) > 0.9
    assert max(found("上不了网，帮我看看。").chances.values()) < 0.2


@pytest.mark.parametrize(
    ("text", "contact"),
    [
        ("彩铃多扣了五元，我是菲菲，号码 13817620011", "菲菲"),
        ("Please stop the video plan on 13817620022, registered to me, Nora Quinn.", "Nora Quinn"),
        ("我想 cancel 那个会员，手机 13817620033。Vera 钱", "Vera 钱"),
    ],
)
def test_names_in_odd_places_are_found(text: str, contact: str) -> None:
    element = found(text).contact
    assert element is not None
    assert element.value == contact


def test_the_number_of_a_letter_about_a_server_is_likelier_only_the_phone() -> None:
    text = "一直没有人处理,很生气,13817620044。何敏"
    letter = Message(text=text, own_text=text)
    vas, idc = (find_elements(letter, ElementRules(), {owner: 1.0}) for owner in ("vas", "idc"))
    name = ElementName.DEVICE_NUMBER
    assert vas.chances[name] > idc.chances[name] + 0.1
