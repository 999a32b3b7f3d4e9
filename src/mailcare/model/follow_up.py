"""A later letter of a case, as it was heard."""

from dataclasses import dataclass, field
from enum import StrEnum

from mailcare.model.judgement import ElementName, Elements, Judgement, Reason


class Stance(StrEnum):
    """What the words of a later letter say to us, whatever case they belong to."""

    NEUTRAL = "neutral"
    """None of the others: data, an explanation, a question."""
    THANKS = "thanks"
    """Thanks, a receipt, or that the trouble is over."""
    URGING = "urging"
    """How far is it, how long will it take, hurry."""
    DISSATISFIED = "dissatisfied"
    """With how we handle or answered it, or a threat."""
    WITHDRAWAL = "withdrawal"
    """Nothing is to be done any more."""
    SURVEY = "survey"
    """A form that says how satisfied somebody is."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What of a case a later letter is heard against."""

    missing: tuple[ElementName, ...] = ()
    problem: str = ""
    """In the user's words."""
    owner: str | None = None
    """Whose business the case is."""
    known: Elements = field(default_factory=Elements)
    """Of the case."""


@dataclass(frozen=True, slots=True)
class Listened:
    """A later letter as it was heard."""

    stance: Stance
    elements: Elements
    """Of the four, what the letter gives, in the light of what was asked for."""
    reasons: tuple[Reason, ...] = ()
    """Why it was heard so, with the words."""
    another: Judgement | None = None
    """Of another problem than the case's, told besides: a case of its own."""
    perhaps_another: bool = False
    """It may be another problem: a person looks."""
