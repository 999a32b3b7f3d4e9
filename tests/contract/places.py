"""The servers of the contract: what each can do, and how others work in a mailbox on it."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError

from peers.imap import ImapPeer
from peers.mailbox import PeerFolder
from servers.dovecot import LabUser


@dataclass(frozen=True)
class Stored:
    """A letter as it lies on a server."""

    uid: int
    raw: bytes
    flags: frozenset[str]


class Place(Protocol):
    """A fresh mailbox on a server, as its other users see it: no code of mailcare's."""

    name: str
    prefix: str
    """What stands before names of folders beside INBOX."""
    separator: str
    quota: int | None
    """Bytes, where the server tells of a limit."""
    keeps_keywords: bool
    takes_malformed: bool
    """Whether a malformed name of a folder does the server no harm."""

    @property
    def address(self) -> tuple[str, int]:
        """Return host and port."""

    @property
    def account(self) -> LabUser:
        """Return as whom to log in."""

    @property
    def files_alone(self) -> bool:
        """Say whether one letter can be taken out of a folder, and no other with it."""

    @property
    def idles(self) -> bool:
        """Say whether the server tells its news."""

    def deliver(
        self, raw: bytes, folder: str = "INBOX", internal_date: datetime | None = None
    ) -> None:
        """Put a letter into a folder, named as on the wire."""

    def letters(self, folder: str = "INBOX") -> list[Stored]:
        """Return what lies in a folder, changing nothing."""

    def expunge(self, uids: Iterable[int], folder: str = "INBOX") -> None:
        """Take letters away for good."""

    def move(self, uids: Iterable[int], folder: str) -> None:
        """Move letters of the inbox to another folder."""

    def create(self, folder: str) -> bool:
        """Make a folder; say whether the server has such names."""

    def delete(self, folder: str) -> None:
        """Delete a folder with all that is in it."""

    def folders(self) -> list[str]:
        """Return the names of all folders, as on the wire."""


@dataclass
class RealPlace:
    """A mailbox on a server that speaks for itself; others look at it with a plain client."""

    name: str
    port: int
    user: LabUser
    prefix: str = ""
    separator: str = "/"
    quota: int | None = None
    keeps_keywords: bool = True
    takes_malformed: bool = True
    files_alone = True
    """By MOVE, or by UID EXPUNGE."""
    idles = True
    _client: IMAPClient | None = None

    @property
    def address(self) -> tuple[str, int]:
        return "127.0.0.1", self.port

    @property
    def account(self) -> LabUser:
        return self.user

    @property
    def client(self) -> IMAPClient:
        """Return the others' client, one for all they do: some servers take long to log in."""
        if self._client is None:
            self._client = IMAPClient(*self.address, ssl=False, timeout=10)
            self._client.folder_encode = False
            self._client.normalise_times = False
            self._client.login(self.user.name, self.user.password)
        return self._client

    def close(self) -> None:
        if self._client is not None:
            self._client.shutdown()

    def deliver(
        self, raw: bytes, folder: str = "INBOX", internal_date: datetime | None = None
    ) -> None:
        self.client.append(folder, raw, (), internal_date)

    def letters(self, folder: str = "INBOX") -> list[Stored]:
        self.client.select_folder(folder, readonly=True)
        found = self.client.fetch(self.client.search("ALL"), ["BODY.PEEK[]", "FLAGS"])
        return [_stored(uid, item) for uid, item in sorted(found.items())]

    def expunge(self, uids: Iterable[int], folder: str = "INBOX") -> None:
        self.client.select_folder(folder)
        self.client.delete_messages(list(uids))
        self.client.expunge()

    def move(self, uids: Iterable[int], folder: str) -> None:
        self.client.select_folder("INBOX")
        self.client.copy(list(uids), folder)
        self.expunge(uids)

    def create(self, folder: str) -> bool:
        with suppress(IMAPClientError):
            self.client.create_folder(folder)
            return True
        return False

    def delete(self, folder: str) -> None:
        self.client.select_folder("INBOX")
        self.client.delete_folder(folder)

    def folders(self) -> list[str]:
        return [_text(name) for _flags, _separator, name in self.client.list_folders()]


def _stored(uid: int, item: dict[bytes, Any]) -> Stored:
    flags = frozenset(flag.decode() for flag in item[b"FLAGS"] if flag != b"\\Recent")
    return Stored(uid, bytes(item[b"BODY[]"]), flags)


def _text(name: bytes | str) -> str:
    return name if isinstance(name, str) else name.decode("ascii")


@dataclass
class PeerPlace:
    """A mailbox on a scripted server."""

    name: str
    peer: ImapPeer
    keeps_keywords: bool = False
    quota: int | None = None
    prefix: str = ""
    separator: str = "/"
    takes_malformed: bool = True

    @property
    def address(self) -> tuple[str, int]:
        return self.peer.host, self.peer.port

    @property
    def account(self) -> LabUser:
        return LabUser(self.peer.user, self.peer.password)

    @property
    def idles(self) -> bool:
        return "IDLE" in self.peer.capabilities

    @property
    def files_alone(self) -> bool:
        return bool({"MOVE", "UIDPLUS"} & {*self.peer.capabilities})

    def _folder(self, name: str) -> PeerFolder:
        return self.peer.folders[name]

    def deliver(
        self, raw: bytes, folder: str = "INBOX", internal_date: datetime | None = None
    ) -> None:
        letter = self.peer.deliver(raw, folder)
        letter.internal_date = internal_date or letter.internal_date

    def letters(self, folder: str = "INBOX") -> list[Stored]:
        return [
            Stored(one.uid, one.raw, frozenset(one.flags)) for one in self._folder(folder).letters
        ]

    def expunge(self, uids: Iterable[int], folder: str = "INBOX") -> None:
        self._folder(folder).expunge(*uids)

    def move(self, uids: Iterable[int], folder: str) -> None:
        wanted = {*uids}
        for one in [one for one in self._folder("INBOX").letters if one.uid in wanted]:
            self._folder(folder).add(one.raw, one.flags, one.internal_date)
        self.expunge(wanted)

    def create(self, folder: str) -> bool:
        made, inbox = self.peer.add_folder(folder), self._folder("INBOX")
        made.uidvalidity, made.uidnext = inbox.uidvalidity, inbox.uidnext
        return True

    def delete(self, folder: str) -> None:
        del self.peer.folders[folder]

    def folders(self) -> list[str]:
        return list(self.peer.folders)
