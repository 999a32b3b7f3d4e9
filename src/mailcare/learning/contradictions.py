"""Phrases that contradict, shadow or cancel each other, or can never fire: warnings for a person.

Every check puts a phrase's own words to the rules that judge letters, so that it finds what a
letter would meet, whatever the reason.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mailcare.config import Config
from mailcare.triage.phrases import CompiledPhrase, Lexicon, compile_phrases, find_hits
from mailcare.triage.scope import BASE_CONFIDENCE
from mailcare.triage.text import matching_copy

STRONG = 2.0
"""Points from which a phrase may decide a letter nearly alone."""
OVERLAP = 2
"""Characters that two phrases must share before they count as overlapping."""
MOST = 0.6
"""Share of the longer phrase that is the other's, too: less leaves each its own words."""
_OTHERS_NAMED = 3


@dataclass(frozen=True, slots=True)
class Contradiction:
    """One oddity among the phrases."""

    kind: str
    """A stable word such as ``same``; `docs/rules.md` explains each."""
    owner: str
    phrase: str
    other_owner: str = ""
    other: str = ""
    """The phrase or words that are in the way."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A phrase of the config beside its compiled form."""

    owner: str
    text: str
    compiled: CompiledPhrase

    @property
    def literal(self) -> str:
        """Its words as letters are searched for them; empty for a regular expression."""
        return self.compiled.literal


def find_contradictions(config: Config) -> list[Contradiction]:
    """Return what is odd about the phrases of `config`: faults first, then overlaps, by owner."""
    entries = list(_entries(config))
    checks = (_empty, _unwritable, _weightless, _repeated, _self_negated, _shadowed)
    found = {one for check in checks for one in check(entries)}
    lead = config.triage.min_confidence - BASE_CONFIDENCE
    outside = {*config.triage.non_telecom, *config.triage.outsiders}
    overlaps = _overlapping(entries, lead)
    found.update(one for one in overlaps if not {one.owner, one.other_owner} <= outside)
    return sorted(found, key=_rank)


def _rank(one: Contradiction) -> tuple[bool, str, str, str, str]:
    """Put what never counts before what merely overlaps."""
    return one.kind == "overlap", one.owner, one.kind, one.phrase, one.other


def _entries(config: Config) -> Iterator[_Entry]:
    triage = config.triage
    for owners in (config.units, config.departments, triage.non_telecom, triage.outsiders):
        for name, owner in owners.items():
            compiled = compile_phrases(name, owner.phrases)
            for phrase, ready in zip(owner.phrases, compiled, strict=True):
                yield _Entry(name, phrase.text, ready)


def _odd(kind: str, one: _Entry, other: _Entry | None = None, words: str = "") -> Contradiction:
    if other is None:
        return Contradiction(kind, one.owner, one.text, "", words)
    return Contradiction(kind, one.owner, one.text, other.owner, other.text)


def _empty(entries: Sequence[_Entry]) -> Iterator[Contradiction]:
    """Yield patterns that match nothing at all, such as a look-ahead alone; they never count."""
    for entry in entries:
        pattern = entry.compiled.pattern
        probe = matching_copy(entry.text)
        if pattern and any(not found[0] for found in pattern.finditer(probe)):
            yield _odd("empty", entry)


def _unwritable(entries: Sequence[_Entry]) -> Iterator[Contradiction]:
    """Yield patterns with characters that no letter holds once it is folded and simplified."""
    for entry in entries:
        if entry.compiled.pattern:
            probe = matching_copy(entry.text)
            lost = [char for char in entry.text.lower() if not _can_stand(char, probe)]
            if lost:
                yield _odd("unwritable", entry, words="".join(dict.fromkeys(lost)))


def _can_stand(char: str, probe: str) -> bool:
    """Say whether folded text may hold `char`; some change only beside certain others (么)."""
    return matching_copy(char) == char or char in probe


def _weightless(entries: Sequence[_Entry]) -> Iterator[Contradiction]:
    """Yield phrases that say nothing."""
    for entry in entries:
        if entry.compiled.weight == 0:
            yield _odd("weightless", entry)


def _repeated(entries: Sequence[_Entry]) -> Iterator[Contradiction]:
    """Yield phrases that stand twice: only the first counts, whoever owns the second."""
    by_text: dict[str, list[_Entry]] = defaultdict(list)
    for entry in entries:
        by_text[entry.literal or entry.text].append(entry)
    for first, *others in by_text.values():
        for other in others:
            if _meet(first, other):
                kind = "twice" if first.owner == other.owner else "same"
                yield _odd(kind, other, first)


def _meet(one: _Entry, other: _Entry) -> bool:
    """Say whether both are looked for in one place of a letter."""
    fields = {one.compiled.field, other.compiled.field}
    return len(fields) == 1 or "any" in fields


def _self_negated(entries: Sequence[_Entry]) -> Iterator[Contradiction]:
    """Yield phrases that hold what cancels them."""
    for entry in entries:
        for negation in entry.compiled.negated_by:
            if negation in entry.literal:
                yield _odd("self_negated", entry, words=negation)


def _shadowed(entries: Sequence[_Entry]) -> Iterator[Contradiction]:
    """Yield phrases in whose own words another one is found instead of them."""
    phrases = Lexicon(entry.compiled for entry in entries)
    by_phrase = {id(entry.compiled): entry for entry in entries}
    for entry in entries:
        if not entry.literal:
            continue
        where = "subject" if entry.compiled.field == "subject" else "body"
        hits = find_hits(entry.literal, phrases, where)
        if any(hit.phrase == entry.compiled for hit in hits):
            continue
        winner = by_phrase[id(hits[0].phrase)] if hits else None
        if winner is None or (winner.literal != entry.literal and winner.owner != entry.owner):
            yield _odd("shadowed", entry, winner)


def _overlapping(entries: Sequence[_Entry], lead: float) -> Iterator[Contradiction]:
    """Yield strong phrases that grow into another owner's with neither of them leading."""
    strong = [one for one in entries if one.literal and one.compiled.weight >= STRONG]
    heads: dict[str, list[_Entry]] = defaultdict(list)
    for entry in strong:
        for length in range(OVERLAP, len(entry.literal)):
            heads[entry.literal[:length]].append(entry)
    for entry in strong:
        others: dict[str, list[_Entry]] = defaultdict(list)
        for start in range(1, len(entry.literal) - OVERLAP + 1):
            for other in heads.get(entry.literal[start:], ()):
                if _tie(entry, other, start, lead):
                    others[other.owner].append(other)
        for owner, found in others.items():
            texts = "、".join(other.text for other in found[:_OTHERS_NAMED])
            more = "…" if len(found) > _OTHERS_NAMED else ""
            yield Contradiction("overlap", entry.owner, entry.text, owner, texts + more)


def _tie(one: _Entry, other: _Entry, start: int, lead: float) -> bool:
    """Say whether words that hold both phrases would leave the two owners too close."""
    if one.owner == other.owner or not _meet(one, other):
        return False
    shared = len(one.literal) - start
    if shared < MOST * max(len(one.literal), len(other.literal)):
        return False
    weights = sorted((one.compiled.weight, other.compiled.weight))
    if weights[1] - weights[0] >= lead * weights[1]:
        return False
    where = "subject" if "subject" in (one.compiled.field, other.compiled.field) else "body"
    both = [one.compiled, other.compiled]
    words = one.literal[:start] + other.literal
    if any(negation in words for phrase in both for negation in phrase.negated_by):
        return False
    return len(find_hits(words, Lexicon(both), where)) == len(both)
