"""Who is who: the organisation, its units (which own mailboxes) and the departments."""

from collections.abc import Mapping
from datetime import time
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, field_validator

from mailcare.config.base import Section
from mailcare.config.kinds import (
    Day,
    Duration,
    EmailAddress,
    Frozen,
    Line,
    OfficeHours,
    RequiredLine,
    Whole,
    Window,
    parse_duration,
)
from mailcare.config.phrases import Phrases
from mailcare.model.judgement import Category

LIMITS: Mapping[Category, int] = {
    Category.SERVICE_QUALITY: 3,
    Category.BILLING: 5,
    Category.PROCESS: 5,
    Category.AFTER_SALES: 10,
    Category.OTHER: 5,
}
"""Working days to answer in, R28."""


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, OSError, ValueError):
        raise ValueError('a time zone of the IANA database, such as "Asia/Shanghai"') from None
    return name


class Organisation(Section):
    """Who signs the letters, and where."""

    name: RequiredLine
    name_en: Line = ""
    timezone: Annotated[str, AfterValidator(_known_zone)] = "Asia/Shanghai"
    area_code: Annotated[str, Field(pattern=r"^0[0-9]{2,3}$")] = "021"
    hotline: Annotated[str, Field(pattern=r"^[0-9-]*$")] = "10000"
    verified_for: Duration = parse_duration("365d")
    """How long a directory entry may be told to users after its `verified_on` (R35)."""


_HOURS = (Window(time(9), time(12)), Window(time(13), time(18)))


class _Entry(Section):
    """What the directory knows of a unit or a department."""

    title: RequiredLine
    title_en: Line = ""
    hotline: Line = ""
    public_mailbox: EmailAddress | None = None
    verified_on: Day | None = None
    phrases: Phrases = ()


class Department(_Entry):
    """Somebody outside who can be dispatched to; owns no mailbox of ours."""

    dispatch_address: EmailAddress


class Unit(_Entry):
    """A unit of ours: owns mailboxes, or (role ``designated``) passes hand-overs on."""

    role: Literal["unit", "designated"] = "unit"
    staff: tuple[EmailAddress, ...] = Field(min_length=1)
    supervisors: tuple[EmailAddress, ...] = Field(min_length=1)
    dispatch_address: EmailAddress | None = None
    """Where hand-overs to this unit go; None: to its staff."""
    dispatch_via: Line = "direct"
    """Through whom this unit's hand-overs go: a unit, a department, or ``direct``."""
    dispatch_check: Literal["auto", "staff"] = "auto"
    answer_by: Literal["department", "origin"] = "origin"
    """Who answers a user whose letter was handed over to this unit."""
    office_hours: OfficeHours = _HOURS
    limits: Frozen[Category, Annotated[Whole, Field(ge=1, le=60)]] = Field(default=LIMITS)

    @field_validator("limits", mode="before")
    @classmethod
    def _complete(cls, given: object) -> object:
        return {**LIMITS, **given} if isinstance(given, Mapping) else given
