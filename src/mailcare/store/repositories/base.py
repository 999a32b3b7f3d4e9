"""What every repository has: a connection inside a transaction, and the sealer."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Executable,
    Insert,
    Row,
    RowMapping,
    Table,
    Update,
    false,
    text,
    true,
)
from sqlalchemy.exc import IntegrityError

from mailcare.errors import ConflictError
from mailcare.model.case import Fact
from mailcare.store.engine import writes
from mailcare.store.sealing import Sealer
from mailcare.store.types import from_microseconds
from mailcare.store.values import Part

_MICROSECONDS = text("SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint")


def of_part(row_id: Column[int], part: Part) -> ColumnElement[bool]:
    """Return what holds for the rows of a part."""
    if part.of == 0:
        return false()
    return true() if part.of == 1 else row_id % part.of == part.rank


class Repository:
    """The reads and writes of one aggregate, within one transaction."""

    def __init__(self, connection: Connection, sealer: Sealer) -> None:
        self._connection = connection
        self._sealer = sealer

    @property
    def _is_shared(self) -> bool:
        """Whether daemons of several hosts may be at work on the database."""
        return self._connection.dialect.name == "postgresql"

    @property
    def _writes(self) -> bool:
        return writes(self._connection)

    def _database_time(self, now: datetime) -> datetime:
        """Return what the database's clock says; `now` where it has none of its own."""
        if not self._is_shared:
            return now
        return from_microseconds(int(self._connection.execute(_MICROSECONDS).scalar_one()))

    def _rows(self, query: Executable) -> list[Row[Any]]:
        return list(self._connection.execute(query).all())

    def _first(self, query: Executable) -> Row[Any] | None:
        return self._connection.execute(query).first()

    def _insert(self, statement: Insert) -> int:
        key = self._connection.execute(statement).inserted_primary_key
        return int(key[0]) if key else 0

    def _insert_unless_there(self, statement: Insert) -> bool:
        """Insert, or say that a row with this key stands there already."""
        try:
            with self._connection.begin_nested():
                self._connection.execute(statement)
        except IntegrityError:
            return False
        return True

    def _put(self, table: Table, key: Mapping[str, object], values: Mapping[str, object]) -> None:
        """Update the row of `key`, or insert it; another host may be about to do the same."""
        change = table.update().filter_by(**key).values(**values)
        if self._connection.execute(change).rowcount == 0:
            fresh = table.insert().values(**key, **values)
            if not self._insert_unless_there(fresh):
                self._connection.execute(change)

    def _swap(self, change: Update, otherwise: str) -> None:
        """Carry out a compare-and-set: `change` must meet exactly one row.

        Raises:
            ConflictError: it met none; the text is `otherwise`.
        """
        if self._connection.execute(change).rowcount != 1:
            raise ConflictError(otherwise)


def columns(row: Row[Any]) -> RowMapping:
    """Return the row's values by column."""
    return row._mapping  # noqa: SLF001 - SQLAlchemy's public name for it


def dump_facts(facts: Mapping[str, Fact]) -> str:
    """Return `facts` as JSON."""
    return json.dumps(dict(facts), ensure_ascii=False, sort_keys=True)


def load_facts(text: str) -> dict[str, Fact]:
    """Return the facts that `dump_facts` wrote."""
    facts: dict[str, Fact] = json.loads(text)
    return facts
