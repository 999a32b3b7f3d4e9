"""What each kind of follow-up does: one table, which docs/casework.md repeats for people."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from mailcare.casework import templates
from mailcare.casework.outcome import FollowUp


class Deed(StrEnum):
    """What a follow-up does to its case."""

    NOTHING = "recorded"
    MOVES_ON = "moves on"
    """need_info → in_scope, insufficient → forwarded."""
    ESCALATES = "escalates"
    PROPOSES_CLOSING = "proposes closing"
    """To staff; a case is closed by a person."""
    WITHDRAWS = "withdraws"
    REOPENS = "reopens"
    """Into review: a person decides."""
    SECOND_CASE = "second case"


@dataclass(frozen=True, slots=True)
class Course:
    """What one kind of follow-up does."""

    deed: Deed
    reply: str | None = None
    """Template to the user; `DECIDED`: what the decision table says."""
    resumes: bool = False
    """A pause of the answer clock ends with its arrival."""
    told: str | None = templates.FOLLOW_UP
    """Template to staff."""
    reopens: bool = False
    """A case that had its answer or its end is taken up again, by a person."""


DECIDED = "decided"

COURSES: Mapping[FollowUp, Course] = MappingProxyType(
    {
        FollowUp.MACHINE: Course(Deed.NOTHING, told=None),
        FollowUp.STAFF: Course(Deed.NOTHING, told=None),
        FollowUp.SURVEY: Course(Deed.NOTHING),
        FollowUp.COMPLETING: Course(Deed.MOVES_ON, DECIDED, resumes=True),
        FollowUp.PARTIAL: Course(Deed.NOTHING, templates.REST, resumes=True),
        FollowUp.ADDITION: Course(Deed.NOTHING, templates.RECEIVED, resumes=True, reopens=True),
        FollowUp.REPEATED: Course(Deed.NOTHING, templates.RECEIVED, resumes=True, reopens=True),
        FollowUp.ANOTHER: Course(Deed.SECOND_CASE, told=None),
        FollowUp.URGING: Course(Deed.ESCALATES, resumes=True, reopens=True),
        FollowUp.DISSATISFIED: Course(Deed.ESCALATES, resumes=True, reopens=True),
        FollowUp.THANKS: Course(Deed.PROPOSES_CLOSING),
        FollowUp.WITHDRAWAL: Course(Deed.WITHDRAWS, templates.WITHDRAWN),
        FollowUp.OBJECTION: Course(Deed.REOPENS, told=templates.REVIEW),
    }
)
