"""What scripted servers share: a script, a listener, and their end."""

from types import TracebackType
from typing import Self

from peers.line import Listener
from peers.script import Script


class Peer:
    """A server that listens from the moment it is made; a context manager."""

    host = "127.0.0.1"
    script: Script
    _listener: Listener

    @property
    def port(self) -> int:
        return self._listener.port

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        self._listener.close()

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
