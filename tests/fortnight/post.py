"""The play's post: letters by SMTP through the MTA, mail found in the mailboxes it delivers to."""

from collections.abc import Iterator
from pathlib import Path

from acceptance.mails import Mail
from servers.dovecot import LabUser
from servers.postfix import PostfixServer
from support.waiting import eventually

_QUEUES = ("maildrop", "incoming", "active", "deferred")
_LONG = 120.0


class PostOffice:
    """Postfix and Dovecot, with eyes for what is still on its way."""

    def __init__(self, postfix: PostfixServer) -> None:
        self._postfix = postfix

    def send(self, raw: bytes, sender: str, recipient: str) -> None:
        """Hand in a mail; an empty `sender` is the null reverse-path."""
        self._postfix.deliver(raw, recipient, sender)

    def settle(self) -> None:
        """Wait until the MTA has nothing left to deliver."""
        eventually(lambda: not any(self._waiting()), _LONG, "all mail is delivered")

    def _waiting(self) -> Iterator[Path]:
        for queue in _QUEUES:
            folder = self._postfix.folder / "spool" / queue
            yield from (one for one in folder.rglob("*") if one.is_file())

    def bag(self, user: LabUser) -> "Mailbag":
        """Return the mailbox of `user`, of which nothing has been read."""
        return Mailbag(self._postfix.dovecot.folder / "mail" / user.name)


class Mailbag:
    """A mailbox as its owner sees it: what is new since the last look."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seen: set[str] = set()

    def fresh(self) -> list[Mail]:
        """Return the mails that have come since the last call, oldest first."""
        found = [one for one in self._files() if one.name.partition(":")[0] not in self._seen]
        self._seen.update(one.name.partition(":")[0] for one in found)
        return [_mail(one) for one in found]

    def all(self) -> list[Mail]:
        """Return all mails, oldest first."""
        return [_mail(one) for one in self._files()]

    def _files(self) -> list[Path]:
        found = [
            one
            for part in ("new", "cur")
            if (self._folder / part).is_dir()
            for one in (self._folder / part).iterdir()
        ]
        return sorted(found, key=lambda one: (one.stat().st_mtime_ns, one.name))


def _mail(file: Path) -> Mail:
    raw = file.read_bytes()
    return Mail(raw if b"\r\n" in raw else raw.replace(b"\n", b"\r\n"))
