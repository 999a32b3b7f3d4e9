"""Whose business labelled letters are, each by an opinion that was fitted without the letter's set.

What an opinion says of letters that it has read is surer than what it says of others: weights that
lean on it are fitted to what it says of those that it hasn't.
"""

from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path

from likely import OWNERS, Example, examples_of, fit, letters, owned, owned_pieces
from mailcare.model.letter import Message
from mailcare.triage import owners
from mailcare.triage.linear import Weights, log_odds
from mailcare.triage.words import Words

_FOLDS = 5


class Crossed:
    """Opinions fitted to all labelled letters but those of every fifth set, for those."""

    def __init__(self, folders: Iterable[Path]) -> None:
        sets = {str(folder): list(letters(folder)) for folder in folders}
        self._sets = {**sets, **owned_pieces()}
        self._fitted: dict[int, Mapping[str, Weights]] = {}

    def shares(self, name: str, message: Message) -> Mapping[str, float]:
        """Return how likely a letter of the set `name` is whose business, as triage does."""
        signs = list(owners.signs(Words(message)))
        weights = self._weights(self._fold_of(name))
        return owners.shares({owner: log_odds(weights[owner], signs) for owner in OWNERS})

    def _fold_of(self, name: str) -> int:
        """Return the fold of a set; one that knows no owners taught no opinion, so any will do."""
        return self._places.get(name, 0) % _FOLDS

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {name: at for at, name in enumerate(self._sets)}

    def _weights(self, fold: int) -> Mapping[str, Weights]:
        if fold not in self._fitted:
            self._fitted[fold] = {owner: fit(self._without(fold, owner)) for owner in OWNERS}
        return self._fitted[fold]

    def _without(self, fold: int, owner: str) -> list[Example]:
        by_set = self._examples[owner].items()
        return [one for name, them in by_set if self._fold_of(name) != fold for one in them]

    @cached_property
    def _examples(self) -> Mapping[str, Mapping[str, list[Example]]]:
        return {
            owner: {
                name: list(examples_of(owned(owner), them)) for name, them in self._sets.items()
            }
            for owner in OWNERS
        }
