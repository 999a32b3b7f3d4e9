"""TLS contexts, one per policy: each costs a megabyte, and most accounts share one."""

import socket
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Literal

from mailcare.wire.deadlines import Line

Security = Literal["tls", "starttls", "none"]
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


@lru_cache(maxsize=64)
def context(
    ca_file: str | None = None, min_version: str = "", ciphers: str = "", *, verify: bool = True
) -> ssl.SSLContext:
    """Return the client context for a policy; certificate and host name are checked.

    Args:
        ca_file: trust anchors, PEM, instead of the system's.
        min_version: ``1.2``, ``1.3`` …; empty: what this Python holds for safe.
        ciphers: an OpenSSL cipher list for servers that need an old one.
        verify: False only in tests and `doctor`, which tells what a certificate is wrong about.
    """
    made = ssl.create_default_context(cafile=ca_file)
    if min_version:
        made.minimum_version = ssl.TLSVersion[f"TLSv{min_version.replace('.', '_')}"]
    if ciphers:
        made.set_ciphers(ciphers)
    if not verify:
        made.check_hostname = False
        made.verify_mode = ssl.CERT_NONE
    return made


def is_loopback(host: str) -> bool:
    """Say whether `host` is this machine, the only place where clear text is allowed."""
    return host in _LOOPBACK or host.startswith("127.")


@dataclass(frozen=True, slots=True)
class TlsState:
    """What a connection's TLS turned out to be."""

    version: str
    """Such as ``TLSv1.3``."""
    expires: datetime | None
    """When the server's certificate ends; None where it was not checked."""


def state_of(sock: socket.socket | None) -> TlsState | None:
    """Return what TLS is on `sock`; None: clear text."""
    if not isinstance(sock, ssl.SSLSocket):
        return None
    ends = (sock.getpeercert() or {}).get("notAfter")
    seconds = ssl.cert_time_to_seconds(ends) if isinstance(ends, str) else None
    expires = None if seconds is None else datetime.fromtimestamp(seconds, UTC)
    return TlsState(sock.version() or "", expires)


def resolve(host: str) -> tuple[str, ...]:
    """Return the addresses of `host`, none if it is not known."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return ()
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


class Wrapper:
    """Stands for a context where a library wraps its socket: the handshake gets a deadline too."""

    def __init__(self, made: ssl.SSLContext, line: Line) -> None:
        self._context = made
        self._line = line

    def wrap_socket(self, sock: socket.socket, server_hostname: str) -> ssl.SSLSocket:
        """Put TLS on `sock`, with the line cuttable from the first byte of the handshake."""
        wrapped = self._context.wrap_socket(
            sock, server_hostname=server_hostname, do_handshake_on_connect=False
        )
        try:
            self._line.attach(wrapped)
            wrapped.do_handshake()
        except BaseException:
            wrapped.close()
            raise
        return wrapped


def connect(host: str, port: int, timeout: float, line: Line) -> socket.socket:
    """Open a TCP connection whose every step `line` can cut."""
    sock = socket.create_connection((host, port), timeout)
    line.attach(sock)
    return sock
