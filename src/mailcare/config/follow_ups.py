"""How a unit deals with letters that come later, and with users from whom none come."""

from typing import Annotated

from pydantic import Field

from mailcare.config.base import Section
from mailcare.config.kinds import Duration, Whole, parse_duration


class FollowUps(Section):
    """Windows and counts of what mailcare does by itself about later letters."""

    same_complaint: Duration = Field(
        default=parse_duration("30d"), ge=parse_duration("0s"), le=parse_duration("365d")
    )
    """Elapsed time in which the same complaint of the same person joins its case."""
    remind_user: Annotated[Whole, Field(ge=1, le=60)] = 3
    """Working days without an answer to our question before the user is reminded."""
    user_reminders: Annotated[Whole, Field(ge=0, le=5)] = 1
    """How often; then, as long again, staff are asked whether to close."""
