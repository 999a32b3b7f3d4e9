"""The handbook's category of a problem (R27), by the concepts its words speak about most.

A second opinion weighs the words themselves, as linear.py does; it counts for less.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from mailcare.model.judgement import Category, Kind
from mailcare.triage.concepts import measure, weights
from mailcare.triage.linear import all_log_odds, pieces
from mailcare.triage.words import Words

FILE = Path(__file__).with_name("category.json")
SECOND = 0.6
"""What the second opinion counts beside the concepts."""
_CHARS = 2_000
_CATEGORIES = tuple(category.value for category in Category)

Measured = tuple[str, float]


def find_category(words: Words, kind: Kind, *, has_problem: bool) -> Category:
    """Tell the category; praise is about the service."""
    if kind is Kind.PRAISE:
        return Category.SERVICE_QUALITY
    found = list(measure(words, kind, has_problem=has_problem))
    scores = weigh(found, weights())
    odds = all_log_odds(FILE, _CATEGORIES, second_signs(words, found))
    for category in Category:
        scores[category] += SECOND * odds[category.value]
    return max(scores, key=scores.__getitem__)


def second_signs(words: Words, found: Sequence[Measured]) -> Iterator[str]:
    """Yield what the second opinion sees: the concepts, pairs of characters, words."""
    yield "always"
    yield from (f"concept {name}" for name, _amount in found)
    yield from pieces(words.all[:_CHARS])


def weigh(
    signs: Iterable[Measured], table: Mapping[str, Mapping[Category, float]]
) -> dict[Category, float]:
    """Return how much the signs speak for each category."""
    scores = dict.fromkeys(Category, 0.0)
    for name, amount in signs:
        for category, weight in table.get(name, {}).items():
            scores[category] += weight * amount
    return scores
