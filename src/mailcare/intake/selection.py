r"""Which UIDs of a folder to take, and whether its numbering can still be trusted. Pure.

New is what has no receipt; never what lacks \Seen, never by date, never by sequence number.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from mailcare.model.place import Fate, Folder
from mailcare.wire.imap import FolderStatus, LetterMeta

WINDOW = 200
"""UIDs below the highest that are looked at again: some servers show a lower one later."""
_SAMPLE = 50
"""Known letters whose size and date are compared at each poll."""


class Known(Protocol):
    """What a receipt remembers of a UID."""

    @property
    def size(self) -> int:
        """RFC822.SIZE as it was told."""
        ...

    @property
    def internal_date(self) -> object:
        """INTERNALDATE as it was told, or None."""
        ...

    @property
    def fate(self) -> Fate:
        """How the UID ended."""
        ...


@dataclass(frozen=True, slots=True)
class Plan:
    """What to take, in this order: new letters never wait for history, nor for troubled ones."""

    new: tuple[int, ...]
    """Oldest first, as all of them."""
    history: tuple[int, ...]
    """There at first contact and not archived yet."""
    troubled: tuple[int, ...]
    """The connection broke over them before: tried last, so that they stop nobody."""

    @property
    def uids(self) -> tuple[int, ...]:
        """All of them, in the order in which to take them."""
        return self.new + self.history + self.troubled


def lowest(folder: Folder, troubled: Collection[int], *, whole: bool) -> int:
    """Return the lowest UID to search from; 1 if the whole folder is to be looked at."""
    return 1 if whole else max(1, min([folder.highest_uid - WINDOW, *troubled]))


def plan(
    folder: Folder,
    uids: Collection[int],
    known: Collection[int],
    troubled: Collection[int] = (),
    adopted: Collection[int] = (),
) -> Plan:
    """Sort the UIDs that the server has and no receipt knows.

    Args:
        folder: as the store knows it, with its baseline.
        uids: what the search found.
        known: UIDs with a receipt in this epoch.
        troubled: UIDs over which the connection broke before.
        adopted: UIDs that were there at first contact but are to be received all the same.
    """
    baseline = folder.baseline_uid or 0
    unknown = sorted(set(uids) - set(known))
    smooth = [uid for uid in unknown if uid not in set(troubled)]
    late = set(adopted)
    return Plan(
        new=tuple(uid for uid in smooth if uid > baseline or uid in late),
        history=tuple(uid for uid in smooth if uid <= baseline and uid not in late),
        troubled=tuple(uid for uid in unknown if uid in set(troubled)),
    )


def count_late(folder: Folder, new: Collection[int]) -> int:
    """Count the new UIDs that no ordinary poll would have looked at: reconciling found them."""
    return sum(uid < folder.highest_uid - WINDOW for uid in new)


def first_baseline(status: FolderStatus, uids: Sequence[int]) -> int:
    """Return the highest UID that was there at first contact: what is above is new."""
    if status.uidnext is not None:
        return status.uidnext - 1
    return max(uids, default=0)


def numbering_fell(
    folder: Folder, status: FolderStatus, uids: Collection[int], known: Collection[int]
) -> bool:
    """Say whether the highest UID is lower than one we know, so that the rest must be looked at.

    Without UIDNEXT (Coremail) that is all there is to see of a renumbering, but also what remains
    when staff delete the newest letter.
    """
    if status.uidnext is not None or not status.exists:
        return False
    highest_known = max([folder.highest_uid, *known])
    return max(uids, default=0) < highest_known


def to_compare(uids: Collection[int], known: Mapping[int, Known]) -> list[int]:
    """Return the newest known UIDs that are still there: what they name must be the same."""
    present = (uid for uid in uids if uid in known and known[uid].fate is not Fate.GONE)
    return sorted(present)[-_SAMPLE:]


def epoch_ended(
    folder: Folder,
    status: FolderStatus,
    known: Mapping[int, Known],
    metas: Mapping[int, LetterMeta],
    *,
    fell: bool,
) -> str:
    """Return why the folder's numbers can no longer be trusted, or nothing if they can.

    Args:
        folder: as the store knows it.
        status: as the server describes it now.
        known: what the receipts remember.
        metas: what the server says now of some known UIDs (`to_compare`).
        fell: `numbering_fell`; then letters that are still the same prove that it is the old
            numbering, and if there are none it is a new one.
    """
    if folder.uidvalidity and status.uidvalidity and folder.uidvalidity != status.uidvalidity:
        return "uidvalidity"
    if folder.uidnext and status.uidnext and status.uidnext < folder.uidnext:
        return "uidnext"
    if any(_differs(known[uid], meta) for uid, meta in metas.items() if uid in known):
        return "content"
    return "highest" if fell and not metas else ""


def _differs(before: Known, now: LetterMeta) -> bool:
    if now.internal_date and before.internal_date and now.internal_date != before.internal_date:
        return True
    return now.size != before.size
