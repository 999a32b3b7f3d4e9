"""A mailbox on a scripted server, received from again and again into one real store."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import count

from mailcare.errors import WireError
from mailcare.intake.receive import ReceiveMailbox, ReceiveReport, receive_folder
from mailcare.model.place import Letter, MailboxKey, Mode
from mailcare.store import Store, Tx
from mailcare.vault import Vault
from mailcare.wire.deadlines import DeadlineKeeper
from mailcare.wire.imap import ImapAccount, ImapSession, open_session
from misbehave.tally import Tally
from peers.imap import ImapPeer
from peers.mailbox import PeerFolder

NOW = datetime(2026, 10, 8, 9, 0, tzinfo=UTC)
INBOX, OTHER = "INBOX", "Other"
_SERIALS = count(1)


def letter() -> bytes:
    """Return a letter that no other resembles, in size neither."""
    number = next(_SERIALS)
    head = f"From: u{number}@x.example\r\nSubject: s\r\nMessage-ID: <{number}@x.example>\r\n\r\n"
    return (head + "help " * (number % 61) + f"{number}\r\n").encode()


class Desk:
    """The mailbox, its server, and what was ever delivered to it."""

    def __init__(self, store: Store, vault: Vault, peer: ImapPeer, keeper: DeadlineKeeper) -> None:
        self.store, self.vault, self.peer, self.keeper = store, vault, peer, keeper
        self.peer.add_folder(OTHER)
        key = MailboxKey("imap.x.example", f"user{next(_SERIALS)}")
        stored = store.run(lambda tx: tx.mailboxes.ensure(key, key.user, Mode.LIVE, NOW))
        self.mailbox = ReceiveMailbox(stored.id, key.user, 1_000_000)
        self.now = NOW
        self.seconds = 20.0
        """How long an answer is waited for."""
        self.delivered: list[bytes] = []
        self.gone: set[bytes] = set()
        """What others took away: it may have been received before, or not."""
        self.poll()

    def deliver(self, folder: str = INBOX, raw: bytes | None = None) -> bytes:
        """Put a letter in; each comes in a second of its own."""
        made = letter() if raw is None else raw
        moment = NOW + timedelta(seconds=len(self.delivered))
        self.folder(folder).add(made, internal_date=moment)
        self.delivered.append(made)
        return made

    def folder(self, name: str = INBOX) -> PeerFolder:
        return self.peer.folders[name]

    def connect(self) -> ImapSession:
        peer = self.peer
        account = ImapAccount(
            peer.host, peer.port, "none", peer.user, lambda: peer.password, timeout=self.seconds
        )
        return open_session(account, self.keeper)

    def poll(self, keep_going: Callable[[], bool] = lambda: True) -> list[ReceiveReport]:
        """Receive both folders over a new session."""
        self.now += timedelta(minutes=1)
        session = self.connect()
        try:
            return [
                receive_folder(
                    self.store, self.vault, session, self.mailbox, name,
                    now=self.now, keep_going=keep_going,
                )
                for name in (INBOX, OTHER)
            ]  # fmt: skip
        finally:
            session.close()

    def try_poll(self) -> bool:
        """Poll a server that may go wrong; say whether it went well."""
        with suppress(WireError):
            return not any(report.failed for report in self.poll())
        return False

    def settle(self) -> None:
        """Poll a server that goes wrong no more, until nothing is new."""
        for _ in range(4):
            if not any(report.looked_at for report in self.poll()):
                return
        raise AssertionError("never quiet")

    def letters(self) -> list[Letter]:
        def found(tx: Tx) -> list[Letter]:
            return [
                tx.letters.get(number + 1) for number in range(sum(tx.letters.count().values()))
            ]

        return self.store.read(found)

    def check(self, tally: Tally) -> None:
        """Count what was lost or doubled; receipts and server agree, UID by UID."""
        placed = self._placed()
        raws = [self.vault.open(one.blob) for one in self.letters()]
        wanted = {*self.delivered} - self.gone
        tally["letters"] += len({*self.delivered})
        tally["lost"] += len(wanted - {*raws})
        tally["doubled"] += len(raws) - len({*raws})
        tally["made up"] += len({*raws} - {*self.delivered})
        tally["receipts that differ"] += sum(
            self._differing(name, placed) for name in (INBOX, OTHER)
        )

    def _placed(self) -> dict[tuple[int, int, int], bytes]:
        """Return what lies where by our receipts: folder, epoch, UID."""

        def found(tx: Tx) -> dict[tuple[int, int, int], int]:
            total = sum(tx.letters.count().values())
            pairs = (
                (one, letter_id)
                for letter_id in range(1, total + 1)
                for one, _mailbox in tx.receipts.for_letter(letter_id)
            )
            return {(one.folder_id, one.epoch, one.uid): letter_id for one, letter_id in pairs}

        raws = {one.id: self.vault.open(one.blob) for one in self.letters()}
        return {place: raws[letter_id] for place, letter_id in self.store.read(found).items()}

    def _differing(self, name: str, placed: dict[tuple[int, int, int], bytes]) -> int:
        """Count the UIDs whose receipt is missing or of another letter, and sums that don't add."""
        folder = self.store.run(lambda tx: tx.folders.ensure(self.mailbox.id, name, self.now))
        known = self.store.read(lambda tx: tx.receipts.known(folder.id, folder.epoch, 1))
        fates = self.store.read(lambda tx: tx.receipts.count(folder.id, folder.epoch))
        wrong = [
            one.uid
            for one in self.folder(name).letters
            if placed.get((folder.id, folder.epoch, one.uid)) != one.raw
        ]
        return len(wrong) + (sum(fates.values()) != len(known))


def clean(tally: Tally) -> bool:
    """Say whether nothing was lost, doubled or made up."""
    wrongs = ("lost", "doubled", "made up", "receipts that differ")
    return not any(tally[word] for word in wrongs)
