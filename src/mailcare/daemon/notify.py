"""Telling systemd how the daemon fares: sd_notify(3) over its datagram socket.

Outside systemd (no NOTIFY_SOCKET) all of it does nothing.
"""

import os
import socket
from collections.abc import Mapping
from datetime import timedelta


class Notifier:
    """The service manager's ear; safe to call from any thread, never raises.

    `environ` holds NOTIFY_SOCKET, WATCHDOG_USEC and WATCHDOG_PID as systemd sets them.
    """

    def __init__(self, environ: Mapping[str, str] = os.environ) -> None:
        self._address = _address(environ.get("NOTIFY_SOCKET", ""))
        self.watchdog_interval = _watchdog(environ)
        """How often `watchdog` has to be called (half of WatchdogSec); None: not watched."""

    def ready(self, status: str = "") -> bool:
        """Say that start-up, or a reload, is over; say whether somebody was told."""
        return self._send("READY=1", *_status(status))

    def reloading(self, status: str = "") -> bool:
        """Say that a reload has begun; `ready` ends it."""
        return self._send("RELOADING=1", *_status(status))

    def stopping(self) -> bool:
        """Say that the daemon is on its way out."""
        return self._send("STOPPING=1")

    def watchdog(self) -> bool:
        """Say that every loop moves; from the main thread only."""
        return self._send("WATCHDOG=1")

    def status(self, text: str) -> bool:
        """Set the line that ``systemctl status`` shows; no personal data."""
        return self._send(*_status(text))

    def _send(self, *states: str) -> bool:
        if not self._address or not states:
            return False
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as ear:
                ear.settimeout(1.0)
                ear.connect(self._address)
                ear.sendall("\n".join(states).encode())
        except OSError:
            return False
        return True


def _address(name: str) -> str:
    """Return the socket's address: a path, or ``@name`` for Linux's abstract namespace."""
    if name.startswith("@"):
        return "\0" + name[1:]
    return name if name.startswith("/") else ""


def _status(text: str) -> tuple[str, ...]:
    return (f"STATUS={' '.join(text.split())}",) if text else ()


def _watchdog(environ: Mapping[str, str]) -> timedelta | None:
    try:
        usec = int(environ.get("WATCHDOG_USEC", "0"))
        pid = int(environ.get("WATCHDOG_PID", os.getpid()))
    except ValueError:
        return None
    return timedelta(microseconds=usec / 2) if usec > 0 and pid == os.getpid() else None
