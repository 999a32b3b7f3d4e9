"""What receipts remember of a folder's UIDs, decoded where somebody looks at it.

A poll asks for the thousand newest and the night for all of them, 200,000 perhaps, to see which
have a receipt; of some fifty it compares more than that.
"""

from collections.abc import Iterator, Mapping

from sqlalchemy import BigInteger, String, select, type_coerce
from sqlalchemy.engine import Connection

from mailcare.model.place import Fate
from mailcare.store.tables.places import receipts
from mailcare.store.types import from_microseconds
from mailcare.store.values import KnownUid


class KnownUids(Mapping[int, KnownUid]):
    """The UIDs of an epoch of a folder, from a lowest one upwards."""

    def __init__(self, connection: Connection, folder_id: int, epoch: int, lowest: int) -> None:
        r = receipts.c
        stored = type_coerce(r.internal_date, BigInteger), type_coerce(r.fate, String)
        query = select(r.uid, r.size, *stored)
        query = query.where(r.folder_id == folder_id, r.epoch == epoch, r.uid >= lowest)
        self._found: dict[int, tuple[int, int | None, str]] = {
            uid: (size, moment, fate) for uid, size, moment, fate in connection.execute(query)
        }

    def __getitem__(self, uid: int) -> KnownUid:
        """Return what is known of `uid`."""
        size, moment, fate = self._found[uid]
        return KnownUid(size, None if moment is None else from_microseconds(moment), Fate(fate))

    def __contains__(self, uid: object) -> bool:
        """Say whether `uid` has a receipt."""
        return uid in self._found

    def __iter__(self) -> Iterator[int]:
        """Yield the UIDs in no order."""
        return iter(self._found)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._found)
