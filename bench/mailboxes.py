"""What many mailboxes, and big ones, cost the daemon; on a real Dovecot, as ratios.

``PYTHONPATH=tests python bench/mailboxes.py [MAILBOXES [SECONDS]]`` (300 and 150 unless said):

many   that many mailboxes on one server, polled each minute by a real daemon over TLS, for so many
       seconds: are all polled in time, how many connections are open at once, what memory and CPU
       does a mailbox take, against a daemon with a single one
big    an idle poll of a mailbox with 200,000 old letters against one with 200, by turns
"""

import contextlib
import hashlib
import json
import os
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from time import perf_counter, process_time

from imapclient import IMAPClient

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
ca_file = "{ca}"
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


def write_config(folder: Path, server: DovecotServer, users: list[LabUser], interval: int) -> Path:
    """Write the config of mailboxes called box0, box1 … beside the unit's own, which is box0."""
    names = ["vas", *(f"box{number}" for number in range(1, len(users)))]
    boxes = [
        _BOX.format(
            name=name, interval=interval, port=server.imaps_port, user=user.name,
            ca=server.ca_file,
        )
        for name, user in zip(names, users, strict=True)
    ]  # fmt: skip
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
            desks = [parts.settings.desk(one) for one in ("vas", "box1")]
            for desk, user, letters in zip(desks, users, (FEW, MANY), strict=True):
                with _polling(parts) as poller:
                    poller.poll(desk, parts.clock.now())
                _fill(server, user, letters)
                _settle(server, user)
                _note_received(parts, desk, server, user)
            with _polling(parts) as poller:
                _compare(parts, poller, desks)


@contextlib.contextmanager
def _polling(parts: Parts) -> Iterator[Poller]:
    breaker = Breaker(parts)
    sessions = Sessions(parts, breaker.check)
    yield Poller(parts, sessions, lambda: True, breaker)
    sessions.close()


def _fill(server: DovecotServer, user: LabUser, letters: int) -> None:
    """Put so many letters into the maildir: hard links, as their content doesn't matter."""
    folder = server.folder / "mail" / user.name
    owner = folder.stat()
    size = f"S={len(LETTER)},W={len(LETTER)}"
    source = folder / "cur" / "0"
    for number in range(letters):
        target = folder / "cur" / f"{1_700_000_000 + number}.M{number}.bench,{size}:2,S"
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


def _compare(parts: Parts, poller: Poller, desks: list[Desk]) -> None:
    """Poll both by turns, so that a busy machine slows both."""
    wall: dict[str, list[float]] = defaultdict(list)
    cpu: dict[str, list[float]] = defaultdict(list)
    for number in range(-2, ROUNDS):
        for desk in desks:
            began, used = perf_counter(), process_time()
            polled = poller.poll(desk, parts.clock.now())
            took, worked = perf_counter() - began, process_time() - used
            if not polled.ok or polled.received:
                raise SystemExit("a poll failed, or was not idle")
            if number >= 0:  # the first of all looks at every UID, as once a night
                wall[desk.name].append(took)
                cpu[desk.name].append(worked)
            elif number == -2:  # noqa: PLR2004 - the first
                print(f"  first poll, which looks at every UID, of {desk.name}: {took:.2f} s")
    few, many = ([figures[desk.name] for figures in (wall, cpu)] for desk in desks)
    ratios = [statistics.median(b) / statistics.median(a) for a, b in zip(few, many, strict=True)]
    print(f"an idle poll of {MANY:,} old letters against one of {FEW:,}, {ROUNDS} rounds:")
    print(f"  {ratios[0]:.2f} x the time ({1000 * statistics.median(few[0]):.1f} ms),"
          f" {ratios[1]:.2f} x the CPU ({1000 * statistics.median(few[1]):.1f} ms)")  # fmt: skip


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
