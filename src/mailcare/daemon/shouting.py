"""Telling without a store: what the watch could not write goes over the channels from memory.

Also decides when the database counts as failing, since the watch itself waits for it.
"""

import socket
from datetime import datetime, timedelta
from typing import Final

from mailcare.daemon.troubles import Trouble, Troubles
from mailcare.daemon.watch import DATABASE, Watch
from mailcare.logs import get_logger
from mailcare.model.trouble import AlarmKind, Happening
from mailcare.pipeline.parts import Parts
from mailcare.supervision.channels import ChannelError, deliver
from mailcare.supervision.spreading import channels_for
from mailcare.supervision.telling import alarm_message

log = get_logger("daemon")

UNWRITTEN: Final = 10.0
"""Seconds without a write after which troubles are no longer left to the store."""
AGAIN: Final = timedelta(seconds=30)
"""Until a channel that failed is tried anew."""


class Shouting:
    """One step tells every channel what nobody else can tell; used by one worker."""

    def __init__(self, parts: Parts, troubles: Troubles, watch: Watch) -> None:
        self._parts = parts
        self._troubles = troubles
        self._watch = watch
        self._tried: dict[str, float] = {}

    def step(self, now: datetime) -> bool:
        """Judge the database; tell what can't be written."""
        config = self._parts.settings.config
        silent = self._watch.vitals.silent(self._parts.clock.monotonic())
        patience = config.alarms.database_after.total_seconds()
        blocked = self._watch.vitals.blocked(self._parts.clock.monotonic())
        if blocked >= patience and not self._watch.vitals.disk_full:
            self._hold(now)
        if silent >= UNWRITTEN:
            for trouble in self._troubles.untold():
                self._tell(trouble, now)
        return False

    def _hold(self, now: datetime) -> None:
        if not self._troubles.holds(AlarmKind.DATABASE, DATABASE):
            log.error("database.silent")
        self._troubles.hold(AlarmKind.DATABASE, DATABASE, {"error": "store"}, now)

    def _tell(self, trouble: Trouble, now: datetime) -> None:
        parts = self._parts
        config, clock = parts.settings.config, parts.clock
        for name in channels_for(config, trouble.kind, trouble.subject):
            waits = clock.monotonic() - self._tried.get(name, float("-inf"))
            if name in trouble.told or waits < AGAIN.total_seconds():
                continue
            message = alarm_message(
                trouble.kind,
                trouble.subject,
                trouble.facts,
                Happening.RAISED,
                config=config,
                since=trouble.since,
                host=socket.gethostname(),
            )
            try:
                taken = deliver(config, name, message, keeper=parts.keeper, now=now)
            except ChannelError as error:
                self._tried[name] = clock.monotonic()
                log.warning("channel.failed", channel=name, error=error.word)
                continue
            self._watch.hear_clock(taken.date, clock.now())
            self._troubles.told(trouble, name)
            log.warning("alarm.shouted", kind=trouble.kind.value, channel=name)
