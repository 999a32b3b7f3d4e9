r"""What the other rooms do with a mailbox: look, fetch, and (where asked for) mark and move.

Reading never changes anything on the server: folders are opened with EXAMINE, letters fetched
with BODY.PEEK. Letters are named by UID only.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from types import MappingProxyType
from typing import Any

from mailcare.errors import WireError
from mailcare.model.place import Tally
from mailcare.wire.bearer import with_token
from mailcare.wire.deadlines import DeadlineKeeper
from mailcare.wire.imap import excerpt, folders, said
from mailcare.wire.imap.account import ImapAccount
from mailcare.wire.imap.channel import Channel
from mailcare.wire.imap.folders import FolderEntry
from mailcare.wire.imap.said import FolderStatus, LetterMeta
from mailcare.wire.imap.searching import Search
from mailcare.wire.imap.usage import Usage, measure, quota_roots
from mailcare.wire.tls import TlsState, state_of

_BATCH = 500
"""UIDs in one command: 5,500 bytes at most; servers close the line at 8 KB to 64 KB."""
_COURIER_GONE = re.compile(
    rb"From: System Administrator <root@localhost>\r?\n"
    rb"Subject: message unavailable\r?\n\r?\n[^\n]*\n\s*"
)
"""What Courier gives instead of a letter that another client expunged; never a complaint."""


def open_session(account: ImapAccount, keeper: DeadlineKeeper) -> "ImapSession":
    """Connect and log in.

    Raises:
        LoginRefusedError: user name or password are wrong; `temporary` where the server's words
            may also mean something that passes.
        WireError: anything else, its code ``LIMIT``, ``TLS``, ``NET``, ``TIMEOUT`` …
    """
    if account.bearer is None:
        return _open(account, keeper)
    return with_token(account.bearer, keeper, lambda token: _open(account, keeper, token))


def _open(account: ImapAccount, keeper: DeadlineKeeper, token: str = "") -> "ImapSession":
    channel = Channel(account, keeper)
    try:
        channel.log_in(token)
    except BaseException:
        channel.abort()
        raise
    return ImapSession(channel)


class ImapSession:
    """A logged-in connection; one thread's at a time, only `cut` may come from another.

    Every method may raise `WireError`. After an error `usable` tells whether the server merely
    refused, or the connection is gone and a new session is needed.
    """

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._status_tells_uidnext = True
        self._found: dict[str, FolderStatus] = {}
        self._settled: dict[str, FolderStatus] = {}
        self._search = Search(channel)
        self._entries: list[FolderEntry] | None = None

    @property
    def capabilities(self) -> frozenset[str]:
        """What the server offers, as told after the login, upper case."""
        return self._channel.capabilities

    @property
    def tls(self) -> TlsState | None:
        """What protects the connection; None: it is clear text."""
        return state_of(self._channel.client.socket())

    @property
    def usable(self) -> bool:
        """Whether another exchange can be tried."""
        return self._channel.open

    def select(self, folder: str, *, writable: bool = False, fresh: bool = False) -> FolderStatus:
        """Open `folder`, read-only unless `writable`, and tell what the server says about it.

        One that is open already only has its news told (NOOP), unless it is wanted `fresh`:
        to open one anew, or to tell its STATUS meanwhile, may cost as much as it is big.
        """
        name = self._wire_name(folder)
        known = self._open_status(name)
        if known is not None and not (writable or fresh):
            self.noop()
            return known
        with self._channel.exchange("SELECT" if writable else "EXAMINE"):
            found = self._channel.client.select_folder(name, readonly=not writable)
        uidnext = said.positive(found.get(b"UIDNEXT")) or self._ask_uidnext(name)
        self._found[name] = FolderStatus(
            said.positive(found.get(b"UIDVALIDITY")),
            uidnext,
            int(found.get(b"EXISTS", 0)),
            said.flags(found.get(b"PERMANENTFLAGS")),
        )
        return self._found[name]

    def _open_status(self, wire_name: str) -> FolderStatus | None:
        """Return what is known of a folder if it is open read-only and needs only NOOP."""
        known = self._found.get(wire_name)
        is_open = self._channel.client.selected == (wire_name, True)
        return known if is_open and known and known.uidnext else None

    def stay_in(self, folder: str) -> None:
        """Have `folder` open until the next look at it, if it was opened before and gains by it.

        Of a maildir with 200,000 letters Dovecot reads the list of all UIDs (10 MB) for each STATUS
        while another folder is open.
        """
        name = self._wire_name(folder)
        known = self._found.get(name)
        if known and known.uidnext and self._open_status(name) is None:
            self.select(folder)

    def settle(self, folder: str) -> None:
        """Note that `folder` was dealt with as `select` found it last."""
        name = self._wire_name(folder)
        if name in self._found:
            self._settled[name] = self._found[name]

    def unchanged(self, folder: str) -> bool:
        """Say whether nothing came or went since `settle` in a folder that isn't open now."""
        name = self._wire_name(folder)
        before, client = self._settled.get(name), self._channel.client
        if before is None or client.selected in {(name, True), (name, False)}:
            return False
        with suppress(WireError), self._channel.exchange("STATUS"):
            told = client.folder_status(name, ["UIDVALIDITY", "UIDNEXT", "MESSAGES"])
            numbers = (before.uidvalidity, before.uidnext, before.exists)
            found = tuple(told.get(key) for key in (b"UIDVALIDITY", b"UIDNEXT", b"MESSAGES"))
            return None not in numbers and found == numbers
        return False

    def _ask_uidnext(self, wire_name: str) -> int | None:
        """Ask STATUS where SELECT was silent; a server that doesn't know is asked once."""
        if not self._status_tells_uidnext:
            return None
        with suppress(WireError), self._channel.exchange("STATUS"):
            told = self._channel.client.folder_status(wire_name, ["UIDNEXT"])
            uidnext = said.positive(told.get(b"UIDNEXT"))
            self._status_tells_uidnext = uidnext is not None
            return uidnext
        self._status_tells_uidnext = False
        return None

    def search_from(self, uid: int, exists: int = 0) -> list[int]:
        """Return the UIDs from `uid` on, ascending.

        Args:
            uid: the lowest wanted.
            exists: number of letters in the folder, if known: huge folders are searched in parts.
        """
        return self._search.search_from(uid, exists)

    def lists(self, uid: int) -> bool:
        """Ask anew whether the server still has the letter `uid`."""
        self.noop()
        return uid in self._search.search(f"{uid}:{uid}")

    def meta(self, uids: Sequence[int]) -> dict[int, LetterMeta]:
        """Return size, INTERNALDATE and flags of letters; one that is gone is left out."""
        wanted = ["RFC822.SIZE", "INTERNALDATE", "FLAGS"]
        return {uid: said.meta(found) for uid, found in self._fetch(uids, wanted)}

    def _fetch(
        self, uids: Sequence[int], items: list[str]
    ) -> Iterator[tuple[int, dict[bytes, Any]]]:
        for first in range(0, len(uids), _BATCH):
            batch = list(uids[first : first + _BATCH])
            with self._channel.exchange("FETCH"):
                self._channel.client.forget_updates()
                answers = self._channel.client.fetch(batch, items)
            yield from answers.items()

    def fetch(self, uid: int, size: int = 0) -> bytes | None:
        r"""Return the letter's bytes without setting \Seen, or None if it is gone.

        Args:
            uid: which.
            size: RFC822.SIZE if known: a big letter gets more time.
        """
        raw = self._section(uid, "", size)
        return None if raw is None or _COURIER_GONE.fullmatch(raw) else raw

    def fetch_head(self, uid: int, limit: int) -> bytes | None:
        """Return header and first text part as one letter, at most `limit` bytes of text.

        Where the structure can't be had, the letter's first bytes must do.
        """
        try:
            part = excerpt.find_text_part(self._structure(uid))
            return excerpt.put_together(lambda name: self._limited(uid, name, limit), part, limit)
        except (WireError, LookupError, TypeError, ValueError):
            if not self.usable:
                raise
        return self._section(uid, f"<0.{limit}>", limit)

    def _structure(self, uid: int) -> Any:  # noqa: ANN401 - imapclient's nested tuples
        for _uid, found in self._fetch([uid], ["BODYSTRUCTURE"]):
            return found[b"BODYSTRUCTURE"]
        raise LookupError("no structure")

    def _limited(self, uid: int, name: str, limit: int) -> bytes | None:
        most = excerpt.HEADER_LIMIT if name.endswith(("HEADER", "MIME")) else limit
        return self._section(uid, f"{name}<0.{most}>", most)

    def _section(self, uid: int, section: str, size: int) -> bytes | None:
        """Fetch ``BODY.PEEK[section]``; the part in angle brackets stands outside of the square."""
        name, bracket, partial = section.partition("<")
        item = f"BODY.PEEK[{name}]{bracket}{partial}"
        with self._channel.exchange("FETCH", size):
            self._channel.client.forget_updates()
            self._channel.client.expect(size)
            found = self._channel.client.fetch([uid], [item]).get(uid, {})
        return next((said.body(found[key]) for key in found if key.startswith(b"BODY[")), None)

    def header_fields(self, uids: Sequence[int], names: Iterable[str]) -> dict[int, bytes]:
        """Return the named header fields of letters, as they stand there."""
        item = f"BODY.PEEK[HEADER.FIELDS ({' '.join(names)})]"
        return {
            uid: next(
                (said.body(found[key]) or b"" for key in found if key.startswith(b"BODY[")), b""
            )
            for uid, found in self._fetch(uids, [item])
        }

    def answered(self, uid: int) -> bool:
        r"""Say whether \Answered stands on the letter `uid` now."""
        found = self.meta([uid]).get(uid)
        return found is not None and found.answered

    def flag(self, uid: int, flag: str) -> None:
        """Add a flag; the folder must have been opened writable."""
        with self._channel.exchange("STORE"):
            self._channel.client.add_flags([uid], [flag.encode("ascii")], silent=True)

    def move(self, uid: int, folder: str) -> None:
        r"""Move a letter; without MOVE it is copied, marked \Deleted and alone expunged."""
        name = self._wire_name(folder)
        client = self._channel.client
        if "MOVE" in self.capabilities:
            with self._channel.exchange("MOVE"):
                client.move([uid], name)
            return
        with self._channel.exchange("COPY"):
            client.copy([uid], name)
            client.delete_messages([uid], silent=True)
        if "UIDPLUS" in self.capabilities:
            with self._channel.exchange("EXPUNGE"):
                client.uid_command("EXPUNGE", str(uid))

    def remove(self, uid: int) -> None:
        r"""Delete this letter and no other from the writable folder (RFC 4315 2.1).

        Raises:
            WireError: refused; \Deleted was taken off again, so that nobody's EXPUNGE gets it.
        """
        if "UIDPLUS" not in self.capabilities:
            raise WireError("UID EXPUNGE is not offered", temporary=False, code="CAPABILITY")
        client = self._channel.client
        with self._channel.exchange("STORE"):
            client.delete_messages([uid], silent=True)
        try:
            with self._channel.exchange("EXPUNGE"):
                client.uid_command("EXPUNGE", str(uid))
        except WireError:
            if self.usable:
                with self._channel.exchange("STORE"):
                    client.remove_flags([uid], [b"\\Deleted"], silent=True)
            raise

    def append(
        self,
        folder: str,
        raw: bytes,
        flags: Iterable[str] = (),
        internal_date: datetime | None = None,
    ) -> None:
        """Put a letter into `folder`.

        Raises:
            OverQuotaError: the mailbox is full.
        """
        marks = [flag.encode("ascii") for flag in flags]
        with self._channel.exchange("APPEND", len(raw)):
            self._channel.client.append(self._wire_name(folder), raw, marks, internal_date)

    def folders(self) -> list[FolderEntry]:
        """Return all folders of the account."""
        with self._channel.exchange("LIST"):
            listed = self._channel.client.list_folders()
            self._entries = [folders.entry(flags, name) for flags, _separator, name in listed]
        if "XLIST" in self.capabilities and "SPECIAL-USE" not in self.capabilities:
            self._entries = self._with_flags(self._entries)
        return self._entries

    def _with_flags(self, listed: list[FolderEntry]) -> list[FolderEntry]:
        """Add to the folders `listed` what XLIST says they are for; its names may differ."""
        with suppress(WireError), self._channel.exchange("XLIST"):
            told = self._channel.client.xlist_folders()
            flags = {folders.entry((), name).wire_name: flags for flags, _separator, name in told}
            return [folders.entry_with(one, flags.get(one.wire_name, ())) for one in listed]
        if not self.usable:
            raise WireError("XLIST: the server closed the connection", code="BYE")
        return listed

    def junk_folders(self, more: Iterable[str] = ()) -> list[str]:
        """Return the names of the junk folders; asked once a session, and after `forget_folders`.

        `more` are names that this provider uses besides the usual ones.
        """
        entries = self._entries if self._entries is not None else self.folders()
        return [one.name for one in folders.find_junk(entries, more)]

    def forget_folders(self) -> None:
        """Ask anew which folders there are when they are next looked for."""
        self._entries = None

    def special_folder(self, flag: str) -> str | None:
        r"""Return the name of the folder for ``\Sent``, ``\Junk`` …, if there is one."""
        found = folders.find_special(self.folders(), flag)
        return None if found is None else found.name

    def _wire_name(self, folder: str) -> str:
        """Return the name as the server listed it, else our own encoding of it."""
        listed = (one.wire_name for one in self._entries or () if one.name == folder)
        return next(listed, None) or folders.encode_name(folder)

    def usage(
        self,
        polled: Sequence[str] = ("INBOX",),
        known: Mapping[str, Tally] = MappingProxyType({}),
        *,
        recount: bool = False,
    ) -> Usage:
        """Return how full the mailbox is; select a folder again afterwards.

        `known` are the tallies of last time, `recount` asks for those anew that were estimated.
        """
        entries = self.folders()
        return measure(self._channel, entries, polled=polled, known=known, recount=recount)

    def take_warning(self) -> bool:
        """Say whether the server told, unasked, that the mailbox is full since this was asked."""
        return self._channel.open and self._channel.client.take_warning()

    def quota_roots(self, folder: str) -> frozenset[str] | None:
        """Return the names of the quota roots of `folder`; None where the server doesn't tell."""
        return quota_roots(self._channel, folder)

    def noop(self) -> None:
        """Let the server tell its news and keep the session alive."""
        with self._channel.exchange("NOOP"):
            self._channel.client.keep_alive()

    def idle_begin(self) -> None:
        """Ask for news of the selected folder as they come (RFC 2177), where IDLE is offered."""
        with self._channel.exchange("IDLE"):
            self._channel.client.begin_idle()

    def idle_news(self) -> bool:
        """Say, when the socket is readable, whether a poll is due; a dead socket says so too."""
        with self._channel.exchange("IDLE"):
            return self._channel.client.idle_news()

    def idle_end(self) -> None:
        """End IDLE, so that other exchanges are possible again."""
        with self._channel.exchange("DONE"):
            self._channel.client.idle_done()

    def fileno(self) -> int:
        """Return the socket's descriptor, for a selector that waits for news."""
        return int(self._channel.client.socket().fileno())

    def cut(self) -> None:
        """End the connection from another thread; what runs on it fails at once."""
        self._channel.cut()

    def abort(self) -> None:
        """Close without a word."""
        self._channel.abort()

    def close(self) -> None:
        """Log out and close; never raises and waits for no slow server."""
        self._channel.close()
