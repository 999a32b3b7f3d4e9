"""Outbox mails as rows; the recipient is sealed, and blinded for search."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row

from mailcare.errors import VaultError
from mailcare.model.post import OutboxMail, OutboxState
from mailcare.store.repositories.base import columns
from mailcare.store.repositories.outbox_moves import CLAIMABLE
from mailcare.store.sealing import Sealer, blind_address
from mailcare.store.values import NewMail

_CLEAR = (
    "id",
    "intent_id",
    "case_id",
    "mailbox_id",
    "mail_class",
    "template",
    "state",
    "message_id",
    "blob",
    "key_id",
    "created_at",
    "not_before",
    "attempts",
    "reason",
    "after_id",
    "fence",
    "settled_at",
)


def to_row(mail: NewMail, sealer: Sealer, now: datetime, intent_id: int | None) -> dict[str, Any]:
    """Return the columns of a new row."""
    return {
        "intent_id": intent_id,
        "case_id": mail.case_id,
        "mailbox_id": mail.mailbox_id,
        "mail_class": mail.mail_class,
        "template": mail.template,
        "state": mail.state,
        "recipient": sealer.seal_text(mail.recipient, mail.key_id),
        "recipient_blind": blind_address(sealer, mail.recipient),
        "message_id": mail.message_id,
        "blob": mail.blob,
        "key_id": mail.key_id,
        "created_at": now,
        "queued_at": _queued_at(mail.state, now),
        "not_before": mail.not_before,
        "attempts": 0,
        "reason": mail.reason,
        "after_id": mail.after_id,
        "fence": 0,
    }


def _queued_at(state: OutboxState, now: datetime) -> datetime | None:
    return now if state in CLAIMABLE else None


def from_row(row: Row[Any], sealer: Sealer) -> OutboxMail:
    """Return the mail of a row; its recipient is empty once its key is destroyed.

    One such row must not stop the outbox: whoever sends it finds its bytes gone, too.
    """
    values = columns(row)
    return OutboxMail(recipient=_recipient(row, sealer), **{name: values[name] for name in _CLEAR})


def _recipient(row: Row[Any], sealer: Sealer) -> str:
    try:
        return sealer.open_text(row.recipient, row.key_id)
    except VaultError:
        return ""
