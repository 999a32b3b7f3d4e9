"""A letter as it was read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

_NO_FIELDS: Mapping[str, tuple[str, ...]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Address:
    """A mailbox address as in RFC 5322 3.4: ``name <address>``."""

    address: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A part that is not the letter's text; its bytes stay in the raw letter."""

    filename: str
    content_type: str
    size: int
    """Decoded size in bytes."""


@dataclass(frozen=True, slots=True)
class Report:
    """The machine-readable part of a DSN (RFC 3464) or an MDN (RFC 8098), or what stood for it."""

    kind: str
    """``dsn`` or ``mdn``."""
    action: str = ""
    """DSN: failed, delayed, delivered, relayed, expanded; MDN: displayed, deleted, …"""
    status: str = ""
    """Enhanced status code such as ``5.1.1``."""
    recipient: str = ""
    original_message_id: str = ""
    envelope_id: str = ""
    """DSN: the id that the sender gave the mail (RFC 3461), as a report of its own says it."""


@dataclass(frozen=True, slots=True)
class Message:
    """A letter as read: bytes made text, quoted mail told apart, nothing judged yet."""

    from_: Address | None = None
    sender: Address | None = None
    reply_to: tuple[Address, ...] = ()
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    subject: str = ""
    date: datetime | None = None
    """The Date: field, aware; None where absent or unreadable. Never a clock's start."""
    message_id: str = ""
    """With angle brackets, or empty."""
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: _NO_FIELDS)
    """Header fields, decoded, by lower-case name; values capped in length and number."""
    attachments: tuple[Attachment, ...] = ()
    text: str = ""
    """All the text of the letter, own, quoted and signature."""
    own_text: str = ""
    """What the sender wrote in this letter: no quote, signature card or client's boilerplate."""
    signature: str = ""
    """The signature card that was told apart; may hold the only name and phone."""
    quoted: str = ""
    """Earlier mail that was cut off."""
    forwarded: str = ""
    """The forwarded mail, where the letter is a forward; it may be the complaint itself."""
    report: Report | None = None
    lossy: bool = False
    """Characters were lost while decoding."""
    degraded: bool = False
    """Only a capped header section and the first text part were read."""
    notes: tuple[str, ...] = ()
    """What was odd about the letter, in stable words such as ``winmail_dat``."""
