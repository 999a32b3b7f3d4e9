"""Sending with an own DATA step, so that what is uncertain is exactly what must be.

A mail's fate is open only between the first byte of its body and the reply to its end. Before
that moment `before_body` is called: the caller durably notes that it is sending. What fails
earlier was surely not taken; what fails later without a reply is uncertain (DESIGN 4.4).
"""

import re
import smtplib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from mailcare.errors import LoginRefusedError, WireError
from mailcare.wire.bearer import with_token
from mailcare.wire.deadlines import DeadlineKeeper, Line
from mailcare.wire.smtp import body, dsn
from mailcare.wire.smtp.account import SmtpAccount
from mailcare.wire.smtp.connection import Connection, broken, login_refusal
from mailcare.wire.smtp.verdict import OutcomeState, SendOutcome, judge
from mailcare.wire.tls import TlsState, is_loopback, state_of

_EXCHANGE_TIMEOUTS = 2
_SLOWEST = 16 * 1024
"""Bytes a second; a bigger mail gets more time."""
_FAREWELL_SECONDS = 3.0
_GO_AHEAD = 354
_CLOSING = 421
_ADDRESS = re.compile(r'([^\s<>"@]+|"([^"\\\x00-\x1f]|\\[\x20-\x7e])*")@[^\s<>"@]+')
"""An address as it may stand between angle brackets; smtplib would rather rewrite a bad one."""


def open_session(account: SmtpAccount, keeper: DeadlineKeeper) -> "SmtpSession":
    """Connect, put TLS on, log in.

    Raises:
        LoginRefusedError: user name or password are wrong.
        WireError: anything else.
    """
    if account.bearer is None:
        return _open(account, keeper)
    return with_token(account.bearer, keeper, lambda token: _open(account, keeper, token))


def _open(account: SmtpAccount, keeper: DeadlineKeeper, token: str = "") -> "SmtpSession":
    session = SmtpSession(account, keeper)
    try:
        session.log_in(token)
    except BaseException:
        session.abort()
        raise
    return session


class SmtpSession:
    """A connection that takes one mail after another; only `cut` may come from another thread."""

    def __init__(self, account: SmtpAccount, keeper: DeadlineKeeper) -> None:
        if account.security == "none" and not is_loopback(account.host):
            raise WireError("clear text is for this machine only", temporary=False, code="TLS")
        self._account = account
        self._keeper = keeper
        self._line = Line()
        self._connection: Connection | None = None
        self._used = False
        self.past_go_ahead = False
        """Between the server's 354 and its last reply: a stop should wait for this a little."""
        with self._exchange("connecting"):
            self._connection = Connection(account, self._line)

    @property
    def tls(self) -> TlsState | None:
        """What protects the connection; None: it is clear text."""
        return state_of(self._open_connection().sock)

    @property
    def extensions(self) -> dict[str, str]:
        """What the server offers (RFC 5321 4.1.1.1), upper case, each with its parameters."""
        offered = self._open_connection().esmtp_features
        return {name.upper(): value for name, value in offered.items()}

    @property
    def usable(self) -> bool:
        """Whether another mail can be sent over this connection."""
        return self._connection is not None

    @contextmanager
    def _exchange(self, what: str) -> Iterator[None]:
        """Frame what comes before the first mail: a deadline over it, errors as `WireError`."""
        seconds = _EXCHANGE_TIMEOUTS * self._account.timeout
        try:
            with self._keeper.limit(self._line, seconds):
                yield
        except WireError:
            raise
        except (smtplib.SMTPException, OSError, ValueError) as error:
            over_time = self._line.was_cut
            self.abort()
            raise broken(what, error, over_time=over_time) from None

    def log_in(self, token: str = "") -> None:
        """Greet, put TLS on where asked for, log in where a user is set, by `token` if given."""
        connection = self._open_connection()
        with self._exchange("EHLO"):
            connection.ehlo_or_helo_if_needed()
        if self._account.security == "starttls":
            self._begin_tls(connection)
        if self._account.user:
            with self._exchange("AUTH"):
                self._authenticate(connection, token)

    def _begin_tls(self, connection: Connection) -> None:
        if not connection.has_extn("starttls"):
            self.abort()
            raise WireError(
                "STARTTLS is not offered; nothing is sent in clear text",
                temporary=False,
                code="TLS",
            )
        try:
            with self._exchange("STARTTLS"):
                connection.begin_tls()
                connection.ehlo_or_helo_if_needed()
        except WireError as error:
            if not error.code or error.code.isdigit():  # it was offered, and refused
                error.code = "TLS"
            raise

    def _authenticate(self, connection: Connection, token: str) -> None:
        user = self._account.user
        secret = token or self._account.secret()
        if not (user + secret).isascii():
            raise LoginRefusedError("AUTH: user name and password must be ASCII", temporary=False)
        try:
            if token:
                connection.bearer_login(user, token)
            else:
                connection.login(user, secret)
        except smtplib.SMTPAuthenticationError as error:
            raise login_refusal(error, by_token=bool(token)) from None
        except smtplib.SMTPNotSupportedError:
            raise WireError(
                "AUTH is not offered on this connection", temporary=False, code="AUTH"
            ) from None

    def send(
        self,
        reverse_path: str,
        recipient: str,
        data: bytes,
        before_body: Callable[[], None],
        envelope_id: str = "",
    ) -> SendOutcome:
        """Send one mail to one recipient.

        `before_body` is called after the server's 354 and before the first byte of the body. If
        it raises, the connection is closed without any byte of the body, and the error goes on.

        Args:
            reverse_path: envelope sender; empty: the null path.
            recipient: one address.
            data: the mail; line ends and first dots are seen to here.
            before_body: notes durably that the mail is being sent.
            envelope_id: with one, reports on the delivery are asked for under it, where the
                server offers that (RFC 3461) and knows whom to send them to.
        """
        try:
            with self._keeper.limit(self._line, self._seconds(data)):
                refused = self._envelope(reverse_path, recipient, data, envelope_id)
        except (smtplib.SMTPException, OSError, ValueError, WireError):
            return self._lost_before_body()
        if refused is not None:
            return refused
        self.past_go_ahead = True
        try:
            self._tell_before_body(before_body)
            return self._send_body(body.to_wire(data))
        finally:
            self.past_go_ahead = False

    def _seconds(self, data: bytes) -> float:
        return _EXCHANGE_TIMEOUTS * self._account.timeout + len(data) / _SLOWEST

    def _envelope(
        self, reverse_path: str, recipient: str, data: bytes, envelope_id: str
    ) -> SendOutcome | None:
        """Go through MAIL, RCPT and DATA; return the outcome if the server doesn't go along."""
        connection = self._open_connection()
        cannot = self._unfit(reverse_path, recipient, data)
        if cannot is not None:
            return cannot
        if self._used:
            connection.docmd("RSET")
        self._used = True
        options = self._mail_options(reverse_path, recipient, data)
        reports = bool(envelope_id and reverse_path) and connection.has_extn("dsn")
        more = dsn.for_mail(envelope_id) if reports else []
        mail = " ".join([f"FROM:<{reverse_path}>", *options, *more])
        rcpt = " ".join([f"TO:<{recipient}>", *(dsn.for_recipient(recipient) if reports else [])])
        for verb, argument in (("MAIL", mail), ("RCPT", rcpt)):
            code, said = connection.docmd(verb, argument)
            if code // 100 != 2:  # noqa: PLR2004 - RFC 5321 4.2.1: 2yz is consent
                return self._refused(code, said, verb.lower())
        code, said = connection.docmd("DATA")
        return None if code == _GO_AHEAD else self._refused(code, said, "data")

    def _unfit(self, reverse_path: str, recipient: str, data: bytes) -> SendOutcome | None:
        """Return the outcome for a mail that the server's own announcement rules out."""
        connection = self._open_connection()
        if not all(_ADDRESS.fullmatch(one) for one in (recipient, reverse_path or recipient)):
            return SendOutcome(OutcomeState.PERMANENT, "", "bad_address")
        most = connection.esmtp_features.get("size", "")
        if most.isdigit() and 0 < int(most) < len(data):
            return SendOutcome(OutcomeState.PERMANENT, "552", "too_big")
        if body.needs_8bit(data) and not connection.has_extn("8bitmime"):
            return SendOutcome(OutcomeState.PERMANENT, "554", "no_8bitmime")
        if not (reverse_path + recipient).isascii() and not connection.has_extn("smtputf8"):
            return SendOutcome(OutcomeState.PERMANENT, "553", "no_smtputf8")
        return None

    def _mail_options(self, reverse_path: str, recipient: str, data: bytes) -> list[str]:
        connection = self._open_connection()
        options = []
        if connection.has_extn("size"):
            options.append(f"SIZE={len(data)}")
        if body.needs_8bit(data):
            options.append("BODY=8BITMIME")
        if not (reverse_path + recipient).isascii():
            options.append("SMTPUTF8")
            connection.command_encoding = "utf-8"
        return options

    def _refused(self, code: int, said: bytes, step: str) -> SendOutcome:
        """Return the outcome of a refusal; a code that is none ends the connection."""
        if code == _CLOSING or not _is_refusal(code):
            self.abort()
        if not _is_refusal(code):
            return SendOutcome(OutcomeState.TEMPORARY, "", f"{step}_unclear")
        return judge(code, said, step)

    def _lost_before_body(self) -> SendOutcome:
        """Return the outcome of a connection that broke before the server had any of the body."""
        self.abort()
        return SendOutcome(OutcomeState.TEMPORARY, "", "connection_lost")

    def _tell_before_body(self, before_body: Callable[[], None]) -> None:
        try:
            before_body()
        except BaseException:
            self.abort()
            raise

    def _send_body(self, wire: bytes) -> SendOutcome:
        """Send the body and its end; whatever fails without a reply is uncertain."""
        connection = self._open_connection()
        seconds = self._seconds(wire) + self._account.final_timeout
        try:
            with self._keeper.limit(self._line, seconds):
                code, said = connection.send_body(wire + body.END, self._account.final_timeout)
        except (smtplib.SMTPException, OSError, WireError):
            self.abort()
            return SendOutcome(OutcomeState.UNCERTAIN, "", "no_reply")
        return self._final(code, said)

    def _final(self, code: int, said: bytes) -> SendOutcome:
        if code // 100 == 2:  # noqa: PLR2004 - RFC 5321 4.2.1: 2yz is consent
            return SendOutcome(OutcomeState.SENT, str(code))
        if not _is_refusal(code):
            self.abort()
            return SendOutcome(OutcomeState.UNCERTAIN, "", "reply_unclear")
        return self._refused(code, said, "body")

    def noop(self) -> None:
        """Ask whether the connection still stands.

        Raises:
            WireError: it doesn't.
        """
        connection = self._open_connection()
        with self._exchange("NOOP"):
            connection.docmd("NOOP")

    def _open_connection(self) -> Connection:
        if self._connection is None:
            raise WireError("the connection is closed", code="BYE")
        return self._connection

    def cut(self) -> None:
        """End the connection from another thread; what runs on it fails at once."""
        self._line.cut()

    def abort(self) -> None:
        """Close without a word."""
        self._line.cut()
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(OSError, ValueError):
                connection.close()

    def close(self) -> None:
        """Say QUIT and close; never raises and waits for no slow server."""
        if self._connection is not None:
            with suppress(Exception), self._keeper.limit(self._line, _FAREWELL_SECONDS):
                self._connection.quit()
        self.abort()


def _is_refusal(code: int) -> bool:
    return code // 100 in (4, 5)
