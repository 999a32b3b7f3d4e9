"""The whole mail: header section and body."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from typing import Literal

from mailcare.correspondence.compose.fields import (
    CRLF,
    address_field,
    encode_text,
    fold,
    id_field,
)
from mailcare.correspondence.compose.parts import Part, multipart, text_part
from mailcare.errors import ComposeError
from mailcare.model.letter import Address

AutoSubmitted = Literal["auto-replied", "auto-generated"]

_EXTRA_NAME = re.compile(r"X-[A-Za-z0-9-]{1,60}|Precedence")


@dataclass(frozen=True, slots=True)
class Outgoing:
    """All that a mail of ours says; `compose` makes bytes of it."""

    from_: Address
    to: Address
    subject: str
    text: str
    date: datetime
    """Aware; its zone is shown to the reader."""
    message_id: str
    """With angle brackets."""
    html: str | None = None
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    auto_submitted: AutoSubmitted | None = None
    """None: written or released by staff (RFC 3834 5)."""
    reply_to: Address | None = None
    extra: tuple[tuple[str, str], ...] = ()
    """Further fields such as X-Auto-Response-Suppress."""
    attachments: tuple[Part, ...] = ()


def compose(outgoing: Outgoing) -> bytes:
    """Return the mail as RFC 5322 bytes: CRLF, lines ≤ 998 octets, ASCII but for an original.

    Raises:
        ComposeError: an address is odd, or our own Message-ID or an extra field is malformed.
    """
    return b"".join(_fields(outgoing)) + _body(outgoing).render()


def _fields(outgoing: Outgoing) -> Iterator[bytes]:
    yield fold("Date", format_datetime(outgoing.date).split(" "))
    yield address_field("From", outgoing.from_)
    yield address_field("To", outgoing.to)
    if outgoing.reply_to:
        yield address_field("Reply-To", outgoing.reply_to)
    yield fold("Subject", encode_text(outgoing.subject))
    yield _own_id(outgoing.message_id)
    yield id_field("In-Reply-To", [outgoing.in_reply_to])
    yield id_field("References", outgoing.references)
    if outgoing.auto_submitted:
        yield fold("Auto-Submitted", [outgoing.auto_submitted])
    yield from (_extra(name, value) for name, value in outgoing.extra)
    yield b"MIME-Version: 1.0" + CRLF


def _own_id(message_id: str) -> bytes:
    field = id_field("Message-ID", [message_id])
    if not field:
        raise ComposeError("the Message-ID is malformed")
    return field


def _extra(name: str, value: str) -> bytes:
    if not _EXTRA_NAME.fullmatch(name):
        raise ComposeError("an extra header field has a name that mailcare does not write")
    return fold(name, encode_text(value))


def _body(outgoing: Outgoing) -> Part:
    text = text_part(outgoing.text)
    if outgoing.html is not None:
        text = multipart("alternative", [text, text_part(outgoing.html, "html")])
    return multipart("mixed", [text, *outgoing.attachments]) if outgoing.attachments else text
