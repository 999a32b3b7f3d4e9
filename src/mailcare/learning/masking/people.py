"""Names of persons → other names, alike in length and kind."""

import re

from mailcare.learning.masking.shapes import Shapes
from mailcare.triage.elements.names import is_familiar
from mailcare.triage.elements.surnames import COMPOUND, NEVER_GIVEN, TITLES, WORDY
from mailcare.triage.text import simplify_chars

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭林何高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶苏魏吕"
    "丁任沈姚卢姜崔钟谭陆汪范廖石"
)
_WORDY_SURNAMES = "于向文关水池丁海红满通商祁牛车"
"""For a surname that is oftener a word: what is hard to see as a name stays so."""
_HARD_GIVEN = "发来进开知会"
_COMPOUND = ("欧阳", "司马", "诸葛", "上官", "慕容", "夏侯")
_GIVEN = (
    "伟芳娜敏静强磊军洋勇艳杰娟涛超兰霞刚玲燕红辉鹏飞斌波宁峰鑫琳婷慧莉俊浩宇翔森晨阳旭欣怡佳嘉"
    "豪轩博诚麟骏楠桐彬雯薇蕾颖"
)
_FIRST = (
    "Alan", "Brian", "Carol", "David", "Emma", "Frank", "Grace", "Henry", "Irene", "James",
    "Kevin", "Laura", "Martin", "Nancy", "Oscar", "Paula", "Robert", "Susan", "Thomas", "Vera",
)  # fmt: skip
_LAST = (
    "Allen", "Baker", "Cooper", "Davis", "Evans", "Foster", "Green", "Harris", "Irving",
    "Jones", "King", "Lewis", "Mason", "Nelson", "Parker", "Reed", "Stone", "Turner", "Ward",
)  # fmt: skip
_TITLE = re.compile(rf"(?:{TITLES})$")
_ENGLISH_TITLES = frozenset({"mr", "mrs", "ms", "miss", "dr", "prof"})


def other_name(shapes: Shapes, name: str) -> str:
    """Return another name for `name`, Chinese or in Latin letters; the same one each time."""
    words = name.split()
    if any("\u4e00" <= char <= "\u9fff" for char in name):
        pieces = [_chinese(shapes, piece) if _is_han(piece) else _latin(shapes, piece, last=False)
                  for piece in words]  # fmt: skip
        return " ".join(pieces)
    last = len(words) - 1
    return " ".join(
        _latin(shapes, word, last=bool(last) and at == last) for at, word in enumerate(words)
    )


def _is_han(word: str) -> bool:
    return "\u4e00" <= word[0] <= "\u9fff"


def _chinese(shapes: Shapes, name: str) -> str:
    plain = simplify_chars(name)
    if is_familiar(plain):
        return name[0] + other_surname(shapes, plain[1:])
    title = _TITLE.search(plain)
    if title and title.start():
        return other_surname(shapes, plain[: title.start()]) + name[title.start() :]
    surname = plain[:2] if plain[:2] in COMPOUND else plain[:1]
    given = plain[len(surname) :]
    chosen = shapes.choose("given", plain, 256)
    others = (_among(_HARD_GIVEN if one in NEVER_GIVEN else _GIVEN, next(chosen)) for one in given)
    return other_surname(shapes, surname) + "".join(others)


def _among(chars: str, chosen: int) -> str:
    return chars[chosen % len(chars)]


def other_surname(shapes: Shapes, surname: str) -> str:
    """Return another surname of the same length."""
    one_char = _WORDY_SURNAMES if surname in WORDY else _SURNAMES
    among: str | tuple[str, ...] = _COMPOUND if len(surname) > 1 else one_char
    others = [one for one in among if one != surname]
    return others[next(shapes.choose("surname", surname, len(others)))]


def _latin(shapes: Shapes, word: str, *, last: bool) -> str:
    bare = word.strip(".,").lower()
    if bare in _ENGLISH_TITLES or len(bare) < 2:  # noqa: PLR2004 - an initial tells nothing
        return word
    among = _LAST if last else _FIRST
    other = among[next(shapes.choose("word", bare, len(among)))]
    other = other.upper() if word.isupper() else other.lower() if word.islower() else other
    return other + word[len(word.rstrip(".,")) :]
