"""Column types: aware UTC times and enums by value, alike on every database."""

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, Generic, TypeVar

from sqlalchemy import BigInteger, Dialect, String
from sqlalchemy.types import TypeDecorator

from mailcare.clock import aware

E = TypeVar("E", bound=StrEnum)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def to_microseconds(moment: datetime) -> int:
    """Return the microseconds from the epoch to `moment`; refuses a time without a zone."""
    return (aware(moment) - _EPOCH) // _MICROSECOND


def from_microseconds(count: int) -> datetime:
    """Return the UTC time that `count` microseconds after the epoch stands for."""
    return _EPOCH + count * _MICROSECOND


class UtcTime(TypeDecorator[datetime]):
    """An aware UTC time, kept as microseconds since the epoch.

    SQLite has no times and gives back naive ones; whole numbers sort and compare everywhere.
    """

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Turn an aware time into microseconds."""
        del dialect
        return None if value is None else to_microseconds(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:  # noqa: ANN401 - the base class's own signature
        """Turn microseconds into an aware time."""
        del dialect
        return None if value is None else from_microseconds(int(value))


class Word(TypeDecorator[E], Generic[E]):
    """A member of a StrEnum, kept as its value: names may change, values stay."""

    impl = String(32)
    cache_ok = True

    def __init__(self, members: type[E]) -> None:
        super().__init__()
        self.members = members

    def process_bind_param(self, value: E | None, dialect: Dialect) -> str | None:
        """Turn a member into its value."""
        del dialect
        return None if value is None else self.members(value).value

    def process_result_value(self, value: Any | None, dialect: Dialect) -> E | None:  # noqa: ANN401 - the base class's own signature
        """Turn a value into its member."""
        del dialect
        return None if value is None else self.members(value)
