"""Regular expressions that are tried only where a text holds what they open with.

`compile_words` takes the place of `re.compile` for expressions that list many words and are
searched for in whole letters; what they find is the same. A search of re tries each of hundreds of
words at each character, a sieved one looks up which openings the text holds: few, mostly none.
"""

import re
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from operator import add
from typing import cast

from mailcare.triage.openings import DIGITS, LINE, SPACES, START, find_openings

_SHORT = 48
"""Characters of a text for which no index is made."""
_LONG = 60_000
"""Characters from which a text is searched plainly: none of a letter's copies is so long."""
_OFTEN = 6
"""One place to try in so many characters: then a plain search is faster."""
_WORDY = 60
"""Openings of an expression that searches so slowly that even more places are tried sooner."""
_FEW = 6
"""Bars of an expression that re searches for as fast."""
_DEAR = 24
"""Openings from which even a short text is looked at first."""
_KEPT = 64
"""Texts whose indexes are kept: copies of a letter, and pieces of it that are asked about."""
_ASCII = re.compile(r"[ -~]{3,}")
_PLAIN = frozenset(DIGITS + SPACES)
_ODD = re.compile(r"[^\x00-\x1b\x20-\x7f\u3001-\u3020\u3400-\u9fff]")
"""What may be a digit or a blank besides those."""


def is_odd(chars: set[str]) -> bool:
    """Whether there are digits or blanks that no opening tells of."""
    return any(char.isdecimal() or char.isspace() for char in chars - _PLAIN)


def opening_keys(pattern: re.Pattern[str]) -> frozenset[str]:
    """Return runs of up to three characters of which a text must hold one for `pattern` to match.

    None are returned where they are not known; of a text that `is_odd` they say nothing.
    """
    found = find_openings(pattern.pattern, pattern.flags & ~re.UNICODE)
    keys = frozenset().union(*(one.keys for one in found))
    return keys if keys.isdisjoint((START, LINE)) else frozenset()


class _Text:
    """The runs of up to three characters that a text holds, and where."""

    __slots__ = ("_places", "grams", "is_odd", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        chars = set(text)
        ascii_runs = "\n".join(_ASCII.findall(text))
        self.is_odd = is_odd(chars)
        self.grams = chars.union(map(add, text, text[1:]), (START, LINE))
        self.grams.update(
            map("".join, zip(ascii_runs, ascii_runs[1:], ascii_runs[2:], strict=False))
        )
        self._places: dict[str, list[int]] = {START: [0]}

    def places(self, gram: str) -> list[int]:
        """Return where `gram` stands."""
        known = self._places.get(gram)
        if known is None:
            known = self._places[gram] = self._find(gram)
        return known

    def _find(self, gram: str) -> list[int]:
        if gram == LINE:
            return [0, *(place + 1 for place in self.places("\n"))]
        found, find = [], self.text.find
        place = find(gram)
        while place >= 0:
            found.append(place)
            place = find(gram, place + 1)
        return found


class _Part(_Text):
    """A text within another that is indexed: a body within the letter, a letter without a label."""

    __slots__ = ("_at", "_whole")

    def __init__(self, text: str, whole: _Text, at: int) -> None:
        self.text = text
        self.is_odd, self.grams = whole.is_odd, whole.grams
        self._places = {START: [0]}
        self._whole, self._at = whole, at

    def _find(self, gram: str) -> list[int]:
        if gram == LINE:
            return super()._find(gram)
        last = self._at + len(self.text) - len(gram)
        return [at - self._at for at in self._whole.places(gram) if self._at <= at <= last]


_WHOLES: deque[_Text] = deque(maxlen=4)
"""The texts indexed last that are no part of another."""


@lru_cache(maxsize=_KEPT)
def _indexed(text: str) -> _Text:
    for whole in tuple(_WHOLES):
        at = whole.text.find(text)
        if at >= 0:
            return _Part(text, whole, at)
    index = _Text(text)
    _WHOLES.append(index)
    return index


class _Sieved:
    """A regular expression with the methods of re.Pattern that this room calls."""

    def __init__(self, expression: str, flags: int) -> None:
        self.pattern = expression
        self._flags = flags

    @cached_property
    def _plain(self) -> re.Pattern[str]:
        return re.compile(self.pattern, self._flags)

    @cached_property
    def _distances(self) -> Mapping[str, list[tuple[int, int]]]:
        """How far behind a match's start each key may stand; empty: that is not known."""
        distances: dict[str, list[tuple[int, int]]] = {}
        for one in find_openings(self.pattern, self._flags):
            for key in one.keys:
                distances.setdefault(key, []).append((one.least, one.most))
        return distances

    @cached_property
    def _keys(self) -> frozenset[str]:
        return frozenset(self._distances)

    @cached_property
    def _pairs(self) -> frozenset[str]:
        """Pairs and single characters of which a text must hold one; none: it need hold none."""
        pairs = frozenset(key[:2] for key in self._keys)
        return pairs if pairs.isdisjoint((START, LINE)) else frozenset()

    def search(self, text: str, pos: int = 0, endpos: int = sys.maxsize) -> re.Match[str] | None:
        """Find it first."""
        starts = self._starts(text, pos, endpos)
        if starts is None:
            return self._plain.search(text, pos, endpos)
        return next(self._at(starts, text, pos, endpos), None) if starts else None

    def match(self, text: str, pos: int = 0, endpos: int = sys.maxsize) -> re.Match[str] | None:
        """Find it at `pos`."""
        return self._plain.match(text, pos, endpos)

    def fullmatch(self, text: str, pos: int = 0, endpos: int = sys.maxsize) -> re.Match[str] | None:
        """Find that it is all there is."""
        return self._plain.fullmatch(text, pos, endpos)

    def finditer(
        self, text: str, pos: int = 0, endpos: int = sys.maxsize
    ) -> Iterator[re.Match[str]]:
        """Find it everywhere."""
        starts = self._starts(text, pos, endpos)
        if starts is None:
            return self._plain.finditer(text, pos, endpos)
        return self._at(starts, text, pos, endpos) if starts else iter(())

    def findall(self, text: str) -> list[str]:
        """Return what it found; an expression with groups is none to be asked for that."""
        starts = self._starts(text)
        if starts is None:
            return self._plain.findall(text)
        return [found[0] for found in self._at(starts, text)] if starts else []

    def sub(self, by: str | Callable[[re.Match[str]], str], text: str) -> str:
        """Replace what it finds."""
        starts = self._starts(text)
        if starts is None:
            return self._plain.sub(by, text)
        kept, done = [], 0
        for found in self._at(starts, text):
            new = found.expand(by) if isinstance(by, str) else by(found)
            kept += [text[done : found.start()], new]
            done = found.end()
        return "".join((*kept, text[done:])) if done else text

    def split(self, text: str, maxsplit: int = 0) -> list[str]:
        """Split where it stands."""
        return [text] if self._starts(text) == [] else list(self._plain.split(text, maxsplit))

    def _at(
        self, starts: list[int], text: str, pos: int = 0, endpos: int = sys.maxsize
    ) -> Iterator[re.Match[str]]:
        """Try the places in turn, none within what was found before."""
        match = self._plain.match
        for start in starts:
            if pos <= start < endpos and (found := match(text, start, endpos)):
                yield found
                pos = found.end()

    def _starts(self, text: str, pos: int = 0, endpos: int = sys.maxsize) -> list[int] | None:
        """Return where matches may start, in order; None: all must be tried."""
        length = len(text)
        if not self._keys or length > _LONG:
            return None
        if length <= _SHORT:
            return [] if self._is_absent(text) else None
        if min(endpos, length) - pos <= _SHORT:
            return None
        index = _indexed(text)
        keys = self._keys & index.grams
        if index.is_odd:
            return None
        return self._places(index, keys) if keys else []

    def _is_absent(self, text: str) -> bool:
        """Say whether a short text surely holds none."""
        pairs = self._pairs
        return (
            len(pairs) >= _DEAR
            and pairs.isdisjoint(map(add, text, text[1:]))
            and pairs.isdisjoint(text)
            and not _ODD.search(text)
        )

    def _places(self, text: _Text, keys: Iterable[str]) -> list[int] | None:
        starts: set[int] = set()
        for key in keys:
            places = text.places(key)
            for least, most in self._distances[key]:
                if most == 0:
                    starts.update(places)
                    continue
                for place in places:
                    starts.update(range(max(0, place - most), place - least + 1))
        often = 1 if len(self._keys) >= _WORDY else _OFTEN
        return None if len(starts) * often > len(text.text) else sorted(starts)


def compile_words(expression: str, flags: int = 0) -> re.Pattern[str]:
    """Compile `expression` when it is first tried, to be searched for where it may stand."""
    if expression.count("|") < _FEW:
        return re.compile(expression, flags)
    return cast("re.Pattern[str]", _Sieved(expression, int(flags)))
