"""Copies of a letter's text made for matching; what is shown to people stays the original.

`fold` makes forms of one character alike (full width, dashes, odd spaces, zero-width ones) and
remembers where each came from. `simplify_chars` and `narrow_digits` keep the length, so that a
place found in their copy is a place in the folded text. `simplify` also changes words
(寬頻 → 宽带) and keeps no places.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from opencc import OpenCC

_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d\u30fc"
_NOTHING = (
    "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff\ufe0f\u20e3"
)
_LINE_ENDS = {"\u2028": "\n", "\u2029": "\n", "\x0b": "\n", "\x0c": "\n", "\x85": "\n"}
_HAN = range(0x3400, 0xA000)
_DIGIT_CHARS = "〇零○一二三四五六七八九壹贰貳叁參肆伍陆陸柒捌玖幺两洞拐"
_JOINTS = "·・.,、/~"
_CHINESE_DIGITS = str.maketrans(
    _DIGIT_CHARS + _JOINTS, "0001234567891223345667891207" + " " * len(_JOINTS)
)
_MIN_CHINESE_DIGITS = 3
"""A lone one before a number (两 138…) belongs to the sentence, not to the number."""
_DIGIT_RUN = re.compile(rf"[{_DIGIT_CHARS}\d][{_DIGIT_CHARS}\d \-{_JOINTS}]{{5,}}")
_MOBILE_LENGTH = 11
_WORDS = {
    word: str(digit)
    for digit, words in enumerate(
        ("zero oh nought", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    )
    for word in words.split()
}
_TIMES = {"double": 2, "triple": 3}
_WORD = "|".join((*_WORDS, *_TIMES))
_SPELLED = re.compile(
    rf"(?<![a-z])(?:(?:{_WORD})[ ,.\-]{{1,3}}){{5,}}(?:{_WORD})(?![a-z])", re.IGNORECASE
)
"""A number in English words: one three nine, double two …"""
_FEW = 24
"""Characters that are sooner replaced one after the other than all at once."""
_STAYS = frozenset(map(chr, (*range(0x80), *range(0x4E00, 0x9FA6), 0x3001, 0x3002)))
"""Characters that have one form only."""


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded copy of a text, and the way back to the original."""

    text: str
    original: str
    _places: tuple[int, ...] | None = None
    """Where each character of `text` starts in `original`, and the end; None: the same place."""

    def place(self, index: int) -> int:
        """Return where in the original the folded character at `index` starts."""
        return index if self._places is None else self._places[index]

    def slice(self, start: int, end: int) -> str:
        """Return the original's words for the folded ones in [start, end)."""
        return self.original[self.place(start) : self.place(end)]


def exchange(text: str, changes: Mapping[str, str]) -> str:
    """Return `text` with each character replaced that `changes` names."""
    again = any(char in changes for to in changes.values() for char in to)
    if again or len(changes) > _FEW:
        return "".join(map(changes.get, text, text))
    for char, to in changes.items():
        text = text.replace(char, to)
    return text


@cache
def _folded_char(char: str) -> str:
    if char in _DASHES:
        return "-"
    if char in _NOTHING:
        return ""
    if char in _LINE_ENDS:
        return _LINE_ENDS[char]
    if unicodedata.category(char) == "Zs":
        return " "
    return unicodedata.normalize("NFKC", char)


def fold(text: str) -> Folded:
    r"""Return `text` in NFKC, character by character, with dashes, spaces and line ends alike.

    ``\r\n`` becomes ``\n``; zero-width characters vanish, since they are put inside numbers.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    odd = {char: _folded_char(char) for char in set(text) - _STAYS}
    changed = {char: to for char, to in odd.items() if char != to}
    if not changed:
        return Folded(text, text)
    folded = exchange(text, changed)
    if all(len(to) == 1 for to in changed.values()):
        return Folded(folded, text)
    return Folded(folded, text, _places(text, changed))


def _places(text: str, changed: dict[str, str]) -> tuple[int, ...]:
    lengths = {char: len(to) for char, to in changed.items() if len(to) != 1}
    odd = re.compile(f"[{re.escape(''.join(lengths))}]")
    places: list[int] = []
    done = 0
    for found in odd.finditer(text):
        at = found.start()
        places += range(done, at)
        places += [at] * lengths[found[0]]
        done = at + 1
    places += range(done, len(text) + 1)
    return tuple(places)


@cache
def _simple_chars() -> dict[str, str]:
    han = [chr(code) for code in _HAN]
    simple = OpenCC("t2s").convert("\n".join(han)).split("\n")
    return {a: b for a, b in zip(han, simple, strict=True) if a != b and len(b) == 1}


def simplify_chars(text: str) -> str:
    """Return a simplified copy of the same length, character by character."""
    simple = _simple_chars()
    return exchange(text, {char: simple[char] for char in simple.keys() & set(text)})


@cache
def _converter() -> OpenCC:
    return OpenCC("tw2sp")


def simplify(text: str) -> str:
    """Return a simplified copy with mainland words (寬頻 → 宽带); its length may differ."""
    converted: str = _converter().convert(text)
    return converted


def narrow_digits(text: str) -> str:
    """Return a copy of the same length where numbers in words, Chinese or English, stand as 0–9."""
    narrow = _DIGIT_RUN.sub(_as_digits, text)
    small = narrow.lower()
    if not any(word in small for word in _WORDS):
        return narrow
    return _SPELLED.sub(_out_of_words, narrow)


def _as_digits(run: re.Match[str]) -> str:
    chinese = sum(char in _DIGIT_CHARS for char in run[0])
    if not chinese:
        return run[0]
    narrow = run[0].translate(_CHINESE_DIGITS)
    if chinese < _MIN_CHINESE_DIGITS:
        compact = narrow.replace(" ", "")
        is_mobile = len(compact) == _MOBILE_LENGTH and compact.isdecimal() and compact[0] == "1"
        return narrow if is_mobile and not run[0].startswith(("两", "一 ")) else run[0]
    return narrow


def _out_of_words(run: re.Match[str]) -> str:
    """Return the digits that the words say, with blanks up to the words' length."""
    digits, times = "", 1
    for word in re.findall(r"[a-z]+", run[0].lower()):
        digits += _WORDS.get(word, "") * times
        times = _TIMES.get(word, 1)
    return digits.ljust(len(run[0]))


def matching_copy(text: str) -> str:
    """Return the folded, simplified, lower-case copy that phrases are looked for in."""
    return simplify(fold(text).text).lower()
