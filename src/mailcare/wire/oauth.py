"""Access tokens by OAuth 2.0 (RFC 6749): client credentials, or a refresh token.

One POST and one JSON answer. Microsoft's library for it would bring an HTTP stack of six packages,
and know that provider only.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final, NoReturn
from urllib.parse import urlencode

from mailcare.errors import LoginRefusedError, WireError
from mailcare.model.refusal import RefusalKind
from mailcare.wire import words
from mailcare.wire.deadlines import DeadlineKeeper
from mailcare.wire.http import request

FORM: Final = {
    "Content-Type": "application/x-www-form-urlencoded",
    "Accept": "application/json",
}
_USUAL: Final = timedelta(hours=1)
_OK, _TOO_MANY, _SERVER_FAULT = 200, 429, 500
_PASSING: Final = {"temporarily_unavailable", "server_error", "slow_down"}
_MICROSOFTS: Final = re.compile(r"AADSTS\d{4,9}")


@dataclass(frozen=True, slots=True)
class TokenGrant:
    """By what, and from whom, access tokens are had; secrets are asked for at each request."""

    url: str
    """https; http on this machine only."""
    client_id: str
    scope: str
    secret: Callable[[], str] = field(repr=False)
    """Of the application; empty: it has none."""
    refresh_token: Callable[[], str] | None = field(default=None, repr=False)
    """The one in the config, empty: there is none; None: client credentials."""
    timeout: float = 30.0


@dataclass(frozen=True, slots=True)
class Granted:
    """What the token server gave; none of it can be printed."""

    access: str = field(repr=False)
    expires: datetime
    refresh: str = field(default="", repr=False)
    """A new one, to be used from now on; empty: the old one stays."""
    refresh_expires: datetime | None = None


def ask(grant: TokenGrant, refresh_token: str, keeper: DeadlineKeeper, now: datetime) -> Granted:
    """Ask for an access token, with `refresh_token` if there is one.

    Raises:
        LoginRefusedError: application, secret or consent are not good (any more).
        WireError: the token server can't be used at the moment.
    """
    if grant.refresh_token is not None and not refresh_token:
        text = "no token: nobody has consented yet: mailcare mailbox authorize"
        raise LoginRefusedError(text, temporary=False, code="no_consent", kind=RefusalKind.TOKEN)
    fields = {"client_id": grant.client_id, "grant_type": "client_credentials"}
    if refresh_token:
        fields |= {"grant_type": "refresh_token", "refresh_token": refresh_token}
    secret = grant.secret()
    if secret:
        fields["client_secret"] = secret
    if grant.scope:
        fields["scope"] = grant.scope
    body = urlencode(fields).encode("ascii")
    answer = request("POST", grant.url, body, FORM, timeout=2 * grant.timeout, keeper=keeper)
    said = read_answer(answer.body)
    return granted(said, now) if answer.status == _OK else raise_refused(answer.status, said)


def read_answer(body: bytes) -> Mapping[str, Any]:
    """Return a token server's JSON object; empty: it was none."""
    try:
        read = json.loads(body)
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}


def granted(said: Mapping[str, Any], now: datetime) -> Granted:
    """Return the tokens of an answer of status 200.

    Raises:
        WireError: there are none in it.
    """
    access, refresh = said.get("access_token"), said.get("refresh_token")
    if not isinstance(access, str) or not access.isascii() or not access.isprintable():
        raise WireError("the token server's answer makes no sense", code="PROTOCOL")
    return Granted(
        access,
        now + (lifetime(said.get("expires_in")) or _USUAL),
        refresh if isinstance(refresh, str) else "",
        _later(now, said.get("refresh_token_expires_in")),
    )


def _later(now: datetime, seconds: object) -> datetime | None:
    lasts = lifetime(seconds)
    return None if lasts is None else now + lasts


def lifetime(seconds: object) -> timedelta | None:
    """Return how long something lasts; some servers write the number as a text."""
    try:
        found = float(seconds) if isinstance(seconds, str | int | float) else 0.0
        return timedelta(seconds=found) if found > 0 else None
    except (ValueError, OverflowError):
        return None


def raise_refused(status: int, said: Mapping[str, Any]) -> NoReturn:
    """Raise what an answer other than 200 means; RFC 6749 5.2 names the errors.

    Raises:
        LoginRefusedError: a person must do something.
        WireError: another try may help.
    """
    error = words.readable(str(said.get("error", "")))
    details = _MICROSOFTS.search(str(said.get("error_description", "")))
    code = details.group() if details else error
    if status == _TOO_MANY:
        raise WireError("no token: asked too often", code=code, kind=RefusalKind.FREQUENCY)
    if status >= _SERVER_FAULT or error in _PASSING or not error:
        text = f"no token: the token server can't at the moment ({status})"
        raise WireError(text, code=code, kind=RefusalKind.BUSY)
    text = f"no token: {error} ({code})" if details else f"no token: {error}"
    raise LoginRefusedError(text, temporary=False, code=code, kind=RefusalKind.TOKEN)
