r"""Telling the server that a letter was handled, where the config asks for it (off by default).

For people who read along in webmail: a flag on the letter, or the letter moved to a folder. It
happens after receiving and after the letter was handled, and is tried again at the next poll; not
in shadow mode, in which staff work in the mailbox as ever. Never \Seen, which belongs to people.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from mailcare.errors import WireError
from mailcare.model.place import Mode
from mailcare.pipeline.parts import Desk, Parts
from mailcare.store import Untold
from mailcare.wire.imap import FolderStatus, ImapSession, LetterMeta

KEYWORD = "$MailcareHandled"
FLAG = "\\Flagged"
"""Where a server keeps no keywords (Coremail): the star that every client shows."""
BATCH = 100
"""Letters told about in one poll: receiving goes first."""
PATIENCE = 3
"""Refusals in a folder after which it waits for the next poll: perhaps the target is missing."""


@dataclass(slots=True)
class Told:
    """What became of the letters in one go."""

    letters: int = 0
    """Done with: told, or gone."""
    refused: WireError | None = None
    """Why the server would not have some of them; they are tried again."""


def tell(parts: Parts, desk: Desk, session: ImapSession, now: datetime) -> Told:
    """Flag or move letters that were handled; what is refused stops nothing else.

    Raises:
        WireError: the connection is gone; nothing is lost by it.
    """
    told = Told()
    if not wanted(desk):
        return told
    since = desk.policy.mode_since
    untold = parts.store.read(lambda tx: tx.receipts.to_tell(desk.id, since, BATCH))
    for folder, places in groupby(sorted(untold, key=_folder), key=_folder):
        listed = list(places)
        if folder == desk.mailbox.move_handled_to:
            done = [place.receipt_id for place in listed]  # found there, after a restore
        else:
            done = _tell_folder(desk, session, folder, listed, told)
        parts.store.run(lambda tx, ids=done: tx.receipts.mark_told(ids, now))  # type: ignore[misc]
        told.letters += len(done)
    return told


def wanted(desk: Desk) -> bool:
    """Say whether the server is to be told at all."""
    asked = desk.mailbox.mark_handled or bool(desk.mailbox.move_handled_to)
    return asked and desk.policy.mode is not Mode.SHADOW


def _folder(place: Untold) -> str:
    return place.folder


def _tell_folder(
    desk: Desk, session: ImapSession, folder: str, places: Sequence[Untold], told: Told
) -> list[int]:
    """Tell about the letters of one folder; those that are gone need nothing."""
    try:
        status = session.select(folder, writable=True)
        metas = session.meta([place.uid for place in places])
    except WireError as error:
        _refused(session, error, told)
        return []
    if not _same_numbers(status, places, metas):
        return []  # the next poll finds out and begins a new epoch
    return _tell_letters(desk, session, places, metas, status=status, told=told)


def _tell_letters(
    desk: Desk,
    session: ImapSession,
    places: Sequence[Untold],
    metas: Mapping[int, LetterMeta],
    *,
    status: FolderStatus,
    told: Told,
) -> list[int]:
    done: list[int] = []
    refusals = 0
    for place in places:
        try:
            if place.uid in metas:
                _tell_letter(desk, session, place.uid, status)
            done.append(place.receipt_id)
        except WireError as error:
            _refused(session, error, told)
            refusals += 1
            if refusals == PATIENCE:
                break
    return done


def _refused(session: ImapSession, error: WireError, told: Told) -> None:
    """Note a refusal; an error that ended the connection goes on."""
    if not session.usable:
        raise error
    told.refused = error


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
        session.flag(uid, KEYWORD if takes_keywords(status) else FLAG)
    if desk.mailbox.move_handled_to:
        session.move(uid, desk.mailbox.move_handled_to)


def takes_keywords(status: FolderStatus) -> bool:
    """Say whether the folder takes a keyword of ours."""
    flags = status.permanent_flags or frozenset()
    return "\\*" in flags or KEYWORD.lower() in flags
