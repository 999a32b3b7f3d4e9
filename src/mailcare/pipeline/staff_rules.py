"""What the config says about letters of staff: who they are, what proves it, what words mean."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from mailcare.casework.staff.parsing import Setting
from mailcare.casework.staff.proof import Method, StaffAuth
from mailcare.config import Config


@dataclass(frozen=True, slots=True)
class StaffRules:
    """The rules of one unit."""

    people: frozenset[str]
    """Addresses of staff, second persons and supervisors, casefolded."""
    supervisors: frozenset[str]
    auth: StaffAuth | None
    """None: no letter of theirs is ever a command."""
    plain_is_answer: bool
    """Text without a command is an answer, once it is confirmed."""
    undo_window: timedelta
    units: Mapping[str, str]
    """Names and titles of units and departments → names in the config."""
    zone: ZoneInfo
    day_ends: time

    def setting(self, now: datetime) -> Setting:
        """Return what the words of a letter of `now` mean."""
        return Setting(now, self.zone, self.units, self.day_ends)


def rules_for(config: Config, name: str) -> StaffRules | None:
    """Return the rules of the unit called `name`; None when it is no longer in the config."""
    unit = config.units.get(name)
    if unit is None:
        return None
    return StaffRules(
        people=frozenset(one.casefold() for one in unit.people),
        supervisors=frozenset(one.casefold() for one in unit.supervisors),
        auth=auth_for(config, name),
        plain_is_answer=unit.plain_reply == "confirm",
        undo_window=unit.undo_window,
        units=_names(config),
        zone=ZoneInfo(config.organisation.timezone),
        day_ends=max((window.end for window in unit.office_hours), default=time(18)),
    )


def auth_for(config: Config, name: str | None) -> StaffAuth | None:
    """Return what proves a letter of the unit's staff, or of the organisation's; None: nothing."""
    organisation = config.organisation
    unit = config.units.get(name or "")
    method = (unit.staff_auth if unit else None) or organisation.staff_auth
    if method == "off":
        return None
    return StaffAuth(Method(method), organisation.authserv_id.lower(), organisation.trusted_relays)


def _names(config: Config) -> dict[str, str]:
    names: dict[str, str] = {}
    for name, entry in (*config.units.items(), *config.departments.items()):
        names |= {word: name for word in (name, entry.title, entry.title_en) if word}
    return names
