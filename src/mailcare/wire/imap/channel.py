"""One connection to an IMAP server: opening it, its login, and the frame of every exchange."""

import imaplib
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from imapclient.exceptions import CapabilityError, LoginError

import mailcare
from mailcare.errors import LoginRefusedError, WireError
from mailcare.wire.deadlines import DeadlineKeeper, Line
from mailcare.wire.imap.account import ImapAccount
from mailcare.wire.imap.answers import (
    broken,
    login_refusal,
    refusal,
    refused_words,
    token_refusal,
)
from mailcare.wire.imap.client import Client, TokenRefusedError
from mailcare.wire.tls import is_loopback

_EXCHANGE_TIMEOUTS = 4
"""An exchange may last as long as this many silent reads."""
_SLOWEST = 16 * 1024
"""Bytes a second; a bigger letter gets more time."""
_FAREWELL_SECONDS = 3.0


class Channel:
    """A connection and its deadlines; `client` is to be used inside `exchange` only."""

    def __init__(self, account: ImapAccount, keeper: DeadlineKeeper) -> None:
        self.account = account
        self.open = True
        self.capabilities: frozenset[str] = frozenset()
        self._keeper = keeper
        self._line = Line()
        self._client: Client | None = None
        self._check_account()
        with self.exchange("connecting"):
            self._client = Client(account, self._line)

    def _check_account(self) -> None:
        if self.account.security == "none" and not is_loopback(self.account.host):
            raise WireError("clear text is for this machine only", temporary=False, code="TLS")

    @property
    def client(self) -> Client:
        """The library's client."""
        if self._client is None:
            raise WireError("the connection is closed")
        return self._client

    @contextmanager
    def exchange(self, what: str, size: int = 0) -> Iterator[None]:
        """Frame one or more commands: a deadline over them, errors as `WireError`.

        After anything but a plain refusal the connection is given up, since what comes next on
        it may be the rest of this answer.

        Raises:
            WireError: refused, or the connection is gone.
        """
        if not self.open:
            raise WireError(f"{what}: the connection is closed", code="BYE")
        seconds = _EXCHANGE_TIMEOUTS * self.account.timeout + size / _SLOWEST
        try:
            with self._keeper.limit(self._line, seconds):
                yield
        except WireError:
            raise
        except Exception as error:  # noqa: BLE001 - a bad server makes the library raise anything
            raise self._judge(what, error) from None

    def _judge(self, what: str, error: Exception) -> WireError:
        """Return what `error` means, and give up the connection unless it is in step."""
        if isinstance(error, LoginError) and not self._line.was_cut:
            return self._after_login(login_refusal(error))
        if isinstance(error, CapabilityError):
            text = f"{what}: the server does not offer it"
            return WireError(text, temporary=False, code="CAPABILITY")
        said = refused_words(error)
        if said is not None and not self._line.was_cut:
            return refusal(what, said)
        over_time = self._line.was_cut
        self.abort()
        return broken(what, error, over_time=over_time)

    def _after_login(self, error: WireError) -> WireError:
        if not isinstance(error, LoginRefusedError):
            self.abort()
        return error

    def log_in(self, token: str = "") -> None:
        """Put TLS on where asked for, log in, read the capabilities anew, say who we are.

        With a `token` it logs in by XOAUTH2 instead of by the account's password.
        """
        if self.account.security == "starttls":
            self._begin_tls()
        with self.exchange("LOGIN"):
            if token:
                self._bear(token)
            else:
                self._authenticate()
        with self.exchange("CAPABILITY"):
            self._read_capabilities()
        if "ID" in self.capabilities:
            self._identify()

    def _begin_tls(self) -> None:
        try:
            with self.exchange("STARTTLS"):
                self.client.begin_tls()
        except WireError as error:
            self.abort()
            if error.code in {"TLS", "TIMEOUT", "BYE"}:
                raise
            raise WireError(
                "STARTTLS is not offered; nothing is sent in clear text",
                temporary=False,
                code="TLS",
            ) from None

    def _authenticate(self) -> None:
        account = self.account
        secret = account.secret()
        if not (account.user + secret).isascii():
            self.client.plain_login(account.user, secret)
        else:
            self.client.login(_astring(account.user), secret)

    def _bear(self, token: str) -> None:
        try:
            self.client.bearer_login(self.account.user, token)
        except TokenRefusedError as error:
            raise token_refusal(error) from None

    def _read_capabilities(self) -> None:
        names = self.client.fresh_capabilities()
        self.capabilities = frozenset(name.decode("ascii", "replace").upper() for name in names)

    def _identify(self) -> None:
        """Send ID (RFC 2971), without which NetEase lets nobody select a folder."""
        facts = {"name": "mailcare", "version": mailcare.__version__, "vendor": "mailcare"}
        if "@" in self.account.user:
            facts["support-email"] = self.account.user
        try:
            with self.exchange("ID"):
                self.client.id_(facts)
        except WireError:
            if not self.open:
                raise

    def cut(self) -> None:
        """End the connection from another thread; what runs on it fails at once."""
        self._line.cut()

    def abort(self) -> None:
        """Close without a word; for a connection that may hang or is out of step."""
        self.open = False
        self._line.cut()
        client, self._client = self._client, None
        if client is not None:
            with suppress(OSError, ValueError, AttributeError, imaplib.IMAP4.error):
                client.shutdown()

    def close(self) -> None:
        """Log out, but wait for no slow server; never raises."""
        if self.open and self._client is not None:
            with suppress(Exception), self._keeper.limit(self._line, _FAREWELL_SECONDS):
                self._client.logout()
        self.abort()


def _astring(user: str) -> str:
    """Quote a user name where it needs it; imaplib sends it as it is."""
    if not set(user) & set(' (){%*"\\]'):
        return user
    escaped = user.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
