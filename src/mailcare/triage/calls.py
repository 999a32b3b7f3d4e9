"""Whether the writer asks in words to be answered by telephone.

The words are calls.toml's; what many letters teach (passages.py) is summed up with them.
"""

import re
from collections.abc import Iterator

from mailcare.triage.escalation import story
from mailcare.triage.linear import Weights, learnt
from mailcare.triage.passages import CALL, FILE, strongest
from mailcare.triage.vocabulary import Group, vocabulary
from mailcare.triage.words import Words

BEFORE, AFTER = 40, 12
"""Characters around the words that may turn them into something else."""
RULE, NONE, AT = 5.2, -1.8, 0.3
"""What known words are worth beside the learnt opinion, what words of calls that wish for none, and
what makes a wish, as log-odds."""

_STOP = re.compile(r"[。!?;\n]|\. |(?<=[\u3400-\u9fff])\.")


def wants_call(words: Words, weights: Weights | None = None) -> str:
    """Return the words that ask for an answer by telephone, or nothing.

    `weights` are other than those learnt.
    """
    text = words.all
    if _wants_none(text):
        return ""
    field = _group("field").search(text)
    if field:
        return field[0].strip()
    said = next(_wishes(text), "")
    weights = learnt(FILE, CALL) if weights is None else weights
    told = strongest(story(words), weights)
    ruled = RULE if said else NONE if _group("act").search(text) else 0.0
    if told.odds + ruled <= AT:
        return ""
    return said or " ".join(story(words)[told.start : told.end].split())


def _group(name: str) -> Group:
    return vocabulary("calls")[name]


def _wants_none(text: str) -> bool:
    """Whether the writer wants no calls at all; that one line shall be spared is no such wish."""
    for found in _group("never").finditer(text):
        around = text[max(0, found.start() - 4) : found.end() + AFTER]
        if not _group("never_here").search(_STOP.split(around)[0]):
            return True
    return False


def _wishes(text: str) -> Iterator[str]:
    for found in _group("act").finditer(text):
        before = _STOP.split(text[max(0, found.start() - BEFORE) : found.start()])[-1]
        after = _STOP.split(text[found.end() : found.end() + AFTER])[0]
        if _is_wish(before, found[0], after):
            yield found[0].strip()


def _is_wish(before: str, act: str, after: str) -> bool:
    clause = before.rpartition(",")[2]
    if _before_a_visit(before, clause, act) or _group("past").search(after):
        return False
    if _group("refused").search(before) or _group("conditional").search(before):
        return False
    pleas = (("itself", act), ("requested", clause), ("plea", after))
    requested = any(_group(name).search(part) for name, part in pleas)
    if _group("not_asked").search(before) and not requested:
        return False
    is_bare = _group("link").search(clause.strip(" 、)")) or requested
    return bool(is_bare) or any(_group("asked").search(part) for part in (before, act, after))


def _before_a_visit(before: str, clause: str, act: str) -> bool:
    """Whether only a visit shall be announced; what is added to that is a wish of its own."""
    more = _group("besides").search(clause) or _group("besides_visit").search(before)
    told = clause if more else before
    return _group("visit").search(told + act) is not None
