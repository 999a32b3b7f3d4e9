"""Words as data: groups of regular expressions on the matching copy, from TOML files of this room.

A file's table ``short`` names pieces that its expressions hold as ``<name>``.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from mailcare.triage.expressions import Expression, Register

_LATIN = re.compile(r"[a-z]{3}")
_TEXTS = 8
"""What is asked about in turns."""
_SHORT = 80
"""Characters of a piece of text that is searched through sooner than looked up."""
_REGISTER = Register(_SHORT)
_NEEDS_LATIN = r"\b"
"""What marks words of Latin letters: Chinese ones have no boundaries."""


@dataclass(frozen=True, slots=True)
class Group:
    """Words of which any counts; those of Latin letters apart, since most letters hold none."""

    general: Expression | None
    latin: Expression | None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Find them all: first the general ones, then those of Latin letters.

        In a whole letter, which is looked up however short it is; its pieces are searched through.
        """
        _REGISTER.found_of_many(text)
        for pattern in self._patterns(text):
            yield from pattern.finditer(text)

    def search(self, text: str) -> re.Match[str] | None:
        """Find the first of them."""
        found = (pattern.search(text) for pattern in self._patterns(text))
        return min(filter(None, found), key=re.Match.start, default=None)

    def _patterns(self, text: str) -> Iterator[Expression]:
        if self.general:
            yield self.general
        if self.latin and _has_latin(text):
            yield self.latin


@lru_cache(_TEXTS)
def _has_latin(text: str) -> bool:
    return _LATIN.search(text) is not None


@cache
def vocabulary(name: str) -> Mapping[str, Group]:
    """Return the groups of the shipped file, compiled."""
    data = tomllib.loads(Path(__file__).with_name(f"{name}.toml").read_text(encoding="utf-8"))
    short: dict[str, str] = data.pop("short", {})
    return {group: _compile(words, short) for group, words in data.items()}


def _compile(words: list[str], short: Mapping[str, str]) -> Group:
    for piece, meaning in short.items():
        words = [word.replace(f"<{piece}>", meaning) for word in words]
    latin = [word for word in words if _NEEDS_LATIN in word]
    general = [word for word in words if _NEEDS_LATIN not in word]
    return Group(
        *(
            Expression("|".join(some), register=_REGISTER) if some else None
            for some in (general, latin)
        )
    )
