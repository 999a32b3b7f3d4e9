"""A Message as JSON and back: how reader processes hand over what they read."""

import json
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from mailcare.model.letter import Address, Attachment, Message, Report


def to_json(message: Message) -> bytes:
    """Return `message` as one JSON object in UTF-8; nothing of it is lost."""
    return json.dumps(_plain(message), ensure_ascii=False, separators=(",", ":")).encode(
        "utf-8", "surrogatepass"
    )


def from_json(data: bytes) -> Message:
    """Return the Message that `to_json` wrote.

    Raises:
        ValueError: `data` is no such object.
    """
    try:
        return _message(json.loads(data.decode("utf-8", "surrogatepass")))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ValueError("not a message") from error


_TEXTS = ("subject", "message_id", "text", "own_text", "signature", "quoted", "forwarded")
_TUPLES = ("in_reply_to", "references", "notes")
_FLAGS = ("lossy", "degraded")
_PEOPLE = ("reply_to", "to", "cc")


def _plain(message: Message) -> dict[str, object]:
    """Return the fields of `message` as JSON knows them."""
    report = message.report
    return {
        **{name: getattr(message, name) for name in (*_TEXTS, *_TUPLES, *_FLAGS)},
        **{name: [_pair(a) for a in getattr(message, name)] for name in _PEOPLE},
        "from": message.from_ and _pair(message.from_),
        "sender": message.sender and _pair(message.sender),
        "date": message.date and message.date.isoformat(),
        "fields": dict(message.fields),
        "attachments": [(a.filename, a.content_type, a.size) for a in message.attachments],
        "report": report
        and (
            report.kind,
            report.action,
            report.status,
            report.recipient,
            report.original_message_id,
            report.envelope_id,
        ),
    }


def _message(plain: Mapping[str, Any]) -> Message:
    """Return the Message that `_plain` took apart."""
    given: dict[str, Any] = {name: plain[name] for name in (*_TEXTS, *_FLAGS)}
    given |= {name: tuple(plain[name]) for name in _TUPLES}
    given |= {name: tuple(Address(*pair) for pair in plain[name]) for name in _PEOPLE}
    return Message(
        **given,
        from_=Address(*plain["from"]) if plain["from"] else None,
        sender=Address(*plain["sender"]) if plain["sender"] else None,
        date=datetime.fromisoformat(plain["date"]) if plain["date"] else None,
        fields=MappingProxyType({name: tuple(values) for name, values in plain["fields"].items()}),
        attachments=tuple(Attachment(*values) for values in plain["attachments"]),
        report=Report(*plain["report"]) if plain["report"] else None,
    )


def _pair(address: Address) -> tuple[str, str]:
    """Return what an Address is made of."""
    return address.address, address.name
