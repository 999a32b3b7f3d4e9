"""Cases: ledger, projection, sealed texts, numbers."""

from collections.abc import Collection, Sequence
from datetime import datetime, tzinfo
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select

from mailcare.errors import ConflictError, NotFoundError
from mailcare.model.case import Case, CaseTexts, CaseView, Event, EventKind, State
from mailcare.model.place import Mode
from mailcare.store.codec import dump_case_texts, load_case_texts
from mailcare.store.repositories.base import Repository
from mailcare.store.repositories.case_rows import case_of, event_columns, event_of, view_columns
from mailcare.store.repositories.numbers import CaseNumber, Numbers
from mailcare.store.sealing import blind_address, blind_number
from mailcare.store.tables.cases import case_numbers, case_texts, cases, events

_CASES = select(cases, case_numbers.c.number, case_numbers.c.total).join(
    case_numbers, case_numbers.c.case_id == cases.c.id
)
ENDED = (State.ANSWERED, State.CLOSED, State.NOT_ACCEPTED, State.WITHDRAWN)
"""Decided for good; of `NOT_ACCEPTED` the user may not know yet, see `still_waits`."""
MAILCARE = "mailcare"
"""Actor of events that no person caused."""

CaseList = list[Case]


def still_waits() -> ColumnElement[bool]:
    """Return the condition that somebody waits for us: one whose refusal is unsent does, too."""
    untold = (cases.c.state == State.NOT_ACCEPTED) & cases.c.next_due_at.is_not(None)
    return or_(cases.c.state.not_in(ENDED), untold)


class Cases(Repository):
    """The cases; the ledger and its projection are always written together."""

    def open(
        self,
        *,
        mailbox_id: int,
        unit_prefix: str,
        key_id: str,
        events: Sequence[Event],
        view: CaseView,
        texts: CaseTexts,
        letter_id: int,
        now: datetime,
        tz: tzinfo,
        origin_key: str | None = None,
        known: tuple[int, CaseNumber] | None = None,
    ) -> Case:
        """Write a new case and draw its number: ``<unit_prefix>-<month of now in tz>-<serial>``.

        `origin_key` names the dispatch that handed it over to us; `known` is id and number of a
        case that comes back out of the archive.

        Raises:
            ConflictError: `letter_id` opened a case of the mailbox already, or the dispatch did
                (told when `Store.run` ends).
        """
        values = view_columns(view)
        values |= {"letter_id": letter_id, "mailbox_id": mailbox_id, "key_id": key_id}
        values |= {"opened_at": now, "last_seq": events[-1].seq, "origin_key": origin_key}
        if known is not None:
            values["id"] = known[0]
        case_id = self._insert(cases.insert().values(**values))
        self._write_events(case_id, events)
        self._write_texts(case_id, key_id, texts)
        numbers = Numbers(self._connection, self._sealer)
        if known is not None:
            numbers.keep(case_id, known[1])
        else:
            numbers.give(case_id, unit_prefix, now, tz)
        return self.by_id(case_id)

    def after(self, case_id: int, limit: int) -> CaseList:
        """Return the cases with the ids that follow `case_id`, for who goes through all of them."""
        return self._many(_CASES.where(cases.c.id > case_id).order_by(cases.c.id).limit(limit))

    def append(
        self,
        case: Case,
        events: Sequence[Event],
        view: CaseView,
        texts: CaseTexts | None = None,
    ) -> Case:
        """Write more events of `case` with the view that they lead to.

        Raises:
            ConflictError: the ledger has grown since `case` was read.
        """
        last = case.events[-1].seq
        expected = range(last + 1, last + 1 + len(events))
        if [event.seq for event in events] != list(expected):
            raise ConflictError(f"the events don't continue the ledger of case {case.number}")
        values = view_columns(view)
        change = cases.update().filter_by(id=case.id, last_seq=last)
        change = change.values(**values, last_seq=last + len(events))
        self._swap(change, f"case {case.number} has changed meanwhile")
        self._write_events(case.id, events)
        if texts is not None:
            self._write_texts(case.id, case.key_id, texts)
        return self.by_id(case.id)

    def get(self, number: str) -> Case:
        """Return the case with this number."""
        return self._one(_CASES.where(case_numbers.c.number == number), f"number {number}")

    def by_id(self, case_id: int) -> Case:
        """Return the case with this id."""
        return self._one(_CASES.where(cases.c.id == case_id), f"id {case_id}")

    def by_origin(self, origin_key: str) -> Case | None:
        """Return the case that this dispatch opened."""
        found = self._many(_CASES.where(cases.c.origin_key == origin_key))
        return found[0] if found else None

    def opened_by(self, letter_id: int, mailbox_id: int) -> Case | None:
        """Return the case of a mailbox that this letter opened."""
        same = _CASES.where(cases.c.letter_id == letter_id, cases.c.mailbox_id == mailbox_id)
        found = self._many(same)
        return found[0] if found else None

    def handed_on(self, case_id: int) -> CaseList:
        """Return the cases that other units of ours opened of the same letter, newest first."""
        letter = select(cases.c.letter_id).where(cases.c.id == case_id).scalar_subquery()
        query = _CASES.where(cases.c.letter_id == letter, cases.c.id != case_id)
        return self._many(query.order_by(cases.c.id.desc()))

    def dispatched(self, since: datetime, until: datetime) -> CaseList:
        """Return the cases of which a dispatch left from `since` on and before `until`."""
        left = select(events.c.case_id).where(
            events.c.kind == EventKind.DISPATCH_SENT, events.c.at >= since, events.c.at < until
        )
        return self._many(_CASES.where(cases.c.id.in_(left)).order_by(cases.c.id))

    def texts(self, case: Case) -> CaseTexts:
        """Return the personal data of a case, opened with its data key."""
        row = self._first(select(case_texts.c.texts).filter_by(case_id=case.id))
        if row is None:
            raise NotFoundError(f"case {case.number} has no texts")
        return load_case_texts(self._sealer.open_text(row.texts, case.key_id))

    def due(
        self, now: datetime, limit: int = 100, mailboxes: Collection[int] | None = None
    ) -> CaseList:
        """Return the cases whose next check has come, of these mailboxes, longest due first."""
        query = _CASES.where(cases.c.next_check_at <= now)
        if mailboxes is not None:
            query = query.where(cases.c.mailbox_id.in_(mailboxes))
        return self._many(query.order_by(cases.c.next_check_at, cases.c.id).limit(limit))

    def outdated(self, mailbox_id: int, version: str, limit: int = 100) -> CaseList:
        """Return cases of a mailbox that still run, counted by another calendar or other limits."""
        query = _CASES.where(
            cases.c.mailbox_id == mailbox_id,
            cases.c.next_due_at.is_not(None),
            cases.c.calendar_version != version,
        )
        return self._many(query.order_by(cases.c.id).limit(limit))

    def of_person(
        self, address: str, numbers: Collection[str], since: datetime, limit: int = 20
    ) -> CaseList:
        """Return the cases opened since then of whoever has this address, or one of these numbers.

        Newest first. A number counts as phone and as device.
        """
        blinds = {blind_number(self._sealer, number) for number in numbers} - {""}
        user = blind_address(self._sealer, address) if address else None
        query = _CASES.join(case_texts, case_texts.c.case_id == cases.c.id).where(
            or_(
                case_texts.c.user_blind == user,
                case_texts.c.phone_blind.in_(blinds),
                case_texts.c.device_blind.in_(blinds),
            ),
            cases.c.opened_at >= since,
        )
        return self._many(query.order_by(cases.c.id.desc()).limit(limit))

    def list(
        self,
        state: State | None = None,
        unit: str | None = None,
        overdue_at: datetime | None = None,
        limit: int = 100,
    ) -> CaseList:
        """Return cases by state and unit, newest first.

        With `overdue_at`: those whose earlier promise, computed or made, was due before it and
        that have not ended; the longest overdue first. Cases in shadow mode are never overdue:
        staff answer them unseen, and nothing was promised.
        """
        query = _CASES
        if state is not None:
            query = query.where(cases.c.state == state)
        if unit is not None:
            query = query.where(cases.c.unit == unit)
        if overdue_at is None:
            return self._many(query.order_by(cases.c.id.desc()).limit(limit))
        late = or_(cases.c.next_due_at < overdue_at, cases.c.promised_due < overdue_at)
        query = query.where(late, still_waits(), cases.c.mode != Mode.SHADOW)
        return self._many(
            query.order_by(cases.c.next_due_at.nulls_first(), cases.c.id).limit(limit)
        )

    def decided_by_people(self, since: datetime | None = None) -> CaseList:
        """Return the cases that a person decided or opened, since then; oldest first."""
        acted = select(events.c.case_id).where(
            events.c.kind.in_((EventKind.OPENED, EventKind.DECIDED)), events.c.actor != MAILCARE
        )
        if since is not None:
            acted = acted.where(events.c.at >= since)
        return self._many(_CASES.where(cases.c.id.in_(acted)).order_by(cases.c.id))

    def count(self) -> dict[State, int]:
        """Count the cases by state."""
        query = select(cases.c.state, func.count().label("cases")).group_by(cases.c.state)
        return {row.state: row.cases for row in self._rows(query)}

    def _write_events(self, case_id: int, new: Sequence[Event]) -> None:
        for event in new:
            self._connection.execute(events.insert().values(**event_columns(case_id, event)))

    def _write_texts(self, case_id: int, key_id: str, texts: CaseTexts) -> None:
        sealed = self._sealer.seal_text(dump_case_texts(texts), key_id)
        phone, device = texts.elements.phone, texts.elements.device_number
        blinds = {
            "user_blind": blind_address(self._sealer, texts.user.address),
            "phone_blind": blind_number(self._sealer, phone.value) if phone else "",
            "device_blind": blind_number(self._sealer, device.value) if device else "",
        }
        self._put(case_texts, {"case_id": case_id}, {**blinds, "texts": sealed})

    def _one(self, query: Select[Any], called: str) -> Case:
        if self._writes:  # its ledger must not grow until what is written of it is committed
            query = query.with_for_update(of=cases)
        found = self._many(query)
        if not found:
            raise NotFoundError(f"no case has the {called}")
        return found[0]

    def _many(self, query: Select[Any]) -> CaseList:
        rows = self._rows(query)
        return [case_of(row, self._events(row.id)) for row in rows]

    def _events(self, case_id: int) -> tuple[Event, ...]:
        query = select(events).filter_by(case_id=case_id).order_by(events.c.seq)
        return tuple(event_of(row) for row in self._rows(query))
