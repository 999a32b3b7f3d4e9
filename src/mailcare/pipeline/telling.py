r"""Telling the server that a letter was handled, where the config asks for it (off by default).

For people who read along in webmail: a flag on the letter, or the letter moved to a folder. It
happens after receiving and after the letter was handled, and is tried again at the next poll; not
in shadow mode, in which staff work in the mailbox as ever. Never \Seen, which belongs to people.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby

from mailcare.model.place import Mode
from mailcare.pipeline.parts import Desk, Parts
from mailcare.store import Untold
from mailcare.wire.imap import FolderStatus, ImapSession, LetterMeta

KEYWORD = "$MailcareHandled"
FLAG = "\\Flagged"
"""Where a server keeps no keywords (Coremail): the star that every client shows."""
BATCH = 100
"""Letters told about in one poll: receiving goes first."""


def tell(parts: Parts, desk: Desk, session: ImapSession, now: datetime) -> int:
    """Flag or move letters that were handled; return how many are done with.

    Raises:
        WireError: the server refused, or the connection is gone; nothing is lost by it.
    """
    if not wanted(desk):
        return 0
    since = desk.policy.mode_since
    untold = parts.store.read(lambda tx: tx.receipts.to_tell(desk.id, since, BATCH))
    done = 0
    for folder, places in groupby(sorted(untold, key=_folder), key=_folder):
        told = _tell_folder(desk, session, folder, list(places))
        parts.store.run(lambda tx, ids=told: tx.receipts.mark_told(ids, now))  # type: ignore[misc]
        done += len(told)
    return done


def wanted(desk: Desk) -> bool:
    """Say whether the server is to be told at all."""
    asked = desk.mailbox.mark_handled or bool(desk.mailbox.move_handled_to)
    return asked and desk.policy.mode is not Mode.SHADOW


def _folder(place: Untold) -> str:
    return place.folder


def _tell_folder(
    desk: Desk, session: ImapSession, folder: str, places: Sequence[Untold]
) -> list[int]:
    """Tell about the letters of one folder; those that are gone need nothing."""
    status = session.select(folder, writable=True)
    metas = session.meta([place.uid for place in places])
    if not _same_numbers(status, places, metas):
        return []  # the next poll finds out and begins a new epoch
    for place in places:
        if place.uid in metas:
            _tell_letter(desk, session, place.uid, status)
    return [place.receipt_id for place in places]


def _same_numbers(
    status: FolderStatus, places: Sequence[Untold], metas: Mapping[int, LetterMeta]
) -> bool:
    """Say whether every UID still names the letter that was received under it."""
    before = places[0].uidvalidity
    if before and status.uidvalidity and before != status.uidvalidity:
        return False
    return all(_same(place, metas[place.uid]) for place in places if place.uid in metas)


def _same(place: Untold, meta: LetterMeta) -> bool:
    dates = {place.internal_date, meta.internal_date} - {None}
    return len(dates) < 2 and place.size == meta.size  # noqa: PLR2004 - two of them differ


def _tell_letter(desk: Desk, session: ImapSession, uid: int, status: FolderStatus) -> None:
    if desk.mailbox.mark_handled:
        session.flag(uid, KEYWORD if _takes_keywords(status) else FLAG)
    if desk.mailbox.move_handled_to:
        session.move(uid, desk.mailbox.move_handled_to)


def _takes_keywords(status: FolderStatus) -> bool:
    flags = status.permanent_flags or frozenset()
    return "\\*" in flags or KEYWORD.lower() in flags
