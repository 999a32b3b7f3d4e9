"""Many letters' outcomes added up: what the bars of a rule set are stated in."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from mailcare.learning.compare import Answer, Outcome, Verdict
from mailcare.model.judgement import Decision

ELEMENTS = ("problem", "device_number", "phone", "contact")
SIGNS = ("reply_by_phone", "escalation")
SHARES = ("missing", "unit", "category", "kind", "language", "auto", "own_text")
"""Fields of which one asks how often they are right, not how often they are found."""


@dataclass(frozen=True, slots=True)
class Figure:
    """How well one field was found; None stands for shares of nothing."""

    field: str
    letters: int
    right: int
    found_right: int
    found_wrong: int
    missed: int
    """Expected and not found; a wrong value counts here and as found wrong."""

    @property
    def accuracy(self) -> float | None:
        """The share of letters in which the field is right, absence included."""
        return share(self.right, self.letters)

    @property
    def precision(self) -> float | None:
        """Of what was found, how much is right."""
        return share(self.found_right, self.found_right + self.found_wrong)

    @property
    def recall(self) -> float | None:
        """Of what is there, how much was found."""
        return share(self.found_right, self.found_right + self.missed)

    @property
    def f1(self) -> float | None:
        """Precision and recall in one."""
        return share(2 * self.found_right, 2 * self.found_right + self.found_wrong + self.missed)


def share(part: int, whole: int) -> float | None:
    """Return part of whole, None of nothing."""
    return part / whole if whole else None


@dataclass(frozen=True, slots=True)
class Figures:
    """What a set of rules is worth on a set of letters."""

    outcomes: tuple[Outcome, ...]
    fields: tuple[Figure, ...]

    @property
    def labelled(self) -> list[Outcome]:
        """The letters whose label names a decision."""
        return [one for one in self.outcomes if one.verdict is not Verdict.UNKNOWN]

    @property
    def decided(self) -> list[Outcome]:
        """Those that were decided without a person."""
        return [one for one in self.labelled if one.decided is not Decision.REVIEW]

    @property
    def reviews(self) -> list[Outcome]:
        """Those about which a person is asked."""
        return [one for one in self.labelled if one.decided is Decision.REVIEW]

    @property
    def wrong(self) -> list[Outcome]:
        """Wrong automatic decisions, the costliest first, ambiguous letters last."""
        wrong = [one for one in self.outcomes if one.verdict is Verdict.WRONG]
        return sorted(wrong, key=lambda one: (one.label.ambiguous, not _grave(one)))

    @property
    def plainly_wrong(self) -> list[Outcome]:
        """Those of them about which two careful people would not differ."""
        return [one for one in self.wrong if not one.label.ambiguous]

    @property
    def table(self) -> Counter[tuple[Decision, Decision]]:
        """How often which decision was expected and made; one of `also` counts as expected."""
        return Counter((_expected(one), one.decided) for one in self.labelled)


def _grave(outcome: Outcome) -> bool:
    return outcome.machine_answered or outcome.person_filed


def _expected(outcome: Outcome) -> Decision:
    """Return the decision on whose line of the table the letter counts."""
    if outcome.verdict is Verdict.RIGHT:
        return outcome.decided
    return outcome.label.expected or next(iter(outcome.label.right))


def figures(outcomes: Sequence[Outcome]) -> Figures:
    """Add up what became of the letters."""
    fields = (_figure(field, outcomes) for field in (*ELEMENTS, *SIGNS, *SHARES))
    return Figures(tuple(outcomes), tuple(one for one in fields if one.letters))


def _figure(field: str, outcomes: Sequence[Outcome]) -> Figure:
    answers = [answer for one in outcomes if (answer := one.answer(field))]
    return Figure(
        field=field,
        letters=len(answers),
        right=sum(answer.right for answer in answers),
        found_right=sum(_found_right(answer) for answer in answers),
        found_wrong=sum(answer.found is not None and not answer.right for answer in answers),
        missed=sum(answer.expected is not None and not answer.right for answer in answers),
    )


def _found_right(answer: Answer) -> bool:
    return answer.found is not None and answer.right
