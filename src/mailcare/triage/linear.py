"""Weights learnt from labelled letters: how much the signs of a thing say for an answer, summed up.

What ``make weights`` has fitted lies beside the modules that ask, as JSON: a name, its weight.
Signs are names of what was seen (a pair of characters, a header field), never a letter's wording:
one that fewer than three letters show is not kept.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from math import sqrt
from operator import add
from pathlib import Path

from mailcare.errors import MailcareError

_HAN = re.compile(r"[\u3400-\u9fff]+")
_LATIN = re.compile(r"[a-z][a-z'-]+")
_TEXTS = 8
"""A letter's copies, of which several questions are asked in turns."""
_SHARE = 4.0
"""What all signs together can say at most, in weights of one: long texts count no more."""

Weights = Mapping[str, float]


def log_odds(weights: Weights, signs: Iterable[str]) -> float:
    """Return the logarithm of the odds that the answer is yes; 0 where nothing is known."""
    found = map(weights.get, dict.fromkeys(signs))
    return _summed([weight for weight in found if weight is not None])


def all_log_odds(file: Path, wanted: tuple[str, ...], signs: Iterable[str]) -> dict[str, float]:
    """Return the log-odds by each of the weights called `wanted`, each sign looked up once.

    Raises:
        MailcareError: the file is not what ``make weights`` writes.
    """
    known = _known(file, wanted, signs)
    return {name: _summed(weights) for name, weights in zip(wanted, known, strict=True)}


def all_sums(file: Path, wanted: tuple[str, ...], signs: Iterable[str]) -> dict[str, float]:
    """Return the sums of the weights called `wanted`: what speaks for one of several options.

    Raises:
        MailcareError: the file is not what ``make weights`` writes.
    """
    known = _known(file, wanted, signs)
    return {name: sum(weights) for name, weights in zip(wanted, known, strict=True)}


def _known(file: Path, wanted: tuple[str, ...], signs: Iterable[str]) -> list[list[float]]:
    table = _by_sign(file, wanted)
    known: list[list[float]] = [[] for _ in wanted]
    for said in filter(None, map(table.get, dict.fromkeys(signs))):
        for at, weight in said:
            known[at].append(weight)
    return known


def _summed(known: Sequence[float]) -> float:
    return _SHARE * sum(known) / sqrt(len(known)) if known else 0.0


@cache
def _by_sign(file: Path, wanted: tuple[str, ...]) -> Mapping[str, tuple[tuple[int, float], ...]]:
    """Return what each sign says, and for which of `wanted`."""
    table: dict[str, tuple[tuple[int, float], ...]] = {}
    for at, name in enumerate(wanted):
        for sign, weight in learnt(file, name).items():
            table[sign] = (*table.get(sign, ()), (at, weight))
    return table


@lru_cache(_TEXTS)
def pieces(text: str, prefix: str = "") -> Sequence[str]:
    """Return the pairs of Han characters and the Latin words of a folded text, as signs."""
    return tuple(_pieces(text, prefix))


def _pieces(text: str, prefix: str) -> Iterator[str]:
    for run in _HAN.findall(text):
        pairs = map(add, run, run[1:])
        yield from map(prefix.__add__, pairs) if prefix else pairs
    yield from (prefix + word for word in _LATIN.findall(text))


@cache
def learnt(file: Path, name: str) -> Weights:
    """Return the weights called `name` in `file`.

    Raises:
        MailcareError: the file is not what ``make weights`` writes.
    """
    found = _read(file).get(name)
    if found is None:
        raise MailcareError(f"{file} holds no weights called {name}: install again")
    return found


@cache
def _read(file: Path) -> Mapping[str, Weights]:
    try:
        found: dict[str, Weights] = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise MailcareError(f"{file} holds no weights: install again") from error
    return found
