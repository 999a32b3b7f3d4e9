"""What a scripted IMAP server keeps: folders and letters in memory."""

import re
from bisect import bisect, bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime

_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
OCTOBER = datetime(2026, 10, 1, 2, 3, 4, tzinfo=UTC)


@dataclass
class PeerLetter:
    """A letter in a folder."""

    uid: int
    raw: bytes
    flags: set[str] = field(default_factory=set)
    internal_date: datetime | None = OCTOBER
    told_size: int | None = None
    """RFC822.SIZE, where it lies."""
    body_is_nil: bool = False
    """Expunged by somebody else in the view of this server: BODY[] is NIL, but it is listed."""

    @property
    def size(self) -> int:
        return len(self.raw) if self.told_size is None else self.told_size


@dataclass
class PeerFolder:
    """An IMAP mailbox."""

    name: str
    """As it goes over the wire."""
    uidvalidity: int | None = 7
    uidnext: int = 1
    flags: str = "\\HasNoChildren"
    xlist: str = ""
    """Flags that only XLIST tells."""
    letters: list[PeerLetter] = field(default_factory=list)

    def add(
        self,
        raw: bytes,
        flags: Iterable[str] = (),
        internal_date: datetime | None = OCTOBER,
        uid: int | None = None,
    ) -> PeerLetter:
        """Put a letter in, at `uid` or at the next one."""
        number = self.uidnext if uid is None else uid
        self.uidnext = max(self.uidnext, number + 1)
        letter = PeerLetter(number, raw, set(flags), internal_date)
        self.letters.insert(bisect(self.letters, number, key=_uid), letter)
        return letter

    def find(self, uid: int) -> PeerLetter | None:
        return next((one for one in self.letters if one.uid == uid), None)

    def number_of(self, letter: PeerLetter) -> int:
        """Return the letter's sequence number."""
        return bisect_left(self.letters, letter.uid, key=_uid) + 1

    def expunge(self, *uids: int) -> None:
        """Take letters out."""
        self.letters = [one for one in self.letters if one.uid not in uids]

    def renumber(self, uidvalidity: int | None = None, first: int = 1) -> None:
        """Give all letters new UIDs from `first` on, and a new UIDVALIDITY, or keep the old one."""
        self.uidvalidity = self.uidvalidity if uidvalidity is None else uidvalidity
        for number, letter in enumerate(self.letters, start=first):
            letter.uid = number
        self.uidnext = first + len(self.letters)


def _uid(letter: PeerLetter) -> int:
    return letter.uid


def chosen(folder: PeerFolder, wanted: str, *, by_uid: bool = True) -> list[PeerLetter]:
    """Return the letters of a set such as ``1,5:7,9:*``, of UIDs or of sequence numbers."""
    letters = folder.letters
    last = (letters[-1].uid if by_uid else len(letters)) if letters else 0
    found: dict[int, PeerLetter] = {}
    for part in wanted.split(","):
        low, _colon, high = part.partition(":")
        ends = sorted(last if end == "*" else int(end) for end in (low, high or low))
        if by_uid:
            first, end = bisect_left(letters, ends[0], key=_uid), bisect(letters, ends[1], key=_uid)
        else:
            first, end = max(0, ends[0] - 1), ends[1]
        found |= {one.uid: one for one in letters[first:end]}
    return [found[uid] for uid in sorted(found)]


def internal_date(moment: datetime) -> str:
    """Return INTERNALDATE as RFC 3501 writes it."""
    month = _MONTHS[moment.month - 1]
    return moment.strftime(f"%d-{month}-%Y %H:%M:%S %z")


def section(raw: bytes, name: str) -> bytes:
    """Return a body section: all of it, HEADER, HEADER.FIELDS (…), or the body as part 1."""
    header, blank, text = raw.partition(b"\r\n\r\n")
    if not name:
        return raw
    if name == "HEADER":
        return header + blank
    if name.startswith("HEADER.FIELDS"):
        names = name.partition("(")[2].strip().rstrip(")").lower().encode().split()
        fields = re.split(rb"\r\n(?![ \t])", header)
        found = [one for one in fields if one.partition(b":")[0].lower() in names]
        return b"".join(one + b"\r\n" for one in found) + b"\r\n"
    return text
