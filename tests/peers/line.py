"""A peer's end of a connection, and the thread that listens for connections."""

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable

from peers.script import Rule

_DRIP_SECONDS = 0.05


class CutError(Exception):
    """This connection is over, by script or by the other side."""


class Line:
    """One connection: lines and counted bytes in, answers out in the way a rule wants."""

    def __init__(
        self, sock: socket.socket, stopped: threading.Event, most: int | None = None
    ) -> None:
        self._sock = sock
        self._most = most
        self.sent = 0
        """Bytes sent so far."""
        self._file = sock.makefile("rb")
        self._stopped = stopped

    def secure(self, context: ssl.SSLContext | None) -> None:
        """Put TLS on the connection; None: answer the handshake with garbage."""
        if context is None:
            self._send(b"* OK 220 what is that?\r\n" * 9)
            raise CutError
        self._sock = context.wrap_socket(self._sock, server_side=True)
        self._file = self._sock.makefile("rb")

    def read_line(self) -> bytes:
        line = self._file.readline()
        if not line:
            raise CutError
        return line.rstrip(b"\r\n")

    def read(self, size: int) -> bytes:
        data = self._file.read(size)
        if len(data) < size:
            raise CutError
        return data

    def say(self, answer: bytes, rule: Rule | None = None) -> None:
        """Send `answer`, or what `rule` makes of it."""
        action = rule.action if rule else "call"
        if action in {"cut", "then_cut"}:
            raise CutError
        if action == "hang":
            self._stopped.wait()
            raise CutError
        if action == "drip":
            self._drip(answer)
        if action in {"half", "bye"}:
            farewell = b"\r\n* BYE Autologout; idle for too long\r\n" if action == "bye" else b""
            self._send(answer[: len(answer) // 2] + farewell)
            raise CutError
        self._send(answer)
        if rule is not None and rule.after is not None:
            rule.after()

    def _send(self, data: bytes) -> None:
        """Send bytes, as many as the connection may have in all; then it is cut."""
        left = len(data) if self._most is None else self._most - self.sent
        try:
            self._sock.sendall(data[: max(0, left)])
        except OSError as error:
            raise CutError from error
        self.sent += min(len(data), left)
        if left < len(data):
            raise CutError

    def _drip(self, data: bytes) -> None:
        """Send byte after byte, and when all is said, spaces: a read never times out."""
        for byte in data[:-2]:
            self._send(bytes([byte]))
            self._wait()
        while True:
            self._send(b" ")
            self._wait()

    def _wait(self) -> None:
        if self._stopped.wait(_DRIP_SECONDS):
            raise CutError

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._sock.shutdown(socket.SHUT_RDWR)
        with contextlib.suppress(OSError, ValueError):
            self._file.close()
        self._sock.close()


class Listener:
    """Accepts connections at a free port of 127.0.0.1 and serves each in a thread of its own."""

    def __init__(self, serve: Callable[[Line], None], name: str, port: int = 0) -> None:
        self._serve = serve
        self._stopped = threading.Event()
        self._socket = socket.create_server(("127.0.0.1", port))
        self.port = int(self._socket.getsockname()[1])
        self._lines: set[Line] = set()
        self.most: int | None = None
        """How many bytes each new connection may get from us before it is cut; None: all."""
        self.sent = 0
        """Bytes that the last connection that ended had got."""
        self._threads: list[threading.Thread] = []
        self._thread = threading.Thread(target=self._accept, name=f"{name}-peer", daemon=True)
        self._thread.start()

    def _accept(self) -> None:
        while not self._stopped.is_set():
            try:
                sock, _address = self._socket.accept()
            except OSError:
                return
            line = Line(sock, self._stopped, self.most)
            self._lines.add(line)
            thread = threading.Thread(target=self._run, args=(line,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _run(self, line: Line) -> None:
        with contextlib.suppress(CutError, OSError, ValueError):
            self._serve(line)
        self.sent = line.sent
        line.close()
        self._lines.discard(line)

    def cut_all(self) -> None:
        """Close every connection, but listen on."""
        for line in list(self._lines):
            line.close()

    def close(self) -> None:
        """Close all and wait for the threads."""
        self._stopped.set()
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self.cut_all()
        self._thread.join(5)
        for thread in self._threads:
            thread.join(5)
