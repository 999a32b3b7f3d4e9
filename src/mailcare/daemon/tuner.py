"""Tuning while it runs: overrides that people set, intervals that follow the volume, promises.

Commands write rows; this loop finds them within seconds and wakes the mailboxes they are about.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta
from typing import Final

from mailcare.logs import get_logger
from mailcare.pipeline.parts import Desk, Parts
from mailcare.store import Tx
from mailcare.supervision.arrivals import Week
from mailcare.supervision.tuning import PATIENCE, Tuning, look, watch_promises

log = get_logger("daemon")

EVERY: Final = timedelta(seconds=30)
"""From one look at volume and promises to the next."""
WEEKS_EVERY: Final = timedelta(minutes=10)
"""Usual weeks are counted anew so often: that takes reading the letters of eight weeks."""
KEPT: Final = timedelta(days=92)
"""How long is remembered which polls went well."""


class Tuner:
    """Knows each mailbox's interval; its `step` is a worker's.

    Args:
        parts: of the running mailcare.
        wake: makes a mailbox due at once.
        hasten: makes a mailbox due after that time at the latest.
        allow: lets one login of each mailbox through, whatever was refused before.
    """

    def __init__(
        self,
        parts: Parts,
        *,
        wake: Callable[[str], None],
        hasten: Callable[[str, timedelta], None],
        allow: Callable[[Collection[int]], None],
    ) -> None:
        self._parts = parts
        self._wake = wake
        self._hasten = hasten
        self._allow = allow
        self._overrides: Mapping[int, timedelta] = {}
        self._chosen: Mapping[int, timedelta] = {}
        self._weeks: Mapping[int, Week] = {}
        self._weeks_for: tuple[datetime, str] | None = None
        self._looked: tuple[datetime, str] | None = None
        self._swept_at: datetime | None = None

    def interval(self, desk: Desk) -> timedelta:
        """Return the interval in force: what a person set, what follows the volume, the file's."""
        box = desk.mailbox
        by_file = self._chosen.get(desk.id, box.interval) if box.adaptive else box.interval
        return self._overrides.get(desk.id, by_file)

    def load(self, now: datetime) -> None:
        """Take up what stands in the store, before the first poll."""
        self._overrides = self._read_overrides(now)
        self._choose(now)

    def step(self, now: datetime) -> bool:
        """Take up what people have set since the last step, and the volume now and then."""
        self._follow_overrides(now)
        self._follow_retries()
        version = self._parts.settings.config.version
        if self._looked is None or not _fresh(self._looked, version, now, EVERY):
            self._looked = (now, version)
            self._choose(now)
            if self._parts.sharing.leads:
                config = self._parts.settings.config
                self._parts.store.run(lambda tx: watch_promises(tx, config, now))
        if self._swept_at is None or now - self._swept_at > timedelta(days=1):
            self._swept_at = now
            self._parts.store.run(lambda tx: tx.poll_hours.forget(now - KEPT))
        return False

    def _read_overrides(self, now: datetime) -> dict[int, timedelta]:
        found = self._parts.store.read(lambda tx: tx.overrides.in_force(now))
        return {one.mailbox_id: one.interval for one in found.values()}

    def _follow_overrides(self, now: datetime) -> None:
        before, self._overrides = self._overrides, self._read_overrides(now)
        both = before.keys() | self._overrides.keys()
        changed = [one for one in both if before.get(one) != self._overrides.get(one)]
        for desk in self._desks(changed):
            seconds = self.interval(desk).total_seconds()
            log.info("mailbox.interval", mailbox=desk.name, seconds=seconds)
            self._wake(desk.name)

    def _follow_retries(self) -> None:
        wanted = self._parts.store.read(lambda tx: tx.mailboxes.wanted_retries())
        asked = [one for one in wanted if self._parts.sharing.claim(one) is not None]
        if not asked:
            return
        self._parts.store.run(lambda tx: tx.mailboxes.take_retries(asked))
        self._allow(asked)
        for desk in self._desks(asked):
            log.info("mailbox.retry", mailbox=desk.name)
            self._wake(desk.name)

    def _desks(self, mailbox_ids: Collection[int]) -> list[Desk]:
        desks = self._parts.settings.desks
        return [desks[one] for one in mailbox_ids if one in desks]

    def _choose(self, now: datetime) -> None:
        """Choose the intervals of the mailboxes whose interval follows the volume."""
        settings = self._parts.settings
        names = {desk.name for desk in settings.desks.values() if desk.mailbox.adaptive}
        if not names:
            self._chosen = {}
            return
        found = self._parts.store.read(lambda tx: self._look(tx, names, now))
        before, self._chosen = self._chosen, {one.mailbox_id: one.by_file for one in found}
        for one in found:
            self._tell(one, before.get(one.mailbox_id))

    def _tell(self, one: Tuning, before: timedelta | None) -> None:
        if before == one.by_file:
            return
        why = [reason.value for reason in one.advice.why]
        seconds = one.by_file.total_seconds()
        log.info("mailbox.interval", mailbox=one.name, seconds=seconds, why=why)
        if before is not None and one.by_file < before and one.override is None:
            self._hasten(one.name, one.by_file)

    def _look(self, tx: Tx, names: Collection[str], now: datetime) -> list[Tuning]:
        config = self._parts.settings.config
        known = self._weeks_for
        if known is not None and _fresh(known, config.version, now, WEEKS_EVERY):
            return look(tx, config, now, weeks=self._weeks, only=names, back=PATIENCE)
        found = look(tx, config, now, only=names, back=PATIENCE)
        self._weeks = {one.mailbox_id: one.week for one in found}
        self._weeks_for = (now, config.version)
        return found


def _fresh(done: tuple[datetime, str], version: str, now: datetime, every: timedelta) -> bool:
    """Say whether what was done under this config need not be done again yet."""
    at, under = done
    return under == version and timedelta(0) <= now - at < every
