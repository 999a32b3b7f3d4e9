r"""Making room (R12): letters that are done with are taken off the server, where policy says so.

A letter goes only when all of this holds: mailcare received and handled it, nothing of it was cut
off, its case has its answer or end, it is older than the policy says, no person starred it, it was
read in webmail (unless the policy asks no such thing), and what lies on the server is the letter
that the vault opens, seal and all: its author's fields and its body to the byte, though fields that
servers add on the way may differ (`vault.content`). Each removal stands on the receipt.
``UID EXPUNGE`` or ``MOVE`` only: a plain EXPUNGE would take other people's letters along.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from typing import Final

from mailcare.config import DrainAction
from mailcare.errors import OverQuotaError, VaultError, WireError
from mailcare.logs import describe_error, get_logger
from mailcare.model.place import Mode
from mailcare.pipeline.parts import Desk, Parts
from mailcare.pipeline.telling import takes_keywords
from mailcare.store import Drainable, Tx
from mailcare.supervision.capacity import Hindrance, hindrance_note
from mailcare.wire.imap import FolderStatus, ImapSession, LetterMeta

BATCH: Final = 100
"""Letters looked at in one go: receiving goes first."""
EVERY: Final = timedelta(hours=1)
"""Between two rounds through all letters of a mailbox that may go."""
_MOVED_LOOKED_AT = 5000
"""Letters of the folder of handled ones in which is looked for those that may go."""

log = get_logger("pipeline")


@dataclass(slots=True)
class Drained:
    """What became of the letters in one go."""

    letters: int = 0
    size: int = 0
    """Bytes, as the server counted them."""
    left: int = 0
    """No longer where they were received: others removed them."""
    kept: int = 0
    """Unread, starred, or not the letter that the vault holds."""
    hindrance: Hindrance | None = None
    """Why the server lets nothing be drained at all."""
    refused: WireError | None = None


@dataclass(slots=True)
class _Go:
    """One go through a mailbox."""

    parts: Parts
    desk: Desk
    session: ImapSession
    now: datetime
    result: Drained = field(default_factory=Drained)

    @property
    def moves_handled_to(self) -> str:
        return self.desk.mailbox.move_handled_to

    def record(self, place: Drainable, *, drained: bool) -> None:
        ids = [place.receipt_id]
        if drained:
            self.parts.store.run(lambda tx: tx.receipts.mark_drained(ids, self.now))
            self.result.letters += 1
            self.result.size += place.size
        else:
            self.parts.store.run(lambda tx: tx.receipts.mark_left(ids, self.now))
            self.result.left += 1


class Drainer:
    """Goes round the letters of each mailbox, a batch at a time; a mailbox is one thread's."""

    def __init__(self) -> None:
        self._after: dict[int, int] = {}
        self._next_round: dict[int, datetime] = {}

    def drain(self, parts: Parts, desk: Desk, session: ImapSession, now: datetime) -> Drained:
        """Take letters off the server that are done with, the oldest first, if it is time.

        Raises:
            WireError: the connection is gone; what was removed until then stands on its receipts.
        """
        go = _Go(parts, desk, session, now)
        if not wanted(desk) or now < self._next_round.get(desk.id, now):
            return go.result
        places = _candidates(go, self._after.get(desk.id, 0))
        if places:
            go.result.hindrance = _hindrance(go)
        if places and go.result.hindrance is None:
            for folder, group in groupby(sorted(places, key=_folder), key=_folder):
                _drain_folder(go, folder, list(group))
        self._turn(desk.id, places, now)
        _report(go)
        return go.result

    def _turn(self, mailbox_id: int, places: Sequence[Drainable], now: datetime) -> None:
        """Go on after the last letter, or begin the next round in an hour."""
        if len(places) == BATCH:
            self._after[mailbox_id] = places[-1].receipt_id
        else:
            self._after.pop(mailbox_id, None)
            self._next_round[mailbox_id] = now + EVERY


def wanted(desk: Desk) -> bool:
    """Say whether letters are to be drained; in shadow mode staff work in the mailbox as ever."""
    return desk.mailbox.drain.action is not DrainAction.OFF and desk.policy.mode is not Mode.SHADOW


def _candidates(go: _Go, after: int) -> list[Drainable]:
    since, before = go.desk.policy.mode_since, go.now - go.desk.mailbox.drain.after
    return go.parts.store.read(
        lambda tx: tx.receipts.to_drain(go.desk.id, since, before, after=after, limit=BATCH)
    )


def _folder(place: Drainable) -> str:
    return place.folder


def _hindrance(go: _Go) -> Hindrance | None:
    """Return why nothing can be drained here."""
    capabilities, policy = go.session.capabilities, go.desk.mailbox.drain
    moves = policy.action is DrainAction.MOVE
    if "UIDPLUS" not in capabilities and not (moves and "MOVE" in capabilities):
        return Hindrance.NO_UIDPLUS
    if not moves:
        return None
    here, there = go.session.quota_roots("INBOX"), go.session.quota_roots(policy.to)
    return None if here and there and not here & there else Hindrance.SAME_ROOT


def _report(go: _Go) -> None:
    """Log what was done, and note for people why nothing could be."""
    result, name = go.result, go.desk.name
    note = hindrance_note(go.desk.id)
    word = result.hindrance.value if result.hindrance else ""

    def work(tx: Tx) -> bool:
        changed = (tx.meta.get(note) or "") != word
        if changed:
            tx.meta.set(note, word)
        return changed

    if go.parts.store.run(work) and word:
        log.warning("mailbox.not_drained", mailbox=name, why=word)
    if result.refused is not None:
        log.warning("mailbox.not_drained", mailbox=name, why=str(result.refused))
    if result.letters or result.left:
        log.info(
            "mailbox.drained",
            mailbox=name,
            letters=result.letters,
            bytes=result.size,
            left=result.left,
            kept=result.kept,
        )


def _drain_folder(go: _Go, folder: str, places: Sequence[Drainable]) -> None:
    """Drain the letters of one folder, and those that were moved on when they were handled."""
    try:
        moved = _drain_places(go, folder, {place.uid: place for place in places})
        if moved:
            _drain_moved(go, moved)
    except OverQuotaError:
        go.result.hindrance = Hindrance.TARGET_FULL
    except WireError as error:
        if not go.session.usable:
            raise
        go.result.refused = error


def _drain_places(go: _Go, folder: str, places: Mapping[int, Drainable]) -> list[Drainable]:
    """Drain letters where they were received; return those that we moved on when handled."""
    status = go.session.select(folder, writable=True)
    metas = go.session.meta(list(places))
    if not _same_numbers(status, places, metas):
        return []  # the next poll finds out and begins a new epoch
    moved = []
    for uid, place in places.items():
        if uid in metas:
            _drain_letter(go, place, uid, metas[uid], status)
        elif go.moves_handled_to and place.told_at:
            moved.append(place)
        else:
            go.record(place, drained=False)
    return moved


def _drain_moved(go: _Go, places: Sequence[Drainable]) -> None:
    """Drain letters from the folder of handled ones, found by size and INTERNALDATE."""
    status = go.session.select(go.moves_handled_to, writable=True)
    uids = go.session.search_from(1, status.exists)[:_MOVED_LOOKED_AT]
    metas = go.session.meta(uids)
    for place in places:
        for uid, meta in list(_alike(place, metas)):
            if _drain_letter(go, place, uid, meta, status):
                del metas[uid]
                break


def _alike(place: Drainable, metas: Mapping[int, LetterMeta]) -> Iterator[tuple[int, LetterMeta]]:
    return ((uid, meta) for uid, meta in metas.items() if _same(place, meta))


def _same_numbers(
    status: FolderStatus, places: Mapping[int, Drainable], metas: Mapping[int, LetterMeta]
) -> bool:
    """Say whether every UID still names the letter that was received under it."""
    before = next(iter(places.values())).uidvalidity
    if before and status.uidvalidity and before != status.uidvalidity:
        return False
    return all(_same(places[uid], meta) for uid, meta in metas.items() if uid in places)


def _same(place: Drainable, meta: LetterMeta) -> bool:
    dates = {place.internal_date, meta.internal_date} - {None}
    return len(dates) <= 1 and place.size == meta.size


def _drain_letter(
    go: _Go, place: Drainable, uid: int, meta: LetterMeta, status: FolderStatus
) -> bool:
    """Take one letter off the server if nothing speaks against it; say whether it went."""
    if not _may_go(go, meta, status) or not _is_archived(go, place, uid, meta.size):
        go.result.kept += 1
        return False
    policy = go.desk.mailbox.drain
    if policy.action is DrainAction.MOVE:
        go.session.move(uid, policy.to)
    else:
        go.session.remove(uid)
    go.record(place, drained=True)
    return True


def _may_go(go: _Go, meta: LetterMeta, status: FolderStatus) -> bool:
    r"""Say whether no person's mark keeps the letter; \Flagged may be our own mark."""
    flags = {flag.lower() for flag in meta.flags}
    ours = go.desk.mailbox.mark_handled and not takes_keywords(status)
    starred = "\\flagged" in flags and not ours
    read = "\\seen" in flags or go.desk.mailbox.drain.unread
    return read and not starred and "\\deleted" not in flags


def _is_archived(go: _Go, place: Drainable, uid: int, size: int) -> bool:
    """Say whether the vault opens the very letter that lies on the server."""
    try:
        kept = go.parts.vault.open(place.blob)
    except (VaultError, OSError) as error:
        log.error("letter.not_archived", letter=place.letter_id, error=describe_error(error))  # noqa: TRY400 - class and place say it all
        return False
    raw, vault = go.session.fetch(uid, size), go.parts.vault
    if raw is not None and vault.content_key(raw) == vault.content_key(kept):
        return True
    log.warning("letter.differs", letter=place.letter_id)
    return False
