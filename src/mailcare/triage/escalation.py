"""Signs of escalation (R26): reported before in vain, threats, many users hit.

Each report of the same trouble counts through whatever channel, told as a story too: an act of
reporting or something our people said, and nearby that it led to nothing. That somebody was sent
elsewhere once, or was told a rule, is no escalation. The words are those of escalation.toml; what
many letters teach (passages.py) hears what these words miss, and what they take wrongly: both are
summed up.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from mailcare.triage.expressions import Expression
from mailcare.triage.linear import Weights, learnt
from mailcare.triage.passages import ALWAYS, ESCALATION, FILE, strongest
from mailcare.triage.told_before import cues as told_before
from mailcare.triage.vocabulary import Group, vocabulary
from mailcare.triage.words import Words

STORY = 72
"""Characters within which a report's fate is told."""
BEFORE = 24
"""Characters before a report that may turn it into an intention."""
NEAR = 14
"""Characters around the name of an authority that may make it a mere mention."""
REACH = 20
"""Characters between many users and what hits them."""
AT = 0.9
"""Log-odds from which it is escalation."""
_PRESSES_US = frozenset({"escalation.threat", "escalation.many"})
_TEXTS = 4
"""What is asked about in turns."""
EVIDENCE = 40
"""Characters of the sentence that are shown to either side of a sign."""

_LABEL = Expression(
    r"^[ \t]*(?:投诉|申诉|反映|报修|问题|咨询|建议|留言|业务|故障)(?:的)?"
    r"(?:类型|类别|种类|内容|分类|主题|标题|描述|事项|时间|编号|渠道|日期)?[ \t]*[:\t]",
    re.MULTILINE,
)
"""What a form calls its fields tells no story."""
_GAP = re.compile(r"(?<=[\u3400-\u9fff])[ \t]+(?=\d)|(?<=\d)[ \t]+(?=[\u3400-\u9fff])")
"""What some put between characters and figures."""
_SENTENCE = re.compile(r"[。!?;\n]")
_CLAUSE = re.compile(r"[。!?;,\n]")

_THREATS = (
    ("authority", "only_named"),
    ("hotline_number", "only_named"),
    ("legal", "not_legal"),
    ("public", "not_public"),
    ("above", ""),
)
"""Groups of threats, each with what makes it none."""


def _group(name: str) -> Group:
    return vocabulary("escalation")[name]


def escalation(words: Words, weights: Weights | None = None) -> tuple[str, str] | None:
    """Return rule and words of a sign of escalation (R26), or None.

    `weights` are other than those learnt.
    """
    text = story(words)
    weights = learnt(FILE, ESCALATION) if weights is None else weights
    learnt_of = strongest(text, weights, tuple(cues(words)))
    odds = learnt_of.odds - AT
    said: tuple[str, str] | None = None
    for rule, points, find in _RULES:
        if odds > 0 and said:
            return said
        place = next(find(words, text), None)
        if place:
            odds += points
            said = said or (f"escalation.{rule}", _sentence(text, *place))
    if odds > 0:
        return said or ("escalation.learnt", _sentence(text, learnt_of.start, learnt_of.end))
    return None


def pressing(words: Words, *, outside: bool) -> tuple[str, str] | None:
    """Return the same; of a letter about an `outside` business only a threat, or many users.

    That another company was told in vain is no report to us.
    """
    found = escalation(words)
    return None if outside and found and found[0] not in _PRESSES_US else found


def story(words: Words) -> str:
    """Return the letter's words without the names of a form's fields."""
    return _told(words.all)


@lru_cache(_TEXTS)
def _told(text: str) -> str:
    return _GAP.sub("", _LABEL.sub(lambda label: " " * len(label[0]), text))


def cues(words: Words) -> Iterator[str]:
    """Yield the signs of the whole letter that each of its passages is weighed with."""
    yield ALWAYS
    yield from told_before(story(words))


def _threats(_words: Words, text: str) -> Iterator[tuple[int, int]]:
    for name, unless in _THREATS:
        for found in _group(name).finditer(text):
            around = text[max(0, found.start() - NEAR) : found.end() + NEAR]
            if not unless or not _group(unless).search(around):
                yield found.span()


def _told_again(_words: Words, text: str) -> Iterator[tuple[int, int]]:
    for name in ("again", "in_vain_alone", "elapsed", "relapse"):
        for found in _group(name).finditer(text):
            if not _group("not_again").search(text[found.start() : found.end() + NEAR]):
                yield found.span()


def _stories(_words: Words, text: str) -> Iterator[tuple[int, int]]:
    """Find reports of the trouble and promises of our people that led to nothing."""
    for told, fate in (("report", "in_vain"), ("promise", "unkept")):
        for found in _group(told).finditer(text):
            end = _end_of_story(text, found, _group(fate))
            if end is not None:
                yield found.start(), end


def _end_of_story(text: str, told: re.Match[str], fate: Group) -> int | None:
    """Return where it says that what was told was in vain, unless it says something else."""
    rest = text[told.end() : told.end() + STORY].split("\n\n", 1)[0]
    before = text[max(0, told.start() - BEFORE) : told.start()]
    vain = fate.search(rest)
    if vain is None or _group("not_yet").search(before):
        return None
    story = told[0] + rest[: vain.end()]
    if _group("order").search(before + told[0]) or _group("elsewhere").search(story):
        return None
    return None if _group("conduct").search(story) else told.end() + vain.end()


def _answers(words: Words, text: str) -> Iterator[tuple[int, int]]:
    """Find what an answer to us says of the trouble's going on."""
    if not words.forwarded and (words.raw_subject != words.subject or words.message.quoted):
        for found in _group("goes_on").finditer(text):
            yield found.span()


def _many(_words: Words, text: str) -> Iterator[tuple[int, int]]:
    for found in (*_group("many_alone").finditer(text), *_crowds(text)):
        around = text[found.start() : found.end() + 2 * REACH]
        if not _group("not_crowd").search(_SENTENCE.split(around)[0]):
            yield found.span()


def _crowds(text: str) -> Iterator[re.Match[str]]:
    """Find many users beside what hits them."""
    for found in _group("crowd").finditer(text):
        before = _CLAUSE.split(text[max(0, found.start() - REACH) : found.start()])[-1]
        after = _SENTENCE.split(text[found.end() : found.end() + REACH + 4], maxsplit=1)[0]
        if _group("hit").search(after) or _group("hit").search(before):
            yield found


_RULES = (
    ("threat", 3.2, _threats),
    ("many", 3.4, _many),
    ("repeated", 2.8, _stories),
    ("repeated", 1.9, _told_again),
    ("repeated", 0.3, _answers),
)
"""What finds signs by words, and what each is worth beside what was learnt, as log-odds."""


def _sentence(text: str, start: int, end: int) -> str:
    """Return the place with the clauses around it, as far as its sentence goes."""
    before = _SENTENCE.split(text[max(0, start - EVIDENCE) : start])[-1]
    if start > EVIDENCE and len(before) == EVIDENCE:
        before = _CLAUSE.split(before, maxsplit=1)[-1]
    after = _SENTENCE.split(text[end : end + EVIDENCE], maxsplit=1)[0]
    if len(after) == EVIDENCE:
        after = _CLAUSE.split(after, maxsplit=1)[0]
    return re.sub(r"\s+", " ", before + text[start:end] + after).strip(" ,、")
