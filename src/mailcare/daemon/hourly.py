"""What is looked at once an hour: whether as many letters come as should."""

from datetime import datetime

from mailcare.pipeline.parts import Parts
from mailcare.supervision.volume_watch import judge_all, watch_volume


class Hourly:
    """Looks when a new hour has begun; one worker's own."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._seen: datetime | None = None

    def step(self, now: datetime) -> None:
        """Look, if it is time."""
        hour = now.replace(minute=0, second=0, microsecond=0)
        if self._seen == hour:
            return
        self._seen = hour
        config, store = self._parts.settings.config, self._parts.store
        found = store.read(lambda tx: judge_all(tx, config, now))
        if found:
            store.run(lambda tx: watch_volume(tx, config, found, now))
