"""Refusals and broken connections as errors of ours."""

import ast
import imaplib
import re

from imapclient.exceptions import LoginError

from mailcare.errors import LoginRefusedError, OverQuotaError, WireError
from mailcare.model.refusal import RefusalKind
from mailcare.wire import words
from mailcare.wire.faults import connection_fault
from mailcare.wire.imap.client import RefusedError, TokenRefusedError
from mailcare.wire.refusals import classify

_BAD = re.compile(r"command error: BAD (.*)", re.DOTALL)
_HINTS = {
    RefusalKind.UNSAFE: "the provider holds this login for unsafe: it wants an ID command "
    "(RFC 2971), or IMAP access must be confirmed in its webmail",
    RefusalKind.PERMISSION: "the login is good, but the mailbox isn't open to it: its "
    "administrator must allow that",
}
"""Refusals of a whole account that come only after a login that went well."""


def refused_words(error: BaseException) -> bytes | None:
    """Return the server's words if `error` is an answer of NO or BAD, else None."""
    if isinstance(error, RefusedError):
        return error.words
    if isinstance(error, imaplib.IMAP4.abort) or not isinstance(error, imaplib.IMAP4.error):
        return None
    found = _BAD.search(str(error))
    return _unquote(found.group(1)) if found else None


def _unquote(literal: str) -> bytes:
    """Return the bytes of a list such as ``[b'…']`` that imaplib put into its error text."""
    try:
        value = ast.literal_eval(literal)
    except (ValueError, SyntaxError):
        return literal.encode()
    first = value[0] if isinstance(value, list) and value else value
    return first if isinstance(first, bytes) else b""


def refusal(what: str, said: bytes) -> WireError:
    """Return the error for a NO or BAD to the exchange `what`."""
    code = words.response_code(said)
    if words.says_over_quota(said):
        return OverQuotaError(f"{what}: the mailbox is full", code=code or "OVERQUOTA")
    kind = classify(said)
    if kind is not None and kind in _HINTS:
        text = f"{what}: {_HINTS[kind]}"
        return WireError(text, temporary=False, code=kind.value.upper(), kind=kind)
    return WireError(f"{what} was refused: {words.readable(said)}", code=code)


def login_refusal(error: LoginError | RefusedError) -> WireError:
    """Return the error for a LOGIN that failed; only some of them are about the password."""
    cause = error.__context__ if isinstance(error, LoginError) else error
    if isinstance(cause, imaplib.IMAP4.abort):
        return broken("LOGIN", cause)
    said = _login_words(cause if cause is not None else error)
    code, text = words.response_code(said), words.readable(said)
    kind = classify(said) or RefusalKind.PASSWORD
    if kind.passes:
        return WireError(f"LOGIN was refused for now: {text}", code=code or "LIMIT", kind=kind)
    return LoginRefusedError(
        f"LOGIN was refused: {text}", temporary=kind is RefusalKind.UNCLEAR, code=code, kind=kind
    )


def token_refusal(error: TokenRefusedError) -> WireError:
    """Return the error for an access token that was refused."""
    kind, text = classify(error.words), words.readable(error.words)
    if kind is not None and kind.passes:
        return WireError(f"XOAUTH2 was refused for now: {text}", code="LIMIT", kind=kind)
    told = f" (status {error.status})" if error.status else ""
    return LoginRefusedError(
        f"XOAUTH2 was refused: {text}{told}",
        temporary=False,
        code=f"XOAUTH2 {error.status}".strip(),
        kind=RefusalKind.TOKEN,
    )


def _login_words(cause: BaseException) -> bytes:
    said = refused_words(cause)
    if said is not None:
        return said
    first = cause.args[0] if cause.args else ""
    return first if isinstance(first, bytes) else str(first).encode()


def broken(what: str, error: BaseException, *, over_time: bool = False) -> WireError:
    """Return the error for a connection that is of no more use after the exchange `what`."""
    said = _farewell(error)
    if said and not over_time:
        return WireError(f"{what}: the server closed the connection: {said}", code="BYE")
    closed = isinstance(error, imaplib.IMAP4.abort)
    return connection_fault(what, EOFError() if closed else error, over_time=over_time)


def _farewell(error: BaseException) -> str:
    """Return what the server said with its BYE, if it did."""
    if not isinstance(error, imaplib.IMAP4.error) or not error.args:
        return ""
    text = words.readable(error.args[0] if isinstance(error.args[0], bytes) else str(error))
    text = text.partition(" => ")[2] or text
    if text.startswith("* BYE"):
        return text.removeprefix("* BYE").strip()
    own_words = ("socket error", "unexpected", "got more", "no CAPABILITY", "not IMAP4")
    passed_on = isinstance(error, imaplib.IMAP4.abort)
    return text if passed_on and not any(word in text for word in own_words) else ""
