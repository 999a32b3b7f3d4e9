"""How letters are judged, as far as it is the organisation's choice."""

from collections.abc import Mapping
from enum import StrEnum

from pydantic import Field, field_validator

from mailcare.config.base import Section
from mailcare.config.kinds import (
    Duration,
    Flag,
    Frozen,
    Line,
    Number,
    RequiredLine,
    Whole,
    parse_duration,
)
from mailcare.config.phrases import Phrases
from mailcare.model.judgement import ElementName


class Need(StrEnum):
    """For what a letter needs elements: its kind in scope, or being forwarded."""

    COMPLAINT = "complaint"
    CONSULTATION = "consultation"
    SUGGESTION = "suggestion"
    PRAISE = "praise"
    FORWARD = "forward"


NEEDS: Mapping[Need, tuple[ElementName, ...]] = {
    Need.COMPLAINT: tuple(ElementName),
    Need.CONSULTATION: (ElementName.PROBLEM,),
    Need.SUGGESTION: (ElementName.PROBLEM,),
    Need.PRAISE: (),
    Need.FORWARD: tuple(ElementName),
}


class Outsider(Section):
    """A business that isn't ours, known by its phrases, and where its users are pointed to."""

    pointer: RequiredLine = "相关单位"
    pointer_en: Line = "the organisation concerned"
    phrases: Phrases


class Triage(Section):
    """Thresholds, needs and the phrases that belong to no unit."""

    review_ack_after: Duration = Field(
        default=parse_duration("1h"), ge=parse_duration("1m"), le=parse_duration("7d")
    )
    max_auto_age: Whole = Field(default=2, ge=1, le=30)
    min_confidence: Number = Field(default=0.6, ge=0, le=1)
    auto_not_accepted: Flag = False
    needs: Frozen[Need, tuple[ElementName, ...]] = Field(default=NEEDS)
    official_senders: tuple[RequiredLine, ...] = ()
    """Addresses or domains of regulators, press, courts; a domain covers its sub-domains."""
    official_phrases: Phrases = ()
    non_telecom: Frozen[str, Outsider] = Field(default={})
    """Business that isn't telecom business: parcels, banks, shops, water and power …"""
    outsiders: Frozen[str, Outsider] = Field(default={})
    """Other telecom operators."""

    @field_validator("needs", mode="before")
    @classmethod
    def _complete(cls, given: object) -> object:
        return {**NEEDS, **given} if isinstance(given, Mapping) else given
