"""Weighted phrases of the config, compiled once, looked for in a letter's matching copy."""

import re
import sys
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, islice
from typing import NamedTuple, Protocol

from ahocorasick_rs import AhoCorasick

from mailcare.triage.expressions import Bundle, Expression
from mailcare.triage.text import matching_copy
from mailcare.triage.words import Clause, Words

SUBJECT_FACTOR = 2.0
MAX_HITS = 12
"""Of one phrase in one text: more say nothing new and only cost time."""
REPEAT_FACTOR = 0.3
"""What a phrase counts for when it is said again."""
ITS_LINE_FACTOR = 0.5
"""What a line counts for that is only told by its number (座机 62174409 每月扣…)."""
SAYS_WHOSE = 5.0
"""Weight from which a phrase says whose a line is: its number takes nothing from that."""
NEXT_FACTOR = 0.75
"""What each further phrase of an owner counts for, beside the one before it."""
CIRCUMSTANCE = 1.0
"""Weight up to which a phrase tells circumstances (营业厅, 账单), not what is wrong."""
CIRCUMSTANCES_AT_MOST = 2.5
"""Points that all circumstances of a letter add up to: many of them say no more than a few."""

_WORD_ENDS = re.compile(r"(?:s|es|'s)?(?![a-z0-9])")
_DENIED_BEFORE = re.compile(
    r"(?:不是|并非|不属于|不关|无关|不涉及|不要?(?:说|提)|"
    r"\b(?:not|nothing to do with|isn't)(?: an?| the| my| our| your| about| with)*)"
    r"(?:你们?的?|我的?|我们的?|我家的?|因为|由于|什么)?\s*$"
)
_DENIED_AFTER = re.compile(
    r"^(?:的(?:问题|事情?|故障|原因|毛病)?)?"
    r"(?:也|都|是|还|倒|又|本身|一切|使用|业务|网络|线路|信号|上网)*"
    r"(?:正常|没(?:有)?(?:什么)?(?:问题|坏|故障)|好的|好用|能用|可以用|打得通|"
    r"无关|没(?:有)?关系|不相干|"
    r" (?:is|are|was|works?|working)? ?(?:just )?"
    r"(?:fine|ok|okay|normal|irrelevant|not the problem)\b)"
)
_WITH = re.compile(r"(?:跟|与|和)(?:你们?的?|我的?|我们的?|我家的?)?\s*$")
_WITHOUT_RELATION = re.compile(r"^.{0,6}(?:无关|没(?:有)?关系|不相干)")
_NUMBER = re.compile(
    r"(?:的?(?:号码?|帐号|账号|账户))?[\s:是为(,]{0,3}[a-z]{0,6}[-_]?"
    r"(?:\d[\d\- ]{5,}|[零一二三四五六七八九幺两]{7,})|"
    r"(?:号码?|帐号|账号|账户|账单|费)?[里上中](?:面)?(?:的(?:不明)?|被|多|挂|扣|又|每月|有(?:一|个|笔))"
)
_CAPITAL = re.compile(r"(?<!\\)[A-Z]")
_WHOLE = Clause(0, sys.maxsize, 1.0)


class PhraseLike(Protocol):
    """What the config says of a phrase."""

    @property
    def text(self) -> str:
        """The words, or a regular expression on the matching copy."""

    @property
    def weight(self) -> float:
        """How much it says; negative: it speaks against its owner."""

    @property
    def field(self) -> str:
        """``any``, ``subject`` or ``body``."""

    @property
    def regex(self) -> bool:
        """Whether `text` is a regular expression."""

    @property
    def negated_by(self) -> Sequence[str]:
        """Words that cancel it when they stand in the same clause."""


@dataclass(frozen=True, slots=True)
class CompiledPhrase:
    """A phrase ready to be looked for: a literal, or a pattern."""

    owner: str
    weight: float
    field: str
    literal: str = ""
    pattern: Expression | None = None
    negated_by: tuple[str, ...] = ()


class Hit(NamedTuple):
    """A phrase found at a place."""

    phrase: CompiledPhrase
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Tally:
    """What an owner's phrases add up to, and the words that counted."""

    points: float = 0.0
    evidence: tuple[str, ...] = ()
    strongest: float = 0.0
    """Weight of the strongest phrase found: below 1 only words that others use too."""


@dataclass(slots=True)
class _Sum:
    own: list[float] = field(default_factory=list)
    circumstances: float = 0.0
    strongest: float = 0.0
    evidence: dict[str, float] = field(default_factory=dict)

    def add(self, text: str, points: float, weight: float) -> None:
        if weight > CIRCUMSTANCE:
            self.own.append(points)
        else:
            self.circumstances += points
        self.strongest = max(self.strongest, weight)
        self.evidence[text] = self.evidence.get(text, 0.0) + points

    def tally(self) -> Tally:
        """Return the sum with its strongest evidence first."""
        strongest = sorted(self.evidence, key=self.evidence.__getitem__, reverse=True)
        return Tally(self._points(), tuple(strongest[:5]), self.strongest)

    def _points(self) -> float:
        ordered = sorted(self.own, reverse=True)
        own = sum(points * NEXT_FACTOR**index for index, points in enumerate(ordered))
        return own + min(self.circumstances, CIRCUMSTANCES_AT_MOST)


class Lexicon:
    """Compiled phrases, all literals of which are found in a text by reading it once."""

    def __init__(self, phrases: Iterable[CompiledPhrase]) -> None:
        self._patterns: list[CompiledPhrase] = []
        literals: dict[str, list[CompiledPhrase]] = {}
        for phrase in phrases:
            if phrase.pattern:
                self._patterns.append(phrase)
            else:
                literals.setdefault(phrase.literal, []).append(phrase)
        self._bundle = Bundle([one.pattern for one in self._patterns if one.pattern])
        literals.pop("", None)
        self._literals = list(literals.values())
        self._finder = AhoCorasick(list(literals), store_patterns=False)

    def __iter__(self) -> Iterator[CompiledPhrase]:
        """Yield every phrase."""
        yield from self._patterns
        yield from chain.from_iterable(self._literals)

    def spans(self, text: str, where: str) -> Iterator[tuple[CompiledPhrase, int, int]]:
        """Yield where the phrases of a field stand in `text`, each MAX_HITS times at most."""
        for at in self._bundle.may_match(text):
            phrase = self._patterns[at]
            if phrase.pattern and phrase.field in ("any", where):
                found = (one.span() for one in phrase.pattern.finditer(text) if one[0])
                yield from ((phrase, *span) for span in islice(found, MAX_HITS))
        for phrases, spans in self._of_literals(text):
            wanted = [phrase for phrase in phrases if phrase.field in ("any", where)]
            yield from ((phrase, *span) for phrase in wanted for span in spans)

    def _of_literals(
        self, text: str
    ) -> Iterator[tuple[Sequence[CompiledPhrase], Sequence[tuple[int, int]]]]:
        """Yield the phrases of each literal found, and where it stands as a word of its own."""
        found: dict[int, list[tuple[int, int]]] = {}
        for literal, start, end in self._finder.find_matches_as_indexes(text, overlapping=True):
            found.setdefault(literal, []).append((start, end))
        for literal, spans in sorted(found.items()):
            phrases = self._literals[literal]
            words = [span for span in _apart(spans) if _is_word(text, *span, phrases[0].literal)]
            yield phrases, words[:MAX_HITS]


def _apart(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the spans of one word that do not overlap."""
    done = 0
    for start, end in spans:
        if start >= done:
            yield start, end
            done = end


def compile_phrases(owner: str, phrases: Iterable[PhraseLike]) -> tuple[CompiledPhrase, ...]:
    """Compile the phrases of `owner`."""
    return tuple(_compile(owner, phrase) for phrase in phrases)


def _compile(owner: str, phrase: PhraseLike) -> CompiledPhrase:
    negated_by = _copies(tuple(phrase.negated_by))
    literal = "" if phrase.regex else matching_copy(phrase.text.strip())
    pattern = _pattern(phrase.text) if phrase.regex else None
    return CompiledPhrase(owner, phrase.weight, phrase.field, literal, pattern, negated_by)


@lru_cache(maxsize=256)
def _copies(texts: tuple[str, ...]) -> tuple[str, ...]:
    """Return what is looked for instead of `texts`; most phrases are negated by the same words."""
    return tuple(matching_copy(text) for text in texts)


def _pattern(text: str) -> Expression:
    """Compile without IGNORECASE where it can't matter, since that makes searching slow."""
    return Expression(text, re.IGNORECASE if _CAPITAL.search(text) else 0)


def tally(words: Words, lexicon: Lexicon) -> dict[str, Tally]:
    """Add up what the phrases of each owner say about the letter, strongest evidence first.

    The subject counts double, a clause by how much it says about the problem. A phrase within a
    longer one (宽带 in 联通宽带), a denied one (不是宽带的问题), most of a repetition don't count.
    """
    subject = [
        (hit, SUBJECT_FACTOR * _line_factor(words.subject, hit))
        for hit in find_hits(words.subject, lexicon, "subject")
    ]
    body = _in_clauses(words, lexicon)
    sums: dict[str, _Sum] = {}
    seen: set[int] = set()
    for hit, factor in sorted(subject + body, key=lambda weighed: -weighed[1]):
        repeated = id(hit.phrase) in seen
        points = hit.phrase.weight * factor * (REPEAT_FACTOR if repeated else 1.0)
        seen.add(id(hit.phrase))
        sums.setdefault(hit.phrase.owner, _Sum()).add(hit.text, points, hit.phrase.weight)
    return {owner: total.tally() for owner, total in sums.items()}


def _in_clauses(words: Words, lexicon: Lexicon) -> list[tuple[Hit, float]]:
    """Return the body's phrases, each with the factor of its clause."""
    ends = [clause.end for clause in words.clauses]

    def clause_of(hit: Hit) -> Clause:
        index = bisect_right(ends, hit.start)
        return words.clauses[index] if index < len(ends) else _WHOLE

    def is_cancelled(hit: Hit) -> bool:
        clause = clause_of(hit)
        text = words.body[clause.start : max(clause.end, hit.end)]
        return any(negation in text for negation in hit.phrase.negated_by)

    hits = find_hits(words.body, lexicon, "body", is_cancelled)
    return [(hit, clause_of(hit).factor * _line_factor(words.body, hit)) for hit in hits]


def _line_factor(text: str, hit: Hit) -> float:
    """Return less for words that only name the line a letter is about, by its number."""
    is_line = hit.phrase.literal and hit.phrase.weight < SAYS_WHOSE and _NUMBER.match(text, hit.end)
    return ITS_LINE_FACTOR if is_line else 1.0


def find_hits(
    text: str, lexicon: Lexicon, where: str, is_cancelled: Callable[[Hit], bool] | None = None
) -> list[Hit]:
    """Return the phrases that count in a matching copy, in its order; `where`: subject or body.

    What `is_cancelled` refuses hides no phrase within it.
    """
    spans = lexicon.spans(text, where)
    found = (Hit(phrase, start, end, text[start:end]) for phrase, start, end in spans)
    hits = [hit for hit in found if not _refused(hit, is_cancelled)]
    return [hit for hit in _outermost(hits) if not _denied(text, hit)]


def _refused(hit: Hit, is_cancelled: Callable[[Hit], bool] | None) -> bool:
    return bool(hit.phrase.negated_by) and is_cancelled is not None and is_cancelled(hit)


def _is_word(text: str, start: int, end: int, literal: str) -> bool:
    """Whether an ASCII phrase stands there as a word of its own (``line`` not in ``online``)."""
    first, last = literal[0], literal[-1]
    if first.isascii() and first.isalnum() and start:
        before = text[start - 1]
        if before.isascii() and (before.isalnum() or before in "@._-/"):
            return False
    if not (last.isascii() and last.isalnum()):
        return True
    return _WORD_ENDS.match(text, end) is not None


def _denied(text: str, hit: Hit) -> bool:
    """Whether the writer says that it is not this (不是宽带的问题, 宽带是好的)."""
    before, after = text[max(0, hit.start - 16) : hit.start], text[hit.end : hit.end + 16]
    if _WITH.search(before):
        return _WITHOUT_RELATION.search(after) is not None
    return _DENIED_BEFORE.search(before) is not None or _DENIED_AFTER.search(after) is not None


def _outermost(hits: Iterable[Hit]) -> list[Hit]:
    """Leave out what stands within a longer phrase, unless it weighs more than that."""
    kept: list[Hit] = []
    outer: Hit | None = None
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
        if outer is None or hit.end > outer.end:
            outer = hit
        elif hit.phrase.weight <= outer.phrase.weight:
            continue
        elif hit.phrase.owner == outer.phrase.owner and kept[-1] is outer:
            kept.pop()
        kept.append(hit)
    return kept
