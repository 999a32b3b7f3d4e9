"""What casework must know of the config: one frozen value per mailbox, made by wiring."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from mailcare.casework.calendar import WorkingCalendar
from mailcare.casework.worktime import working_days
from mailcare.model.judgement import Category, ElementName, Kind
from mailcare.model.place import Mode

DIRECT = "direct"
"""The value of `dispatch_via` that names no unit: hand-overs go to the owner itself."""


class Role(StrEnum):
    """What a unit is in the hand-over of cases (R7)."""

    UNIT = "unit"
    DESIGNATED = "designated"


class Check(StrEnum):
    """Who lets a dispatch go (审核 of annex 5, 6.2)."""

    AUTO = "auto"
    STAFF = "staff"


class AnswerBy(StrEnum):
    """Which side answers the user of a dispatched case."""

    DEPARTMENT = "department"
    ORIGIN = "origin"


LIMITS: Mapping[Category, int] = MappingProxyType(
    {
        Category.SERVICE_QUALITY: 3,
        Category.BILLING: 5,
        Category.PROCESS: 5,
        Category.AFTER_SALES: 10,
        Category.OTHER: 5,
    }
)
"""Working days to answer in, R28."""

NEEDS: Mapping[Kind, tuple[ElementName, ...]] = MappingProxyType(
    {
        Kind.COMPLAINT: tuple(ElementName),
        Kind.CONSULTATION: (ElementName.PROBLEM,),
        Kind.SUGGESTION: (ElementName.PROBLEM,),
    }
)
"""What a case in scope needs; to be handed over, a case needs all four."""


@dataclass(frozen=True, slots=True)
class Target:
    """Somebody to whom a case can be dispatched."""

    name: str
    """In the config: a unit or a department."""
    local: bool = False
    """Its mailbox is served by the same database: handed over there, with a notice to its staff."""
    answer_by: AnswerBy = AnswerBy.ORIGIN
    paper: bool = False
    """It takes no mail: staff hand it over on paper, by fax or in person."""


@dataclass(frozen=True, slots=True)
class Policy:
    """The rules for the cases of one mailbox of one unit."""

    unit: str
    calendar: WorkingCalendar
    mode: Mode
    mode_since: datetime
    """Letters received earlier are treated as in shadow mode."""
    restored_at: datetime | None = None
    """When the store was put back from a backup: what came earlier may be answered already."""
    role: Role = Role.UNIT
    limits: Mapping[Category, int] = field(default_factory=lambda: LIMITS)
    """Working days to answer in; a category that is absent gets that of ``other``."""
    needs: Mapping[Kind, tuple[ElementName, ...]] = field(default_factory=lambda: NEEDS)
    dispatch_via: str = DIRECT
    """Through whom hand-overs go: a name in `targets`, or `DIRECT`."""
    dispatch_check: Check = Check.AUTO
    targets: Mapping[str, Target] = field(default_factory=lambda: MappingProxyType({}))
    """All units and departments that a case can be dispatched to, by name."""
    auto_not_accepted: bool = False
    max_auto_age: int = 2
    """Working days after which a letter is never answered by itself."""
    review_ack_after: timedelta = timedelta(hours=1)
    """Elapsed time, not working time, from the opening of a case in review."""
    registered_within: int = 1
    """Working days."""
    review_within: timedelta = timedelta(hours=1)
    """Working time."""
    dispatch_within: timedelta = timedelta(hours=1)
    """Working time."""
    special_dispatch_within: timedelta = timedelta(minutes=30)
    """The same on a special demand, which asks for "at once" (R6)."""
    special_reminders: tuple[timedelta, ...] = (timedelta(minutes=15), timedelta(minutes=30))
    """Working time after which staff are reminded of a special demand that nobody confirmed."""
    law_days: int = 15
    """Calendar days."""
    law_staff_day: int = 10
    law_supervisors_day: int = 13
    reopen_within: timedelta = timedelta(days=30)
    """How long after its end a person may take a case up again."""
    same_within: timedelta = timedelta(days=30)
    """How long after its opening a case takes in the same complaint of the same person."""
    remind_user_after: int = 3
    """Working days without an answer to our question before the user is reminded."""
    user_reminders: int = 1
    """How often, before staff are asked whether to close."""
    remind_again_after: timedelta = timedelta(hours=1)
    """The other side of a dispatch is not reminded more often."""
    escalation_within: timedelta = timedelta(hours=4)
    """Working time in which a supervisor takes an escalated case, or hands it back."""
    unclaimed_after: timedelta = timedelta()
    """Working time after which the second person is told that nobody has a case; 0: never."""
    unclaimed_again: timedelta = timedelta(minutes=30)
    """As long after that supervisors are."""
    has_second: bool = False
    """The unit has a second person (B角)."""
    subaddressing: bool = False

    @property
    def clocks_version(self) -> str:
        """Changes when a due time of the same ledger may change; stands in the projections."""
        limits = sorted((name.value, days) for name, days in self.limits.items())
        within = (self.registered_within, self.review_within, self.dispatch_within)
        special = (self.special_dispatch_within, self.special_reminders)
        law = (self.law_days, self.law_staff_day, self.law_supervisors_day, self.review_ack_after)
        silence = (self.remind_user_after, self.user_reminders)
        hands = (self.unclaimed_after, self.unclaimed_again, self.has_second)
        text = repr((limits, within, special, law, silence, self.escalation_within, hands))
        return f"{self.calendar.version}-{hashlib.sha256(text.encode()).hexdigest()[:6]}"

    def answer_within(self, category: Category | None) -> timedelta:
        """Return the working time in which a case of `category` must be answered."""
        days = self.limits.get(category or Category.OTHER)
        if days is None:
            days = self.limits.get(Category.OTHER, LIMITS[Category.OTHER])
        return working_days(self.calendar, days)

    def target_for(self, owner: str | None) -> Target | None:
        """Return to whom a case of `owner` is dispatched; None when nobody is known."""
        name = owner if self.dispatch_via == DIRECT else self.dispatch_via
        if name is None or name == self.unit:
            name = owner
        if name is None or name == self.unit:
            return None
        return self.targets.get(name)
