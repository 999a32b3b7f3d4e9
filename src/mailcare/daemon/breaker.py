"""The breaker: no login is tried where three in a row were refused, so that no account is locked.

It stands in the store and outlives restarts. It closes at once for another password or account, and
lets one probe through when its time has come, at a reload, or when a person asks for one.
"""

import threading
from collections.abc import Collection
from datetime import datetime
from typing import Final

from mailcare.config import AccountConfig, OAuth, read_secret
from mailcare.daemon.logins import NotNowError
from mailcare.errors import ConfigError
from mailcare.pipeline.parts import Desk, Parts
from mailcare.supervision.probes import next_probe

LOOK: Final = 15.0
"""Seconds from one look whether the password has changed to the next; it asks no server."""
_SECRETS: Final = ("password", "client_secret", "refresh_token")


class Breaker:
    """Stands between mailboxes and their logins."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._lock = threading.Lock()
        self._allowed: set[int] = set()

    def allow(self, mailbox_ids: Collection[int]) -> None:
        """Let one login of each of these mailboxes through, whatever was refused before."""
        with self._lock:
            self._allowed |= set(mailbox_ids)

    def check(self, desk: Desk, now: datetime) -> None:
        """Return if a login may be tried.

        Raises:
            NotNowError: it may not.
        """
        poll = self._parts.store.read(lambda tx: tx.mailboxes.poll(desk.id))
        probe = next_probe(poll.refusals, poll.refused_at) if poll else None
        if poll is None or probe is None or now >= probe or desk.id in self._allowed:
            return
        if poll.refused_login == self.login_of(desk):
            raise NotNowError(LOOK, "login_refused")

    def refused(self, desk: Desk) -> str:
        """Take back what was allowed, as the login was refused; return the login's hash."""
        with self._lock:
            self._allowed.discard(desk.id)
        return self.login_of(desk)

    def login_of(self, desk: Desk) -> str:
        """Return a keyed hash of account and password: another one is worth three tries."""
        box = desk.mailbox
        sections: list[AccountConfig | OAuth] = [box.imap, *([box.oauth] if box.oauth else [])]
        said = [one.model_dump_json() for one in sections]
        said += [_secret(one, name) for one in sections for name in _SECRETS]
        return self._parts.vault.blind("login", "\0".join(said))


def _secret(section: AccountConfig | OAuth, name: str) -> str:
    try:
        return read_secret(section, name)
    except (ConfigError, AttributeError):  # there is none, or it is of the other kind
        return ""
