"""Intents: what casework wants written, until it is composed into the outbox."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select

from mailcare.model.post import Intent, OutboxMail
from mailcare.store.repositories.base import Repository, dump_facts, load_facts, of_part
from mailcare.store.repositories.outbox import Outbox
from mailcare.store.tables.post import IntentState, intents
from mailcare.store.values import WHOLE, NewMail, Part, PendingIntent


class Intents(Repository):
    """The intents; each becomes outbox rows exactly once."""

    def add(
        self,
        case_id: int | None,
        letter_id: int | None,
        wanted: Sequence[Intent],
        now: datetime,
    ) -> list[int]:
        """Write intents in the transaction that decided them; returns their ids, in order."""
        return [self._add(case_id, letter_id, intent, now) for intent in wanted]

    def pending(self, limit: int = 100, part: Part = WHOLE) -> list[PendingIntent]:
        """Return the intents that wait, those that never failed first, in the order written."""
        query = select(intents).filter_by(state=IntentState.PENDING)
        query = query.where(of_part(intents.c.id, part))
        query = query.order_by(intents.c.attempts, intents.c.id).limit(limit)
        return [_pending(row) for row in self._rows(query)]

    def done(self, intent_id: int, mails: Sequence[NewMail], now: datetime) -> list[OutboxMail]:
        """Turn an intent into its mails, one a recipient; none, if there is nobody to write to.

        Raises:
            ConflictError: it was done already, or names a recipient twice.
        """
        change = intents.update().filter_by(id=intent_id, state=IntentState.PENDING)
        self._swap(change.values(state=IntentState.DONE), f"intent {intent_id} waits no longer")
        outbox = Outbox(self._connection, self._sealer)
        return [outbox.add(mail, now, intent_id=intent_id) for mail in mails]

    def failed(self, intent_id: int, reason: str, *, final: bool = False) -> int:
        """Count a failure to compose and return how many there were; `final` gives up.

        `reason` is a stable word or class and place of an error, never its text.
        """
        change = intents.update().filter_by(id=intent_id, state=IntentState.PENDING)
        state = IntentState.FAILED if final else IntentState.PENDING
        change = change.values(state=state, reason=reason, attempts=intents.c.attempts + 1)
        self._swap(change, f"intent {intent_id} waits no longer")
        row = self._first(select(intents.c.attempts).filter_by(id=intent_id))
        assert row is not None  # noqa: S101 - the update above met it
        return int(row.attempts)

    def siblings(self, pending: PendingIntent) -> list[Intent]:
        """Return the other intents of the step that wrote this one, composed or not."""
        query = select(intents).where(intents.c.id != pending.id)
        query = query.filter_by(
            case_id=pending.case_id, letter_id=pending.letter_id, created_at=pending.created_at
        )
        return [_pending(row).intent for row in self._rows(query.order_by(intents.c.id))]

    def withdraw(self, case_id: int, templates: Collection[str]) -> int:
        """Take back what waits in a case for one of `templates`; returns how many there were."""
        change = intents.update().filter_by(case_id=case_id, state=IntentState.PENDING)
        change = change.where(intents.c.template.in_(templates))
        change = change.values(state=IntentState.WITHDRAWN, reason="superseded")
        return self._connection.execute(change).rowcount

    def waiting(self, case_id: int) -> frozenset[str]:
        """Return the templates for which something waits to be composed in a case."""
        query = select(intents.c.template).filter_by(case_id=case_id, state=IntentState.PENDING)
        return frozenset(row.template for row in self._rows(query))

    def _add(
        self, case_id: int | None, letter_id: int | None, intent: Intent, now: datetime
    ) -> int:
        values = {
            "case_id": case_id,
            "letter_id": letter_id,
            "mail_class": intent.mail_class,
            "template": intent.template,
            "recipient_role": intent.recipient_role,
            "unit": intent.unit,
            "facts": dump_facts(intent.facts),
            "after": intent.after,
            "draft": intent.draft,
            "created_at": now,
        }
        fresh = {"state": IntentState.PENDING, "attempts": 0, "reason": ""}
        return self._insert(intents.insert().values(**values, **fresh))


def _pending(row: Row[Any]) -> PendingIntent:
    intent = Intent(
        mail_class=row.mail_class,
        template=row.template,
        recipient_role=row.recipient_role,
        unit=row.unit,
        facts=load_facts(row.facts),
        after=row.after,
        draft=row.draft,
    )
    return PendingIntent(
        id=row.id,
        case_id=row.case_id,
        letter_id=row.letter_id,
        intent=intent,
        attempts=row.attempts,
        created_at=row.created_at,
    )
