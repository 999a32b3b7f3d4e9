"""Courier's imapd on a free port of 127.0.0.1, behind a door of ours.

Debian's courier-imap conflicts with Dovecot, so `unpack` lays it beside. Its own login wants paths
below /etc and /run, one set per machine: instead a few lines here greet and hear the login, then
hand the connection over to imapd in the way of Courier's own imaplogin.
"""

import os
import socket
import subprocess
import threading
from contextlib import suppress
from itertools import count
from pathlib import Path

from servers.base import new_folder, remove, run, unpacked
from servers.dovecot import LabUser

CAPABILITIES = (
    "IMAP4rev1 UIDPLUS CHILDREN NAMESPACE THREAD=ORDEREDSUBJECT THREAD=REFERENCES SORT QUOTA IDLE"
)
_SETTINGS = {
    "IMAP_CAPABILITY": CAPABILITIES,
    "IMAP_KEYWORDS": "1",
    "IMAP_ACL": "1",
    "IMAP_IDLE_TIMEOUT": "1",
    "IMAP_MAILBOX_SANITY_CHECK": "1",
    "IMAP_USELOCKS": "1",
    "IMAP_UMASK": "022",
    "TCPREMOTEIP": "127.0.0.1",
    "TCPREMOTEPORT": "1",
}


class CourierServer:
    """Courier for the tests of a worker, run by ourselves; each test has users of its own."""

    host = "127.0.0.1"

    def __init__(self) -> None:
        self.folder = new_folder("courier")
        self._serials = count(1)
        self._users: dict[str, LabUser] = {}
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._socket.getsockname()[1])
        self._running: list[subprocess.Popen[bytes]] = []
        threading.Thread(target=self._accept, name="courier", daemon=True).start()

    @staticmethod
    def programs() -> Path:
        """Return the folder of imapd."""
        return unpacked("courier-imap") / "usr/bin"

    def new_user(self, quota: int = 0) -> LabUser:
        """Return a user that nobody used; `quota` in bytes, 0: none."""
        user = LabUser(f"user{next(self._serials)}")
        make = unpacked("courier-base") / "usr/bin/maildirmake.courier"
        box = self.folder / user.name
        run([str(make), str(box)])
        for name in ("Sent", "Trash"):
            run([str(make), "-f", name, str(box)])
        if quota:
            run([str(make), "-q", f"{quota}S", str(box)])
        self._users[user.name] = user
        return user

    def _accept(self) -> None:
        while True:
            try:
                sock, _address = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(sock,), daemon=True).start()

    def _serve(self, sock: socket.socket) -> None:
        """Be Courier's imaplogin until somebody is in; then the connection is imapd's."""
        with sock, suppress(OSError, ValueError):
            sock.sendall(f"* OK [CAPABILITY {CAPABILITIES}] Courier-IMAP ready.\r\n".encode())
            while line := _read_line(sock):
                tag, _space, rest = line.decode().partition(" ")
                verb, *words = rest.split()
                if verb.upper() == "LOGIN" and self._knows(words):
                    self._hand_over(sock, tag, words[0].strip('"'))
                    return
                sock.sendall(_answer(tag, verb.upper()))

    def _knows(self, words: list[str]) -> bool:
        name, password = (word.strip('"') for word in words)
        return name in self._users and self._users[name].password == password

    def _hand_over(self, sock: socket.socket, tag: str, name: str) -> None:
        box = str(self.folder / name)
        login = {"IMAPLOGINTAG": tag, "AUTHENTICATED": name, "AUTHADDR": name, "HOME": box}
        command = [str(self.programs() / "imapd"), "."]
        where = {**os.environ, **_SETTINGS, **login}
        with (self.folder / "log").open("ab") as log:
            process = subprocess.Popen(
                command, stdin=sock.fileno(), stdout=sock.fileno(), stderr=log, cwd=box, env=where
            )
        self._running.append(process)

    def close(self) -> None:
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        for process in self._running:
            process.kill()
            process.wait(5)
        remove(self.folder)


def _read_line(sock: socket.socket) -> bytes:
    """Read a line and not a byte more: what follows is imapd's."""
    line = b""
    while not line.endswith(b"\r\n"):
        byte = sock.recv(1)
        if not byte:
            return b""
        line += byte
    return line


def _answer(tag: str, verb: str) -> bytes:
    if verb == "CAPABILITY":
        return f"* CAPABILITY {CAPABILITIES}\r\n{tag} OK done\r\n".encode()
    if verb == "LOGOUT":
        return f"* BYE bye\r\n{tag} OK done\r\n".encode()
    return f"{tag} NO Login failed.\r\n".encode()
