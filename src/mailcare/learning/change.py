"""The same letters under two sets of rules: what the newer one fixed, and what it broke."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mailcare.learning.compare import Outcome, Verdict

_ORDER = (Verdict.WRONG, Verdict.REVIEW, Verdict.RIGHT)
"""From the costliest to the best."""


@dataclass(frozen=True, slots=True)
class Change:
    """One letter that fares differently."""

    before: Outcome
    after: Outcome
    fixed: tuple[str, ...]
    """Fields that were wrong and are right."""
    broken: tuple[str, ...]
    """Fields that were right and are wrong."""

    @property
    def step(self) -> int:
        """Return how the decision fares: above 0 better, below worse, 0 the same."""
        if Verdict.UNKNOWN in (self.before.verdict, self.after.verdict):
            return 0
        return _ORDER.index(self.after.verdict) - _ORDER.index(self.before.verdict)

    @property
    def newly_wrong(self) -> bool:
        """Say whether a wrong automatic decision has come of it."""
        was_wrong = self.before.verdict is Verdict.WRONG
        return self.after.verdict is Verdict.WRONG and not was_wrong


def changes(before: Sequence[Outcome], after: Sequence[Outcome]) -> list[Change]:
    """Return the letters that fare differently, what broke first."""
    found = [_change(old, new) for old, new in zip(before, after, strict=True)]
    differing = [one for one in found if _differs(one)]
    return sorted(differing, key=lambda one: (one.step, len(one.fixed) - len(one.broken)))


def _change(before: Outcome, after: Outcome) -> Change:
    fixed = tuple(_fields(before, after, right_now=True))
    return Change(before, after, fixed, tuple(_fields(before, after, right_now=False)))


def _differs(change: Change) -> bool:
    decided = change.before.decided is not change.after.decided
    return decided or bool(change.fixed or change.broken)


def _fields(before: Outcome, after: Outcome, *, right_now: bool) -> Iterator[str]:
    for old, new in zip(before.answers, after.answers, strict=True):
        if old.right is not new.right and new.right is right_now:
            yield new.field
