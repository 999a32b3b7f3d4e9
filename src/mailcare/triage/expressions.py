"""Regular expressions that are tried only where they may match, and compiled only if so.

They answer as those of `re` do. A letter is searched for hundreds of them, most of which it does
not hold: see `places`.
"""

import re
import sys
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import islice

from mailcare.triage.beginnings import alternatives
from mailcare.triage.places import Place, Register

__all__ = ["LETTER", "Bundle", "Expression", "Register", "on_page"]

_GROUP = re.compile(r"(?<!\\)\((?!\?[^Pa-z])")
LETTER = Register()
"""Of what is asked of a letter's own words (words.py), subject and all."""
_PAGE = Register()

Match = re.Match[str]


class Expression:
    """A regular expression; immutable, safe to share between threads."""

    def __init__(self, source: str, flags: int = 0, register: Register = LETTER) -> None:
        self.pattern = source
        self._flags = flags
        self._register = register
        has_groups = _GROUP.search(source)
        self._alternatives = [source] if has_groups else alternatives(source)
        self.number = register.add(self._alternatives, flags)
        """By which the register knows it."""
        self._compiled_alternatives: list[re.Pattern[str] | None]
        self._compiled_alternatives = [None] * len(self._alternatives)

    def __repr__(self) -> str:
        """Show what is looked for."""
        return f"Expression({self.pattern!r})"

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> Match | None:
        """Return the first match in [start, end), or None."""
        places = self._register.places(self.number, text)
        if places is None:
            return self.compiled.search(text, start, end)
        return next(self._at(places, text, start, end), None) if places else None

    def match(self, text: str, start: int = 0, end: int = sys.maxsize) -> Match | None:
        """Return the match that begins at `start`, or None."""
        return self.compiled.match(text, start, end)

    def fullmatch(self, text: str) -> Match | None:
        """Return the match that is all of `text`, or None."""
        return self.compiled.fullmatch(text)

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[Match]:
        """Yield the matches in [start, end), none of which overlap."""
        places = self._register.places(self.number, text)
        if places is None:
            return self.compiled.finditer(text, start, end)
        return self._at(places, text, start, end) if places else iter(())

    def may_begin(self, text: str, start: int, end: int) -> bool:
        """Whether a match may begin in [start, end), be it looked for there alone."""
        places = self._register.places(self.number, text)
        if places is None:
            return True
        at = bisect_left(places, (start,))
        return at < len(places) and places[at][0] < end

    def count(self, text: str, most: int) -> int:
        """Count the matches, up to `most`."""
        found = self._register.found(text)
        if found is not None and self.number not in found:
            return 0
        return sum(1 for _ in islice(self.finditer(text), most))

    def _at(self, places: Sequence[Place], text: str, start: int, end: int) -> Iterator[Match]:
        """Yield the matches at `places`."""
        compiled = self._compiled_alternatives
        for at, alternative in places[bisect_left(places, (start,)) :] if start else places:
            if at >= end:
                return
            if at < start:
                continue
            one = compiled[alternative] or self._one(alternative)
            if found := one.match(text, at, end):
                yield found
                start = found.end()

    def _one(self, alternative: int) -> re.Pattern[str]:
        compiled = re.compile(self._alternatives[alternative], self._flags)
        self._compiled_alternatives[alternative] = compiled
        return compiled

    def findall(self, text: str) -> list[str]:
        """Return the words of all matches: of the group, where the expression has one."""
        group = min(1, self.compiled.groups)
        return [found[group] or "" for found in self.finditer(text)]

    def sub(self, new: str | Callable[[Match], str], text: str) -> str:
        """Return `text` with `new` for all matches; a string is taken as it stands."""
        pieces, done = [], 0
        for found in self.finditer(text):
            pieces += [text[done : found.start()], new if isinstance(new, str) else new(found)]
            done = found.end()
        return "".join([*pieces, text[done:]]) if pieces else text

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The same for a piece of text that is asked about once: looking that up doesn't pay."""
        return re.compile(self.pattern, self._flags)


class Bundle:
    """Expressions of one register that are asked about together; immutable."""

    def __init__(self, expressions: Sequence[Expression], register: Register = LETTER) -> None:
        self._register = register
        self._at = {one.number: at for at, one in enumerate(expressions)}

    def may_match(self, text: str) -> Iterable[int]:
        """Return the places in the bundle of those that may match in `text`, in order."""
        found = self._register.found_of_many(text)
        if found is None:
            return self._at.values()
        return sorted(map(self._at.__getitem__, self._at.keys() & found.keys()))


def on_page(source: str) -> Expression:
    """Return an expression that is looked for on the page of a letter's elements."""
    return Expression(source, register=_PAGE)
