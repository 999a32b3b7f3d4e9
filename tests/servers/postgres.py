"""A real PostgreSQL: one server for all tests of a worker, and pairs of which one follows."""

import os
import pwd
import shutil
import signal
import subprocess
from collections.abc import Sequence
from itertools import count
from pathlib import Path
from typing import Self

from servers.base import Process, free_port, new_folder, output, remove, run, start, stop, wait_for
from support.waiting import eventually

_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "fsync": "off",  # the tests' data need not outlive the machine
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "shared_buffers": "32MB",
    "timezone": "America/St_Johns",  # nothing may depend on the server's own
}
SAFE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
"""As on a site: a commit outlives the loss of power. At a start it would cost seconds."""
_TURN_OUT = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid();
"""
_EMPTY = """
DO $$ BEGIN EXECUTE (
    SELECT 'TRUNCATE ' || string_agg(quote_ident(tablename), ', ') || ' RESTART IDENTITY'
    FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'
); END $$;
"""


class PostgresServer:
    """PostgreSQL on a free port of 127.0.0.1, as a user who isn't root."""

    def __init__(self, follows: Self | None = None) -> None:
        self.folder = new_folder("postgres")
        self.port = free_port()
        self._process: Process | None = None
        self._serials = count(1)
        self._user: int | None = None  # ourselves, unless we are root: initdb refuses root
        if os.geteuid() == 0:
            self._user = pwd.getpwnam("postgres").pw_uid
            os.chown(self.folder, self._user, -1)
        if follows is None:
            names = ["-U", "mailcare", "-A", "trust", "-E", "UTF8"]
            settings = (f"{name} = '{value}'\n" for name, value in _SETTINGS.items())
            self._run("initdb", "-D", self._data, *names, "-N")
            with (self.folder / "data" / "postgresql.conf").open("a") as config:
                config.writelines(settings)
        else:
            self._copy(follows)

    def follow(self, primary: "PostgresServer") -> None:
        """Become a standby of another server, and lose what we had; start again after this."""
        shutil.rmtree(self._data)
        self._copy(primary)

    def _copy(self, primary: "PostgresServer") -> None:
        hasty = ["-R", "-N", "-c", "fast"]
        self._run("pg_basebackup", *primary.at, "-D", self._data, "-X", "stream", *hasty)

    def await_standby(self, state: str) -> None:
        """Wait until a standby follows us: ``async``, or ``sync`` where commits wait for it."""
        ask = "SELECT sync_state FROM pg_stat_replication"
        eventually(lambda: self.ask(ask) == state, 30, f"a standby is {state}")

    def standby(self) -> Self:
        """Return a server that follows this one; it must be started."""
        return type(self)(self)

    @staticmethod
    def programs() -> Path | None:
        """Return the folder of the newest installed server: Debian keeps it off the PATH."""
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
        return found[-1].parent if found else None

    @property
    def _data(self) -> str:
        return str(self.folder / "data")

    def _program(self, name: str) -> str:
        folder = self.programs()
        assert folder is not None
        return str(folder / name)

    def _run(self, name: str, *arguments: str) -> None:
        run([self._program(name), *arguments], user=self._user)

    def start(self) -> None:
        """Start the server and wait until it answers."""
        log = self.folder / "log"
        command = [self._program("postgres"), "-D", self._data, "-p", str(self.port)]
        self._process = start([*command, "-k", str(self.folder)], log, self._user)
        wait_for(self._process, log, self.port)
        eventually(self._takes_queries, 20, "the server takes queries")

    def _takes_queries(self) -> bool:
        asking = [self._program("pg_isready"), "-q", *self.at]
        return subprocess.run(asking, check=False, timeout=20).returncode == 0

    @property
    def is_up(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def stop(self) -> None:
        """End the server; transactions that run are undone."""
        if self.is_up and self._process is not None:
            self._process.send_signal(signal.SIGINT)  # SIGTERM would wait for clients to leave
        stop(self._process)

    def kill(self) -> None:
        """End the server and all its processes as a loss of power does."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(5)

    def promote(self) -> None:
        """Have a standby take over: from now on it takes writes."""
        self._run("pg_ctl", "promote", "-w", "-D", self._data)

    def set(self, **settings: str) -> None:
        """Change settings for good, at once; a standby made before doesn't learn of it."""
        for name, value in settings.items():
            self.ask(f"ALTER SYSTEM SET {name} = '{value}'")
        self.ask("SELECT pg_reload_conf()")
        for name, value in settings.items():
            eventually(lambda: self.ask(f"SHOW {name}") == value, 20, f"{name} is {value}")  # noqa: B023 - used at once

    def ask(self, query: str, database: str = "template1") -> str:
        """Return what a superuser is told."""
        asking = [self._program("psql"), *self.at, "-d", database, "-Atqc", query]
        return output(asking, self._user).strip()

    def cut_all(self, database: str) -> None:
        """End every connection to a database, in the midst of whatever it does."""
        self.ask(_TURN_OUT, database)

    def close(self) -> None:
        self.stop()
        remove(self.folder)

    def new_database(self) -> str:
        """Make a database; return its name."""
        name = f"test{next(self._serials)}"
        self._run("createdb", *self.at, name)
        return name

    def empty(self, database: str) -> None:
        """Empty all tables, and turn out whoever is still connected: far cheaper than a new one."""
        asking = [*self.at, "-v", "ON_ERROR_STOP=1", "-d", database]
        self._run("psql", *asking, "-qc", _TURN_OUT + _EMPTY)

    def checkpoint(self) -> None:
        """Have everything in memory written to files."""
        self._run("psql", *self.at, "-d", "template1", "-qc", "CHECKPOINT")

    @property
    def at(self) -> Sequence[str]:
        return ["-h", "127.0.0.1", "-p", str(self.port), "-U", "mailcare"]

    def url(self, database: str) -> str:
        """Return the URL of a database, as the config wants it."""
        return f"postgresql+psycopg://mailcare@127.0.0.1:{self.port}/{database}"


def url_of(servers: Sequence[PostgresServer], database: str) -> str:
    """Return the URL of a database that whichever server is the primary has."""
    hosts = ",".join("127.0.0.1" for _ in servers)
    ports = ",".join(str(one.port) for one in servers)
    return (
        f"postgresql+psycopg://mailcare@/{database}"
        f"?host={hosts}&port={ports}&target_session_attrs=read-write"
    )
