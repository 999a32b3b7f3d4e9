"""Access tokens: an alarm before they age out, not when the mailbox has fallen silent."""

from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from mailcare.config import Config
from mailcare.model.case import Fact
from mailcare.model.trouble import AlarmKind
from mailcare.store import Tx
from mailcare.supervision.alarms import clear_alarm, raise_alarm
from mailcare.wire.bearer import KeptToken

SECRET_SOON: Final = timedelta(days=30)
"""A new secret for an application goes through several hands."""
REFRESH_SOON: Final = timedelta(days=5)
"""A person consents anew within minutes; some consents last a week only."""
URGENT: Final = timedelta(days=3)


def look_at_token(tx: Tx, config: Config, name: str, kept: KeptToken, now: datetime) -> None:
    """Raise or clear the alarm about the tokens of the mailbox called `name`."""
    facts = _trouble(config, name, kept, now)
    if facts:
        unit = config.mailboxes[name].unit
        raise_alarm(tx, AlarmKind.TOKEN, name, facts, now, unit=unit)
    else:
        clear_alarm(tx, AlarmKind.TOKEN, name, now)


def _trouble(config: Config, name: str, kept: KeptToken, now: datetime) -> dict[str, Fact]:
    """Return what is wrong or will be soon; nothing: all is well."""
    if kept.ill and kept.since is not None:
        return {"error": kept.ill, "since": kept.since.isoformat(), "urgent": True}
    ends = [
        (moment, moment - now <= soon)
        for moment, soon in ((_secret_ends(config, name), SECRET_SOON),
                             (kept.refresh_expires, REFRESH_SOON))
        if moment is not None
    ]  # fmt: skip
    near = [moment for moment, is_soon in ends if is_soon]
    if not near:
        return {}
    return {"expires": min(near).isoformat(), "urgent": min(near) - now <= URGENT}


def _secret_ends(config: Config, name: str) -> datetime | None:
    oauth = config.mailboxes[name].oauth
    if oauth is None or oauth.secret_expires is None:
        return None
    zone = ZoneInfo(config.organisation.timezone)
    return datetime.combine(oauth.secret_expires, time(), zone)
