"""Looking after access tokens: what their bearers noted becomes an alarm. Asks no server."""

from datetime import datetime, timedelta
from typing import Final

from mailcare.model.trouble import AlarmKind
from mailcare.pipeline.parts import Parts
from mailcare.store import Tx
from mailcare.supervision.alarms import clear_alarm
from mailcare.supervision.tokens import look_at_token
from mailcare.wire.bearer import KeptToken
from mailcare.wiring import bearer

EVERY: Final = timedelta(minutes=1)


class TokenKeeping:
    """Looks at what is kept of each mailbox's tokens, every minute."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._looked_at: datetime | None = None

    def step(self, now: datetime) -> None:
        """Look, if it is time."""
        if self._looked_at is not None and timedelta(0) <= now - self._looked_at < EVERY:
            return
        self._looked_at = now
        config = self._parts.settings.config
        kept: dict[str, KeptToken] = {}
        for name, box in config.mailboxes.items():
            holder = bearer(config, box)
            if holder is not None:
                kept[name] = holder.kept()

        def work(tx: Tx) -> None:
            for name, one in kept.items():
                look_at_token(tx, config, name, one, now)
            for alarm in tx.alarms.open():
                if alarm.kind is AlarmKind.TOKEN and alarm.subject not in kept:
                    clear_alarm(tx, AlarmKind.TOKEN, alarm.subject, now)

        self._parts.store.run(work)
