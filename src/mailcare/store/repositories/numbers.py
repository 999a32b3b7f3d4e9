"""Case numbers: a monthly serial and a running total per unit, without gaps."""

from dataclasses import dataclass
from datetime import datetime, tzinfo

from sqlalchemy import select

from mailcare.clock import aware
from mailcare.store.repositories.base import Repository
from mailcare.store.tables.cases import case_numbers, counters

_TOTAL = "total"


@dataclass(frozen=True, slots=True, order=True)
class CaseNumber:
    """What a new case is called."""

    number: str
    total: int


class Numbers(Repository):
    """Draws numbers; a transaction that fails gives its number back."""

    def give(self, case_id: int, prefix: str, now: datetime, zone: tzinfo) -> CaseNumber:
        """Draw the next number of this unit and month and give it to the case.

        The row of the counter is locked from here to the commit: draw late in the transaction.
        """
        month = aware(now).astimezone(zone).strftime("%Y%m")
        serial, total = self._draw(prefix, month), self._draw(prefix, _TOTAL)
        number = CaseNumber(f"{prefix}-{month}-{serial:04d}", total)
        values = {"number": number.number, "prefix": prefix, "month": month, "serial": serial}
        self._connection.execute(
            case_numbers.insert().values(case_id=case_id, total=total, **values)
        )
        return number

    def keep(self, case_id: int, known: CaseNumber) -> None:
        """Give a case the number that it had before the database was lost.

        Raises:
            ConflictError: the number names another case (told when `Store.run` ends).
        """
        prefix, month, serial = known.number.rsplit("-", 2)
        values = {"number": known.number, "prefix": prefix, "month": month, "serial": int(serial)}
        self._connection.execute(
            case_numbers.insert().values(case_id=case_id, total=known.total, **values)
        )
        self.pass_by(known)

    def pass_by(self, known: CaseNumber) -> None:
        """Give no number up to this one any more."""
        prefix, month, serial = known.number.rsplit("-", 2)
        for period, last in ((month, int(serial)), (_TOTAL, known.total)):
            key = {"prefix": prefix, "period": period}
            self._insert_first(key)
            raised = counters.update().filter_by(**key).where(counters.c.last < last)
            self._connection.execute(raised.values(last=last))

    def _draw(self, prefix: str, period: str) -> int:
        key = {"prefix": prefix, "period": period}
        self._insert_first(key)
        bump = counters.update().filter_by(**key).values(last=counters.c.last + 1)
        self._swap(bump, f"the counter {prefix} {period} vanished")
        row = self._first(select(counters.c.last).filter_by(**key))
        assert row is not None  # noqa: S101 - the update above met it
        return int(row.last)

    def _insert_first(self, key: dict[str, str]) -> None:
        if self._first(select(counters.c.last).filter_by(**key)) is None:
            self._insert_unless_there(counters.insert().values(**key, last=0))
