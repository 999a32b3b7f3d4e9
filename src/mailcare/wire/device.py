"""A person's consent without a browser on this machine: device authorization (RFC 8628).

We show a code, they enter it in a browser anywhere, and we ask until they have.
"""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from mailcare.clock import Clock
from mailcare.errors import LoginRefusedError, WireError
from mailcare.model.refusal import RefusalKind
from mailcare.wire.deadlines import DeadlineKeeper
from mailcare.wire.http import HttpAnswer, request
from mailcare.wire.oauth import (
    FORM,
    Granted,
    TokenGrant,
    granted,
    lifetime,
    raise_refused,
    read_answer,
)

_GRANT: Final = "urn:ietf:params:oauth:grant-type:device_code"
_TOKEN, _DEVICE = "/oauth2/v2.0/token", "/oauth2/v2.0/devicecode"
_INTERVAL: Final = 5
"""Seconds, where the server names none; so many more each time that it is asked too often."""
_USUAL: Final = timedelta(minutes=15)
_OK: Final = 200


@dataclass(frozen=True, slots=True)
class DeviceCode:
    """What a person needs to consent, and we to learn of it."""

    user_code: str
    where: str
    """The address to open in a browser."""
    ends: datetime
    interval: float
    """Seconds from one question of ours to the next, at least."""
    secret: str = field(repr=False)


def begins_at(token_url: str) -> str:
    """Return where Microsoft gives codes, beside where it grants tokens; empty: it isn't theirs."""
    place, found, rest = token_url.rpartition(_TOKEN)
    return place + _DEVICE if found and not rest else ""


def begin(grant: TokenGrant, keeper: DeadlineKeeper, now: datetime) -> DeviceCode:
    """Ask for a code.

    Raises:
        LoginRefusedError: the application may not do so.
        WireError: the server can't be used, or has no such thing.
    """
    url = begins_at(grant.url)
    if not url:
        raise WireError("this provider gives no codes; see docs/providers.md", temporary=False)
    answer = _post(grant, url, {"scope": grant.scope}, keeper)
    said = read_answer(answer.body)
    if answer.status != _OK:
        raise_refused(answer.status, said)
    return _read(said, now)


def _read(said: Mapping[str, Any], now: datetime) -> DeviceCode:
    found = [said.get(key) for key in ("user_code", "verification_uri", "device_code")]
    user_code, where, secret = (one if isinstance(one, str) else "" for one in found)
    interval = said.get("interval", _INTERVAL)
    shown = f"{user_code} {where}"
    complete = user_code and where and secret and isinstance(interval, int | float)
    if not complete or not (shown.isascii() and shown.isprintable()):
        raise WireError("the token server's answer makes no sense", code="PROTOCOL")
    ends = now + (lifetime(said.get("expires_in")) or _USUAL)
    return DeviceCode(user_code, where, ends, interval, secret)


def wait(grant: TokenGrant, code: DeviceCode, keeper: DeadlineKeeper, clock: Clock) -> Granted:
    """Ask until the person has consented.

    Raises:
        LoginRefusedError: they refused, or the code's time is over.
        WireError: the server can't be used, or grants nothing that lasts.
    """
    interval, never = code.interval, threading.Event()
    fields = {"grant_type": _GRANT, "device_code": code.secret}
    while clock.now() < code.ends:
        clock.wait(never, interval)
        answer = _post(grant, grant.url, fields, keeper)
        said = read_answer(answer.body)
        if answer.status == _OK:
            return _lasting(said, clock.now())
        if said.get("error") == "slow_down":
            interval += _INTERVAL
        elif said.get("error") != "authorization_pending":
            raise_refused(answer.status, said)
    raise LoginRefusedError(
        "nobody entered the code in time", temporary=False, code="expired", kind=RefusalKind.TOKEN
    )


def _lasting(said: Mapping[str, Any], now: datetime) -> Granted:
    found = granted(said, now)
    if not found.refresh:
        raise WireError("no refresh token was granted: is offline_access in the scope?")
    return found


def _post(
    grant: TokenGrant, url: str, fields: dict[str, str], keeper: DeadlineKeeper
) -> HttpAnswer:
    secret = grant.secret()
    known = {"client_id": grant.client_id} | ({"client_secret": secret} if secret else {})
    body = urlencode(known | fields).encode("ascii")
    return request("POST", url, body, FORM, timeout=2 * grant.timeout, keeper=keeper)
