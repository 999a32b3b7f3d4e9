"""Letter and receipt into vault and store: bytes first, then one transaction (T1)."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime

from mailcare.errors import VaultError
from mailcare.logs import get_logger
from mailcare.model.place import Fate, Folder, Letter, LetterState, MailboxKey
from mailcare.store import Store, Tx
from mailcare.vault import Note, Vault
from mailcare.wire.imap import LetterMeta

log = get_logger("intake")

NOWHERE = MailboxKey("", "")
LETTER = "letter"
"""The kind of a letter's bytes, as the note sealed with them says."""


@dataclass(slots=True)
class Arrival:
    """Where letters are kept during a pass, and how far the folder is known."""

    store: Store
    vault: Vault
    mailbox_id: int
    folder: Folder
    now: datetime
    answered: Callable[[bytes], bool] = lambda _raw: False
    """Whether somebody has answered a letter by hand."""
    junk: bool = False
    """The folder is one into which the server sorts what it holds for junk."""
    account: MailboxKey = NOWHERE
    """What the mailbox is known by, whatever its id."""
    done: set[int] = field(default_factory=set)
    _lowest_stuck: int | None = None
    _saved: Folder | None = None

    def passed(self, uid: int) -> None:
        """Note that `uid` has its receipt."""
        self.done.add(uid)

    def stuck(self, uid: int) -> None:
        """Note that `uid` has none: the highest UID must not rise over it, or it is lost."""
        self._lowest_stuck = min(uid, self._lowest_stuck or uid)

    def folder_after(self, uid: int) -> Folder:
        """Return the folder as it is once `uid` has its receipt."""
        highest = max(self.folder.highest_uid, uid)
        if self._lowest_stuck is not None:
            highest = min(highest, self._lowest_stuck - 1)
        return replace(self.folder, highest_uid=highest)

    def commit(
        self, tx: Tx, receipt_of: int | None, uid: int, meta: LetterMeta | None, fate: Fate
    ) -> None:
        """Write the receipt and how far the folder is known, within a transaction."""
        tx.receipts.add(
            folder_id=self.folder.id,
            epoch=self.folder.epoch,
            uid=uid,
            fate=fate,
            letter_id=receipt_of,
            size=meta.size if meta else 0,
            internal_date=meta.internal_date if meta else None,
            first_seen=self.now,
        )
        tx.folders.save(self.folder_after(uid))

    def committed(self, uid: int) -> None:
        """Take over what the transaction wrote."""
        self.folder = self._saved = self.folder_after(uid)

    def all_known(self, uids: Iterable[int]) -> None:
        """Note that no UID below the highest of `uids` lacks a receipt."""
        self.folder = replace(self.folder, highest_uid=max(uids, default=self.folder.highest_uid))

    def save_folder(self) -> None:
        """Write what the server told about the folder, unless a letter's transaction did."""
        folder = self.folder
        if self._saved != folder:
            self.store.run(lambda tx: _save_if_changed(tx, folder))


def _save_if_changed(tx: Tx, folder: Folder) -> None:
    if tx.folders.get(folder.id) != folder:
        tx.folders.save(folder)


def note_gone(arrival: Arrival, uid: int, meta: LetterMeta | None) -> None:
    """Write the receipt of a letter that vanished before it could be fetched."""
    arrival.store.run(lambda tx: arrival.commit(tx, None, uid, meta, Fate.GONE))
    arrival.committed(uid)


def keep_letter(
    arrival: Arrival, uid: int, meta: LetterMeta, raw: bytes, *, fate: Fate, truncated: bool
) -> tuple[int, bool]:
    """Keep a letter and its receipt; return its id, and whether it wasn't known before."""
    answered = meta.answered or arrival.answered(raw)
    content_key = arrival.vault.content_key(raw)
    known = arrival.store.read(lambda tx: tx.letters.find(content_key))
    if known is not None:
        arrival.store.run(lambda tx: _add_receipt(tx, arrival, known, uid, meta, fate=fate))
        arrival.committed(uid)
        return known.id, False
    key_id, blob = _seal(arrival.vault, raw, _note(arrival, uid, meta, fate, truncated=truncated))

    def work(tx: Tx) -> tuple[Letter, bool]:
        meanwhile = tx.letters.find(content_key)
        if meanwhile is not None:
            _add_receipt(tx, arrival, meanwhile, uid, meta, fate=fate)
            return meanwhile, False
        letter = tx.letters.add(
            content_key,
            state=LetterState.HISTORY if fate is Fate.HISTORY else LetterState.RECEIVED,
            mailbox_id=arrival.mailbox_id,
            blob=blob,
            key_id=key_id,
            size=len(raw),
            received_at=_received_at(meta, arrival.now),
            first_seen=arrival.now,
            truncated=truncated,
            answered_by_hand=answered,
            junk=arrival.junk,
        )
        arrival.commit(tx, letter.id, uid, meta, fate)
        return letter, True

    letter, is_new = arrival.store.run(work)
    arrival.committed(uid)
    if is_new:
        log.debug("letter.kept", letter=letter.id, fate=fate.value, size=len(raw))
    else:
        _forget(arrival.vault, key_id, blob)
    return letter.id, is_new


def _add_receipt(
    tx: Tx, arrival: Arrival, known: Letter, uid: int, meta: LetterMeta, *, fate: Fate
) -> None:
    """Add a receipt to a letter that is known.

    History in one mailbox may be new in another, which was live when it came: then it is received
    there after all. Within one mailbox it was merely moved about.
    """
    if known.junk and not arrival.junk:
        tx.letters.clear_of_junk(known.id)
    if fate is Fate.RECEIVED and known.state is LetterState.HISTORY:
        if known.mailbox_id != arrival.mailbox_id:
            tx.letters.receive_history(known.id, arrival.mailbox_id)
        else:
            fate = Fate.HISTORY
    arrival.commit(tx, known.id, uid, meta, fate)


def _note(
    arrival: Arrival, uid: int, meta: LetterMeta, fate: Fate, *, truncated: bool
) -> dict[str, str | int | bool | None]:
    """Return what the letter's row would tell, for a time when there is no database any more."""
    folder = arrival.folder
    return {
        "kind": LETTER,
        "host": arrival.account.host,
        "user": arrival.account.user,
        "folder": folder.name,
        "uidvalidity": folder.uidvalidity,
        "uid": uid,
        "fate": fate.value,
        "size": meta.size,
        "internal_date": meta.internal_date.isoformat() if meta.internal_date else None,
        "received_at": _received_at(meta, arrival.now).isoformat(),
        "first_seen": arrival.now.isoformat(),
        "truncated": truncated,
        "junk": arrival.junk,
    }


def _seal(vault: Vault, raw: bytes, note: Note) -> tuple[str, str]:
    """Seal the letter under a key of its own; a full disk leaves nothing behind."""
    key_id = vault.new_key()
    try:
        return key_id, vault.seal(raw, key_id, note)
    except (OSError, VaultError):
        with suppress(OSError, VaultError):
            vault.destroy_key(key_id)
        raise


def _forget(vault: Vault, key_id: str, blob: str) -> None:
    with suppress(OSError, VaultError):
        vault.discard(blob)
        vault.destroy_key(key_id)


def _received_at(meta: LetterMeta, now: datetime) -> datetime:
    """Return when the letter came: INTERNALDATE, but never later than it was first seen."""
    return min(meta.internal_date or now, now)
