"""Whoever says that a mailbox of ours is full is heard: IMAP, SMTP, and bounces (R12)."""

from collections.abc import Iterable
from datetime import datetime

from mailcare.config import Config
from mailcare.errors import OverQuotaError, WireError
from mailcare.model.letter import Message
from mailcare.model.place import Letter
from mailcare.pipeline.parts import Desk, Parts
from mailcare.supervision.overquota import mailbox_is_full
from mailcare.wire.imap import ImapSession
from mailcare.wire.smtp import ACCOUNT_FULL, MAILBOX_FULL
from mailcare.wire.words import says_over_quota

_ENDS = frozenset({"failed", "delayed"})
_FULL = ".2.2"
"""RFC 3463 3.3: the recipient's mailbox is full, for now (4) or for good (5)."""


def heed_imap(parts: Parts, desk: Desk, error: Exception, now: datetime) -> None:
    """Raise the alarm if the IMAP server would not go on since the mailbox is full."""
    if isinstance(error, OverQuotaError):
        _raise(parts, desk, "imap", at=now, now=now)


def heed_warning(parts: Parts, desk: Desk, session: ImapSession, now: datetime) -> None:
    """Raise the alarm if the IMAP server has told unasked that the mailbox is over its quota."""
    if session.take_warning():
        _raise(parts, desk, "imap", at=now, now=now)


def heed_refused(
    parts: Parts,
    desk: Desk,
    session: ImapSession,
    errors: Iterable[WireError | None],
    now: datetime,
) -> None:
    """Raise the alarm if a letter could be neither moved nor copied since there is no room.

    Not if it is only the folder of handled letters that is full: letters still come in.
    """
    if not any(isinstance(error, OverQuotaError) for error in errors):
        return
    target = desk.mailbox.move_handled_to
    if not target or _share_room(session, target):
        _raise(parts, desk, "imap", at=now, now=now)


def _share_room(session: ImapSession, folder: str) -> bool:
    """Say whether `folder` shares the room into which letters come; so it does if nobody tells."""
    here, there = session.quota_roots("INBOX"), session.quota_roots(folder)
    return not here or not there or bool(here & there)


def heed_smtp(
    parts: Parts, mail_id: int, mailbox_id: int | None, reason: str, now: datetime
) -> None:
    """Raise the alarm if a server refused a mail to a mailbox of ours, or of ours, as full."""
    words = reason.split(" ")
    desk = None
    if ACCOUNT_FULL in words and mailbox_id is not None:
        desk = parts.settings.desks.get(mailbox_id)
    elif MAILBOX_FULL in words:
        mail = parts.store.read(lambda tx: tx.outbox.get(mail_id))
        desk = _desk_of(parts, mail.recipient)
    if desk is not None:
        _raise(parts, desk, "smtp", at=now, now=now)


def heed_bounce(parts: Parts, letter: Letter, message: Message, now: datetime) -> None:
    """Raise the alarm if a letter reports that a mailbox of ours is full."""
    report = message.report
    if report is None or report.kind != "dsn" or (report.action and report.action not in _ENDS):
        return
    full = report.status.endswith(_FULL) or says_over_quota(message.text)
    desk = _desk_of(parts, report.recipient) if full else None
    if desk is not None:
        _raise(parts, desk, "bounce", at=letter.received_at, now=now)


def _desk_of(parts: Parts, address: str) -> Desk | None:
    """Return the desk of the mailbox with this address."""
    wanted = address.strip().casefold()
    desks = parts.settings.desks.values()
    return next((one for one in desks if one.mailbox.address.casefold() == wanted), None)


def _raise(parts: Parts, desk: Desk, told_by: str, *, at: datetime, now: datetime) -> None:
    config: Config = parts.settings.config
    parts.store.run(
        lambda tx: mailbox_is_full(tx, config, desk.name, desk.id, told_by, at=at, now=now)
    )
