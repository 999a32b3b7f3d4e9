"""smtplib on our own socket, and the errors of its login."""

import re
import smtplib
import socket
from contextlib import suppress
from typing import BinaryIO

from mailcare.errors import LoginRefusedError, WireError
from mailcare.model.refusal import RefusalKind
from mailcare.wire import tls, words
from mailcare.wire.bearer import sasl
from mailcare.wire.deadlines import Line
from mailcare.wire.faults import connection_fault
from mailcare.wire.refusals import classify
from mailcare.wire.smtp.account import SmtpAccount

_CODE = re.compile(rb"[2-5]\d\d[- \r\n]")
_LONGEST_LINE = 8192
_MOST_LINES = 200


class Connection(smtplib.SMTP):
    """The library's client over a socket that a deadline can cut from its first moment."""

    def __init__(self, account: SmtpAccount, line: Line) -> None:
        self._account = account
        self._line = line
        super().__init__(
            account.host, account.port, local_hostname=account.helo, timeout=account.timeout
        )

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        sock = tls.connect(host, port, timeout, self._line)
        return self._wrapper().wrap_socket(sock, host) if self._account.security == "tls" else sock

    def _wrapper(self) -> tls.Wrapper:
        account = self._account
        made = tls.context(account.ca_file, account.tls_min_version, account.tls_ciphers)
        return tls.Wrapper(made, self._line)

    def begin_tls(self) -> None:
        """Say STARTTLS and put TLS on the connection, or raise; nothing goes on in clear text."""
        self.starttls(context=self._wrapper())  # type: ignore[call-overload] # is used as one

    def bearer_login(self, user: str, token: str) -> None:
        """Log in by XOAUTH2; the server's error challenge is answered by an empty line.

        Raises:
            smtplib.SMTPAuthenticationError: it said no.
            smtplib.SMTPNotSupportedError: it offers no AUTH.
        """
        if not self.has_extn("auth"):
            raise smtplib.SMTPNotSupportedError("AUTH")

        def answer(challenge: bytes | None = None) -> str:
            return sasl(user, token) if challenge is None else ""

        self.auth("XOAUTH2", answer)

    def getreply(self) -> tuple[int, bytes]:
        """Read a reply; the library would take a line that broke off for a whole one.

        Raises:
            smtplib.SMTPServerDisconnected: the connection ended before the reply did.
            OSError: the socket failed or was silent for too long.
        """
        try:
            return _read_reply(self._reply_file())
        except (OSError, smtplib.SMTPException):
            self.close()
            raise

    def _reply_file(self) -> BinaryIO:
        if self.sock is None:
            raise smtplib.SMTPServerDisconnected("closed")
        if self.file is None:
            self.file = self.sock.makefile("rb")
        file: BinaryIO = self.file
        return file

    def send_body(self, wire: bytes, timeout: float) -> tuple[int, bytes]:
        """Send a body with its end and return the reply, also one that came before the end."""
        if self.sock is None:
            raise smtplib.SMTPServerDisconnected("closed")
        self.sock.settimeout(timeout)
        with suppress(OSError):  # the reply, or that there is none, says what it means
            self.sock.sendall(wire)
        reply = self.getreply()
        if self.sock is not None:
            self.sock.settimeout(self._account.timeout)
        return reply


def _read_reply(file: BinaryIO) -> tuple[int, bytes]:
    """Return code and text of a reply; -1 where a line has no code."""
    texts = []
    for _ in range(_MOST_LINES):
        line = file.readline(_LONGEST_LINE)
        if not line.endswith(b"\n"):
            raise smtplib.SMTPServerDisconnected("the reply broke off")
        code = int(line[:3]) if _CODE.match(line) else -1
        texts.append(line[4:].strip())
        if code == -1 or line[3:4] != b"-":
            return code, b"\n".join(texts)
    raise smtplib.SMTPServerDisconnected("the reply has no end")


def login_refusal(error: smtplib.SMTPAuthenticationError, *, by_token: bool = False) -> WireError:
    """Return the error for a refused AUTH; only a 5yz can be about the password."""
    code, said = str(error.smtp_code), error.smtp_error
    text = words.readable(said)
    final = error.smtp_code // 100 == 5  # noqa: PLR2004 - RFC 5321 4.2.1: 5yz is final
    kind = classify(said) or (RefusalKind.PASSWORD if final else RefusalKind.BUSY)
    if kind.passes or not final:
        passing = kind if kind.passes else RefusalKind.BUSY
        return WireError(f"AUTH was refused for now: {text}", code=code, kind=passing)
    if by_token and kind is not RefusalKind.SWITCHED_OFF:
        kind = RefusalKind.TOKEN
    return LoginRefusedError(
        f"AUTH was refused: {text}", temporary=kind is RefusalKind.UNCLEAR, code=code, kind=kind
    )


def broken(what: str, error: BaseException, *, over_time: bool) -> WireError:
    """Return the error for a connection that is of no more use after `what`."""
    if isinstance(error, smtplib.SMTPResponseException) and not over_time:
        text = words.readable(error.smtp_error)
        return WireError(f"{what} was refused: {text}", code=str(error.smtp_code))
    if isinstance(error, smtplib.SMTPServerDisconnected):
        error = EOFError()
    if isinstance(error, smtplib.SMTPException):  # an OSError by descent
        error = ValueError()
    return connection_fault(what, error, over_time=over_time)
