"""One letter's label beside its judgement: which decision, which fields were right."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from mailcare.learning.labels import Label
from mailcare.model.judgement import Decision, ElementName, Judgement, Reason
from mailcare.model.letter import Message

_APART = re.compile(r"[\s\-()\[\]【】〔〕]")
_BLANK = re.compile(r"\s+")


class Verdict(StrEnum):
    """How a decision stands beside its label, worst first."""

    WRONG = "wrong"
    """Decided by itself, and not as labelled."""
    REVIEW = "review"
    """A person was asked, though the label knows the answer."""
    RIGHT = "right"
    UNKNOWN = "unknown"
    """The label names no decision."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found for one field, what is right, and whether that is the same."""

    field: str
    found: str | None
    expected: str | None
    right: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one letter's judgement stands beside its label."""

    label: Label
    decided: Decision
    suggested: Decision
    reasons: tuple[Reason, ...]
    answers: tuple[Answer, ...]

    @property
    def verdict(self) -> Verdict:
        """Say how the decision stands."""
        if not self.label.right:
            return Verdict.UNKNOWN
        if self.decided in self.label.right:
            return Verdict.RIGHT
        return Verdict.REVIEW if self.decided is Decision.REVIEW else Verdict.WRONG

    @property
    def machine_answered(self) -> bool:
        """Say whether a machine's letter would get mail of ours by itself."""
        silent = {Decision.NONE, Decision.REVIEW}
        return self.label.automatic is not None and self.decided not in silent

    @property
    def person_filed(self) -> bool:
        """Say whether a person who wants something would be filed unread."""
        wants = Decision.NONE not in self.label.right and bool(self.label.right)
        return self.label.automatic is None and wants and self.decided is Decision.NONE

    def answer(self, field: str) -> Answer | None:
        """Return what was found for `field`; None if it was not compared."""
        return next((one for one in self.answers if one.field == field), None)


def compare(label: Label, message: Message, judgement: Judgement) -> Outcome:
    """Compare a judgement with the label of its letter, field by field as far as it is labelled."""
    return Outcome(
        label=label,
        decided=judgement.decision,
        suggested=judgement.suggested,
        reasons=judgement.reasons,
        answers=tuple(_answers(label, message, judgement)),
    )


def _answers(label: Label, message: Message, judgement: Judgement) -> Iterator[Answer]:
    for field in ("auto", "language"):
        if label.knows(field):
            yield _same(field, _found(judgement, field), label.fields[field])
    if not label.about_something:
        return
    for field in ("unit", "kind", "category"):
        if label.knows(field):
            yield _same(field, _found(judgement, field), label.fields[field])
    yield from _elements(label, judgement)
    for field in ("reply_by_phone", "escalation"):
        if label.knows(field):
            yield _flag(field, getattr(judgement, field), label.fields[field])
    if label.fields.get("missing") is not None:
        yield _missing(judgement, label.fields["missing"])
    if label.fields.get("own_text") is not None:
        yield _own_text(message, label.fields["own_text"])


def _found(judgement: Judgement, field: str) -> str | None:
    value = getattr(judgement, "automatic" if field == "auto" else field)
    return None if value is None else str(value)


def _same(field: str, found: str | None, expected: str | None) -> Answer:
    return Answer(field, found, expected, found == expected)


def _flag(field: str, found: object, expected: object) -> Answer:
    return _same(field, "yes" if found else None, "yes" if expected else None)


def narrow(value: str) -> str:
    """Return how a number or name is compared: NFKC, without spaces, dashes, brackets."""
    return _APART.sub("", unicodedata.normalize("NFKC", value)).casefold()


def _elements(label: Label, judgement: Judgement) -> Iterator[Answer]:
    """Compare the elements that the letter itself gives; a probable one claims nothing."""
    given = judgement.elements.given()
    for name in ElementName:
        if not label.knows(name.value):
            continue
        element, expected = given.get(name), label.fields[name.value]
        if name is ElementName.PROBLEM:
            yield _flag(name.value, element, expected)
            continue
        found = element.value if element else None
        same = narrow(found or "") == narrow(expected or "")
        yield Answer(name.value, found, expected, same)


def _missing(judgement: Judgement, expected: list[str]) -> Answer:
    found = {name.value for name in judgement.elements.given().missing}
    return Answer("missing", _listed(found), _listed(set(expected)), found == set(expected))


def _listed(names: set[str]) -> str:
    return ", ".join(name.value for name in ElementName if name.value in names) or "nothing"


def _own_text(message: Message, expected: dict[str, str]) -> Answer:
    """Compare both ends; two empty ends mean that there is no own text at all."""
    own = _BLANK.sub("", message.own_text)
    starts, ends = (_BLANK.sub("", expected.get(end, "")) for end in ("starts", "ends"))
    right = own.startswith(starts) and own.endswith(ends) if starts or ends else not own
    found = f"{own[:40]} … {own[-40:]}"
    return Answer("own_text", found, f"{starts} … {ends}", right)
