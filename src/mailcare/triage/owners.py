"""Whose business a letter sounds like, by weights learnt from labelled letters.

A second opinion beside the phrases of scope.py, which know products: this one has only read many
letters, and weighs every word. Where both agree a close call is one no longer; where it speaks for
another owner more than the phrases speak for theirs, a person decides.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mailcare.triage.linear import learnt, log_odds, names, pieces
from mailcare.triage.rules import Rules
from mailcare.triage.scope import THIN, ScopeFinding
from mailcare.triage.words import Words

FILE = Path(__file__).with_name("owners.json")
OUTSIDE = "outside"
"""What all businesses that are none of ours are called there."""

AGREES = 1.5
"""Log-odds by which the owner of the phrases leads here, from which a close call is settled."""
_MORE = 1.0
"""What another owner must lead by here, beyond the points by which the phrases lead."""

_BODY, _SUBJECT = 2_600, 120


@dataclass(frozen=True, slots=True)
class Opinion:
    """Who else's business a letter may be, and by how much it sounds more like that."""

    other: str
    lead: float
    """Log-odds of `other` above those of the owner whom the phrases found; below 0 they agree."""


def find_opinion(words: Words, scope: ScopeFinding, rules: Rules) -> Opinion | None:
    """Return what was learnt of letters to this unit, or None where it has nothing to say.

    It knows only the owners in its letters, and only what is written to the units that got them;
    outside businesses are so many that the phrases know better.
    """
    owners = {*rules.units, *rules.departments, OUTSIDE}
    known = {owner for owner in owners if name(rules.unit, owner) in names(FILE)}
    if scope.silent or scope.unit not in known:
        return None
    seen = tuple(signs(words))
    odds = {owner: log_odds(learnt(FILE, name(rules.unit, owner)), seen) for owner in known}
    lead, other = max((odds[owner], owner) for owner in known if owner != scope.unit)
    return Opinion(other, lead - odds[scope.unit])


def contradicts(opinion: Opinion | None, scope: ScopeFinding) -> bool:
    """Say whether the opinion speaks for another owner more than the phrases do for theirs.

    Nobody whose business no word names, beside words enough of another's: most letters are about
    the business of whoever got them, which says little of one that is not.
    """
    if opinion is None or opinion.lead <= scope.margin + _MORE:
        return False
    return scope.margin < THIN or opinion.other in scope.also


def agrees(opinion: Opinion | None) -> bool:
    """Say whether the opinion is clearly for the owner of the phrases."""
    return opinion is not None and opinion.lead <= -AGREES


def name(unit: str, owner: str) -> str:
    """Return what the weights for `owner` are called, learnt from letters to `unit`."""
    return f"{unit}: {owner}"


def signs(words: Words) -> Iterator[str]:
    """Yield the pairs of characters and the words of a letter, those of its subject apart."""
    yield "always"
    yield from pieces(words.body[:_BODY])
    yield from pieces(words.subject[:_SUBJECT], "s:")
