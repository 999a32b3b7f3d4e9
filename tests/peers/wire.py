"""A wire to a server that can go dead: packets are dropped, nobody is refused.

While it is dead no byte passes, and who connects anew gets no answer to the first packet.
"""

import contextlib
import socket
import threading

from support.closing import Closing


class Wire(Closing):
    """Listens from the moment it is made, and hands every connection on; a context manager."""

    def __init__(self, port: int) -> None:
        self._to = port
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=0)
        self.port = int(self._socket.getsockname()[1])
        self._alive = threading.Event()
        self._alive.set()
        self._open: list[socket.socket] = []
        self._fillers: list[socket.socket] = []
        threading.Thread(target=self._accept, name="wire", daemon=True).start()

    def die(self) -> None:
        """Let nothing through; the kernel drops first packets while the queue is full."""
        self._alive.clear()
        while len(self._fillers) < 2 or not _waits(self._fillers[-1]):
            filler = socket.socket()
            filler.setblocking(False)  # noqa: FBT003 - the library's own
            filler.connect_ex(("127.0.0.1", self.port))
            self._fillers.append(filler)

    def revive(self) -> None:
        """Let through what waits, and whoever comes."""
        while self._fillers:
            self._fillers.pop().close()
        self._alive.set()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _address = self._socket.accept()
                self._alive.wait()
                self._join(near)

    def _join(self, near: socket.socket) -> None:
        try:
            far = socket.create_connection(("127.0.0.1", self._to))
        except OSError:
            near.close()
            return
        self._open += [near, far]
        for ends in ((near, far), (far, near)):
            threading.Thread(target=self._carry, args=ends, daemon=True).start()

    def _carry(self, source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(1 << 16):
                self._alive.wait()
                target.sendall(data)
        for end in (source, target):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self.revive()
        for end in (self._socket, *self._open):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()


def _waits(sock: socket.socket) -> bool:
    """Say whether a connection has had no answer yet."""
    try:
        sock.getpeername()
    except OSError:
        return True
    return False
