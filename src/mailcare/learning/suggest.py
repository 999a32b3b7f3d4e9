"""Labelled letters → phrases that one owner's letters hold and others' don't; a person accepts.

Chinese runs are cut into pieces of 2–6 characters, English into one to three words. A piece must
stand in several letters of one owner and in (nearly) none of the others', and say something that
the phrases of that owner don't say yet. Of pieces within each other that stand in the same letters
only the longest is proposed, since the longer phrase is the safer one.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from mailcare.triage.phrases import Lexicon, find_hits
from mailcare.triage.words import Words

SHORTEST, LONGEST = 2, 6
MOST_WORDS = 3
_HAN = re.compile(r"[\u4e00-\u9fa5]+")
_ENGLISH = re.compile(r"(?<![\w@.])[a-z][a-z'-]+(?: [a-z][a-z'-]+)*(?![a-z0-9_@]|\.[a-z0-9])")
_ADDRESS = re.compile(
    r"[\w.+-]+@[\w.-]+|(?:https?://|www\.)[a-z0-9./?=&%_-]+|"
    r"[\u4e00-\u9fa5]{2,6}(?:路|街|弄|巷|村|小区|苑|花园|公寓)"
    r"(?:\s*[\d一二三四五六七八九十]+(?:支弄|号楼|弄|号|室|幢|栋|单元|座|楼)?)+|"
    r"[\u4e00-\u9fa5]{2,3}(?:省|市|区|县|镇)"
)
_EDGE = frozenset(
    "的了是我你您他她它们这那在有和与就也都还又很请要会能可不没被把让给对从到为以及或但而且吗呢吧啊"
    "一个些之其所由于因如若已经再来去上下里中后前时每次说想"
)
"""A piece that begins or ends with these is cut out of a sentence, not a word."""
_COMMON_WORD = re.compile(
    r"a|an|and|are|as|at|be|been|but|by|can|could|do|for|from|had|has|have|he|i|if|in|is|it|me|my|no|"
    r"not|of|on|or|our|please|so|still|that|the|their|them|then|there|they|this|to|us|was|we|were|"
    r"what|when|which|will|with|would|you|your|hello|dear|thanks?|regards|sir|madam|since|very|"
    r"monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|may|june|"
    r"july|august|september|october|november|december|today|yesterday|tomorrow"
)


@dataclass(frozen=True, slots=True)
class Example:
    """A labelled letter: whose business it is, and whether today's rules see that."""

    owner: str
    words: Words
    names: tuple[str, ...] = ()
    """Of persons in it: never part of a phrase."""
    mistaken: bool = False
    """Judged wrongly, or left to a person."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A phrase that would speak for an owner."""

    owner: str
    text: str
    letters: int
    """Of the owner that hold it."""
    others: int
    """Of other owners that hold it."""
    mistaken: int
    """Of the owner's letters that hold it: those that today's rules get wrong or ask about."""


def suggest(
    examples: Sequence[Example],
    phrases: Lexicon,
    *,
    least: int = 3,
    purity: float = 0.9,
) -> list[Suggestion]:
    """Return phrases that would tell owners apart, the most helpful first.

    Args:
        examples: the labelled letters.
        phrases: those in force.
        least: letters of the owner that must hold a phrase.
        purity: share of the letters holding it that must be the owner's.
    """
    holders: dict[str, set[int]] = defaultdict(set)
    for at, example in enumerate(examples):
        for piece in set(_pieces(example)):
            holders[piece].add(at)
    found = [
        suggestion
        for text, letters in _longest(holders, least).items()
        if (suggestion := _suggestion(text, letters, examples)).letters >= least
        and suggestion.letters >= purity * (suggestion.letters + suggestion.others)
        and not _is_known(suggestion, phrases)
    ]
    return sorted(found, key=_rank)


def _rank(one: Suggestion) -> tuple[str, int, int, int, str]:
    return one.owner, -one.mistaken, one.others, -one.letters, one.text


def _pieces(example: Example) -> Iterator[str]:
    text = _ADDRESS.sub(" ", example.words.all)
    for name in example.names:
        text = text.replace(name.lower(), " ")
    for run in _HAN.findall(text):
        yield from _of_run(run)
    for run in _ENGLISH.findall(text):
        yield from _of_words(run.split(" "))


def _of_run(run: str) -> Iterator[str]:
    for start in range(len(run) - SHORTEST + 1):
        for end in range(start + SHORTEST, min(start + LONGEST, len(run)) + 1):
            if run[start] not in _EDGE and run[end - 1] not in _EDGE:
                yield run[start:end]


def _of_words(words: list[str]) -> Iterator[str]:
    for start in range(len(words)):
        for end in range(start + 1, min(start + MOST_WORDS, len(words)) + 1):
            if not any(map(_COMMON_WORD.fullmatch, (words[start], words[end - 1]))):
                yield " ".join(words[start:end])


def _longest(holders: Mapping[str, set[int]], least: int) -> dict[str, frozenset[int]]:
    """Return the frequent pieces that aren't within another one of the very same letters."""
    groups: dict[frozenset[int], list[str]] = defaultdict(list)
    for text, letters in holders.items():
        if len(letters) >= least:
            groups[frozenset(letters)].append(text)
    return {text: letters for letters, texts in groups.items() for text in _maximal(texts)}


def _maximal(texts: Iterable[str]) -> Iterator[str]:
    kept: list[str] = []
    for text in sorted(texts, key=len, reverse=True):
        if not any(text in longer for longer in kept):
            kept.append(text)
            yield text


def _suggestion(text: str, letters: frozenset[int], examples: Sequence[Example]) -> Suggestion:
    """Return the piece as a phrase of the owner who has most of its letters."""
    holding = [examples[at] for at in letters]
    owners = [one.owner for one in holding]
    owner = max(sorted(set(owners)), key=owners.count)
    count = owners.count(owner)
    mistaken = sum(one.mistaken for one in holding if one.owner == owner)
    return Suggestion(owner, text, count, len(owners) - count, mistaken)


def _is_known(one: Suggestion, phrases: Lexicon) -> bool:
    """Say whether a phrase of the owner speaks up already when these words are written."""
    hits = find_hits(one.text, phrases, "body")
    return any(hit.phrase.owner == one.owner and hit.phrase.weight > 0 for hit in hits)
