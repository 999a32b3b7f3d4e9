"""Who bears an access token: had anew ahead of time, kept sealed, tried once more when refused.

A token is renewed while the old one is still good; if that fails, the old one serves on and the
trouble is noted, so that an alarm comes before the mailbox falls silent.
"""

import hashlib
import json
import threading
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final, Protocol, TypeVar

from mailcare.clock import Clock
from mailcare.errors import LoginRefusedError, WireError
from mailcare.model.refusal import RefusalKind
from mailcare.wire import device, oauth
from mailcare.wire.deadlines import DeadlineKeeper
from mailcare.wire.device import DeviceCode
from mailcare.wire.oauth import TokenGrant

AHEAD: Final = timedelta(minutes=30)
"""Sessions live for 25 minutes: each login of the last half hour tries to renew the token."""
_MARGIN: Final = timedelta(minutes=2)
S = TypeVar("S")


class TokenCache(Protocol):
    """Where tokens outlive a process; holds secrets, so it must be sealed."""

    def locked(self) -> AbstractContextManager[object]:
        """Keep others, in other processes too, from asking for a token at the same time."""
        ...

    def load(self) -> str:
        """Return what was saved; empty: nothing, or nothing that can be read."""
        ...

    def save(self, text: str) -> None:
        """Put `text` in place of what was saved, whole or not at all."""
        ...


class TokensInMemory:
    """A cache that ends with the process: before there is a state directory."""

    def __init__(self) -> None:
        self._text = ""
        self._lock = threading.Lock()

    def locked(self) -> AbstractContextManager[object]:
        """Keep other threads from asking for a token at the same time."""
        return self._lock

    def load(self) -> str:
        """Return what was saved."""
        return self._text

    def save(self, text: str) -> None:
        """Put `text` in place of what was saved."""
        self._text = text


@dataclass(frozen=True, slots=True)
class KeptToken:
    """What is known of the tokens of one account."""

    seed: str = ""
    """Of what in the config it came from: another secret there starts anew."""
    access: str = field(default="", repr=False)
    expires: datetime | None = None
    refresh: str = field(default="", repr=False)
    refresh_expires: datetime | None = None
    trouble: str = ""
    """Why no new token was had; empty: all is well."""
    refused_by: Mapping[str, str] = field(default_factory=dict)
    """Mail servers (``imap``, ``smtp``) that took not even a fresh one, and their words for it."""
    since: datetime | None = None
    """When any of that began."""

    @property
    def ill(self) -> str:
        """What is wrong, in one stable word or more; empty: nothing."""
        refusals = (f"{service}: {code}" for service, code in sorted(self.refused_by.items()))
        return ", ".join(filter(None, (self.trouble, *refusals)))

    def is_good(self, until: datetime) -> bool:
        """Say whether the access token lasts `until` then."""
        return bool(self.access) and self.expires is not None and self.expires > until


class Bearer:
    """The tokens of one account, as one of its servers is shown them; for several threads.

    Args:
        grant: how tokens are come by.
        cache: where they are kept; shared by the account's servers.
        clock: tells their age.
        service: ``imap`` or ``smtp``.
    """

    def __init__(
        self, grant: TokenGrant, cache: TokenCache, clock: Clock, service: str = "imap"
    ) -> None:
        self._grant = grant
        self._cache = cache
        self._clock = clock
        self._service = service

    def kept(self) -> KeptToken:
        """Return what is known, without asking anybody."""
        return _loads(self._cache.load())

    def token(self, keeper: DeadlineKeeper, refused: str = "") -> str:
        """Return an access token, another one than `refused`.

        Raises:
            LoginRefusedError: none is granted (any more).
            WireError: the token server can't be used, and there is no good token left.
        """
        now = self._clock.now()
        with self._cache.locked():
            kept = self._of_this_config(now)
            if kept.is_good(now + AHEAD) and kept.access != refused:
                return kept.access
            return self._renew(kept, refused, keeper, now)

    def _of_this_config(self, now: datetime) -> KeptToken:
        """Return what is kept, or nothing where the config holds another secret since."""
        grant, kept = self._grant, self.kept()
        try:
            given = grant.refresh_token() if grant.refresh_token else ""
        except WireError as error:
            self._save(_in_trouble(kept, error, now))
            raise
        told = f"{grant.url}\0{grant.client_id}\0{grant.scope}\0{given}"
        seed = hashlib.sha256(told.encode()).hexdigest()
        return kept if kept.seed == seed else KeptToken(seed, refresh=given)

    def _renew(self, kept: KeptToken, refused: str, keeper: DeadlineKeeper, now: datetime) -> str:
        try:
            granted = oauth.ask(self._grant, kept.refresh, keeper, now)
        except WireError as error:
            self._save(_in_trouble(kept, error, now))
            if kept.is_good(now + _MARGIN) and kept.access != refused:
                return kept.access
            raise
        renewed = KeptToken(
            kept.seed,
            granted.access,
            granted.expires,
            granted.refresh or kept.refresh,
            granted.refresh_expires or (None if granted.refresh else kept.refresh_expires),
            refused_by=kept.refused_by,
            since=kept.since if kept.refused_by else None,
        )
        self._save(renewed)
        return granted.access

    def consent(self, show: Callable[[DeviceCode], None], keeper: DeadlineKeeper) -> None:
        """Have a person consent in a browser, and keep what is granted from now on.

        `show` is told the code and where to enter it; returns when they have done so.

        Raises:
            LoginRefusedError: they refused, or took too long.
            WireError: the token server can't be used.
        """
        code = device.begin(self._grant, keeper, self._clock.now())
        show(code)
        granted = device.wait(self._grant, code, keeper, self._clock)
        with self._cache.locked():
            seed = self._of_this_config(self._clock.now()).seed
            self._save(
                KeptToken(
                    seed, granted.access, granted.expires, granted.refresh, granted.refresh_expires
                )
            )

    def note_refused(self, error: WireError) -> None:
        """Note that the mail server took not even a fresh token."""
        now = self._clock.now()
        with self._cache.locked():
            kept = self.kept()
            refused = {**kept.refused_by, self._service: error.code}
            self._save(replace(kept, refused_by=refused, since=kept.since or now))

    def note_accepted(self) -> None:
        """Note that the mail server took a token."""
        if self._service not in self.kept().refused_by:
            return
        with self._cache.locked():
            kept = self.kept()
            left = {key: code for key, code in kept.refused_by.items() if key != self._service}
            since = kept.since if left or kept.trouble else None
            self._save(replace(kept, refused_by=left, since=since))

    def _save(self, kept: KeptToken) -> None:
        self._cache.save(json.dumps(asdict(kept), default=datetime.isoformat))


def with_token(bearer: Bearer, keeper: DeadlineKeeper, log_in: Callable[[str], S]) -> S:
    """Log in by `log_in` with a token; where it is refused, once more with a fresh one.

    Raises:
        LoginRefusedError: the fresh one was refused too, or it is not about the token.
        WireError: anything else.
    """
    token = bearer.token(keeper)
    try:
        session = log_in(token)
    except LoginRefusedError as error:
        if error.kind != RefusalKind.TOKEN:
            raise
        session = _once_more(bearer, keeper, log_in, token)
    bearer.note_accepted()
    return session


def _once_more(
    bearer: Bearer, keeper: DeadlineKeeper, log_in: Callable[[str], S], refused: str
) -> S:
    fresh = bearer.token(keeper, refused)
    try:
        return log_in(fresh)
    except LoginRefusedError as error:
        if error.kind == RefusalKind.TOKEN:
            bearer.note_refused(error)
        raise


def _in_trouble(kept: KeptToken, error: WireError, now: datetime) -> KeptToken:
    word = error.code or error.kind or "unreachable"
    return replace(kept, trouble=word, since=kept.since or now)


def _loads(text: str) -> KeptToken:
    """Read what was saved; a format of another version counts as nothing."""
    try:
        said: dict[str, Any] = json.loads(text)
        moments = ("expires", "refresh_expires", "since")
        read = {
            name: datetime.fromisoformat(said[name]) if said[name] else None for name in moments
        }
        return KeptToken(**{**said, **read})
    except (ValueError, KeyError, TypeError):
        return KeptToken()


def sasl(user: str, token: str) -> str:
    """Return the response of XOAUTH2; the library encodes it."""
    return f"user={user}\x01auth=Bearer {token}\x01\x01"


def status_of(challenge: bytes) -> str:
    """Return the status that a server's error challenge tells, such as ``401``."""
    try:
        said = json.loads(challenge)
    except ValueError:
        return ""
    return str(said.get("status", ""))[:8] if isinstance(said, dict) else ""
