"""The handbook's category of a problem (R27), by the concepts its words speak about most."""

from collections.abc import Iterable, Mapping

from mailcare.model.judgement import Category, Kind
from mailcare.triage.concepts import measure, weights
from mailcare.triage.words import Words


def find_category(words: Words, kind: Kind, *, has_problem: bool) -> Category:
    """Tell the category; praise is about the service."""
    if kind is Kind.PRAISE:
        return Category.SERVICE_QUALITY
    return heaviest(measure(words, kind, has_problem=has_problem), weights())


def heaviest(
    signs: Iterable[tuple[str, float]], table: Mapping[str, Mapping[Category, float]]
) -> Category:
    """Return the category for which the signs speak most."""
    scores = dict.fromkeys(Category, 0.0)
    for name, amount in signs:
        for category, weight in table.get(name, {}).items():
            scores[category] += weight * amount
    return max(scores, key=scores.__getitem__)
