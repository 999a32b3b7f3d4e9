"""Broad cues of an earlier report in vain (R26): what was told us or done by us, what came of it.

escalation.py knows many ways of saying it word by word; letters of strangers say it otherwise. This
one sees few things, and how near they stand; how much each says is learnt (passages.json). The
words are those of told_before.toml.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from mailcare.triage.vocabulary import vocabulary

NAME = "told_before"
NEAR, WINDOW = 40, 60
"""Characters between a deed and its outcome, and of a passage whose cues are counted."""
LATIN = 2.5
"""Latin letters that say as much as one character."""
_MANY, _MOST, _OFTEN = 2, 6, 3

_DEEDS = ("report", "said", "came", "promise", "closed")
_OUTCOMES = ("nobody", "dodge", "still", "again", "since", "count", "each", "nth", "object")
_COUNTED = ("report", "said", "count")
_LETTER = re.compile(r"[a-z]")
_HAN = re.compile(r"[\u3400-\u9fff]")

Span = tuple[int, int]
Found = Mapping[str, Sequence[Span]]


def cues(text: str) -> Iterator[str]:
    """Yield what is seen: cues, pairs near each other, how many kinds meet in a passage."""
    found: Found = {
        name: [one.span() for one in group.finditer(text)]
        for name, group in vocabulary(NAME).items()
    }
    foreign = len(_LETTER.findall(text)) > LATIN * len(_HAN.findall(text))
    scale = LATIN if foreign else 1.0
    yield from (f"cue {name}" for name in _seen(found, set(_pairs(found, scale)), scale))


def _seen(found: Found, pairs: Collection[str], scale: float) -> Iterator[str]:
    for name, spans in found.items():
        if spans:
            yield name
        if len(spans) >= _OFTEN and name in _COUNTED:
            yield f"{name} often"
    if found["order"] and not found["word"]:
        yield "only ordered"
    yield from sorted(pairs)
    yield from (f"pairs {number}" for number in (1, 3, 5) if len(pairs) >= number)
    yield from (f"passage {number}" for number in range(_MANY, _densest(found, scale) + 1))


def _pairs(found: Found, scale: float) -> Iterator[str]:
    for deed in _DEEDS:
        told = "report" if deed == "report" else "they"
        for outcome in _OUTCOMES:
            for one in found[deed]:
                for other in found[outcome]:
                    gap = max(other[0] - one[1], one[0] - other[1], 0) / scale
                    if gap <= NEAR:
                        yield f"{told} {outcome}"


def _densest(found: Found, scale: float) -> int:
    """Count the kinds of cues in the passage that holds most, deeds and outcomes both."""
    marks = sorted((span[0], name) for name in (*_DEEDS, *_OUTCOMES) for span in found[name])
    most = 0
    for at, (start, _name) in enumerate(marks):
        kinds = {name for begin, name in marks[at:] if begin - start <= WINDOW * scale}
        if not kinds.isdisjoint(_DEEDS) and not kinds.isdisjoint(_OUTCOMES):
            most = max(most, len(kinds))
    return min(most, _MOST)
