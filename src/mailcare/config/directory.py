"""Who is who: the organisation, its units (which own mailboxes) and the departments."""

from collections.abc import Mapping
from datetime import time
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from mailcare.config.base import Section
from mailcare.config.follow_ups import FollowUps
from mailcare.config.kinds import (
    Day,
    Duration,
    EmailAddress,
    Frozen,
    Line,
    Network,
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


StaffAuth = Literal["authentication-results", "internal-received", "token+confirm", "off"]


class Organisation(Section):
    """Who signs the letters, and where."""

    name: RequiredLine
    name_en: Line = ""
    timezone: Annotated[str, AfterValidator(_known_zone)] = "Asia/Shanghai"
    area_code: Annotated[str, Field(pattern=r"^0[0-9]{2,3}$")] = "021"
    hotline: Annotated[str, Field(pattern=r"^[0-9-]*$")] = "10000"
    verified_for: Duration = parse_duration("365d")
    """How long a directory entry may be told to users after its `verified_on` (R35)."""
    staff_auth: StaffAuth = "token+confirm"
    """By what a command that staff send by mail is known to be theirs."""
    authserv_id: Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]*$", max_length=253)] = ""
    """The name under which our own server writes Authentication-Results."""
    trusted_relays: tuple[Network, ...] = ()
    """Networks of our own servers and offices."""


_MINUTE, _HOUR, _WEEK = parse_duration("1m"), parse_duration("1h"), parse_duration("40h")
_UNDO, _NONE, _DAY = parse_duration("10m"), parse_duration("0s"), parse_duration("1d")
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

    dispatch_address: EmailAddress | None = None
    """Where hand-overs go; None: it takes no mail, staff get a sheet to send by fax."""
    fax: Line = ""
    """Its number, for the sheet."""


class Clocks(Section):
    """What else a case of a unit must keep besides its answer; working time but for the law's."""

    registered: Annotated[Whole, Field(ge=1, le=10)] = 1
    """Working days."""
    review: Duration = Field(default=_HOUR, ge=_MINUTE, le=_WEEK)
    dispatch: Duration = Field(default=_HOUR, ge=_MINUTE, le=_WEEK)
    special_dispatch: Duration = Field(default=parse_duration("30m"), ge=_MINUTE, le=_WEEK)
    """On a special demand of the user, which asks for "at once" (R6)."""
    special_reminders: tuple[Annotated[Duration, Field(ge=_MINUTE, le=_WEEK)], ...] = (
        parse_duration("15m"),
        parse_duration("30m"),
    )
    """After how much working time staff are reminded of a special demand not yet confirmed."""
    remind_again: Duration = Field(default=_HOUR, ge=_MINUTE, le=_WEEK)
    """Elapsed time before the other side of a dispatch may be reminded again."""
    reopen: Duration = Field(default=parse_duration("30d"), ge=_NONE, le=parse_duration("365d"))
    """Elapsed time in which an ended case may be taken up again."""
    escalation: Duration = Field(default=parse_duration("4h"), ge=_MINUTE, le=_WEEK)
    """In which a supervisor takes an escalated case, or hands it back."""
    unclaimed: Duration = Field(default=parse_duration("30m"), ge=_NONE, le=_WEEK)
    """After which the second person is told of a case that nobody has in hand; 0s: nobody ever."""
    unclaimed_again: Duration = Field(default=parse_duration("30m"), ge=_MINUTE, le=_WEEK)
    """As long after that supervisors are told."""
    law_staff_day: Annotated[Whole, Field(ge=1, le=60)] = 10
    law_supervisors_day: Annotated[Whole, Field(ge=1, le=60)] = 13
    law_days: Annotated[Whole, Field(ge=1, le=60)] = 15
    """Calendar days."""

    @field_validator("law_supervisors_day", "law_days")
    @classmethod
    def _in_order(cls, days: int, info: ValidationInfo) -> int:
        warned = info.data.get("law_supervisors_day", info.data.get("law_staff_day", 0))
        if days <= warned:
            raise ValueError(f"a later day than the warning before it (day {warned})")
        return days


class Unit(_Entry):
    """A unit of ours: owns mailboxes, or (role ``designated``) passes hand-overs on."""

    role: Literal["unit", "designated"] = "unit"
    staff: tuple[EmailAddress, ...] = Field(min_length=1)
    second: tuple[EmailAddress, ...] = ()
    """Who stands in for staff (B角): told of a case that nobody has claimed."""
    supervisors: tuple[EmailAddress, ...] = Field(min_length=1)
    dispatch_address: EmailAddress | None = None
    """Where hand-overs to this unit go; None: to its staff."""
    dispatch_via: Line = "direct"
    """Through whom this unit's hand-overs go: a unit, a department, or ``direct``."""
    dispatch_check: Literal["auto", "staff"] = "auto"
    answer_by: Literal["department", "origin"] = "origin"
    """Who answers a user whose letter was handed over to this unit."""
    staff_auth: StaffAuth | None = None
    """None: as the organisation's."""
    plain_reply: Literal["note", "confirm"] = "note"
    """What staff's text without a command is: a note, or an answer once they confirm it."""
    undo_window: Duration = Field(default=_UNDO, ge=_NONE, le=_DAY)
    """How long what staff write to a user waits, to be taken back."""
    office_hours: OfficeHours = _HOURS
    clocks: Clocks = Clocks()
    follow_ups: FollowUps = FollowUps()
    limits: Frozen[Category, Annotated[Whole, Field(ge=1, le=60)]] = Field(default=LIMITS)

    @property
    def people(self) -> tuple[str, ...]:
        """Everybody of the unit who may give commands."""
        return (*self.staff, *self.second, *self.supervisors)

    @field_validator("limits", mode="before")
    @classmethod
    def _complete(cls, given: object) -> object:
        return {**LIMITS, **given} if isinstance(given, Mapping) else given
