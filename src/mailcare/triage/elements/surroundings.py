"""What stands around a place on a page, as signs for the learnt opinion."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from mailcare.triage.elements.cues import CUES
from mailcare.triage.elements.page import Page

_MARK = re.compile(r"[,。!?;\n]|(?<=[a-z])\. ")
_DIGIT = re.compile(r"\d")
_LATIN = re.compile(r"[a-z][a-z']+")
_LAST = 1 << 30
_LATIN_BEFORE, _LATIN_AFTER, _WORDS_BEFORE, _WORDS_AFTER = 40, 40, 4, 4


class Cue(NamedTuple):
    """A word of a broad kind, where it stands."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True)
class Surroundings:
    """A page with its clauses, sentences and cues, found once for all its numbers and names."""

    page: Page

    @cached_property
    def cues(self) -> tuple[Cue, ...]:
        """Words of broad kinds, in their order."""
        plain = self.page.plain
        found = (
            Cue(*match.span(), kind) for kind, cue in CUES.items() for match in cue.finditer(plain)
        )
        return tuple(sorted(found))

    @cached_property
    def _clauses(self) -> list[int]:
        return [match.start() for match in _MARK.finditer(self.page.plain)]

    @cached_property
    def _sentences(self) -> list[int]:
        return [at for at in self._clauses if self.page.plain[at] != ","]

    @cached_property
    def _zeroed(self) -> str:
        return _DIGIT.sub("0", self.page.plain)

    def zones(self, start: int, end: int) -> "Zones":
        """Return where clause and sentences around [start, end) begin and end."""
        before, after = bisect_left(self._sentences, start), bisect_left(self._sentences, end)
        clause = bisect_left(self._clauses, start), bisect_left(self._clauses, end)
        return Zones(
            start,
            end,
            clause_from=_before(self._clauses, clause[0]),
            clause_to=_after(self._clauses, clause[1]),
            sentence_from=_before(self._sentences, before),
            sentence_to=_after(self._sentences, after),
            earlier_from=_before(self._sentences, before - 1),
            later_to=_after(self._sentences, after + 1),
        )

    def cued(self, zones: "Zones", floor: int, ceiling: int) -> Iterator[tuple[str, str]]:
        """Yield the kinds of cues and the zones they stand in, in order, most of them once.

        What stands before `floor` or from `ceiling` on belongs to other numbers.
        """
        first, last = self._near(zones)
        before = min(first, bisect_left(self._cue_starts, floor))
        behind = max(last, bisect_left(self._cue_starts, ceiling))
        yield from self._kinds(0, before, "before beyond")
        yield from self._kinds(before, first, "before")
        for cue, zone in self.cued_near(zones):
            is_beyond = cue.start < floor or cue.start >= ceiling
            yield cue.kind, f"{zone} beyond" if is_beyond else zone
        yield from self._kinds(last, behind, "behind")
        yield from self._kinds(behind, len(self.cues), "behind beyond")

    def _kinds(self, start: int, end: int, zone: str) -> Iterator[tuple[str, str]]:
        return ((kind, zone) for kind in dict.fromkeys(self._cue_kinds[start:end]))

    @cached_property
    def _cue_kinds(self) -> list[str]:
        return [cue.kind for cue in self.cues]

    def cued_near(self, zones: "Zones") -> Iterator[tuple[Cue, str]]:
        """Yield the same of its own sentence and those beside it."""
        for cue in self.cues[slice(*self._near(zones))]:
            zone = zones.of(cue)
            if zone:
                yield cue, zone

    def _near(self, zones: "Zones") -> tuple[int, int]:
        """Return from where to where among the cues those of these sentences stand."""
        starts = self._cue_starts
        return bisect_left(starts, zones.earlier_from), bisect_left(starts, zones.later_to)

    @cached_property
    def _cue_starts(self) -> list[int]:
        return [cue.start for cue in self.cues]

    def letters(self, start: int, end: int, *, before: int, after: int) -> Iterator[str]:
        """Yield what stands right before and behind: single characters, pairs, English words."""
        plain, zeroed = self.page.plain, self._zeroed
        left, right = zeroed[max(0, start - before) : start], zeroed[end : end + after]
        yield from (f"<{left[-size:]}" for size in (1, 2, 3, 4) if len(left) >= size)
        yield from (f">{right[:size]}" for size in (1, 2, 3) if len(right) >= size)
        yield from _pairs(left, "<<")
        yield from _pairs(right, ">>")
        words = _LATIN.findall(plain[max(0, start - _LATIN_BEFORE) : start])
        yield from (f"<w{word}" for word in words[-_WORDS_BEFORE:])
        words = _LATIN.findall(plain[end : end + _LATIN_AFTER])
        yield from (f">w{word}" for word in words[:_WORDS_AFTER])


class Zones(NamedTuple):
    """The clause, the sentence and the neighbouring sentences of a place."""

    start: int
    end: int
    clause_from: int
    clause_to: int
    sentence_from: int
    sentence_to: int
    earlier_from: int
    later_to: int

    def of(self, cue: Cue) -> str:
        """Return in which zone a cue stands; empty if it overlaps the place."""
        if cue.end <= self.start:
            return self._before(cue.start)
        return self._behind(cue.start) if cue.start >= self.end else ""

    def _before(self, at: int) -> str:
        if at >= self.clause_from:
            return "left clause"
        if at >= self.sentence_from:
            return "left sentence"
        return "sentence before" if at >= self.earlier_from else "before"

    def _behind(self, at: int) -> str:
        if at < self.clause_to:
            return "right clause"
        if at < self.sentence_to:
            return "right sentence"
        return "next sentence" if at < self.later_to else "behind"


def _pairs(text: str, prefix: str) -> Iterator[str]:
    """Yield each two neighbouring characters as a sign."""
    return (prefix + text[at : at + 2] for at in range(len(text) - 1))


def _before(marks: list[int], at: int) -> int:
    return marks[at - 1] if at > 0 else -1


def _after(marks: list[int], at: int) -> int:
    return marks[at] if at < len(marks) else _LAST
