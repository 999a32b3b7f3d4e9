"""One poll of one mailbox: its folders received, its capacity sampled, its health recorded."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from mailcare.daemon.idling import IdleWatcher
from mailcare.daemon.sessions import Sessions
from mailcare.errors import LoginRefusedError, MailcareError, StoreError, VaultError, WireError
from mailcare.intake.answered import SentFolder
from mailcare.logs import get_logger
from mailcare.pipeline.parts import Desk, Parts
from mailcare.pipeline.receiving import Received, receive
from mailcare.pipeline.telling import Told, tell
from mailcare.pipeline.webmail import notice_answers
from mailcare.store import Tx
from mailcare.supervision.health import poll_failed, poll_succeeded
from mailcare.supervision.sampling import sample, sample_is_due
from mailcare.wire.imap import ImapSession

SLOWEST: Final = timedelta(minutes=30)
"""The longest wait between tries at a server that fails."""
RECONCILE_AT: Final = timedelta(hours=3)
"""Time of day, in the organisation's zone, from which a poll compares all UIDs with receipts."""
REFUSED_PATIENCE: Final = 3
"""Refused logins in a row after which only the slowest tries follow: never lock an account."""

log = get_logger("daemon")


@dataclass(frozen=True, slots=True)
class Polled:
    """How a poll went."""

    ok: bool
    received: int
    wait: timedelta
    """Until the next poll of this mailbox."""
    more: bool = False
    """There is more to fetch than one poll takes: come back at once."""
    withheld: int = 0
    """Folders and letters that the server has and did not give; tried again at the next poll."""


class Poller:
    """Polls mailboxes; used by several workers, a mailbox by one at a time."""

    def __init__(
        self,
        parts: Parts,
        sessions: Sessions,
        keep_going: Callable[[], bool],
        watcher: IdleWatcher | None = None,
    ) -> None:
        self._parts = parts
        self._sessions = sessions
        self._keep_going = keep_going
        self._watcher = watcher
        self._sent: dict[str, SentFolder] = {}
        self._reconciled_on: dict[str, date] = {}

    def poll(self, desk: Desk, now: datetime) -> Polled:
        """Poll a mailbox; errors of server, disk or store are recorded, told and waited out."""
        try:
            received = self._poll(desk, now)
        except (WireError, VaultError, StoreError, OSError) as error:
            self._sessions.drop(desk.name)
            return self._failed(desk, error, now)
        wait = timedelta(0) if received.more else desk.mailbox.interval
        return Polled(
            ok=True,
            received=received.letters,
            wait=wait,
            more=received.more,
            withheld=received.withheld,
        )

    def _poll(self, desk: Desk, now: datetime) -> Received:
        parts = self._parts
        self._end_idle(desk)
        session = self._sessions.borrow(parts, desk, now)
        limit = parts.settings.config.daemon.poll_deadline.total_seconds()
        with parts.keeper.limit(session, limit):
            whole = self._is_first_of_night(desk, now)
            received = receive(
                parts,
                desk,
                session,
                self._sent.setdefault(desk.name, SentFolder()),
                now=now,
                keep_going=self._keep_going,
                whole=whole,
            )
            sent = self._sent[desk.name]
            notice_answers(parts, desk, session, sent, whole=whole, now=now)
            if sample_is_due(parts.store, desk.id, now, arrived=received.letters > 0):
                config = parts.settings.config
                sample(parts.store, config, desk.name, desk.id, session, recount=whole, now=now)
        if whole and not received.more:
            self._reconciled_on[desk.name] = self._night(now)
        parts.store.run(lambda tx: poll_succeeded(tx, desk.name, desk.id, now))
        log.info("mailbox.polled", mailbox=desk.name, **received.counts())
        if not received.more and self._keep_going():
            self._tell(desk, session, now)
            self._begin_idle(desk, session)
        return received

    def _end_idle(self, desk: Desk) -> None:
        try:
            if self._watcher is not None:
                self._watcher.take_back(desk.name)
        except WireError:
            self._sessions.drop(desk.name)  # it died while it idled: a new one is opened

    def _begin_idle(self, desk: Desk, session: ImapSession) -> None:
        try:
            if self._watcher is not None and session.usable:
                self._watcher.watch(desk.name, session, desk.mailbox.folders[0])
        except WireError as error:
            log.info("mailbox.not_idle", mailbox=desk.name, said=str(error))
            self._sessions.drop(desk.name)

    def _tell(self, desk: Desk, session: ImapSession, now: datetime) -> None:
        """Tell the server what was handled; a refusal is no failed poll and is tried again."""
        limit = self._parts.settings.config.daemon.poll_deadline.total_seconds()
        try:
            with self._parts.keeper.limit(session, limit):
                told = tell(self._parts, desk, session, now)
        except WireError as error:
            told = Told(refused=error)
            self._sessions.drop(desk.name)
        if told.refused:
            log.warning("mailbox.not_told", mailbox=desk.name, said=str(told.refused))
        if told.letters:
            log.info("mailbox.told", mailbox=desk.name, letters=told.letters)

    def _is_first_of_night(self, desk: Desk, now: datetime) -> bool:
        """Say whether this poll is the daily reconcile: the first after a start, then at 3 a.m."""
        return self._reconciled_on.get(desk.name) != self._night(now)

    def _night(self, now: datetime) -> date:
        zone = ZoneInfo(self._parts.settings.config.organisation.timezone)
        return (now.astimezone(zone) - RECONCILE_AT).date()

    def _failed(self, desk: Desk, error: Exception, now: datetime) -> Polled:
        word = _word(error)
        failures = self._record_failure(desk, word, now)
        log.warning(
            "mailbox.poll_failed", mailbox=desk.name, error=word, failures=failures, **_said(error)
        )
        return Polled(ok=False, received=0, wait=_patience(desk, error, failures))

    def _record_failure(self, desk: Desk, word: str, now: datetime) -> int:
        config = self._parts.settings.config

        def record(tx: Tx) -> int:
            return poll_failed(tx, config, desk.name, desk.id, error=word, now=now)

        try:
            return self._parts.store.run(record)
        except (StoreError, OSError) as error:  # the disk may be full: the log must do
            log.exception("mailbox.not_recorded", mailbox=desk.name, exc_info=error)
            return 1


def _word(error: Exception) -> str:
    """Return a stable word for why a poll failed."""
    if isinstance(error, LoginRefusedError):
        return "login_refused"
    if isinstance(error, WireError):
        return "unreachable"
    return "disk" if isinstance(error, VaultError | OSError) else "store"


def _said(error: Exception) -> dict[str, str]:
    """Return what may be logged of an error: our own texts hold no personal data."""
    return {"said": str(error)} if isinstance(error, MailcareError) else {}


def _patience(desk: Desk, error: Exception, failures: int) -> timedelta:
    """Return how long to wait: the interval doubled with each failure in a row, within bounds."""
    if isinstance(error, LoginRefusedError) and failures >= REFUSED_PATIENCE:
        return SLOWEST
    doubled: timedelta = desk.mailbox.interval * float(2 ** min(failures - 1, 10))
    return min(max(doubled, desk.mailbox.interval), SLOWEST)
