"""What scripted servers share: a script, a listener, and their end."""

import ssl
from dataclasses import dataclass

from peers.line import CutError, Line, Listener
from peers.script import Script
from support.closing import Closing


@dataclass(frozen=True)
class Door:
    """How a server begins TLS."""

    context: ssl.SSLContext | None = None
    """None: with garbage."""
    at_once: bool = True
    """Else after STARTTLS."""
    cuts: bool = False
    """Whether the connection ends instead of a handshake."""


class Peer(Closing):
    """A server that listens from the moment it is made; a context manager."""

    host = "127.0.0.1"
    script: Script
    door: Door | None = None
    """None: everything is said in clear, and STARTTLS refused."""
    _listener: Listener

    @property
    def port(self) -> int:
        return self._listener.port

    def close(self) -> None:
        self._listener.close()

    def _secure(self, line: Line, *, at_once: bool) -> None:
        """Begin TLS if it is time."""
        door = self.door
        if door is None or door.at_once != at_once:
            return
        if door.cuts:
            raise CutError
        line.secure(door.context)

    def cut_all(self) -> None:
        """Close every connection, but listen on."""
        self._listener.cut_all()

    def cut_after(self, most: int | None) -> None:
        """Cut each new connection when it has got so many bytes; None: no more."""
        self._listener.most = most

    @property
    def sent(self) -> int:
        """Bytes that the last connection that ended had got."""
        return self._listener.sent

    @property
    def heard(self) -> list[str]:
        """Every command so far, in order."""
        return list(self.script.heard)
