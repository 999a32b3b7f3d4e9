"""The machine-readable part of a hand-over: what one mailcare tells another (docs/dispatches.md).

A file of JSON, ASCII, that goes along with the mail that people read and says the same. What is
read is never trusted further than a letter's words: each field has its type and its longest
length, and what is odd makes the whole part no part.
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from mailcare.clock import aware
from mailcare.model.judgement import Category, Element, ElementName, Elements, Language
from mailcare.model.letter import Address

FILE = "mailcare-dispatch.json"
TYPE = "application/json"
VERSION = 1
"""Rises when a field changes its meaning; new fields may come without."""
LARGEST = 128 * 1024
_EVIDENCE = "mailcare-dispatch.json"


class PartKind(StrEnum):
    """What a part says; all but the first go from the other side back."""

    DISPATCH = "dispatch"
    CONFIRMATION = "confirmation"
    RETURN = "return"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class HandOver:
    """The case that a dispatch hands over."""

    received_at: datetime
    user: Address
    elements: Elements
    owner: str = ""
    """Whose business the dispatching unit thinks it is; a name of its config."""
    confirm_by: datetime | None = None
    due: datetime | None = None
    answer_by: str = "origin"
    """Who answers the user: ``department``, to which it is handed over, or ``origin``."""
    special_demand: str = ""
    reply_by_phone: bool = False
    category: Category | None = None
    language: Language = Language.ZH
    subject: str = ""
    message_id: str = ""


@dataclass(frozen=True, slots=True)
class PeerPart:
    """What one mailcare says to another about a dispatch."""

    kind: PartKind
    number: str
    """The case's number at the dispatching unit."""
    token: str
    """Of the dispatching unit: proves that the answer belongs to its dispatch."""
    serial: int
    """Tells the dispatches of one case apart."""
    hand_over: HandOver | None = None
    """Of a dispatch."""
    reference: str = ""
    """The case's number at the other side."""
    text: str = ""
    """Why it is given back, or what came of it."""
    answered: bool = False
    """The user has the answer."""


def dump(part: PeerPart) -> bytes:
    """Return the file's content: ASCII, so that nothing on its way can spoil it."""
    content: dict[str, Any] = {
        "mailcare": part.kind.value,
        "version": VERSION,
        "number": part.number,
        "token": part.token,
        "serial": part.serial,
    }
    if part.hand_over is not None:
        content |= _hand_over(part.hand_over)
    else:
        content |= {"reference": part.reference, "text": part.text, "answered": part.answered}
    return json.dumps(content, indent=1).encode("ascii")


def _hand_over(over: HandOver) -> dict[str, Any]:
    found = {name.value: over.elements.get(name) for name in ElementName}
    return {
        "owner": over.owner,
        "received_at": over.received_at.isoformat(),
        "confirm_by": over.confirm_by.isoformat() if over.confirm_by else None,
        "due": over.due.isoformat() if over.due else None,
        "answer_by": over.answer_by,
        "special_demand": over.special_demand or None,
        "reply_by_phone": over.reply_by_phone,
        "category": over.category.value if over.category else None,
        "language": over.language.value,
        "user": {"address": over.user.address, "name": over.user.name},
        "subject": over.subject,
        "message_id": over.message_id,
        "elements": {name: element and element.value for name, element in found.items()},
    }


def load(data: bytes) -> PeerPart | None:
    """Return what the file says; None where it is none of ours, of a later version, or odd."""
    if len(data) > LARGEST:
        return None
    try:
        said = json.loads(data)
        return _read(_Fields(said)) if isinstance(said, dict) else None
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


class _Fields:
    """A JSON object whose fields are taken by type and longest length."""

    def __init__(self, said: dict[str, Any]) -> None:
        self._said = said

    def text(self, name: str, longest: int = 300) -> str:
        value = self._said.get(name)
        if value is None:
            return ""
        if not isinstance(value, str) or len(value) > longest:
            raise ValueError(name)
        return value

    def flag(self, name: str) -> bool:
        return self._said.get(name) is True

    def number(self, name: str) -> int:
        value = self._said[name]
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 1 << 31:
            raise ValueError(name)
        return value

    def when(self, name: str) -> datetime | None:
        text = self.text(name, 40)
        return aware(datetime.fromisoformat(text)).astimezone(UTC) if text else None

    def group(self, name: str) -> "_Fields":
        value = self._said.get(name)
        if not isinstance(value, dict):
            raise TypeError(name)
        return _Fields(value)


def _read(said: _Fields) -> PeerPart:
    if said.number("version") != VERSION:
        raise ValueError("version")
    kind = PartKind(said.text("mailcare"))
    number, token = said.text("number", 64), said.text("token", 64)
    if not number or not token:
        raise ValueError("number")
    over = _read_hand_over(said) if kind is PartKind.DISPATCH else None
    return PeerPart(
        kind,
        number,
        token,
        said.number("serial"),
        over,
        said.text("reference", 64),
        said.text("text", 50_000),
        said.flag("answered"),
    )


def _read_hand_over(said: _Fields) -> HandOver:
    received = said.when("received_at")
    if received is None:
        raise ValueError("received_at")
    user, answer_by = said.group("user"), said.text("answer_by")
    if answer_by not in {"department", "origin"}:
        raise ValueError("answer_by")
    category = said.text("category")
    return HandOver(
        received_at=received,
        owner=said.text("owner", 64),
        confirm_by=said.when("confirm_by"),
        due=said.when("due"),
        answer_by=answer_by,
        special_demand=said.text("special_demand", 32),
        reply_by_phone=said.flag("reply_by_phone"),
        category=Category(category) if category else None,
        language=Language(said.text("language")),
        user=Address(user.text("address", 254), user.text("name")),
        subject=said.text("subject", 1000),
        message_id=said.text("message_id", 1000),
        elements=_read_elements(said.group("elements")),
    )


def _read_elements(said: _Fields) -> Elements:
    values = (said.text(name.value, 20_000) for name in ElementName)
    return Elements(*(Element(one, _EVIDENCE) if one.strip() else None for one in values))
