"""A real PostgreSQL: one server for all tests of a worker."""

import os
import pwd
import signal
from itertools import count
from pathlib import Path

from servers.base import Process, free_port, new_folder, remove, run, start, stop, wait_for

_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "fsync": "off",  # the tests' data need not outlive the machine
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "shared_buffers": "32MB",
    "timezone": "America/St_Johns",  # nothing may depend on the server's own
}
_EMPTY = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid();
DO $$ BEGIN EXECUTE (
    SELECT 'TRUNCATE ' || string_agg(quote_ident(tablename), ', ') || ' RESTART IDENTITY'
    FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'
); END $$;
"""


class PostgresServer:
    """PostgreSQL on a free port of 127.0.0.1, as a user who isn't root."""

    def __init__(self) -> None:
        self.folder = new_folder("postgres")
        self.port = free_port()
        self._process: Process | None = None
        self._serials = count(1)
        self._user: int | None = None  # ourselves, unless we are root: initdb refuses root
        if os.geteuid() == 0:
            self._user = pwd.getpwnam("postgres").pw_uid
            os.chown(self.folder, self._user, -1)
        self._run("initdb", "-D", self._data, "-U", "mailcare", "-A", "trust", "-E", "UTF8", "-N")

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
        options = [part for name, value in _SETTINGS.items() for part in ("-c", f"{name}={value}")]
        command = [self._program("postgres"), "-D", self._data, "-p", str(self.port)]
        self._process = start([*command, "-k", str(self.folder), *options], log, self._user)
        wait_for(self._process, log, self.port)

    @property
    def is_up(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def stop(self) -> None:
        """End the server; transactions that run are undone."""
        if self.is_up and self._process is not None:
            self._process.send_signal(signal.SIGINT)  # SIGTERM would wait for clients to leave
        stop(self._process)

    def close(self) -> None:
        self.stop()
        remove(self.folder)

    def new_database(self) -> str:
        """Make a database; return its name."""
        name = f"test{next(self._serials)}"
        self._run("createdb", *self._at, name)
        return name

    def empty(self, database: str) -> None:
        """Empty all tables, and turn out whoever is still connected: far cheaper than a new one."""
        self._run("psql", *self._at, "-v", "ON_ERROR_STOP=1", "-d", database, "-qc", _EMPTY)

    def checkpoint(self) -> None:
        """Have everything in memory written to files."""
        self._run("psql", *self._at, "-d", "template1", "-qc", "CHECKPOINT")

    @property
    def _at(self) -> list[str]:
        return ["-h", "127.0.0.1", "-p", str(self.port), "-U", "mailcare"]

    def url(self, database: str) -> str:
        """Return the URL of a database, as the config wants it."""
        return f"postgresql+psycopg://mailcare@127.0.0.1:{self.port}/{database}"
