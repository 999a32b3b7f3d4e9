"""A database out of the archive alone: letters, where they lay, cases as far as mails name them.

The vault keeps with each letter where it came from, and with each mail of ours which case it was
about. What the archive does not know is lost: what people decided and noted, clocks, who confirmed
a dispatch, whether a mail left. So every case comes back in review, nothing is written to anybody
over it, and later letters are treated as after a restore (`holding_back`).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from operator import attrgetter
from zoneinfo import ZoneInfo

from mailcare.casework.opening import open_case
from mailcare.casework.outcome import Arrival, Filed
from mailcare.config import Config
from mailcare.errors import MailcareError, ReadingError
from mailcare.intake.folder_notes import note_contact
from mailcare.intake.keeping import LETTER
from mailcare.intake.readers import ReaderPool
from mailcare.model.letter import Message
from mailcare.model.place import Fate, Folder, Letter, LetterState, MailboxKey, Mode
from mailcare.pipeline.parts import Desk
from mailcare.pipeline.vouching import vouched
from mailcare.store import CaseNumber, Store, Tx
from mailcare.triage import judge
from mailcare.vault import Note, Vault

Known = tuple[int, CaseNumber]


@dataclass(frozen=True, slots=True)
class Kept:
    """A letter as the vault keeps it."""

    blob: str
    key_id: str
    content_key: str
    size: int
    note: Note
    received_at: datetime

    @property
    def mailbox(self) -> MailboxKey:
        """Where it was received."""
        return MailboxKey(str(self.note["host"]), str(self.note["user"]))

    @property
    def place(self) -> tuple[MailboxKey, str]:
        """In which folder it lay."""
        return self.mailbox, str(self.note["folder"])


@dataclass(slots=True)
class Archive:
    """What the vault knows."""

    letters: list[Kept] = field(default_factory=list)
    """Oldest first."""
    cases: dict[str, set[Known]] = field(default_factory=dict)
    """Ids and numbers, by the data key of the letter that opened the case: one of each unit."""
    numbers: set[CaseNumber] = field(default_factory=set)
    """Of all cases that a mail names, those that can't be opened again too."""
    mails: int = 0
    others: int = 0
    """Blobs that are neither: files that people enclosed."""
    lost: list[str] = field(default_factory=list)
    """Blobs that can't be opened."""


@dataclass(slots=True)
class Rebuilt:
    """What became of it."""

    received: int = 0
    """Letters since the day asked for that no mail of ours names: the daemon handles them."""
    history: int = 0
    reopened: list[str] = field(default_factory=list)
    unreadable: list[int] = field(default_factory=list)
    """Letters of a known case that can't be read: they are handled as if new, then set aside."""


def look_through(vault: Vault) -> Archive:
    """Open everything in the vault and tell what it is."""
    archive = Archive()
    for blob in sorted(vault.blobs()):
        try:
            note, data = vault.open_noted(blob)
            key_id = vault.key_of(blob)
        except MailcareError:
            archive.lost.append(blob)
            continue
        if note.get("kind") == LETTER:
            received = datetime.fromisoformat(str(note["received_at"]))
            content = vault.content_key(data)
            archive.letters.append(Kept(blob, key_id, content, len(data), note, received))
        elif note.get("kind") == "mail":
            archive.mails += 1
            _note_case(archive, key_id, note)
        else:
            archive.others += 1
    archive.letters.sort(key=attrgetter("received_at", "blob"))
    return archive


def _note_case(archive: Archive, key_id: str, note: Note) -> None:
    number, total, case_id = note.get("number"), note.get("total"), note.get("case")
    if not (number and isinstance(total, int) and isinstance(case_id, int)):
        return
    known = case_id, CaseNumber(str(number), total)
    archive.numbers.add(known[1])
    archive.cases.setdefault(key_id, set()).add(known)


def put_letters(tx: Tx, config: Config, archive: Archive, since: datetime, now: datetime) -> None:
    """Write mailboxes, folders, letters and receipts; what came before `since` is history."""
    boxes = _mailboxes(tx, config, archive, now)
    tx.mailboxes.mark_restored(since, now)
    tx.restoring.pass_by(archive.numbers)
    numbering = _numbering(archive.letters)
    for kept in archive.letters:
        if tx.letters.find(kept.content_key) is not None:
            continue  # sealed twice by processes that died
        fate = Fate(str(kept.note["fate"]))
        past = fate is Fate.HISTORY or kept.received_at < since
        letter = tx.letters.add(
            kept.content_key,
            state=LetterState.HISTORY if past else LetterState.RECEIVED,
            mailbox_id=boxes[kept.mailbox],
            blob=kept.blob,
            key_id=kept.key_id,
            size=kept.size,
            received_at=kept.received_at,
            first_seen=_first_seen(kept),
            truncated=bool(kept.note["truncated"]),
            junk=bool(kept.note["junk"]),
        )
        if kept.note["uidvalidity"] == numbering[kept.place]:
            _put_receipt(tx, boxes[kept.mailbox], kept, letter, fate)


def _mailboxes(tx: Tx, config: Config, archive: Archive, now: datetime) -> dict[MailboxKey, int]:
    """Return the ids of all mailboxes that letters lay in; those of the config under its names."""
    found = {}
    for name, box in config.mailboxes.items():
        key = MailboxKey(box.imap.host.lower(), box.imap.user)
        found[key] = tx.mailboxes.ensure(key, name, box.mode, now).id
    for kept in archive.letters:
        if kept.mailbox not in found:
            name = f"was{len(found)}"
            found[kept.mailbox] = tx.mailboxes.ensure(kept.mailbox, name, Mode.SHADOW, now).id
    return found


def _numbering(letters: Iterable[Kept]) -> Mapping[tuple[MailboxKey, str], object]:
    """Return the newest UIDVALIDITY of each folder: UIDs of earlier ones name nothing any more."""
    newest = sorted(letters, key=_first_seen)
    return {kept.place: kept.note["uidvalidity"] for kept in newest}


def _first_seen(kept: Kept) -> datetime:
    return datetime.fromisoformat(str(kept.note["first_seen"]))


def _put_receipt(tx: Tx, mailbox_id: int, kept: Kept, letter: Letter, fate: Fate) -> None:
    uid, validity, size = (kept.note[name] for name in ("uid", "uidvalidity", "size"))
    if not isinstance(uid, int) or not isinstance(size, int) or isinstance(validity, str):
        return
    folder = tx.folders.ensure(mailbox_id, kept.place[1], letter.first_seen)
    if folder.baseline_uid is None:
        folder = _later_epoch(tx, folder, validity, letter.first_seen)
    if uid in tx.receipts.known(folder.id, folder.epoch, uid):
        return
    tx.receipts.add(
        folder_id=folder.id,
        epoch=folder.epoch,
        uid=uid,
        fate=fate,
        letter_id=letter.id,
        size=size,
        internal_date=_time(kept.note["internal_date"]),
        first_seen=letter.first_seen,
    )
    tx.folders.save(replace(folder, highest_uid=max(folder.highest_uid, uid)))
    note_contact(tx, folder, letter.first_seen)


def _later_epoch(tx: Tx, folder: Folder, validity: int | None, now: datetime) -> Folder:
    """Begin as after a renumbering: what has no receipt is told from known letters by content.

    What came before the folder was first seen is history then, though no receipt says so.
    """
    tx.folders.save(replace(folder, baseline_uid=0))
    return tx.folders.new_epoch(folder.id, validity, now)


def _time(text: object) -> datetime | None:
    return datetime.fromisoformat(text) if isinstance(text, str) else None


def reopen_cases(
    store: Store,
    vault: Vault,
    readers: ReaderPool,
    desks: Mapping[int, Desk],
    known: Mapping[str, Collection[Known]],
    *,
    zone: str,
    now: datetime,
) -> Rebuilt:
    """Open the cases that mails of ours name once more, in review and silently.

    A letter that one unit handed over to another opened a case of each: both come back.
    """
    result = Rebuilt()
    counts = store.read(lambda tx: tx.letters.count())
    result.history = counts.get(LetterState.HISTORY, 0)
    for letter in _waiting(store):
        places = _places(desks, letter, known.get(letter.key_id, ()))
        if not places:
            continue
        try:
            message = readers.read(vault.open(letter.blob))
        except (ReadingError, MailcareError):
            result.unreadable.append(letter.id)
            continue
        for desk, case in places:
            number = _reopen(store, letter, message, desk, case, zone=zone, now=now)
            result.reopened += [number] if number else []
    result.received = store.read(lambda tx: tx.letters.count()).get(LetterState.RECEIVED, 0)
    return result


def _waiting(store: Store) -> Iterator[Letter]:
    most = store.read(lambda tx: tx.letters.count()).get(LetterState.RECEIVED, 0)
    yield from store.read(lambda tx: tx.letters.next_received(most)) if most else ()


def _places(
    desks: Mapping[int, Desk], letter: Letter, known: Collection[Known]
) -> list[tuple[Desk, Known]]:
    """Return the letter's cases, oldest first, each with a desk of the unit that numbered it."""
    own = desks.get(letter.mailbox_id)
    free = [*([own] if own else []), *(desk for desk in desks.values() if desk is not own)]
    found = []
    for case in sorted(known):
        prefix = case[1].number.rsplit("-", 2)[0]
        desk = next((one for one in free if one.policy.unit.upper() == prefix), None)
        if desk is not None:
            free.remove(desk)
            found.append((desk, case))
    return found


def _reopen(
    store: Store,
    letter: Letter,
    message: Message,
    desk: Desk,
    known: Known,
    *,
    zone: str,
    now: datetime,
) -> str:
    judgement = vouched(message, judge(message, desk.rules), desk)
    arrival = Arrival(letter.id, letter.received_at, letter.first_seen, truncated=letter.truncated)
    opening = open_case(arrival, message, judgement, desk.policy, now)
    if isinstance(opening, Filed):
        return ""

    def work(tx: Tx) -> str:
        case = tx.cases.open(
            mailbox_id=desk.id,
            unit_prefix=opening.view.unit.upper(),
            key_id=letter.key_id,
            events=opening.events,
            view=opening.view,
            texts=opening.texts,
            letter_id=letter.id,
            now=now,
            tz=ZoneInfo(zone),
            known=known,
        )
        if tx.letters.get(letter.id).state is LetterState.RECEIVED:
            tx.letters.mark_handled(letter.id, case.id, judgement)
        return case.number

    return store.run(work)
