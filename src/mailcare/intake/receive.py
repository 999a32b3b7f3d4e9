"""Step one of a letter's journey: from the server into vault and store (DESIGN 4.1).

The order is the promise: bytes sealed and synced, then letter and receipt in one transaction. A
crash before the transaction leaves a blob that nobody knows; the letter is fetched again. Nothing
is told to the server here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, timezone, tzinfo

from mailcare.errors import MailcareError, WireError
from mailcare.intake import selection
from mailcare.intake.folder_notes import FolderNotes
from mailcare.intake.keeping import NOWHERE, Arrival, keep_letter, note_gone
from mailcare.logs import describe_error, get_logger
from mailcare.model.place import Fate, Folder, MailboxKey
from mailcare.store import KnownUid, Store
from mailcare.vault import Vault
from mailcare.wire.imap import FolderStatus, ImapSession, LetterMeta

log = get_logger("intake")

_BATCH = 500
_HEAD_BYTES = 1024 * 1024
"""How much text of a letter over the limit is fetched."""
_SHANGHAI = timezone(timedelta(hours=8))


@dataclass(frozen=True, slots=True)
class ReceiveMailbox:
    """What receiving must know of a mailbox."""

    id: int
    name: str
    max_letter_bytes: int
    adopt_since: date | None = None
    """Letters there at first contact are received too if they came on this day or later."""
    without_history: bool = False
    """What is older than `adopt_since` is not archived either, but left where it lies."""
    timezone: tzinfo = _SHANGHAI
    """Whose days `adopt_since` counts."""
    key: MailboxKey = NOWHERE
    """What it is known by; kept with the letters' bytes."""


@dataclass(slots=True)
class ReceiveReport:
    """What became of the UIDs that were looked at in one pass over a folder."""

    received: int = 0
    history: int = 0
    gone: int = 0
    already_known: int = 0
    """Copies of letters that another folder, mailbox or epoch brought: a receipt and no more."""
    failed: int = 0
    """Could not be fetched; unknown still, tried again at the next pass."""
    left: int = 0
    """Not reached: the slice was used up or a stop was asked for."""
    late: int = 0
    """New, but so far below the highest UID that only a look at all of them finds them."""
    epoch_changed: bool = False
    newest: datetime | None = None
    """When the newest letter that was looked at came, by the server's clock."""
    letter_ids: list[int] = field(default_factory=list)
    """The letters received, oldest first."""

    @property
    def more(self) -> bool:
        """Whether another pass would find something to take at once."""
        return self.left > 0

    @property
    def looked_at(self) -> int:
        """The UIDs of the plan: each ended somehow."""
        ended = self.received + self.history + self.gone + self.already_known
        return ended + self.failed + self.left


def receive_folder(
    store: Store,
    vault: Vault,
    session: ImapSession,
    mailbox: ReceiveMailbox,
    folder_name: str,
    *,
    now: datetime,
    keep_going: Callable[[], bool] = lambda: True,
    max_letters: int = _BATCH,
    whole: bool = False,
    answered: Callable[[bytes], bool] = lambda _raw: False,
    junk: bool = False,
) -> ReceiveReport:
    """Receive what is new in a folder, then archive some of its history.

    Args:
        store: where letters and receipts are written.
        vault: where their bytes are sealed.
        session: logged in; the folder is opened read-only.
        mailbox: whose folder it is.
        folder_name: as in the config.
        now: when the pass began; no letter counts as received later.
        keep_going: asked before each letter; a stop falls on a letter's boundary.
        max_letters: how many to take at most.
        whole: look at all UIDs, not only at those near the highest (the nightly reconcile).
        answered: says of a letter's bytes whether somebody has answered it by hand.
        junk: whether the server sorts into it what it holds for junk.

    Raises:
        WireError: the connection is gone; what was committed stands.
        VaultError: the bytes can't be sealed, the disk is full perhaps; nothing was half done.
        StoreError: the database can't be written; the letter is fetched again at the next pass.
    """
    folder = store.run(lambda tx: tx.folders.ensure(mailbox.id, folder_name, now))
    work = _Pass(store, vault, session, mailbox, now)
    folder = work.look(folder, whole=whole)
    arrival = Arrival(store, vault, mailbox.id, folder, now, answered, junk, mailbox.key)
    return work.take(arrival, keep_going, max_letters)


class _Pass:
    """One pass over one folder."""

    def __init__(
        self,
        store: Store,
        vault: Vault,
        session: ImapSession,
        mailbox: ReceiveMailbox,
        now: datetime,
    ) -> None:
        self._store = store
        self._vault = vault
        self._session = session
        self._mailbox = mailbox
        self._now = now
        self._report = ReceiveReport()
        self._uids: list[int] = []
        self._known: Mapping[int, KnownUid] = {}
        self._notes: FolderNotes

    def look(self, folder: Folder, *, whole: bool) -> Folder:
        """See what is there; begin a new epoch, or note the baseline at first contact."""
        self._notes = FolderNotes.load(self._store, folder)
        whole = whole or not self._notes.archived
        status = self._session.select(folder.name, fresh=whole)
        self._search(folder, status, selection.lowest(folder, self._notes.troubled, whole=whole))
        if folder.baseline_uid is None:
            return self._first_contact(folder, status)
        fell = selection.numbering_fell(folder, status, self._uids, self._known)
        if fell:
            self._search(folder, status, 1)
        same = selection.to_compare(self._uids, self._known)
        metas = self._session.meta(same)
        why = selection.epoch_ended(folder, status, self._known, metas, fell=fell)
        if why:
            folder = self._begin_epoch(folder, status, why)
        return replace(
            folder,
            uidvalidity=status.uidvalidity or folder.uidvalidity,
            uidnext=status.uidnext or folder.uidnext,
        )

    def _search(self, folder: Folder, status: FolderStatus, low: int) -> None:
        self._uids = self._session.search_from(low, status.exists)
        self._known = self._store.read(lambda tx: tx.receipts.known(folder.id, folder.epoch, low))

    def _first_contact(self, folder: Folder, status: FolderStatus) -> Folder:
        """Commit what counts as history before any letter is taken."""
        seen = replace(
            folder,
            uidvalidity=status.uidvalidity,
            uidnext=status.uidnext,
            baseline_uid=selection.first_baseline(status, self._uids),
        )
        self._notes = FolderNotes.first_contact(self._store, seen, self._now)
        log.info("folder.first_contact", mailbox=self._mailbox.name, letters=status.exists)
        return seen

    def _begin_epoch(self, folder: Folder, status: FolderStatus, why: str) -> Folder:
        """Trust no number any more; letters are told from each other by content from here on."""
        log.warning("folder.epoch_ended", mailbox=self._mailbox.name, epoch=folder.epoch, why=why)
        self._report.epoch_changed = True
        now = self._now
        begun = self._store.run(lambda tx: tx.folders.new_epoch(folder.id, status.uidvalidity, now))
        self._notes = FolderNotes.load(self._store, begun)
        self._search(begun, status, 1)
        return begun

    def take(
        self, arrivals: Arrival, keep_going: Callable[[], bool], max_letters: int
    ) -> ReceiveReport:
        """Take letter after letter as planned."""
        folder = arrivals.folder
        adopted = self._adopted(folder)
        wanted = selection.plan(folder, self._uids, self._known, self._notes.troubled, adopted)
        uids = wanted.new if self._mailbox.without_history else wanted.uids
        self._report.late = selection.count_late(folder, wanted.new)
        for first in range(0, min(len(uids), max_letters), _BATCH):
            batch = uids[first : min(first + _BATCH, max_letters)]
            metas = self._session.meta(batch)
            for uid in batch:
                if not keep_going():
                    return self._finish(arrivals, uids)
                self._take_one(arrivals, uid, metas.get(uid))
        return self._finish(arrivals, uids)

    def _adopted(self, folder: Folder) -> set[int]:
        """Find the letters of the baseline that are to be received, newest batch first."""
        if self._mailbox.adopt_since is None or self._notes.archived:
            return set()
        baseline = folder.baseline_uid or 0
        old = [uid for uid in self._uids if uid <= baseline and uid not in self._known]
        found: set[int] = set()
        for end in range(len(old), 0, -_BATCH):
            metas = self._session.meta(old[max(0, end - _BATCH) : end])
            recent = {uid for uid, meta in metas.items() if self._is_adopted(meta)}
            found |= recent
            if not recent:
                break
        return found

    def _is_adopted(self, meta: LetterMeta) -> bool:
        since = self._mailbox.adopt_since
        if since is None or meta.internal_date is None:
            return False
        return meta.internal_date.astimezone(self._mailbox.timezone).date() >= since

    def _is_history(self, folder: Folder, uid: int, meta: LetterMeta) -> bool:
        """Say whether a letter was there at first contact; in a later epoch its date must tell.

        INTERNALDATE counts whole seconds: what came in the second of the contact came after it.
        """
        if self._is_adopted(meta):
            return False
        contact = self._notes.contact
        came = meta.internal_date
        before = came is not None and contact is not None and came < contact.replace(microsecond=0)
        return uid <= (folder.baseline_uid or 0) or (folder.epoch > 1 and before)

    def _take_one(self, arrivals: Arrival, uid: int, meta: LetterMeta | None) -> None:
        """Take one letter; what it provokes must not stop the next one."""
        try:
            self._fetch_and_keep(arrivals, uid, meta)
            arrivals.passed(uid)
        except WireError as error:
            if not self._session.usable:
                self._notes.add_trouble(self._store, arrivals.folder, uid)
                raise
            self._fail(arrivals, uid, error)
        except (MailcareError, OSError):
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, the next letter is due
            self._fail(arrivals, uid, error)

    def _fail(self, arrivals: Arrival, uid: int, error: Exception) -> None:
        arrivals.stuck(uid)
        self._report.failed += 1
        log.warning("letter.not_fetched", mailbox=self._mailbox.name, error=describe_error(error))

    def _fetch_and_keep(self, arrivals: Arrival, uid: int, meta: LetterMeta | None) -> None:
        if meta is not None and meta.internal_date is not None:
            self._report.newest = max(meta.internal_date, self._report.newest or meta.internal_date)
        raw, truncated = self._fetch(uid, meta) if meta is not None else (None, False)
        if raw is None or meta is None:
            if self._session.lists(uid):
                raise WireError("the server lists a letter and does not give it")
            note_gone(arrivals, uid, meta)
            self._report.gone += 1
            return
        history = self._is_history(arrivals.folder, uid, meta)
        fate = Fate.HISTORY if history else Fate.RECEIVED
        letter_id, is_new = keep_letter(arrivals, uid, meta, raw, fate=fate, truncated=truncated)
        self._count(letter_id, history=history, is_new=is_new)

    def _fetch(self, uid: int, meta: LetterMeta) -> tuple[bytes | None, bool]:
        most = self._mailbox.max_letter_bytes
        if meta.size > most:
            return self._session.fetch_head(uid, min(most, _HEAD_BYTES)), True
        return self._session.fetch(uid, meta.size), False

    def _count(self, letter_id: int, *, history: bool, is_new: bool) -> None:
        if not is_new:
            self._report.already_known += 1
        elif history:
            self._report.history += 1
        else:
            self._report.received += 1
            self._report.letter_ids.append(letter_id)

    def _finish(self, arrivals: Arrival, uids: tuple[int, ...]) -> ReceiveReport:
        """Note what the pass learned about the folder as a whole."""
        report = self._report
        report.left = len(uids) - report.looked_at
        vanished = self._notes.troubled.difference(self._uids)
        self._notes.end_trouble(self._store, arrivals.folder, arrivals.done | vanished)
        if not report.left and not report.failed:
            arrivals.all_known([*self._known, *arrivals.done])
            self._notes.note_archived(self._store, arrivals.folder)
        arrivals.save_folder()
        return report


__all__ = ["ReceiveMailbox", "ReceiveReport", "receive_folder"]
