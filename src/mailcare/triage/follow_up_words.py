"""What people say in later letters, from follow_up.toml: weighted groups, and plain ones."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from mailcare.triage.expressions import Expression, Register
from mailcare.triage.signs import Sign

_LATER_LETTERS = Register()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of later letters, compiled."""

    weighted: Mapping[str, tuple[Sign, ...]]
    """By stance; of each sign the points count once."""
    plain: Mapping[str, Expression]

    def points(self, group: str, text: str) -> float:
        """Add up the points of a weighted group in `text`."""
        return sum(one.points for one in self.weighted[group] if one.pattern.search(text))

    def evidence(self, groups: Iterable[str], text: str) -> str:
        """Return the words that weigh most in `text`."""
        signs = [sign for group in groups for sign in self.weighted[group]]
        found = (sign.pattern.search(text) for sign in sorted(signs, key=_heaviest_first))
        return next((hit[0].strip() for hit in found if hit), "")

    def without(self, groups: Iterable[str], text: str) -> str:
        """Return `text` without the words of weighted groups."""
        for group in groups:
            for sign in self.weighted[group]:
                text = sign.pattern.sub("", text)
        return text


@cache
def vocabulary() -> Vocabulary:
    """Return the shipped words."""
    file = Path(__file__).with_name("follow_up.toml")
    data: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
    short: dict[str, str] = data.pop("short")
    weighted = {name: group for name, group in data.items() if isinstance(group[0], dict)}
    return Vocabulary(
        {
            name: tuple(Sign(_pattern(one["words"], short), one["points"]) for one in group)
            for name, group in weighted.items()
        },
        {name: _pattern(words, short) for name, words in data.items() if name not in weighted},
    )


def _heaviest_first(sign: Sign) -> float:
    return -sign.points


def _pattern(words: Sequence[str], short: Mapping[str, str]) -> Expression:
    joined = "|".join(words)
    for piece, meaning in short.items():
        joined = joined.replace(f"<{piece}>", meaning)
    return Expression(joined, register=_LATER_LETTERS)
