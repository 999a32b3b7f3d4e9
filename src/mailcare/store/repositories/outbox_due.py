"""Which outbox rows may leave, as conditions of a query."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, or_

from mailcare.model.post import OutboxState
from mailcare.store.repositories.outbox_moves import CLAIMABLE
from mailcare.store.tables.places import polls
from mailcare.store.tables.post import outbox

_first = outbox.alias("first")


def may_leave(now: datetime) -> ColumnElement[bool]:
    """Return the condition under which somebody may claim a row at `now`."""
    return and_(could_leave(), is_due(now))


def could_leave() -> ColumnElement[bool]:
    """Return the condition under which a row leaves by itself once its time has come."""
    waits = or_(outbox.c.state.in_(CLAIMABLE), _recall_seen())
    return and_(waits, outbox.c.owner.is_(None), _turn_has_come())


def is_due(now: datetime) -> ColumnElement[bool]:
    """Return the condition that a row's time has come."""
    return or_(outbox.c.not_before.is_(None), outbox.c.not_before <= now)


def _turn_has_come() -> ColumnElement[bool]:
    """A row with `after_id` leaves only when that row was sent."""
    sent = exists().where(_first.c.id == outbox.c.after_id, _first.c.state == OutboxState.SENT)
    return or_(outbox.c.after_id.is_(None), sent)


def _recall_seen() -> ColumnElement[bool]:
    """A held row with a time leaves after a good poll, begun after it, of its mailbox.

    A recall would have arrived there. A held row without a time waits for a person.
    """
    polled = exists().where(
        polls.c.mailbox_id == outbox.c.mailbox_id, polls.c.last_success_at >= outbox.c.not_before
    )
    seen = or_(outbox.c.mailbox_id.is_(None), polled)
    return and_(outbox.c.state == OutboxState.HELD, outbox.c.not_before.is_not(None), seen)
