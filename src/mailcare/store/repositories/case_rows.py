"""Cases as rows: the view in projected columns, the ledger event by event."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row

from mailcare.model.case import Case, CaseView, Event
from mailcare.store.codec import dump_clocks, load_clocks
from mailcare.store.repositories.base import columns, dump_facts, load_facts

_PROJECTED = (
    "state",
    "unit",
    "owner",
    "decision",
    "suggested",
    "scope",
    "kind",
    "category",
    "language",
    "mode",
    "received_at",
    "promised_due",
    "next_due_at",
    "next_due_kind",
    "escalated",
    "next_check_at",
    "calendar_version",
    "handler",
    "level",
    "level_owner",
)


def view_columns(view: CaseView) -> dict[str, Any]:
    """Return the projected columns that `view` fills."""
    values: dict[str, Any] = {name: getattr(view, name) for name in _PROJECTED}
    values["clocks"] = dump_clocks(view.clocks)
    return values


def event_columns(case_id: int, event: Event) -> dict[str, Any]:
    """Return the columns of a ledger entry."""
    return {
        "case_id": case_id,
        "seq": event.seq,
        "kind": event.kind,
        "at": event.at,
        "actor": event.actor,
        "facts": dump_facts(event.facts),
    }


def event_of(row: Row[Any]) -> Event:
    """Return the ledger entry of a row."""
    return Event(row.seq, row.kind, row.at, row.actor, load_facts(row.facts))


def case_of(row: Row[Any], events: Sequence[Event]) -> Case:
    """Return the case of a row that joins a case with its number."""
    values = columns(row)
    projected = {name: values[name] for name in _PROJECTED}
    return Case(
        id=row.id,
        number=row.number,
        total=row.total,
        mailbox_id=row.mailbox_id,
        key_id=row.key_id,
        events=tuple(events),
        view=CaseView(**projected, clocks=load_clocks(row.clocks)),
    )
