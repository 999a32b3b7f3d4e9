"""Letters: received, handled, or set aside for a person."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, case, func, or_, select

from mailcare.errors import ConflictError, NotFoundError
from mailcare.model.judgement import Judgement
from mailcare.model.place import Letter, LetterState
from mailcare.model.trouble import Aside
from mailcare.store.repositories import judgements as judged
from mailcare.store.repositories.base import Repository, of_part
from mailcare.store.tables.cases import cases
from mailcare.store.tables.letters import asides, judgements, letters
from mailcare.store.values import WHOLE, Part, Unread

_LETTERS = select(letters, judgements.c.case_id).outerjoin(
    judgements, judgements.c.letter_id == letters.c.id
)


class Letters(Repository):
    """The letters, unique by content key."""

    def add(
        self,
        content_key: str,
        *,
        state: LetterState,
        mailbox_id: int,
        blob: str,
        key_id: str,
        size: int,
        received_at: datetime,
        first_seen: datetime,
        truncated: bool = False,
        answered_by_hand: bool = False,
        junk: bool = False,
    ) -> Letter:
        """Write a letter whose bytes are sealed and synced already.

        Raises:
            ConflictError: its content key is known (told when `Store.run` ends).
        """
        values = {
            "content_key": content_key,
            "state": state,
            "mailbox_id": mailbox_id,
            "blob": blob,
            "key_id": key_id,
            "size": size,
            "received_at": received_at,
            "first_seen": first_seen,
            "truncated": truncated,
            "answered_by_hand": answered_by_hand,
            "junk": junk,
        }
        return self.get(self._insert(letters.insert().values(**values, attempts=0)))

    def clear_of_junk(self, letter_id: int) -> None:
        """Record that a letter lies elsewhere than among junk, too."""
        self._connection.execute(letters.update().filter_by(id=letter_id).values(junk=False))

    def find(self, content_key: str) -> Letter | None:
        """Return the letter with this content, if it was received anywhere."""
        row = self._first(_LETTERS.where(letters.c.content_key == content_key))
        return None if row is None else _letter(row)

    def get(self, letter_id: int) -> Letter:
        """Return the letter with this id."""
        row = self._first(_LETTERS.where(letters.c.id == letter_id))
        if row is None:
            raise NotFoundError(f"no letter has the id {letter_id}")
        return _letter(row)

    def count(self) -> dict[LetterState, int]:
        """Count the letters by how far they have come."""
        query = select(letters.c.state, func.count().label("letters")).group_by(letters.c.state)
        return {row.state: row.letters for row in self._rows(query)}

    def receive_history(self, letter_id: int, mailbox_id: int) -> None:
        """Receive a letter after all that another mailbox has as history: here it is new."""
        change = letters.update().filter_by(id=letter_id, state=LetterState.HISTORY)
        change = change.values(state=LetterState.RECEIVED, mailbox_id=mailbox_id)
        self._swap(change, f"letter {letter_id} is no history any more")

    def next_received(self, limit: int, part: Part = WHOLE) -> list[Letter]:
        """Return the letters that wait to be handled, oldest first.

        Those that were begun before and not ended come after all others: should one of them
        bring the process down, it holds up nobody, and what killed it by chance won't again.
        """
        query = _LETTERS.where(letters.c.state == LetterState.RECEIVED)
        query = query.where(of_part(letters.c.id, part))
        query = query.order_by(letters.c.attempts, letters.c.received_at, letters.c.id).limit(limit)
        return [_letter(row) for row in self._rows(query)]

    def begin_attempt(self, letter_id: int) -> int:
        """Count one more attempt to handle the letter and return how many there were.

        Commit it alone, before the attempt: it must stand when the process dies over the letter.
        """
        change = letters.update().filter_by(id=letter_id, state=LetterState.RECEIVED)
        change = change.values(attempts=letters.c.attempts + 1)
        self._swap(change, f"letter {letter_id} no longer waits to be handled")
        return self.get(letter_id).attempts

    def take_back_attempt(self, letter_id: int) -> None:
        """Count one attempt less: it was not the letter that failed."""
        change = letters.update().filter_by(id=letter_id, state=LetterState.RECEIVED)
        change = change.where(letters.c.attempts > 0).values(attempts=letters.c.attempts - 1)
        self._connection.execute(change)

    def mark_handled(self, letter_id: int, case_id: int | None, judgement: Judgement) -> None:
        """Move the letter from received to handled, with what was judged of it.

        Raises:
            ConflictError: somebody else handled it or set it aside.
        """
        self._leave_received(letter_id, LetterState.HANDLED)
        values = judged.to_row(judgement, self._sealer, self.get(letter_id).key_id)
        values |= {"letter_id": letter_id, "case_id": case_id}
        self._connection.execute(judgements.insert().values(**values))

    def judgement(self, letter_id: int) -> Judgement | None:
        """Return what was judged of the letter; None before it is handled."""
        row = self._first(select(judgements).filter_by(letter_id=letter_id))
        if row is None:
            return None
        return judged.from_row(row, self._sealer, self.get(letter_id).key_id)

    def for_case(self, case_id: int) -> list[Letter]:
        """Return the letters of a case, oldest first.

        A unit of ours to which a case was handed over has its first letter from the other's case.
        """
        opened = select(cases.c.letter_id).where(
            cases.c.id == case_id, cases.c.origin_key.is_not(None)
        )
        query = _LETTERS.where(or_(judgements.c.case_id == case_id, letters.c.id.in_(opened)))
        return [_letter(row) for row in self._rows(query.order_by(letters.c.id))]

    def list_filed(self, limit: int = 100) -> list[tuple[Letter, Judgement]]:
        """Return the letters handled without a case, newest first, each with its judgement."""
        query = _LETTERS.where(
            letters.c.state == LetterState.HANDLED, judgements.c.case_id.is_(None)
        )
        query = query.order_by(letters.c.id.desc()).limit(limit)
        found = [_letter(row) for row in self._rows(query)]
        judgements_found = [(letter, self.judgement(letter.id)) for letter in found]
        return [(letter, made) for letter, made in judgements_found if made is not None]

    def set_aside(self, aside: Aside) -> None:
        """Move the letter from received to set aside, with the reason."""
        self._leave_received(aside.letter_id, LetterState.SET_ASIDE)
        values = {
            "letter_id": aside.letter_id,
            "mailbox_id": aside.mailbox_id,
            "kind": aside.kind,
            "error": aside.error,
            "at": aside.at,
        }
        self._insert(asides.insert().values(**values, brought_back=False))

    def bring_back(self, letter_id: int) -> Letter:
        """Let a letter set aside be handled again, its attempts counted anew."""
        change = letters.update().filter_by(id=letter_id, state=LetterState.SET_ASIDE)
        change = change.values(state=LetterState.RECEIVED, attempts=0)
        self._swap(change, f"letter {letter_id} is not set aside")
        back = asides.update().filter_by(letter_id=letter_id).values(brought_back=True)
        self._connection.execute(back)
        return self.get(letter_id)

    def bring_back_filed(self, letter_id: int) -> Letter:
        """Let a letter handled without a case be handled again; what was judged is dropped.

        Raises:
            ConflictError: it wasn't filed: it waits, has a case, or is history.
        """
        filed = judgements.delete().where(
            judgements.c.letter_id == letter_id, judgements.c.case_id.is_(None)
        )
        if self._connection.execute(filed).rowcount != 1:
            raise ConflictError(f"letter {letter_id} is not filed")
        change = letters.update().filter_by(id=letter_id, state=LetterState.HANDLED)
        change = change.values(state=LetterState.RECEIVED, attempts=0)
        self._swap(change, f"letter {letter_id} is not filed")
        return self.get(letter_id)

    def unread(self) -> dict[int, Unread]:
        """Return what is received and not handled, by mailbox id; nothing where all is."""
        c = letters.c
        waits = case((c.state == LetterState.RECEIVED, 1), else_=0)
        query = select(
            c.mailbox_id, func.sum(waits).label("waiting"), func.min(c.received_at).label("oldest")
        )
        states = {LetterState.RECEIVED, LetterState.SET_ASIDE}
        query = query.where(c.state.in_(states)).group_by(c.mailbox_id)
        return {row.mailbox_id: Unread(int(row.waiting), row.oldest) for row in self._rows(query)}

    def list_aside(self) -> list[Aside]:
        """Return the letters that are set aside, oldest first."""
        query = select(asides).filter_by(brought_back=False).order_by(asides.c.id)
        return [
            Aside(row.letter_id, row.mailbox_id, row.kind, row.error, row.at)
            for row in self._rows(query)
        ]

    def _leave_received(self, letter_id: int, state: LetterState) -> None:
        change = letters.update().filter_by(id=letter_id, state=LetterState.RECEIVED)
        self._swap(change.values(state=state), f"letter {letter_id} no longer waits to be handled")


def _letter(row: Row[Any]) -> Letter:
    return Letter(
        id=row.id,
        state=row.state,
        mailbox_id=row.mailbox_id,
        blob=row.blob,
        key_id=row.key_id,
        size=row.size,
        received_at=row.received_at,
        first_seen=row.first_seen,
        truncated=row.truncated,
        answered_by_hand=row.answered_by_hand,
        junk=row.junk,
        attempts=row.attempts,
        case_id=row.case_id,
    )
