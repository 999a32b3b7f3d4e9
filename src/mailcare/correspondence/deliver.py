"""Outbox rows → the wire: claim, send, settle; each mail at most once (invariant 4).

The order that makes it so: the claim is committed; the server is talked to up to its 354; then
``sending`` is committed; only then goes the first byte of the body. Whatever fails before that
commit was surely not sent and is tried again; a row that stays ``sending`` is nobody's to repeat.

A database that fails, or whose answer to a commit is lost, leaves it open what is committed. What
became of the mail is kept then, and written before another is taken up.
"""

import random
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from mailcare.casework import templates
from mailcare.correspondence.backoff import Jitter, is_hopeless, wait_after
from mailcare.correspondence.channels import Channel, Channels, Session
from mailcare.errors import (
    ConflictError,
    LoginRefusedError,
    StoreError,
    VaultError,
    WireError,
)
from mailcare.logs import describe_error, get_logger
from mailcare.model.post import MailClass, OutboxMail, OutboxState
from mailcare.store import Store, Tx
from mailcare.vault import Vault
from mailcare.wire.smtp import OutcomeState, SendOutcome

OnSettled = Callable[[Tx, OutboxMail, datetime], None]
"""Told in the settling transaction of a mail that is now sent, failed or uncertain."""

_STATES = {
    OutcomeState.SENT: OutboxState.SENT,
    OutcomeState.TEMPORARY: OutboxState.DEFERRED,
    OutcomeState.PERMANENT: OutboxState.FAILED,
    OutcomeState.UNCERTAIN: OutboxState.UNCERTAIN,
}
_TOLD = frozenset({OutboxState.SENT, OutboxState.FAILED, OutboxState.UNCERTAIN})
_TELLINGS = 3
"""How often telling is tried: others may be writing to the same case, or the database fail."""
_log = get_logger("correspondence")


class _StoppingError(Exception):
    """The daemon stops: the exchange ends before the first byte of the body."""


@dataclass(frozen=True, slots=True)
class SendReport:
    """What became of one mail; the daemon raises alarms from it."""

    mail_id: int
    mailbox_id: int | None
    state: OutboxState
    """``sent``, ``deferred``, ``failed``, ``uncertain``; ``queued`` after a stop."""
    reason: str
    """A stable word, after a server's code where there was one."""
    unreachable: bool = False
    """The server could not be used at all: it is about the account, not about the mail."""
    login_refused: bool = False
    kind: str = ""
    """A `RefusalKind` where the account is at fault."""
    told: bool = True
    """False: what should follow from it (`on_settled`) failed and must be made up for."""


@dataclass(slots=True)
class _Attempt:
    """A mail on its way, and whether its body has begun."""

    mail: OutboxMail
    now: datetime
    begun: bool = False
    failures: int = 0
    """How often the database failed when it was to be settled."""


@dataclass(frozen=True, slots=True)
class _Owed:
    """What became of a mail, not yet in the database."""

    attempt: _Attempt
    state: OutboxState
    reason: str
    not_before: datetime | None


class Deliverer:
    """Sends what is due, one mail at a call, from one thread; `stop` may come from another."""

    def __init__(
        self,
        store: Store,
        vault: Vault,
        find_channel: Callable[[int | None], Channel],
        owner: str,
        *,
        on_settled: OnSettled,
        jitter: Jitter = random.random,
    ) -> None:
        self._store = store
        self._vault = vault
        self._channels = Channels(find_channel)
        self._owner = owner
        self._on_settled = on_settled
        self._jitter = jitter
        self._down: dict[int | None, tuple[datetime, int]] = {}
        self._owed: list[_Owed] = []
        self._in_doubt = False
        """Whether rows may be claimed by us that we know nothing of."""
        self._lock = threading.Lock()
        self._stopping = False
        self._session: Session | None = None
        self._in_body = False

    def send_next(self, now: datetime) -> SendReport | None:
        """Claim and send the next due mail; None when nothing is due.

        Mails of a mailbox whose server is down wait together: only one at a time tries it.
        """
        self._channels.tidy(now)
        if self._owed:
            owed = self._owed.pop()
            return self._settle(owed.attempt, owed.state, owed.reason, owed.not_before)
        if self._stopping:
            return None
        if self._in_doubt:
            self._store.run(lambda tx: self._abandon(tx, now))
        self._in_doubt = True  # until this has ended well
        skip = [mailbox_id for mailbox_id, (until, _) in self._down.items() if until > now]
        mail = self._store.run(lambda tx: tx.outbox.claim(now, self._owner, skip=skip))
        report = None if mail is None else self._deliver(_Attempt(mail, now))
        self._in_doubt = False
        return report

    def _abandon(self, tx: Tx, now: datetime) -> None:
        """Free what was claimed for us without our hearing of it."""
        for mail in tx.outbox.abandon(now, self._owner):
            self._on_settled(tx, mail, now)

    def try_again(self) -> None:
        """Forget which servers were down: somebody says that things have changed."""
        self._down = {}

    def stop(self) -> bool:
        """Begin no body any more: cuts an exchange before its body, leaves one within it alone.

        Returns whether there is one within it.
        """
        with self._lock:
            self._stopping = True
            if self._session is not None and not self._in_body:
                self._session.cut()
            return self._in_body

    def cut(self) -> None:
        """End also an exchange within its body: that mail becomes uncertain."""
        with self._lock:
            self._stopping = True
            if self._session is not None:
                self._session.cut()

    def close(self) -> None:
        """Close all sessions; from the sending thread, after the last `send_next`."""
        self._channels.close()

    def _deliver(self, attempt: _Attempt) -> SendReport:
        mail = attempt.mail
        try:
            data = self._vault.open(mail.blob)
            outcome = self._exchange(attempt, data)
        except VaultError:
            return self._settle(attempt, OutboxState.FAILED, "no_bytes")
        except WireError as error:
            return self._no_session(attempt, error)
        except _StoppingError:
            return self._settle(attempt, OutboxState.QUEUED, "")
        except ConflictError:
            return self._taken_back(attempt)
        except StoreError:
            # `sending` is not known to be committed, so no byte was sent; without this the claim
            # would stay with us, who live on
            return self._settle(attempt, OutboxState.QUEUED, "store")
        self._down.pop(mail.mailbox_id, None)
        return self._conclude(attempt, outcome)

    def _exchange(self, attempt: _Attempt, data: bytes) -> SendOutcome:
        mailbox_id = attempt.mail.mailbox_id
        session, used = self._channels.borrow(mailbox_id, attempt.now)
        outcome = self._send(session, attempt, data)
        if used and not attempt.begun and outcome.reason == "connection_lost":
            # the server closed it while it was idle: that says nothing about this mail
            session, _ = self._channels.borrow(mailbox_id, attempt.now)
            outcome = self._send(session, attempt, data)
        return outcome

    def _send(self, session: Session, attempt: _Attempt, data: bytes) -> SendOutcome:
        mail = attempt.mail
        reverse_path = self._channels.reverse_path(mail.mailbox_id)
        with self._lock:
            self._session, self._in_body = session, False
        if self._stopping:
            raise _StoppingError
        try:
            return session.send(
                reverse_path,
                mail.recipient,
                data,
                lambda: self._before_body(attempt),
                _envelope_id(mail),
            )
        finally:
            with self._lock:
                self._session, self._in_body = None, False

    def _before_body(self, attempt: _Attempt) -> None:
        """The server said 354: from here on only its answer, or a person, can settle the mail."""
        with self._lock:
            if self._stopping:
                raise _StoppingError
            self._in_body = True
        mail = attempt.mail
        self._store.run(lambda tx: tx.outbox.start_sending(mail.id, self._owner, mail.fence))
        attempt.begun = True

    def _conclude(self, attempt: _Attempt, outcome: SendOutcome) -> SendReport:
        state = _STATES[outcome.state]
        reason = " ".join(filter(None, (outcome.code, outcome.reason)))
        if state is not OutboxState.DEFERRED:
            return self._settle(attempt, state, reason)
        if self._stopping and not attempt.begun:
            return self._settle(attempt, OutboxState.QUEUED, "")
        if is_hopeless(attempt.mail.created_at, attempt.now):
            return self._settle(attempt, OutboxState.FAILED, f"gave_up {reason}")
        wait = wait_after(attempt.mail.attempts, self._jitter)
        wait = max(wait, outcome.retry_after or wait)
        return self._settle(attempt, state, reason, attempt.now + wait)

    def _no_session(self, attempt: _Attempt, error: WireError) -> SendReport:
        """The account is at fault: this mail waits, and the others of it are not even tried."""
        mailbox_id = attempt.mail.mailbox_id
        if self._stopping:
            return self._settle(attempt, OutboxState.QUEUED, "")
        failures = self._down.get(mailbox_id, (attempt.now, 0))[1] + 1
        until = attempt.now + wait_after(failures, self._jitter)
        self._down[mailbox_id] = (until, failures)
        login = isinstance(error, LoginRefusedError)
        word = "tls" if error.code == "TLS" else "unreachable"
        word = "login_refused" if login else word
        state = OutboxState.DEFERRED
        if is_hopeless(attempt.mail.created_at, attempt.now):
            state = OutboxState.FAILED
        not_before = until if state is OutboxState.DEFERRED else None
        report = self._settle(attempt, state, word, not_before)
        return replace(report, unreachable=True, login_refused=login, kind=error.kind)

    def _taken_back(self, attempt: _Attempt) -> SendReport:
        """The row was superseded, dropped or claimed anew while we talked: no byte was sent."""
        self._channels.drop(attempt.mail.mailbox_id)
        row = self._store.read(lambda tx: tx.outbox.get(attempt.mail.id))
        return SendReport(row.id, row.mailbox_id, row.state, row.reason)

    def _settle(
        self,
        attempt: _Attempt,
        state: OutboxState,
        reason: str,
        not_before: datetime | None = None,
    ) -> SendReport:
        def move(tx: Tx) -> OutboxMail:
            return self._move(tx, attempt, state, reason, not_before)

        try:
            told = self._move_and_tell(attempt, state, move)
        except ConflictError:
            return self._taken_back(attempt)
        except StoreError:
            self._owed.append(_Owed(attempt, state, reason, not_before))
            raise
        mail = attempt.mail
        _log.info("mail.settled", mail=mail.id, state=state.value, reason=reason, told=told)
        return SendReport(mail.id, mail.mailbox_id, state, reason, told=told)

    def _move_and_tell(
        self, attempt: _Attempt, state: OutboxState, move: Callable[[Tx], OutboxMail]
    ) -> bool:
        """Settle and tell in one transaction; if telling fails for good, the server's word counts.

        Raises:
            StoreError: the database failed; try again.
        """

        def move_and_tell(tx: Tx) -> None:
            self._on_settled(tx, move(tx), attempt.now)

        if state not in _TOLD:
            self._store.run(move)
            return True
        for _ in range(_TELLINGS):
            try:
                self._store.run(move_and_tell)
            except ConflictError:
                continue  # the row is no longer ours, or others wrote to its case meanwhile
            except StoreError:
                attempt.failures += 1
                if attempt.failures < _TELLINGS:
                    raise
                break
            except Exception as error:  # noqa: BLE001 - whatever it is, the mail has left or failed
                _log.warning("mail.not_told", mail=attempt.mail.id, error=describe_error(error))
                break
            return True
        self._store.run(move)
        return False

    def _move(
        self,
        tx: Tx,
        attempt: _Attempt,
        state: OutboxState,
        reason: str,
        not_before: datetime | None,
    ) -> OutboxMail:
        mail, now = attempt.mail, attempt.now
        if attempt.begun:
            return tx.outbox.settle(mail.id, state, reason, not_before, now=now)
        row = tx.outbox.get(mail.id)
        if row.state is OutboxState.SENDING and row.fence == mail.fence:
            # that was committed without our hearing of it: nothing has left
            return tx.outbox.settle(mail.id, OutboxState.DEFERRED, reason, not_before, now=now)
        return tx.outbox.give_back(
            mail.id,
            self._owner,
            mail.fence,
            state,
            reason=reason,
            not_before=not_before,
            now=now,
        )


def _envelope_id(mail: OutboxMail) -> str:
    """Return the id under which a dispatch's delivery is reported; empty: no report is asked for.

    It is the Message-ID, so that a report finds its row even where it quotes nothing of the mail.
    """
    asked = mail.mail_class is MailClass.DISPATCH and mail.template not in templates.TO_ORIGIN
    return mail.message_id.strip("<>") if asked else ""
