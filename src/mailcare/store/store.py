"""The store: transactions as functions, one writer at a time."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Self, TypeVar

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from mailcare.errors import StoreError
from mailcare.store import schema
from mailcare.store.engine import WRITES, build_engine, to_url
from mailcare.store.failures import is_busy, translate
from mailcare.store.sealing import Sealer
from mailcare.store.unit import Tx

T = TypeVar("T")

_TRIES: Final = 8
_FIRST_WAIT: Final = 0.05
_LONGEST_WAIT: Final = 2.0
_PATIENCE: Final = 30.0
"""Seconds to wait for other writers of ours: behind a database that is locked they queue up, and
the last of them must not look as if it had died."""

_writer = threading.Lock()
"""The process-wide writer lock: with it 16 threads keep a p99 of 0.05 s, without it 0.63 s."""
_here = threading.local()
_turns = [0]
"""Counted under the lock: it stands still while one writer keeps it."""


class Store:
    """A database of mailcare, open."""

    def __init__(self, engine: Engine, sealer: Sealer, stop: threading.Event) -> None:
        self._engine = engine
        self._sealer = sealer
        self._stop = stop
        self._guard: Callable[[Tx], None] = _let_through

    @classmethod
    def open(
        cls,
        url_or_path: str | Path,
        sealer: Sealer,
        *,
        stop: threading.Event | None = None,
        thorough: bool = True,
        filling: bool = False,
    ) -> Self:
        """Open a database that `migrate` has prepared.

        Once `stop` is set, a busy database is not waited for any more. `thorough` also reads the
        whole file for damage; a command that only shows something may leave it out. `filling` says
        that it is being put back or rebuilt by us.

        Raises:
            StoreError: absent, damaged, or of another schema version; says what to do.
        """
        engine = build_engine(to_url(url_or_path))
        try:
            schema.check(engine, thorough=thorough, filling=filling)
        except BaseException:
            engine.dispose()
            raise
        return cls(engine, sealer, stop or threading.Event())

    @staticmethod
    def migrate(url_or_path: str | Path, *, filling: bool = False) -> None:
        """Create the database or bring its schema up to date; the state lock must be ours."""
        schema.migrate(url_or_path, filling=filling)

    def run(self, work: Callable[[Tx], T]) -> T:
        """Do `work` in one transaction and return its result once it is durably committed.

        `work` may be done several times, so it must have no side effects: no network, no vault
        write, no parsing. Whatever it raises undoes all of it.

        Raises:
            ConflictError: a unique key was taken.
            StoreError: the database stays busy, or failed.
        """
        for attempt in range(_TRIES):
            try:
                return self._write(work)
            except DBAPIError as error:
                if not is_busy(error) or attempt == _TRIES - 1 or self._stop.is_set():
                    raise translate(error) from None
            self._stop.wait(min(_LONGEST_WAIT, _FIRST_WAIT * 2**attempt))
        raise AssertionError  # pragma: no cover - the last attempt returned or raised

    def read(self, work: Callable[[Tx], T]) -> T:
        """Do `work` on one snapshot of the database, beside the writer; it must not write."""
        try:
            with self._engine.connect() as connection, connection.begin():
                return work(Tx(connection, self._sealer))
        except DBAPIError as error:
            raise translate(error) from None

    def fenced(self, resource: str, fence: int) -> Self:
        """Return this store for work under a claim: each transaction first checks its fence.

        A transaction raises ClaimLostError once the claim is another's, and writes nothing.
        """
        twin = type(self)(self._engine, self._sealer, self._stop)
        twin._guard = lambda tx: tx.claims.check(resource, fence)  # noqa: SLF001 - a twin of ours
        return twin

    @property
    def is_shared(self) -> bool:
        """Whether daemons of several hosts may be at work on the database."""
        return self._engine.dialect.name == "postgresql"

    @property
    def turns(self) -> int:
        """How often a writer of this process has had its turn, whatever came of it."""
        return _turns[0]

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    def _write(self, work: Callable[[Tx], T]) -> T:
        with _one_writer(), self._engine.connect() as connection:
            writing = connection.execution_options(**{WRITES: True})
            with writing.begin():
                tx = Tx(writing, self._sealer)
                self._guard(tx)
                return work(tx)


def _let_through(_tx: Tx) -> None:
    """Let every transaction go on."""


@contextmanager
def _one_writer() -> Iterator[None]:
    """Hold the writer lock; a unit of work inside another would wait for itself for ever."""
    if getattr(_here, "writing", False):
        raise RuntimeError("a unit of work was begun inside another one")
    if not _writer.acquire(timeout=_PATIENCE):
        raise StoreError("the database is busy: another thread of ours has been writing for long")
    _here.writing = True
    _turns[0] += 1
    try:
        yield
    finally:
        _here.writing = False
        _writer.release()
