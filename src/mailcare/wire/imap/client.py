"""imapclient with our sockets, quiet, and with refusals kept as the bytes they are."""

import imaplib
import re
import socket
from typing import Any

from imapclient import IMAPClient, SocketTimeout

from mailcare.wire import tls
from mailcare.wire.bearer import sasl, status_of
from mailcare.wire.deadlines import Line
from mailcare.wire.imap.account import ImapAccount
from mailcare.wire.words import says_over_quota

_SIZE = re.compile(rb"RFC822\.SIZE (\d+)", re.IGNORECASE)
_UID = re.compile(rb"\bUID (\d+)", re.IGNORECASE)
_COUNT = re.compile(rb"\* \d")
"""News of letters, not just a server's word that it is still there."""
_WARNING = re.compile(rb"\* (?:NO |OK (?=\[(?:ALERT|OVERQUOTA)\]))(.*)", re.IGNORECASE | re.DOTALL)
"""What a server says unasked, beside the answer to a command (RFC 3501 7.1, RFC 9208 5.1)."""
_LONGEST_LITERAL = 256 * 1024 * 1024
_LITERAL_SLACK = 8 * 1024 * 1024
"""Servers estimate sizes; one that lies outright would fill the memory."""


class RefusedError(Exception):
    """The server answered a command with NO or BAD; the connection is still good."""

    def __init__(self, command: str, words: bytes) -> None:
        super().__init__(command)
        self.command = command
        self.words = words


class TokenRefusedError(Exception):
    """The server took no access token; the connection is still good."""

    def __init__(self, words: str, status: str) -> None:
        super().__init__("AUTHENTICATE")
        self.words = words
        self.status = status
        """Of its error challenge, such as ``401``; empty: there was none."""


class _Protocol(imaplib.IMAP4):
    """imaplib over a socket that a deadline can cut from its first moment."""

    def __init__(self, account: ImapAccount, line: Line) -> None:
        self._account = account
        self._line = line
        self.longest_literal = _LONGEST_LITERAL
        self.warned_full = False
        super().__init__(account.host, account.port, account.timeout)

    def read(self, size: int) -> bytes:
        """Read a literal, unless it is far longer than what was asked for: memory is shared."""
        if size > self.longest_literal:
            raise self.abort("socket error: the literal is too long")
        return super().read(size)

    def _get_line(self) -> bytes:
        """Read a line, and hear a warning that the mailbox is full in whatever it belongs to."""
        line: bytes = super()._get_line()  # type: ignore[misc] # not in the stubs
        warning = _WARNING.match(line)
        if warning and says_over_quota(warning.group(1)):
            self.warned_full = True
        return line

    def _create_socket(self, timeout: float | None) -> socket.socket:
        account = self._account
        sock = tls.connect(account.host, account.port, timeout or account.timeout, self._line)
        if account.security != "tls":
            return sock
        return wrapper(account, self._line).wrap_socket(sock, account.host)


def wrapper(account: ImapAccount, line: Line) -> tls.Wrapper:
    """Return what puts TLS on the account's socket."""
    made = tls.context(account.ca_file, account.tls_min_version, account.tls_ciphers)
    return tls.Wrapper(made, line)


class Client(IMAPClient):  # type: ignore[misc] # imapclient ships no types
    """The library's client on our own connection; constructing it connects."""

    def __init__(self, account: ImapAccount, line: Line) -> None:
        self._account = account
        self._line = line
        timeout = SocketTimeout(account.timeout, account.timeout)
        super().__init__(account.host, account.port, ssl=account.security == "tls", timeout=timeout)
        self.folder_encode = False  # its decoder raises on malformed names
        self.normalise_times = False  # its default makes INTERNALDATE naive and local
        self.selected: tuple[str, bool] | None = None
        """The open folder, and whether it is read-only; None: none, or it isn't certain."""
        self._be_quiet()

    def _create_IMAP4(self) -> imaplib.IMAP4:  # noqa: N802 - the library's name
        return _Protocol(self._account, self._line)

    def _be_quiet(self) -> None:
        """Take back the debug level that formats every body for nobody, at a third of the speed."""
        protocol = self._imap
        if isinstance(getattr(protocol, "debug", None), int):
            protocol.debug = 0

    def _check_resp(self, expected: str, command: str, typ: str, data: list[bytes | None]) -> None:
        if typ != expected:
            raise RefusedError(str(command), (data or [b""])[0] or b"")

    def begin_tls(self) -> None:
        """Say STARTTLS and put TLS on the connection, or raise; nothing goes on in clear text."""
        self.starttls(wrapper(self._account, self._line))

    def bearer_login(self, user: str, token: str) -> None:
        """Log in by XOAUTH2; the server's error challenge is answered by an empty response.

        Raises:
            TokenRefusedError: it said no.
        """
        challenges: list[bytes] = []

        def answer(challenge: bytes) -> bytes:
            challenges.append(challenge)
            return sasl(user, token).encode("ascii") if len(challenges) == 1 else b""

        try:
            self._imap.authenticate("XOAUTH2", answer)
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error as error:
            status = status_of(challenges[1]) if len(challenges) > 1 else ""
            raise TokenRefusedError(str(error), status) from None

    def uid_command(self, command: str, *args: str) -> list[bytes | tuple[bytes, bytes]]:
        """Run a UID command whose answers we read ourselves; return its untagged responses."""
        self._imap.untagged_responses.pop(command, None)
        typ, data = self._imap.uid(command, *args)
        self._check_resp("OK", command, typ, data)
        return [item for item in data if item]

    def sizes_by_number(self, first: int, last: int) -> dict[int, int]:
        """Return RFC822.SIZE by UID of the letters of a range of sequence numbers."""
        self.forget_updates()
        typ, data = self._imap.fetch(f"{first}:{last}", "(UID RFC822.SIZE)")
        self._check_resp("OK", "FETCH", typ, data)
        return _sizes([item for item in data if item])

    def sizes_after(self, uid: int) -> dict[int, int]:
        """Return RFC822.SIZE by UID of the letters above `uid`."""
        self.forget_updates()
        found = _sizes(self.uid_command("FETCH", f"{uid + 1}:*", "(UID RFC822.SIZE)"))
        return {
            one: size for one, size in found.items() if one > uid
        }  # n:* gives the last at least

    def fresh_capabilities(self) -> tuple[bytes, ...]:
        """Return the capabilities of now: many servers tell others after LOGIN than before."""
        self._cached_capabilities = None
        names: tuple[bytes, ...] = self.capabilities()
        return names

    def begin_idle(self) -> None:
        """Say IDLE; news that come before the server's ``+`` are no error."""
        self._idle_tag = self._imap._command("IDLE")  # noqa: SLF001 - imaplib has no IDLE
        while self._imap._get_response() is not None:  # noqa: SLF001 - as above
            if self._imap.tagged_commands[self._idle_tag]:
                typ, data = self._imap.tagged_commands.pop(self._idle_tag)
                self._check_resp("+", "IDLE", typ, data)

    def idle_news(self) -> bool:
        """Say whether news of letters came, or the end; a line that has begun is waited for."""
        lines: list[bytes] = []
        while self._has_line():
            lines.append(self._imap._get_line())  # noqa: SLF001 - as above
        return not lines or any(_COUNT.match(line) for line in lines)

    def _has_line(self) -> bool:
        """Say whether a line has begun; what a socket can read may be TLS's own."""
        sock = self.socket()
        patience = sock.gettimeout()
        sock.settimeout(0)
        try:
            return bool(self._imap.file.peek(1))
        except OSError:  # TLS has half a record
            return False
        finally:
            sock.settimeout(patience)

    def select_folder(self, folder: str, readonly: bool = False) -> dict[bytes, Any]:  # noqa: FBT001, FBT002 - the library's own signature
        """Open a folder and remember which."""
        self.selected = None
        found: dict[bytes, Any] = super().select_folder(folder, readonly)
        self.selected = (folder, readonly)
        return found

    def keep_alive(self) -> None:
        """Say NOOP; the library's own would wait on after a BYE."""
        typ, data = self._imap.noop()
        self._check_resp("OK", "NOOP", typ, data)

    def take_warning(self) -> bool:
        """Say whether the server has warned that the mailbox is full since this was last asked."""
        protocol = self._imap
        warned = bool(getattr(protocol, "warned_full", False))
        protocol.warned_full = False
        return warned

    def expect(self, size: int) -> None:
        """Say how many bytes the next answer may have, give or take; 0: nobody knows."""
        self._imap.longest_literal = 4 * size + _LITERAL_SLACK if size else _LONGEST_LITERAL

    def forget_updates(self) -> None:
        """Drop flag updates that came unasked: without UID they pass for another letter's."""
        self._imap.untagged_responses.pop("FETCH", None)


def _sizes(answers: list[bytes | tuple[bytes, bytes]]) -> dict[int, int]:
    """Return what FETCH responses say of UID and RFC822.SIZE, in either order."""
    found: dict[int, int] = {}
    for answer in answers:
        line = answer[0] if isinstance(answer, tuple) else answer
        uid, size = _UID.search(line), _SIZE.search(line)
        if uid and size:
            found[int(uid.group(1))] = int(size.group(1))
    return found
