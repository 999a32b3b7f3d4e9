"""mailcare at work in one mailbox, step by step, and what that left."""

from collections.abc import Callable
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

from contract.places import Place
from mailcare.clock import Clock, SystemClock
from mailcare.config import load
from mailcare.daemon.desk_work import Handling, Sending, speak_step
from mailcare.intake.answered import SentFolder
from mailcare.model.place import Fate, Letter
from mailcare.pipeline.copying import copy_sent
from mailcare.pipeline.parts import Parts
from mailcare.pipeline.receiving import Received, receive
from mailcare.pipeline.telling import tell
from mailcare.pipeline.webmail import notice_answers
from mailcare.store import Tx
from mailcare.wire.imap import ImapSession, open_session
from mailcare.wiring import build, imap_account
from peers.smtp import SmtpPeer
from support.closing import Closing
from support.small_config import small_config


class Desk(Closing):
    """The mailbox `vas` on a place; a context manager."""

    def __init__(
        self, folder: Path, place: Place, box: str, *, clock: Clock | None = None, more: str = ""
    ) -> None:
        self.place = place
        self._opened = ExitStack()
        self.smtp = self._opened.enter_context(SmtpPeer())
        secret = folder / "pw"
        secret.write_text(place.account.password)
        secret.chmod(0o600)
        host, port = place.address
        server = f'port = {port}, user = "{place.account.name}", password_file = "pw"'
        text = small_config(
            domain="lab.test",
            more=f"[daemon]\nreader_processes = 1\n{more}",
            box=box,
            imap=f'host = "{host}", security = "none", {server}',
            smtp=f'host = "127.0.0.1", security = "none", port = {self.smtp.port}',
        )
        path = folder / "config.toml"
        path.write_text(text, encoding="utf-8")
        self.parts: Parts = self._opened.enter_context(build(load(path), clock or SystemClock()))
        self._session: ImapSession | None = None
        self.sent = SentFolder()
        self.ahead = timedelta(0)
        """How much later than now polls take it to be."""
        self.poll()

    def close(self) -> None:
        self.reconnect()
        self._opened.close()

    def poll(self, keep_going: Callable[[], bool] = lambda: True) -> Received:
        """Receive, tell the server what was handled, copy what was sent, as a poll does.

        `keep_going` is asked before each folder and each letter.
        """
        parts, desk = self.parts, self.parts.settings.desk("vas")
        now = parts.clock.now() + self.ahead
        session = self.session()
        received = receive(
            parts, desk, session, self.sent, now=now, keep_going=keep_going, whole=True
        )
        notice_answers(parts, desk, session, self.sent, whole=True, now=now)
        tell(parts, desk, session, now)
        copy_sent(parts, desk, session, self.sent, now)
        return received

    def handle(self) -> None:
        """Handle what was received."""
        handling = Handling(self.parts, lambda: None)
        while handling.step(self.parts.clock.now()):
            continue

    def speak(self) -> None:
        """Write and send what is due."""
        sending = Sending(self.parts, lambda: None)
        speak = speak_step(self.parts, lambda: None)
        while speak(self.parts.clock.now()) or sending.step(self.parts.clock.now()):
            continue
        sending.deliverer.close()

    def session(self) -> ImapSession:
        """Return mailcare's session, a new one where it is lost."""
        if self._session is None or not self._session.usable:
            desk = self.parts.settings.desk("vas")
            account = imap_account(self.parts.settings.config, desk.mailbox)
            self._session = open_session(account, self.parts.keeper)
        return self._session

    def reconnect(self) -> None:
        """End mailcare's session: some servers cut it with the folder that it is in."""
        if self._session is not None:
            self._session.close()

    def deliver(self, raw: bytes, folder: str = "INBOX") -> None:
        """Put a letter in that comes after the mailbox went live, also by the servers' seconds."""
        self.place.deliver(raw, folder, self.parts.clock.now() + timedelta(seconds=2))

    def letters(self) -> list[Letter]:
        """Return what was received or archived, oldest first."""

        def found(tx: Tx) -> list[Letter]:
            return [
                tx.letters.get(number + 1) for number in range(sum(tx.letters.count().values()))
            ]

        return self.parts.store.read(found)

    def raws(self) -> list[bytes]:
        """Return the bytes of what was received."""
        return [self.parts.vault.open(one.blob) for one in self.letters()]

    def fates(self) -> dict[Fate, int]:
        return self.parts.store.read(lambda tx: tx.receipts.count())
