"""What every repository has: a connection inside a transaction, and the sealer."""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Executable, Insert, Row, RowMapping, Table, Update
from sqlalchemy.exc import IntegrityError

from mailcare.errors import ConflictError
from mailcare.model.case import Fact
from mailcare.store.sealing import Sealer


class Repository:
    """The reads and writes of one aggregate, within one transaction."""

    def __init__(self, connection: Connection, sealer: Sealer) -> None:
        self._connection = connection
        self._sealer = sealer

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
        """Update the row of `key`, or insert it."""
        change = table.update().filter_by(**key).values(**values)
        if self._connection.execute(change).rowcount == 0:
            self._connection.execute(table.insert().values(**key, **values))

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
