"""The metadata all tables share, and the shorthands they are written in."""

from sqlalchemy import Column, ForeignKey, Integer, MetaData, String

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def row_id() -> Column[int]:
    """Return an id column; its numbers are never used again (see ``sqlite_autoincrement``)."""
    return Column("id", Integer, primary_key=True)


def refers(name: str, target: str, *, nullable: bool = False, key: bool = False) -> Column[int]:
    """Return a column that points to the row of another table."""
    return Column(name, Integer, ForeignKey(target), nullable=nullable and not key, primary_key=key)


def word(name: str, length: int = 64) -> Column[str]:
    """Return a column of short stable words, ids or codes; never personal data."""
    return Column(name, String(length), nullable=False)
