"""Where we hand in our mail and as whom."""

from collections.abc import Callable
from dataclasses import dataclass, field

from mailcare.wire.bearer import Bearer
from mailcare.wire.tls import Security


@dataclass(frozen=True, slots=True)
class SmtpAccount:
    """A submission account; the password is asked for at each login and never kept."""

    host: str
    port: int
    security: Security
    user: str
    """Empty: the server takes mail from us without a login."""
    secret: Callable[[], str] = field(repr=False)
    ca_file: str | None = None
    timeout: float = 60.0
    """Seconds for the connection and for each reply before the body."""
    helo: str = "localhost"
    tls_min_version: str = ""
    tls_ciphers: str = ""
    bearer: Bearer | None = field(default=None, repr=False)
    """Logs in with its access tokens (XOAUTH2) instead of the password."""
    final_timeout: float = 300.0
    """Seconds for the reply after the body: the server may scan it, and a mail whose reply we did
    not wait for needs a person."""
