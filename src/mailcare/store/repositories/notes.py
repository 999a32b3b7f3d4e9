"""Notes: what people wrote about cases, sealed under the data key of the case."""

from sqlalchemy import Row, select

from mailcare.model.case import Case, Note
from mailcare.store.repositories.base import Repository
from mailcare.store.tables.cases import case_notes


class Notes(Repository):
    """What people wrote; one note to an event of the ledger, written in its transaction."""

    def add(self, case: Case, note: Note) -> None:
        """Write a note of `case`, whose ledger has the event that it belongs to."""
        values = {"case_id": case.id, "seq": note.seq, "kind": note.kind}
        values["text"] = self._sealer.seal_text(note.text, case.key_id)
        values["attachments"] = note.attachments
        self._connection.execute(case_notes.insert().values(**values))

    def of(self, case: Case) -> list[Note]:
        """Return the notes of `case`, oldest first, opened with its data key."""
        query = select(case_notes).filter_by(case_id=case.id).order_by(case_notes.c.seq)
        return [self._opened(case, row) for row in self._rows(query)]

    def get(self, case: Case, seq: int) -> Note | None:
        """Return the note that stands beside the event `seq` of `case`."""
        row = self._first(select(case_notes).filter_by(case_id=case.id, seq=seq))
        return None if row is None else self._opened(case, row)

    def _opened(self, case: Case, row: Row[tuple[object, ...]]) -> Note:
        text = self._sealer.open_text(row.text, case.key_id)
        return Note(row.seq, text, row.kind, row.attachments)
