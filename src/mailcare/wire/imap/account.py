"""Where a mailbox is and as whom we read it."""

from collections.abc import Callable
from dataclasses import dataclass, field

from mailcare.wire.bearer import Bearer
from mailcare.wire.tls import Security


@dataclass(frozen=True, slots=True)
class ImapAccount:
    """An IMAP account; the password is asked for at each login and never kept."""

    host: str
    port: int
    security: Security
    user: str
    secret: Callable[[], str] = field(repr=False)
    ca_file: str | None = None
    timeout: float = 30.0
    """Seconds for the connection and for each read; an exchange has a wall deadline of four."""
    tls_min_version: str = ""
    tls_ciphers: str = ""
    bearer: Bearer | None = field(default=None, repr=False)
    """Logs in with its access tokens (XOAUTH2) instead of the password."""
