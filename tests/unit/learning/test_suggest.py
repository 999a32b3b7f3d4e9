"""Phrases proposed from labelled letters."""

from mailcare.learning.suggest import Example, suggest
from mailcare.triage.phrases import Lexicon, compile_phrases
from mailcare.triage.words import Words
from support.triage import letter


class Known:
    text, weight, field, regex, negated_by = "光猫", 2.0, "any", False, ()


PHRASES = Lexicon(compile_phrases("broadband", (Known(),)))


def example(owner: str, text: str, *names: str, mistaken: bool = False) -> Example:
    return Example(owner, Words(letter(text)), names, mistaken)


def texts(*examples: Example, least: int = 2) -> list[str]:
    return [one.text for one in suggest(examples, PHRASES, least=least)]


def test_what_one_owner_says_and_others_dont() -> None:
    found = suggest(
        [
            example("broadband", "家里的看家镜头离线,请修", mistaken=True),
            example("broadband", "昨天起看家镜头离线了"),
            example("vas", "邮箱离线,请修"),
        ],
        PHRASES,
        least=2,
    )
    best = found[0]
    assert (best.owner, best.text) == ("broadband", "看家镜头离线")
    assert (best.letters, best.others, best.mistaken) == (2, 0, 1)
    assert all(one.text != "离线" for one in found)


def test_no_phrase_of_what_phrases_say_already() -> None:
    letters = [example("broadband", "光猫红灯亮"), example("broadband", "光猫红灯亮着")]
    assert all("光猫" not in text for text in texts(*letters))


def test_no_numbers_names_addresses_or_parts_of_sentences() -> None:
    one = "顾文斌住长乐路五号,邮箱 gwb@corp.example,看 www.video.example,电话 13501234871,请处理"
    assert texts(example("vas", one, "顾文斌"), example("vas", one, "顾文斌")) == [
        "处理",
        "电话",
        "邮箱",
    ]


def test_english_words_are_not_cut() -> None:
    letters = [example("vas", "the ringback melody is gone"), example("vas", "My ringback melody.")]
    assert texts(*letters) == ["ringback melody"]


def test_one_letter_proves_nothing() -> None:
    assert texts(example("vas", "看家摄像头"), example("vas", "邮箱满")) == []
