"""How much of a matrix is tried, and what came of it in all."""

import os
import sys
from collections import Counter
from collections.abc import Sequence
from typing import TypeVar

ALL = os.environ.get("MAILCARE_MATRIX") == "all"
"""As `make matrix` asks: every cell there is, not only those that `make test` picks."""
T = TypeVar("T")


def picked(cells: Sequence[T], every: int) -> Sequence[T]:
    """Return all cells, or for `make test` one in `every`, the first and the last among them."""
    return cells if ALL else [*cells[:-1:every], *cells[-1:]]


class Tally(Counter[str]):
    """Counts under stable words, for docs/proofs.md."""

    def say(self, what: str) -> None:
        """Print the counts on one line; pytest -rP shows it."""
        sums = ", ".join(f"{count} {word}" for word, count in self.items())
        sys.stdout.write(f"{what}: {sums}\n")
