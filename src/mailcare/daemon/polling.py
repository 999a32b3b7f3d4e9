"""One poll of one mailbox: its folders received, its capacity sampled, its health recorded."""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from mailcare.daemon.breaker import Breaker
from mailcare.daemon.idling import IdleWatcher
from mailcare.daemon.logins import NotNowError
from mailcare.daemon.membership import RENEW_EVERY
from mailcare.daemon.sessions import Sessions
from mailcare.errors import (
    ClaimLostError,
    LoginRefusedError,
    MailcareError,
    StoreError,
    VaultError,
    WireError,
)
from mailcare.intake.answered import SentFolder
from mailcare.logs import get_logger
from mailcare.model.refusal import RefusalKind
from mailcare.pipeline.copying import Copied, copy_sent
from mailcare.pipeline.draining import Drainer
from mailcare.pipeline.fullness import heed_imap, heed_refused, heed_warning
from mailcare.pipeline.parts import Desk, Parts
from mailcare.pipeline.receiving import Received, receive
from mailcare.pipeline.telling import Told, tell
from mailcare.pipeline.webmail import notice_answers
from mailcare.store import Tx
from mailcare.supervision.health import poll_failed, poll_succeeded
from mailcare.supervision.intervals import backoff
from mailcare.supervision.sampling import sample, sample_is_due
from mailcare.wire.imap import ImapSession

SLOWEST: Final = timedelta(minutes=30)
"""The longest wait between tries at a server that fails."""
RECONCILE_AT: Final = timedelta(hours=3)
"""Time of day, in the organisation's zone, from which a poll compares all UIDs with receipts."""
PATIENT: Final = timedelta(minutes=2)
"""The shortest wait where the server asked for patience."""
ELSEWHERE: Final = "elsewhere"
"""Why a poll is put off: another daemon has the mailbox."""
_SICK: Final = {"TIMEOUT", "NET", "BYE", "PROTOCOL"}
"""What tells of the server, not of the mailbox."""

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
    put_off: str = ""
    """Why no poll was tried, a stable word; empty: one was."""
    sick: bool | None = None
    """Whether the server failed as a whole; None: nothing is known of it."""


_PUT_OFF: Final = Polled(
    ok=False, received=0, wait=timedelta(seconds=RENEW_EVERY), put_off=ELSEWHERE
)


def by_file(desk: Desk) -> timedelta:
    """Return the interval that the config says."""
    return desk.mailbox.interval


class Poller:
    """Polls mailboxes; used by several workers, a mailbox by one at a time.

    Args:
        parts: of the running mailcare.
        sessions: lent to one poll at a time.
        keep_going: asked before each letter.
        breaker: told of refused logins.
        watcher: holds sessions in IDLE between polls; None: nobody does.
        interval: from one poll of a mailbox to the next.
    """

    def __init__(
        self,
        parts: Parts,
        sessions: Sessions,
        keep_going: Callable[[], bool],
        breaker: Breaker,
        *,
        watcher: IdleWatcher | None = None,
        interval: Callable[[Desk], timedelta] = by_file,
    ) -> None:
        self._parts = parts
        self._sessions = sessions
        self._keep_going = keep_going
        self._breaker = breaker
        self._watcher = watcher
        self._interval = interval
        self._sent: dict[int, SentFolder] = {}
        self._reconciled_on: dict[int, date] = {}
        self._drainer = Drainer()

    def poll(self, desk: Desk, now: datetime) -> Polled:
        """Poll a mailbox; errors of server, disk or store are recorded, told and waited out."""
        sharing = self._parts.sharing
        store = sharing.claim(desk.id)
        if store is None:
            return _PUT_OFF
        try:
            return self._poll_ours(replace(self._parts, store=store), desk, now)
        except ClaimLostError:
            self._sessions.drop(desk.name)
            return _PUT_OFF
        finally:
            self._sessions.give_back(desk.name)
            if not sharing.finished(desk.id):
                self._sessions.drop(desk.name)

    def _poll_ours(self, parts: Parts, desk: Desk, now: datetime) -> Polled:
        try:
            received = self._poll(parts, desk, now)
        except NotNowError as notice:
            log.debug("mailbox.put_off", mailbox=desk.name, why=notice.why)
            wait = timedelta(seconds=notice.seconds)
            return Polled(ok=False, received=0, wait=wait, put_off=notice.why)
        except ClaimLostError:
            raise
        except (WireError, VaultError, StoreError, OSError) as error:
            self._sessions.drop(desk.name)
            return self._failed(desk, error, now)
        wait = timedelta(0) if received.more else self._interval(desk)
        return Polled(
            ok=True,
            received=received.letters,
            wait=wait,
            more=received.more,
            withheld=received.withheld,
            sick=False,
        )

    def _poll(self, parts: Parts, desk: Desk, now: datetime) -> Received:
        began = parts.clock.monotonic()
        session = self._borrow(desk, now)
        limit = parts.settings.config.daemon.poll_deadline.total_seconds()
        with parts.keeper.limit(session, limit):
            whole = self._is_first_of_night(desk, now)
            received = receive(
                parts,
                desk,
                session,
                self._sent.setdefault(desk.id, SentFolder()),
                now=now,
                keep_going=self._keep_going,
                whole=whole,
            )
            sent = self._sent[desk.id]
            notice_answers(parts, desk, session, sent, whole=whole, now=now)
            if sample_is_due(parts.store, desk.id, now, arrived=received.letters > 0):
                config = parts.settings.config
                sample(parts.store, config, desk.name, desk.id, session, recount=whole, now=now)
        heed_warning(parts, desk, session, now)
        if whole and not received.more:
            self._reconciled_on[desk.id] = self._night(now)
        took = timedelta(seconds=parts.clock.monotonic() - began)
        waiting = sum(report.left for report in received.reports)
        parts.store.run(
            lambda tx: poll_succeeded(tx, desk.name, desk.id, now, waiting=waiting, took=took)
        )
        log.info("mailbox.polled", mailbox=desk.name, **received.counts())
        if not received.more and self._keep_going():
            self._tell(parts, desk, session, now)
            self._rest(desk, session, now)
        return received

    def _borrow(self, desk: Desk, now: datetime) -> ImapSession:
        session = self._sessions.borrow(desk, now)
        try:
            if self._watcher is not None:
                self._watcher.take_back(desk.name)
        except WireError:
            self._sessions.drop(desk.name)  # it died while it idled
            return self._sessions.borrow(desk, now)
        return session

    def _rest(self, desk: Desk, session: ImapSession, now: datetime) -> None:
        """Let the session wait for the next poll: in IDLE, open, or closed where it is too far."""
        left = self._sessions.left(desk.name, now)
        try:
            if self._idles(desk, session, left):
                return
            if self._interval(desk) >= left:
                self._sessions.drop(desk.name)
            elif session.usable:
                session.stay_in(desk.mailbox.folders[0])
        except WireError as error:
            log.info("mailbox.not_idle", mailbox=desk.name, said=str(error))
            self._sessions.drop(desk.name)

    def _idles(self, desk: Desk, session: ImapSession, left: timedelta) -> bool:
        """Put the session into IDLE where that is offered."""
        if self._watcher is None or not session.usable:
            return False
        folder = desk.mailbox.folders[0]
        return self._watcher.watch(desk.name, session, folder, left.total_seconds())

    def _tell(self, parts: Parts, desk: Desk, session: ImapSession, now: datetime) -> None:
        """Tell the server what was handled and sent; a refusal is no failed poll, tried again."""
        limit = parts.settings.config.daemon.poll_deadline.total_seconds()
        told, copied = Told(), Copied()
        try:
            with parts.keeper.limit(session, limit):
                told = tell(parts, desk, session, now)
                copied = copy_sent(parts, desk, session, self._sent[desk.id], now)
                self._drainer.drain(parts, desk, session, now)
                heed_refused(parts, desk, session, (told.refused, copied.refused), now)
        except WireError as error:
            told = Told(refused=error)
            self._sessions.drop(desk.name)
        if copied.refused:
            log.warning("mailbox.no_copy", mailbox=desk.name, said=str(copied.refused))
        if copied.made:
            log.info("mailbox.copied", mailbox=desk.name, mails=copied.made)
        if told.refused:
            log.warning("mailbox.not_told", mailbox=desk.name, said=str(told.refused))
        if told.letters:
            log.info("mailbox.told", mailbox=desk.name, letters=told.letters)

    def _is_first_of_night(self, desk: Desk, now: datetime) -> bool:
        """Say whether this poll is the daily reconcile: the first after a start, then at 3 a.m."""
        return self._reconciled_on.get(desk.id) != self._night(now)

    def _night(self, now: datetime) -> date:
        zone = ZoneInfo(self._parts.settings.config.organisation.timezone)
        return (now.astimezone(zone) - RECONCILE_AT).date()

    def _failed(self, desk: Desk, error: Exception, now: datetime) -> Polled:
        heed_imap(self._parts, desk, error, now)
        word = _word(error)
        patient = _asks_patience(error)
        failures = self._record_failure(desk, error, now)
        log.warning(
            "mailbox.poll_failed", mailbox=desk.name, error=word, failures=failures, **_said(error)
        )
        chance = random.random()  # noqa: S311 - scatters retries, guards nothing
        wait = backoff(self._interval(desk), failures, chance, SLOWEST)
        sick = isinstance(error, WireError) and error.code in _SICK
        return Polled(
            ok=False, received=0, wait=max(wait, PATIENT) if patient else wait, sick=sick or None
        )

    def _record_failure(self, desk: Desk, error: Exception, now: datetime) -> int:
        config = self._parts.settings.config
        login = self._breaker.refused(desk) if _is_refusal(error) else ""

        def record(tx: Tx) -> int:
            return poll_failed(
                tx, config, desk.name, desk.id,
                error=_word(error), now=now, login=login, throttled=_asks_patience(error),
                kind=error.kind if isinstance(error, WireError) else "",
            )  # fmt: skip

        try:
            return self._parts.store.run(record)
        except (StoreError, OSError) as problem:  # the disk may be full: the log must do
            log.exception("mailbox.not_recorded", mailbox=desk.name, exc_info=problem)
            return 1


def _is_refusal(error: Exception) -> bool:
    """Say whether a server refused a login; a password that can't be read was never shown it."""
    return isinstance(error, LoginRefusedError) and error.code != "NOPASSWORD"


def _asks_patience(error: Exception) -> bool:
    """Say whether the server wants us more rarely, or later."""
    return isinstance(error, WireError) and bool(error.kind) and RefusalKind(error.kind).passes


def _word(error: Exception) -> str:
    """Return a stable word for why a poll failed."""
    if isinstance(error, LoginRefusedError):
        return "login_refused"
    if isinstance(error, WireError):
        return "tls" if error.code == "TLS" else "unreachable"
    return "disk" if isinstance(error, VaultError | OSError) else "store"


def _said(error: Exception) -> dict[str, str]:
    """Return what may be logged of an error: our own texts hold no personal data."""
    return {"said": str(error)} if isinstance(error, MailcareError) else {}
