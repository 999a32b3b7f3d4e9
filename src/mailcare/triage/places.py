"""Where in a text each of many expressions may match: found for all of them in one reading.

Most expressions of this room are many words of which any counts. A text is read once for the
beginnings of all of them, so that what it takes to search it for hundreds of expressions depends on
what it says, not on how long it is or how many they are.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from threading import Lock

from ahocorasick_rs import AhoCorasick, Implementation

from mailcare.triage.beginnings import Beginnings, beginnings, plain_char

_TEXTS = 32
"""A letter's copies and parts that are asked about in turns."""
_COPIES = 8
_SOON = 200
"""Texts, of some twenty letters, that are sooner searched through for all expressions: to read
these takes as long, and many a command or start never sees so many."""

Place = tuple[int, int]
"""Where an expression may match, and by which of its alternatives."""
Found = dict[int, "Sequence[Place] | _Besides | None"]
"""By an expression's number, in order; None: anywhere; see `Register.places` for the others."""


class Register:
    """Expressions that are looked for in the same texts, known by their numbers."""

    def __init__(self, shortest: int = 24, soon: int = _SOON) -> None:
        """Take in nothing yet; texts below `shortest` characters are sooner searched through."""
        self._shortest = shortest
        self._soon = soon
        self._lock = Lock()
        self._waiting: list[tuple[int, Sequence[str], int]] = []
        self._known = 0
        """How many of them have been read."""
        self._anyhow: Found = {}
        """What may match in any text, whatever stands there."""
        self._heads: dict[str, list[Place]] = {}
        self._finder = _finder(self._heads)
        self._found = lru_cache(_TEXTS)(self._find)
        self._last: tuple[str, int, Found] = ("", 0, {})
        self._count = 0
        self._asked = 0

    def add(self, alternatives: Sequence[str], flags: int) -> int:
        """Take in an expression's alternatives; return its number. They are read when asked for."""
        with self._lock:
            number = self._count
            self._waiting.append((number, alternatives, flags))
            self._count += 1
        return number

    def places(self, number: int, text: str) -> Sequence[Place] | None:
        """Return where in `text` an expression may match, in order; None: anywhere."""
        found = self.found(text)
        if found is None:
            return None
        places = found.get(number, ())
        if isinstance(places, _Besides):
            found[number] = places = places.places(text)
        return places

    def found(self, text: str) -> Found | None:
        """Return what may match in `text`; None where that isn't looked up."""
        last, count, found = self._last
        return found if last is text and count == self._count else self._of(text)

    def found_of_many(self, text: str) -> Found | None:
        """Return the same, be `text` ever so short: it is asked for many expressions."""
        if self._waiting and not self._is_worth_it(text):
            return None
        last, count, found = self._last
        return found if last is text and count == self._count else self._look_up(text)

    def _of(self, text: str) -> Found | None:
        return None if len(text) < self._shortest else self.found_of_many(text)

    def _is_worth_it(self, text: str) -> bool:
        """Read the expressions that wait, unless too few texts came so far for that to pay."""
        if self._asked >= self._soon:
            self._learn()
        elif text is not self._last[0]:
            self._last = text, 0, {}
            self._asked += 1
        return not self._waiting

    def _look_up(self, text: str) -> Found:
        """Return where the expressions may match; most questions are about the text before."""
        count = self._known
        found = self._found(text, count)
        self._last = text, count, found
        return found

    def _learn(self) -> None:
        """Read the expressions that wait."""
        with self._lock:
            for number, alternatives, flags in self._waiting:
                read = [beginnings(source, flags) for source in alternatives]
                known = [one for one in read if one and not (one.is_wide and len(read) == 1)]
                besides = _Besides(known) if len(known) == len(read) else None
                if besides is None or besides.any:
                    self._anyhow[number] = besides
                for at, one in enumerate(known if len(known) == len(read) else ()):
                    for head in one.heads:
                        self._heads.setdefault(head, []).append((number, at))
            self._finder = _finder(self._heads)
            self._known += len(self._waiting)
            self._waiting.clear()

    def _find(self, text: str, _known: int) -> Found:
        finder, expressions = self._finder
        found: defaultdict[int, list[Place]] = defaultdict(list)
        for head, at, _end in finder.find_matches_as_indexes(_plain(text), overlapping=True):
            for number, alternative in expressions[head]:
                found[number].append((at, alternative))
        for number in found.keys() & self._anyhow.keys():
            besides = self._anyhow[number]
            found[number] += besides.places(text) if isinstance(besides, _Besides) else ()
        for places in found.values():
            places.sort()
        return {**self._anyhow, **found}


class _Plain(dict[str, str]):
    """What stands for each character, as far as asked."""

    def __missing__(self, char: str) -> str:
        self[char] = plain = plain_char(char)
        return plain


class _Besides:
    """The alternatives of an expression that may match at a text's or a line's start anyhow."""

    def __init__(self, known: Sequence[Beginnings]) -> None:
        self._text = [at for at, one in enumerate(known) if one.at_start]
        self._lines = [at for at, one in enumerate(known) if one.at_lines]
        self.any = bool(self._text or self._lines)

    def places(self, text: str) -> list[Place]:
        """Return where, and which, in order."""
        places = [(0, alternative) for alternative in self._text]
        for start in _line_starts(text) if self._lines else ():
            places += [(start, alternative) for alternative in self._lines]
        return sorted(places)


def _finder(heads: Mapping[str, list[Place]]) -> tuple[AhoCorasick, list[list[Place]]]:
    finder = AhoCorasick(
        list(heads), implementation=Implementation.ContiguousNFA, store_patterns=False
    )
    return finder, list(heads.values())


def _line_starts(text: str) -> Iterator[int]:
    """Yield where lines begin."""
    yield 0
    at = text.find("\n")
    while at >= 0:
        yield at + 1
        at = text.find("\n", at + 1)


@lru_cache(_COPIES)
def _plain(text: str) -> str:
    """Return a copy of one length in the characters by which beginnings are known."""
    return "".join(map(_PLAIN.__getitem__, text))


_PLAIN = _Plain()
