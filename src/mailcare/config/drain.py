"""Whether letters that are done with are taken off the server, to make room (R12)."""

from enum import StrEnum

from pydantic import Field, ValidationInfo, field_validator

from mailcare.config.base import Section
from mailcare.config.kinds import Duration, Flag, Line, parse_duration


class DrainAction(StrEnum):
    """What becomes of letters that are done with."""

    OFF = "off"
    DELETE = "delete"
    MOVE = "move"


class Drain(Section):
    """What is done with handled letters that lie on the server for long; the vault keeps them."""

    action: DrainAction = DrainAction.OFF
    after: Duration = Field(
        default=parse_duration("30d"), ge=parse_duration("1d"), le=parse_duration("3650d")
    )
    to: Line = Field(default="", validate_default=True)
    """The folder for `move`; one of another quota root, or nothing is gained."""
    unread: Flag = False
    r"""Whether letters without \Seen go too: those that nobody opened in webmail."""

    @field_validator("to")
    @classmethod
    def _where_needed(cls, target: str, info: ValidationInfo) -> str:
        if bool(target) is not (info.data.get("action") is DrainAction.MOVE):
            raise ValueError('a folder where action is "move", else empty')
        return target
