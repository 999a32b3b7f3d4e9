"""What a letter's passages say of a thing, by weights learnt from labelled letters (passages.json).

One passage of a letter threatens, tells of a report in vain or asks for a call; the rest speaks of
other things. So each passage is weighed by itself, and the strongest counts. escalation.py and
calls.py know such words by heart and sum up both.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import sqrt
from operator import add
from pathlib import Path

from mailcare.triage.linear import Weights

FILE = Path(__file__).with_name("passages.json")
ESCALATION, CALL = "escalation", "call"
LENGTH = 40
"""Characters of a passage, in whole sentences; a longer sentence is one by itself."""
LATIN = 0.4
"""What a Latin letter counts of a character."""
ALWAYS = "cue always"
"""The sign that each passage has."""
SHARE, FEW = 4.0, 5
"""What all signs together can say at most, in weights of one; few signs say less than many."""
_TEXTS = 4
"""What is asked about in turns."""

_SENTENCE = re.compile(r"(?:[^。!?;\n.]|\.(?!\s))+[。!?;\n.]*")
_HAN = re.compile(r"[\u3400-\u9fff]+")
_WORD = re.compile(r"[a-z][a-z'-]+")
_SMALL = re.compile(r"[a-z]")


@dataclass(frozen=True, slots=True)
class Passage:
    """The passage that says most, and how much: the log-odds that it says so."""

    odds: float
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Sentence:
    start: int
    end: int
    signs: tuple[str, ...]


@lru_cache(_TEXTS)
def passages(text: str) -> tuple[tuple[_Sentence, ...], ...]:
    """Return the passages of a folded text: as many whole sentences as LENGTH holds, each once."""
    found = [one for one in _SENTENCE.finditer(text) if one[0].strip()]
    sentences = [_Sentence(*one.span(), tuple(_signs(one[0]))) for one in found]
    lengths = [_length(one[0]) for one in found]
    return tuple(tuple(sentences[first:end]) for first, end in _windows(lengths))


def strongest(text: str, weights: Weights, cues: Iterable[str] = (ALWAYS,)) -> Passage:
    """Return the passage that says most by `weights`; `cues` are signs of all of the letter."""
    beside = _known(weights, cues)
    known: dict[int, Mapping[str, float]] = {}
    best = Passage(weighed(beside.values()), 0, 0)
    for at, passage in enumerate(passages(text)):
        seen = dict(beside)
        for one in passage:
            if one.start not in known:
                known[one.start] = _known(weights, one.signs)
            seen.update(known[one.start])
        odds = weighed(seen.values())
        if not at or odds > best.odds:
            best = Passage(odds, passage[0].start, passage[-1].end)
    return best


def weighed(known: Collection[float]) -> float:
    """Return what the weights of a passage's signs say together, as log-odds."""
    return sum(known) * amount(len(known))


def amount(signs: int) -> float:
    """Return how much each of so many signs counts."""
    return SHARE / sqrt(signs + FEW)


def _known(weights: Weights, signs: Iterable[str]) -> Mapping[str, float]:
    found = ((sign, weights.get(sign)) for sign in signs)
    return {sign: weight for sign, weight in found if weight is not None}


def _signs(sentence: str) -> Iterator[str]:
    """Yield pairs of Han characters, Latin words and pairs of such."""
    for run in _HAN.findall(sentence):
        yield from map(add, run, run[1:])
    words = _WORD.findall(sentence)
    yield from words
    yield from (f"{one} {two}" for one, two in pairwise(words))


def _length(sentence: str) -> float:
    return len(sentence) - (1 - LATIN) * len(_SMALL.findall(sentence))


def _windows(lengths: list[float]) -> Iterator[tuple[int, int]]:
    """Yield first and end of each longest run of sentences within LENGTH, none within another."""
    done = 0
    for first in range(len(lengths)):
        end, total = first + 1, lengths[first]
        while end < len(lengths) and total + lengths[end] <= LENGTH:
            total += lengths[end]
            end += 1
        if end > done:
            yield first, end
            done = end
