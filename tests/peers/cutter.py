"""Stands between clients and a PostgreSQL on this machine, and cuts connections at their commits.

Before the server hears of a commit, so that nothing is done; or after it has done it, so that the
client can't know.
"""

import selectors
import socket
import threading
from collections import Counter
from contextlib import ExitStack, suppress

from support.closing import Closing

_COMMIT = b"COMMIT\x00"
"""How libpq asks for it, and how the server says that it is done."""
_CHUNK = 1 << 16


class Cutter(Closing):
    """Passes everything on but what is cut; a context manager."""

    def __init__(self, target: int) -> None:
        self._target = target
        self._lock = threading.Lock()
        self._every = 0
        self._only = 0, ""
        self._commits = 0
        self.cuts: Counter[str] = Counter()
        """How many connections were cut ``before`` and ``after`` a commit."""
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._socket.getsockname()[1])
        self._open: set[socket.socket] = set()
        threading.Thread(target=self._accept, daemon=True).start()

    def every(self, commits: int) -> None:
        """Cut each so manieth commit, before and after it by turns; 0: none any more."""
        with self._lock:
            self._every, self._commits = commits, 0

    def only(self, number: int, where: str) -> None:
        """Cut the so manieth commit from now on ``before`` or ``after`` it, and no other."""
        with self._lock:
            self._only, self._commits = (number, where), 0

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._socket.accept()
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with ExitStack() as opened, suppress(OSError):
            opened.enter_context(client)
            self._open.add(client)
            server = socket.create_connection(("127.0.0.1", self._target))
            opened.enter_context(server)
            while self._pass_on(client, server):
                pass
        self._open.discard(client)

    def _pass_on(self, client: socket.socket, server: socket.socket) -> bool:
        """Pass on what comes next, either way; say whether the connection goes on."""
        with selectors.DefaultSelector() as either:
            either.register(client, selectors.EVENT_READ, server)
            either.register(server, selectors.EVENT_READ, client)
            ready = either.select()
        for key, _ in ready:
            source, target = (client, server) if key.fileobj is client else (server, client)
            data = source.recv(_CHUNK)
            cut = self._judge(data) if source is client else ""
            if cut == "after":
                target.sendall(data)
                _read_on(server)
            if not data or cut:
                return False
            target.sendall(data)
        return True

    def _judge(self, data: bytes) -> str:
        """Say where a client's words are cut, if they are: before they are heard, or after."""
        if _COMMIT not in data:
            return ""
        with self._lock:
            self._commits += 1
            cut = ""
            if self._commits == self._only[0]:
                cut = self._only[1]
            elif self._every and self._commits % self._every == 0:
                cut = "before" if self._commits // self._every % 2 else "after"
            if cut:
                self.cuts[cut] += 1
            return cut

    def close(self) -> None:
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        for client in list(self._open):
            with suppress(OSError):
                client.shutdown(socket.SHUT_RDWR)


def _read_on(server: socket.socket) -> None:
    """Wait until the server has committed, or says that it won't."""
    heard = b""
    while _COMMIT not in heard and b"ROLLBACK\x00" not in heard:
        data = server.recv(_CHUNK)
        if not data:
            return
        heard += data
