"""What the database says when it fails, in our words: never its parameters, never its text."""

import re
from typing import Any, Final

from sqlalchemy.exc import DBAPIError, IntegrityError

from mailcare.errors import ConflictError, DamagedError, MailcareError, StoreError

_SQLITE_BUSY: Final = frozenset({5, 6})  # SQLITE_BUSY, SQLITE_LOCKED
_SQLITE_UNIQUE: Final = frozenset({1555, 2067, 2579})  # …_PRIMARYKEY, …_UNIQUE, …_ROWID
_POSTGRES_AGAIN: Final = frozenset({"40001", "40P01", "55P03"})
_POSTGRES_UNIQUE: Final = "23505"
WAY_OUT: Final = (
    "stop mailcare; `mailcare restore` puts the last backup back, `mailcare rebuild --from-archive`"
    " makes a new database from the sealed letters"
)
_DAMAGED: Final = {
    11: f"the database is damaged: {WAY_OUT}",
    26: f"this is no database of mailcare, or a damaged one: look at storage.database; {WAY_OUT}",
}
_ADVICE: Final = {
    8: "the database cannot be written: check its owner and permissions, and the file system",
    10: "reading or writing the database failed: check disk and file system",
    13: "the disk is full: free space, nothing is lost, mailcare goes on by itself",
    14: "the database cannot be opened: check that its folder exists and is ours",
}


def is_busy(error: DBAPIError) -> bool:
    """Say whether trying again can help: another writer was first."""
    return _primary(error) in _SQLITE_BUSY or _sqlstate(error) in _POSTGRES_AGAIN


def is_taken(error: IntegrityError) -> bool:
    """Say whether a unique key stood in the way, and not another constraint."""
    return _code(error) in _SQLITE_UNIQUE or _sqlstate(error) == _POSTGRES_UNIQUE


def translate(error: DBAPIError) -> MailcareError:
    """Return our error for the database's own."""
    if isinstance(error, IntegrityError):
        if is_taken(error):
            return ConflictError(f"it stands in the database already{_place(error)}")
        return StoreError(f"a rule of the database was broken{_place(error)}")
    if is_busy(error):
        return StoreError("the database is busy: is another program writing to it?")
    primary = _primary(error)
    if primary in _DAMAGED:
        return DamagedError(_DAMAGED[primary])
    name = getattr(error.orig, "sqlite_errorname", None) or _sqlstate(error) or "no code"
    return StoreError(_ADVICE.get(primary, f"the database failed ({name})"))


def _place(error: IntegrityError) -> str:
    """Name the columns that the database complains of, never a value."""
    if hasattr(error.orig, "sqlite_errorcode"):
        _, _, columns = str(error.orig).partition("constraint failed: ")
        return f" ({columns})" if columns else ""
    told: Any = getattr(error.orig, "diag", None)
    key = re.match(r"Key \(([\w, ]+)\)=", str(told and told.message_detail))
    names = [f"{told.table_name}.{name}" for name in key[1].split(", ")] if key else []
    return f" ({', '.join(names)})" if names else ""


def _code(error: DBAPIError) -> int:
    return int(getattr(error.orig, "sqlite_errorcode", None) or 0)


def _primary(error: DBAPIError) -> int:
    return _code(error) & 0xFF


def _sqlstate(error: DBAPIError) -> str:
    orig: Any = error.orig
    return str(getattr(orig, "sqlstate", None) or "")
