"""The handbook's category of a problem (R27), by the concepts its words speak about most."""

from collections.abc import Iterator
from itertools import islice

from mailcare.model.judgement import Category, Kind
from mailcare.triage.concepts import (
    ALWAYS,
    BRIEF,
    CONCEPTS,
    CONSULTATION,
    NO_PROBLEM,
    ORDER,
    SUGGESTION,
    Concept,
    Weights,
)
from mailcare.triage.words import Words

A_FEW_WORDS = 40
"""Characters of a body that leaves the problem to the subject."""
AT_MOST = 3
"""Findings of one concept that count."""
REPEAT = 0.25
SUBJECT = 0.7
"""What a concept in the subject counts besides."""


def find_category(words: Words, kind: Kind, *, has_problem: bool) -> Category:
    """Tell the category; praise is about the service."""
    if kind is Kind.PRAISE:
        return Category.SERVICE_QUALITY
    scores = [0.0] * len(ORDER)
    for weights, amount in _evidence(words, kind, has_problem=has_problem):
        for column, weight in enumerate(weights):
            scores[column] += weight * amount
    return ORDER[max(range(len(ORDER)), key=scores.__getitem__)]


def _evidence(words: Words, kind: Kind, *, has_problem: bool) -> Iterator[tuple[Weights, float]]:
    yield ALWAYS, 1.0
    if not has_problem:
        yield NO_PROBLEM, 1.0
    if len(words.body) < A_FEW_WORDS:
        yield BRIEF, 1.0
    if kind is Kind.CONSULTATION:
        yield CONSULTATION, 1.0
    if kind is Kind.SUGGESTION:
        yield SUGGESTION, 1.0
    for concept in CONCEPTS:
        yield concept.weights, _amount(words, concept)


def _amount(words: Words, concept: Concept) -> float:
    found = sum(1 for _ in islice(concept.pattern.finditer(words.body), AT_MOST))
    in_body = 1 + REPEAT * (found - 1) if found else 0.0
    return in_body + (SUBJECT if concept.pattern.search(words.subject) else 0.0)
