"""What broke a connection, in words of ours."""

import ssl

from mailcare.errors import WireError
from mailcare.wire import words


def connection_fault(what: str, error: BaseException, *, over_time: bool) -> WireError:
    """Return the error for a socket, or the TLS on it, that failed during `what`."""
    if over_time or isinstance(error, TimeoutError):
        return WireError(f"{what}: the server took too long", code="TIMEOUT")
    if isinstance(error, ssl.SSLCertVerificationError):
        why = words.readable(error.verify_message)
        return WireError(f"{what}: the certificate is not good: {why}", temporary=False, code="TLS")
    if isinstance(error, ssl.SSLError):
        return WireError(f"{what}: TLS failed ({error.reason or 'unknown'})", code="TLS")
    closed = isinstance(error, EOFError | ConnectionError)
    if closed and not isinstance(error, ConnectionRefusedError):
        return WireError(f"{what}: the server closed the connection", code="BYE")
    if isinstance(error, OSError):
        why = error.strerror or type(error).__name__
        return WireError(f"{what}: no connection ({why})", code="NET")
    return WireError(f"{what}: the server's answer makes no sense", code="PROTOCOL")
