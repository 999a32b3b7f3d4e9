"""What many mailboxes, and big ones, cost the daemon; on a real Dovecot, as ratios.

``PYTHONPATH=tests python bench/mailboxes.py [MAILBOXES [SECONDS]]`` (300 and 150 unless said):

many   that many mailboxes on one server, polled each minute by a real daemon over TLS, for so many
       seconds: are all polled in time, how many connections are open at once, what memory and CPU
       does a mailbox take, against a daemon with a single one
big    an idle poll of a mailbox with 200,000 old letters against one with 200, by turns, without
       IDLE: time, CPU of the daemon and of the server, commands and bytes on the wire
"""

import contextlib
import hashlib
import json
import os
import signal
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from time import perf_counter, process_time

from imapclient import IMAPClient

from mailcare import logs
from mailcare.clock import SystemClock
from mailcare.config import load
from mailcare.daemon.breaker import Breaker
from mailcare.daemon.polling import Poller
from mailcare.daemon.sessions import Sessions
from mailcare.pipeline.parts import Desk, Parts
from mailcare.wiring import build
from servers.dovecot import DovecotServer, LabUser
from support.small_config import small_config
from support.waiting import eventually

INTERVAL = 60
CONNECTIONS = 60
MANY, FEW = 200_000, 200
ROUNDS = 200
WIRED = 20
"""Polls that are counted on the wire."""
BIG_ONES = ("vas", "box1")
_QUICK = 0.2
TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")
LETTER = b"From: user@users.example\r\nSubject: x\r\n\r\n" + b"help\r\n" * 100
_BOX = """
[mailboxes.{name}]
unit = "vas"
address = "{name}@telecom.example"
capacity = "200MB"
interval = "{interval}s"
[mailboxes.{name}.imap]
host = "localhost"
port = {port}
user = "{user}"
password_file = "pw"
{tls}
[mailboxes.{name}.smtp]
host = "localhost"
port = 1
"""
_OWN = ("id", "content_key", "blob")
"""Columns of a letter that no other has the same."""
_LIMITS = """
[logs]
level = "info"
[daemon]
connections_per_server = {connections}
logins_per_minute = 1200
"""


@dataclass
class Watched:
    """What was seen of a running daemon."""

    polls: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    """Seconds at which polls of a mailbox ended well."""
    connections: int = 0
    """The most that were open at once."""
    megabytes: float = 0.0
    cpu: float = 0.0
    seconds: float = 0.0


def main(mailboxes: int = 300, seconds: int = 150) -> None:
    """Print the figures."""
    logs.configure(level="error")
    with _dovecot() as server:
        _many(server, mailboxes, seconds)
        _big(server)


@contextlib.contextmanager
def _dovecot() -> Iterator[DovecotServer]:
    server = DovecotServer()
    try:
        server.start()
        yield server
    finally:
        server.close()


def write_config(
    folder: Path, server: DovecotServer, users: list[LabUser], interval: int, tap: int = 0
) -> Path:
    """Write the config of mailboxes called box0, box1 … beside the unit's own, which is box0.

    `tap`: a port to which they go in clear text, instead of over TLS.
    """
    names = ["vas", *(f"box{number}" for number in range(1, len(users)))]
    port = tap or server.imaps_port
    tls = 'security = "none"' if tap else f'ca_file = "{server.ca_file}"'
    boxes = [
        _BOX.format(name=name, interval=interval, port=port, user=user.name, tls=tls)
        for name, user in zip(names, users, strict=True)
    ]
    head = small_config().partition("[mailboxes.vas]")[0]
    path = folder / "config.toml"
    limits = _LIMITS.format(connections=CONNECTIONS)
    path.write_text(head + limits + "".join(boxes), encoding="utf-8")
    (folder / "pw").write_text(users[0].password, encoding="utf-8")
    return path


def _many(server: DovecotServer, mailboxes: int, seconds: int) -> None:
    one = _watch(server, 1, min(seconds, 60), interval=5)
    many = _watch(server, mailboxes, seconds, interval=INTERVAL)
    gaps = [later - earlier for ends in many.polls.values() for earlier, later in pairwise(ends)]
    waits = sorted(ends[0] for ends in many.polls.values())
    late = [gap - INTERVAL for gap in gaps]
    ranked = statistics.quantiles(late, n=100)
    polls = sum(map(len, many.polls.values()))
    print(f"{mailboxes} mailboxes on one Dovecot, each polled every {INTERVAL} s, {seconds} s")
    print(f"  polled: {len(many.polls)} of {mailboxes}, {polls} polls; all once: {waits[-1]:.0f} s")
    print(f"  later than their interval: median {ranked[49]:.2f} s, 99 % within {ranked[98]:.2f} s,"
          f" the latest {max(late):.2f} s")  # fmt: skip
    print(f"  connections: {many.connections} at most, {CONNECTIONS} allowed")
    added = (many.megabytes - one.megabytes) / (mailboxes - 1)
    print(f"  memory: {many.megabytes / one.megabytes:.2f} x that of a daemon with one"
          f" ({one.megabytes:.0f} MB); {added * 1024:.0f} KB for each more")  # fmt: skip
    each, alone = many.cpu / polls, one.cpu / sum(map(len, one.polls.values()))
    print(f"  CPU: {many.cpu / many.seconds:.1%} of one core, {1000 * each:.0f} ms a poll,"
          f" {each / alone:.2f} x a poll of the daemon with one")  # fmt: skip


def _watch(server: DovecotServer, mailboxes: int, seconds: int, interval: int) -> Watched:
    """Run a daemon for a while and look at it from outside."""
    seen = Watched()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        users = [server.new_user("many") for _ in range(mailboxes)]
        path = write_config(folder, server, users, interval)
        began = perf_counter()
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "mailcare", "run", "--config", str(path)], stderr=log
            )
        try:
            _look(process, server.imaps_port, seconds, began, seen)
        except SystemExit as error:
            raise SystemExit(f"{error}: {(folder / 'log').read_text()[-2000:]}") from None
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)
        _read_log(folder / "log", seen)
    return seen


def _look(
    process: subprocess.Popen[bytes], port: int, seconds: int, began: float, seen: Watched
) -> None:
    def over() -> bool:
        if process.poll() is not None:
            raise SystemExit("the daemon died")
        seen.connections = max(seen.connections, _connections(port))
        seen.megabytes = max(seen.megabytes, _megabytes(process.pid))
        return perf_counter() - began > seconds

    eventually(over, within=seconds + 60)
    seen.cpu, seen.seconds = _cpu(process.pid), perf_counter() - began


def _connections(port: int) -> int:
    """Count connections to a port of this machine, by their client's side."""
    texts = (Path(f"/proc/net/{name}").read_text() for name in ("tcp", "tcp6"))
    lines = [line.split() for text in texts for line in text.splitlines()[1:]]
    established = "01"
    remote = f":{port:04X}"
    return sum(one[2].endswith(remote) and one[3] == established for one in lines)


def _megabytes(process: int) -> float:
    return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * PAGE / 1024**2


def _cpu(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(") ")[2].split()
    return sum(map(int, fields[11:15])) / TICKS


def _read_log(path: Path, seen: Watched) -> None:
    first: float | None = None
    for line in path.read_text().splitlines():
        record = json.loads(line) if line.startswith("{") else {}
        if not record:
            continue
        at = datetime.fromisoformat(record["timestamp"]).timestamp()
        if record["event"] == "daemon.started":
            first = at
        if record["event"] == "mailbox.polled" and first is not None:
            seen.polls[record["mailbox"]].append(at - first)


def _big(server: DovecotServer) -> None:
    with tempfile.TemporaryDirectory() as name:
        users = [server.new_user("small"), server.new_user("big")]
        path = write_config(Path(name), server, users, INTERVAL)
        with build(load(path), SystemClock()) as parts:
            desks = [parts.settings.desk(one) for one in BIG_ONES]
            for desk, user, letters in zip(desks, users, (FEW, MANY), strict=True):
                with _polling(parts) as poller:
                    poller.poll(desk, parts.clock.now())
                _fill(server, user, letters)
                _settle(server, user)
                _note_received(parts, desk, server, user)
            with _polling(parts) as poller:
                _compare(parts, poller, desks, server)
        tap = Tap(server.imap_port)
        path = write_config(Path(name), server, users, INTERVAL, tap.port)
        with build(load(path), SystemClock()) as parts, _polling(parts) as poller:
            _count_on_the_wire(parts, poller, tap)
        tap.close()


class Tap:
    """Stands between us and a server, and counts what goes over the wire."""

    def __init__(self, port: int) -> None:
        self._server_port = port
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listening.getsockname()[1])
        self.commands = self.sent = self.received = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                ours, _address = self._listening.accept()
                theirs = socket.create_connection(("127.0.0.1", self._server_port))
                for pump, pair in ((self._ask, (ours, theirs)), (self._answer, (theirs, ours))):
                    threading.Thread(target=pump, args=pair, daemon=True).start()

    def _ask(self, source: socket.socket, target: socket.socket) -> None:
        for data in _chunks(source, target):
            self.sent += len(data)
            self.commands += data.count(b"\r\n")

    def _answer(self, source: socket.socket, target: socket.socket) -> None:
        for data in _chunks(source, target):
            self.received += len(data)

    @property
    def counts(self) -> tuple[int, int, int]:
        return self.commands, self.sent, self.received

    def close(self) -> None:
        self._listening.close()


def _chunks(source: socket.socket, target: socket.socket) -> Iterator[bytes]:
    """Yield what `source` says once it was passed on."""
    with contextlib.suppress(OSError), source, target:
        while data := source.recv(65536):
            yield data  # counted before the other side can answer
            target.sendall(data)


def _count_on_the_wire(parts: Parts, poller: Poller, tap: Tap) -> None:
    counted = []
    for name in BIG_ONES:
        desk = parts.settings.desk(name)
        for _ in range(3):  # the first looks at all, the next settles, the third is as all others
            poller.poll(desk, parts.clock.now())
        before = tap.counts
        for _ in range(WIRED):
            poller.poll(desk, parts.clock.now())
        counted.append([(b - a) / WIRED for a, b in zip(before, tap.counts, strict=True)])
    few, many = counted
    print(f"  {many[0]:.1f} commands a poll against {few[0]:.1f}; {many[1]:.0f} bytes sent against"
          f" {few[1]:.0f}, {many[2]:.0f} received against {few[2]:.0f}")  # fmt: skip


@contextlib.contextmanager
def _polling(parts: Parts) -> Iterator[Poller]:
    breaker = Breaker(parts)
    sessions = Sessions(parts, breaker.check)
    yield Poller(parts, sessions, lambda: True, breaker)
    sessions.close()


def _fill(server: DovecotServer, user: LabUser, letters: int) -> None:
    """Put so many letters into the maildir: hard links, as their content doesn't matter.

    Named as a delivering program would: names that differ in nothing but a rising number collide in
    the table in which Dovecot keeps them, and reading the list takes ten times as long.
    """
    folder = server.folder / "mail" / user.name
    owner = folder.stat()
    size = f"S={len(LETTER)},W={len(LETTER)}"
    source = folder / "cur" / "0"
    for number in range(letters):
        chance = int(hashlib.sha256(b"%d" % number).hexdigest()[:12], 16)
        moment = f"{1_600_000_000 + 500 * number}.M{chance % 1_000_000}P{chance % 32_749}"
        target = folder / "cur" / f"{moment}.bench,{size}:2,S"
        if number % 10_000 == 0:
            target.write_bytes(LETTER)
            os.chown(target, owner.st_uid, owner.st_gid)
            os.utime(target, (1_700_000_000, 1_700_000_000))
            source = target
        else:
            os.link(source, target)
    for name in ("cur", "new"):  # as old as they are: what changed just now is read through anew
        os.utime(folder / name, (1_700_000_000, 1_700_000_000))


def _settle(server: DovecotServer, user: LabUser) -> None:
    """Wait until Dovecot has its index: a mailbox is not filled in a second elsewhere."""

    def is_quick() -> bool:
        with server.client(user) as client:
            client.select_folder("INBOX")
        began = perf_counter()
        with server.client(user) as client:
            client.select_folder("INBOX", readonly=True)
        return perf_counter() - began < _QUICK

    eventually(is_quick, within=120)


def _note_received(parts: Parts, desk: Desk, server: DovecotServer, user: LabUser) -> None:
    """Write what receiving them would have left in the store, but for their sealed bytes."""
    with IMAPClient(server.host, server.imap_port, ssl=False, timeout=600) as client:
        client.login(user.name, user.password)
        found = client.select_folder("INBOX", readonly=True)
    highest = int(found[b"UIDNEXT"]) - 1
    file = parts.settings.config.storage.state_dir / "mailcare.sqlite"
    came = int(datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC).timestamp() * 1_000_000)
    with contextlib.closing(sqlite3.connect(file)) as database:
        folder = database.execute(
            "SELECT id, epoch FROM folders WHERE mailbox_id = ? AND name = 'INBOX'", (desk.id,)
        ).fetchone()
        _insert(database, desk.id, folder, highest, came)
        values = (highest, highest + 1, folder[0])
        database.execute("UPDATE folders SET highest_uid = ?, uidnext = ? WHERE id = ?", values)
        database.commit()


def _insert(
    database: sqlite3.Connection, mailbox: int, folder: tuple[int, int], highest: int, came: int
) -> None:
    first = database.execute("SELECT coalesce(max(id), 0) + 1 FROM letters").fetchone()[0]
    described = database.execute("PRAGMA table_info(letters)").fetchall()
    known = {row[1]: 0 for row in described if row[3] and row[1] not in _OWN} | {
        "state": "handled", "mailbox_id": mailbox, "key_id": "none", "size": len(LETTER),
        "received_at": came, "first_seen": came, "truncated": 0, "answered_by_hand": 0,
        "attempts": 1,
    }  # fmt: skip
    names = [*_OWN, *known]
    marks = ", ".join("?" * len(names))
    rows = (
        (first + n, *_hashes(mailbox, n), *(known[name] for name in names[3:]))
        for n in range(highest)
    )
    database.executemany(f"INSERT INTO letters ({', '.join(names)}) VALUES ({marks})", rows)  # noqa: S608 - columns of our own schema
    receipts = (
        (*folder, n + 1, "received", first + n, len(LETTER), came, came) for n in range(highest)
    )
    columns_of_receipts = "folder_id, epoch, uid, fate, letter_id, size, internal_date, first_seen"
    database.executemany(
        f"INSERT INTO receipts ({columns_of_receipts}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 - as above
        receipts,
    )


def _hashes(mailbox: int, number: int) -> tuple[str, str]:
    key = hashlib.sha256(f"{mailbox} {number}".encode()).hexdigest()
    return key, key[:60]


def _compare(parts: Parts, poller: Poller, desks: list[Desk], server: DovecotServer) -> None:
    """Poll both by turns, so that a busy machine slows both."""
    figures: dict[str, list[tuple[float, float, float]]] = defaultdict(list)
    for number in range(-2, ROUNDS):
        for desk in desks:
            before = perf_counter(), process_time(), _server_cpu(server)
            polled = poller.poll(desk, parts.clock.now())
            after = perf_counter(), process_time(), _server_cpu(server)
            if not polled.ok or polled.received:
                raise SystemExit("a poll failed, or was not idle")
            took = tuple(b - a for a, b in zip(before, after, strict=True))
            if number >= 0:  # the first of all looks at every UID, as once a night
                figures[desk.name].append((took[0], took[1], took[2]))
            elif number == -2:  # noqa: PLR2004 - the first
                print(f"  first poll, which looks at every UID, of {desk.name}: {took[0]:.2f} s")
    few, many = (
        [statistics.median(one) for one in zip(*figures[desk.name], strict=True)] for desk in desks
    )
    print(f"an idle poll of {MANY:,} old letters against one of {FEW:,}, {ROUNDS} rounds:")
    for what, a, b in zip(("time", "CPU of ours", "CPU of Dovecot"), few, many, strict=True):
        print(f"  {b / a:.2f} x the {what} ({1000 * b:.1f} ms against {1000 * a:.1f})")


def _server_cpu(server: DovecotServer) -> float:
    """Return the seconds that the server's processes have worked so far."""
    total = 0
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if os.getpgid(int(folder.name)) == server.pid:
                total += int((folder / "schedstat").read_text().split()[0])
    return total / 1e9


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
