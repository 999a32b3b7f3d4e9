r"""Copies of what was sent in the Sent folder, where the provider puts none there itself.

For people who read along in webmail: letters to users and dispatches, byte for byte, \\Seen. It
happens at a poll some minutes after the sending, when a provider's own copy would lie there; what
becomes of a copy never changes what became of the mail.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from mailcare.errors import OverQuotaError, VaultError, WireError
from mailcare.intake.answered import SentFolder
from mailcare.logs import get_logger
from mailcare.model.post import CopyState, OutboxMail
from mailcare.pipeline.parts import Desk, Parts
from mailcare.wire.imap import ImapSession

log = get_logger("pipeline")

PATIENCE: Final = timedelta(minutes=2)
"""What a provider may take to show its own copy."""
LATEST: Final = timedelta(days=2)
"""After so long a copy that could not be made is made no more."""
BATCH: Final = 20
_LIMIT: Final = re.compile(r"APPENDLIMIT=(\d+)")


@dataclass(frozen=True, slots=True)
class _Work:
    """What one go is about."""

    parts: Parts
    session: ImapSession
    sent: SentFolder
    folder: str


@dataclass(slots=True)
class Copied:
    """What became of the copies in one go."""

    made: int = 0
    refused: WireError | None = None
    """Why the server would not have one; it is tried again."""


def copy_sent(
    parts: Parts, desk: Desk, session: ImapSession, sent: SentFolder, now: datetime
) -> Copied:
    """Put what is missing into the Sent folder, as `sent` saw it at this poll.

    Raises:
        WireError: the connection is gone; nothing is lost by it, and nothing comes twice.
    """
    copied = Copied()
    folder = sent.name
    if not desk.mailbox.wants_sent_copies or folder is None or not sent.looked:
        return copied
    due = parts.store.read(
        lambda tx: tx.sent_copies.due(desk.id, now - LATEST, now - PATIENCE, BATCH)
    )
    work = _Work(parts, session, sent, folder)
    for mail, state in due:
        try:
            copied.made += _copy(work, mail, state)
        except WireError as error:
            if not session.usable:
                raise
            copied.refused = error
            _mark(parts, mail, None)
            if isinstance(error, OverQuotaError):
                break
    return copied


def _copy(work: _Work, mail: OutboxMail, state: CopyState | None) -> bool:
    """Make one copy unless it is there; say whether it was made."""
    parts, session, sent = work.parts, work.session, work.sent
    if sent.holds(mail.message_id, mail.recipient, mail.created_at):
        _mark(parts, mail, CopyState.DONE)
        return False
    data = _bytes(parts, mail)
    begun_in_vain = state is CopyState.BEGUN and not sent.tells_ids
    if data is None or begun_in_vain or len(data) > _most(session):
        _mark(parts, mail, CopyState.GIVEN_UP)
        log.info("mail.not_copied", mail=mail.id, doubtful=begun_in_vain)
        return False
    _mark(parts, mail, CopyState.BEGUN)
    session.append(work.folder, data, ["\\Seen"], mail.settled_at)
    _mark(parts, mail, CopyState.DONE)
    return True


def _bytes(parts: Parts, mail: OutboxMail) -> bytes | None:
    """Return the bytes that were sent, None where they are destroyed."""
    try:
        return parts.vault.open(mail.blob)
    except VaultError:
        return None


def _most(session: ImapSession) -> float:
    """Return the longest mail that the server takes (RFC 7889)."""
    found = (_LIMIT.fullmatch(name) for name in session.capabilities)
    return min((int(limit[1]) for limit in found if limit), default=float("inf"))


def _mark(parts: Parts, mail: OutboxMail, state: CopyState | None) -> None:
    """Note how far the copy has come; None: it surely was not made."""
    if state is None:
        parts.store.run(lambda tx: tx.sent_copies.forget(mail.id))
    else:
        parts.store.run(lambda tx: tx.sent_copies.mark(mail.id, state))
