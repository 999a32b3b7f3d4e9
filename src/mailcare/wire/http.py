"""One request to a web server: TLS checked, no redirect followed, time and size bounded.

Clear text goes to this machine alone. Only here http.client.
"""

import http.client
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import MappingProxyType
from urllib.parse import SplitResult, urlsplit

from mailcare.errors import WireError
from mailcare.wire import tls
from mailcare.wire.deadlines import DeadlineKeeper, Line
from mailcare.wire.faults import connection_fault

_MOST = 64 * 1024
"""Bytes of an answer that are read; ours are some hundreds."""


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """What a web server answered."""

    status: int
    body: bytes
    date: datetime | None
    """Its clock (RFC 9110 6.6.1), None where it doesn't tell."""


def request(
    method: str,
    url: str,
    body: bytes | None = None,
    headers: Mapping[str, str] = MappingProxyType({}),
    *,
    timeout: float,
    keeper: DeadlineKeeper,
    ca_file: str | None = None,
) -> HttpAnswer:
    """Send one request and return the answer, whatever its status; `timeout` seconds in all.

    Raises:
        WireError: no answer came; the text never holds the URL, whose path may be a secret.
    """
    parts = _parts(url)
    line = Line()
    connection = _Connection(parts, timeout, line, ca_file)
    try:
        with keeper.limit(line, timeout):
            connection.request(method, _target(parts), body, dict(headers))
            answer = connection.getresponse()
            return HttpAnswer(answer.status, answer.read(_MOST), _date(answer.headers.get("Date")))
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise connection_fault("HTTP", error, over_time=line.was_cut) from None
    finally:
        connection.close()


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        usable = bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable or not url.isascii() or not url.isprintable() or " " in url:
        raise WireError("the URL makes no sense", temporary=False, code="URL")
    if parts.scheme != "https" and not (
        parts.scheme == "http" and tls.is_loopback(parts.hostname or "")
    ):
        raise WireError("https only, except on this machine", temporary=False, code="TLS")
    return parts


def _target(parts: SplitResult) -> str:
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _date(field: str | None) -> datetime | None:
    try:
        return parsedate_to_datetime(field).astimezone(UTC) if field else None
    except ValueError:
        return None


class _Connection(http.client.HTTPConnection):
    """The library's client over a socket that a deadline can cut from its first moment."""

    def __init__(self, parts: SplitResult, timeout: float, line: Line, ca_file: str | None) -> None:
        self._tls = parts.scheme == "https"
        self._line = line
        self._ca_file = ca_file
        port = parts.port or (443 if self._tls else 80)
        super().__init__(parts.hostname or "", port, timeout=timeout)
        self._seconds = timeout

    def connect(self) -> None:
        """Open the connection, under TLS unless it stays on this machine."""
        sock = tls.connect(self.host, self.port, self._seconds, self._line)
        if self._tls:
            sock = tls.Wrapper(tls.context(self._ca_file), self._line).wrap_socket(sock, self.host)
        self.sock = sock
