"""A second opinion on whether the writer told us before in vain (R26), by broad cues and weights.

escalation.py knows many ways of saying it word by word; letters of strangers say it otherwise. This
one knows few things: what was told us or done by us, what came of it, how near the two stand. How
much each says is learnt (told_before.json); the words are those of told_before.toml.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from mailcare.triage.linear import learnt
from mailcare.triage.vocabulary import vocabulary

FILE = Path(__file__).with_name("told_before.json")
NAME = "told_before"
SURELY, HARDLY = 0.8, -3.8
"""Log-odds that say so alone, and below which the words that escalation.py knows mislead."""
BESIDES = 1.6
"""How much more it takes where something was ordered, or staff's manners are the matter."""
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


class Told:
    """The cues of a text, found once."""

    def __init__(self, text: str) -> None:
        self._found: Found = {
            name: [one.span() for one in group.finditer(text)]
            for name, group in vocabulary(NAME).items()
        }
        foreign = len(_LETTER.findall(text)) > LATIN * len(_HAN.findall(text))
        self._scale = LATIN if foreign else 1.0
        self._pairs = sorted(self._near())

    @cached_property
    def odds(self) -> float:
        """The log-odds that the writer told us before in vain."""
        weights = learnt(FILE, NAME)
        return sum(weights.get(sign, 0.0) for sign in dict.fromkeys(self.signs()))

    def is_sure(self) -> bool:
        """Whether that is so without any words that escalation.py knows."""
        more = BESIDES if self._found["order"] or self._found["conduct"] else 0.0
        return self.odds > SURELY + more

    def place(self) -> Span | None:
        """Return where a deed and its outcome stand nearest to each other."""
        return self._pairs[0][1] if self._pairs else None

    def signs(self) -> Iterator[str]:
        """Yield what is seen: cues, pairs near each other, how many kinds meet in a passage."""
        yield "always"
        for name, spans in self._found.items():
            if spans:
                yield name
            if len(spans) >= _OFTEN and name in _COUNTED:
                yield f"{name} often"
        if self._found["order"] and not self._found["word"]:
            yield "only ordered"
        pairs = {name for _gap, _place, name in self._pairs}
        yield from sorted(pairs)
        yield from (f"pairs {number}" for number in (1, 3, 5) if len(pairs) >= number)
        yield from (f"passage {number}" for number in range(_MANY, self._densest() + 1))

    def _near(self) -> Iterator[tuple[float, Span, str]]:
        for deed in _DEEDS:
            told = "report" if deed == "report" else "they"
            for outcome in _OUTCOMES:
                for one in self._found[deed]:
                    for other in self._found[outcome]:
                        gap = max(other[0] - one[1], one[0] - other[1], 0) / self._scale
                        if gap <= NEAR:
                            place = min(one[0], other[0]), max(one[1], other[1])
                            yield gap, place, f"{told} {outcome}"

    def _densest(self) -> int:
        """Count the kinds of cues in the passage that holds most, deeds and outcomes both."""
        cues = sorted(
            (span[0], name) for name in (*_DEEDS, *_OUTCOMES) for span in self._found[name]
        )
        most = 0
        for at, (start, _name) in enumerate(cues):
            kinds = {name for begin, name in cues[at:] if begin - start <= WINDOW * self._scale}
            if not kinds.isdisjoint(_DEEDS) and not kinds.isdisjoint(_OUTCOMES):
                most = max(most, len(kinds))
        return min(most, _MOST)
