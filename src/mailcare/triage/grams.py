"""What a text's pieces of one to three characters say for each of several answers.

A piece counts by how often it stands in the text and by how few letters hold it; long texts count
no more than short ones. What ``make weights`` has fitted lies beside the modules that ask, as JSON.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from math import log, sqrt
from pathlib import Path
from typing import Any

from mailcare.errors import MailcareError

SIZES = (1, 2, 3)
"""Characters of a piece."""
SCALE = 100
"""What weights are multiplied with, to be stored as whole numbers."""


@dataclass(frozen=True, slots=True)
class Learnt:
    """What was fitted: the answers, and what speaks for each of them."""

    answers: tuple[str, ...]
    always: tuple[float, ...]
    pieces: Mapping[str, tuple[int, ...]]
    """How rare a piece is, then what it says for each answer."""
    beside: Mapping[str, Mapping[str, float]]
    """What something else that is known of a letter says for each answer."""


def pieces(text: str) -> Iterator[str]:
    """Yield every piece of a folded text, as often as it stands there."""
    for size in SIZES:
        yield from (text[at : at + size] for at in range(len(text) - size + 1))


def weigh(learnt: Learnt, text: str) -> Mapping[str, float]:
    """Return what a text says for each answer, as log-odds up to the same addend for all."""
    sums, square = [0.0] * len(learnt.answers), 0.0
    for piece, times in Counter(pieces(text)).items():
        known = learnt.pieces.get(piece)
        if known:
            value = known[0] * (1 + log(times))
            square += value * value
            for at, weight in enumerate(known[1:]):
                sums[at] += value * weight
    length = SCALE * sqrt(square) or 1.0
    said = zip(learnt.answers, learnt.always, sums, strict=True)
    return {answer: always + total / length for answer, always, total in said}


def telling(learnt: Learnt, text: str, answer: str) -> list[str]:
    """Return the pieces of more than one character that say most for `answer`, best first."""
    at = learnt.answers.index(answer) + 1
    found = {one for one in pieces(text) if len(one.strip()) > 1}
    known = {one: learnt.pieces[one] for one in found if one in learnt.pieces}
    good = [one for one, said in known.items() if said[at] > 0 and one.isalnum()]
    return sorted(good, key=lambda one: (-known[one][0] * known[one][at], one))


@cache
def read(file: Path) -> Mapping[str, Learnt]:
    """Return what ``make weights`` has written, by the name of what was asked.

    Raises:
        MailcareError: the file is not what ``make weights`` writes.
    """
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
        return {name: learnt(one) for name, one in found.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise MailcareError(f"{file} holds no weights: install again") from error


def learnt(found: Mapping[str, Any]) -> Learnt:
    """Return what was fitted, from what ``make weights`` writes."""
    return Learnt(
        tuple(found["answers"]),
        tuple(found["always"]),
        {piece: tuple(said) for piece, said in found["pieces"].items()},
        {
            one: dict(zip(found["answers"], said, strict=True))
            for one, said in found["beside"].items()
        },
    )
