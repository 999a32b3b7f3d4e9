"""The one door to mail-parser: a repaired, reduced letter goes in, its MIME parse comes out.

What goes in is what our scan found, written anew: fields it is needed for in UTF-8, own
boundaries, text bodies in UTF-8, no attachment bodies. So it never sees more than it can bear,
and where it is known to be wrong (charsets, raw 8-bit names, doubled fields, lost boundaries) the
letter has been put right before.
"""

import logging
from collections.abc import Iterator
from datetime import datetime
from email.message import Message as MimePart
from typing import NamedTuple

import mailparser
from mailparser.utils import get_addresses

from mailcare.intake.reading import limits
from mailcare.intake.reading.scan import Node

logging.getLogger("mailparser").setLevel(logging.CRITICAL + 1)  # its records quote the letter

_MARK = "X-Mailcare-Part"
ADDRESS_FIELDS = ("from", "sender", "reply-to", "to", "cc")


class Parsed(NamedTuple):
    """What mail-parser made of the letter."""

    addresses: dict[str, list[tuple[str, str]]]
    """(name, address) by field name."""
    date: datetime | None
    texts: dict[int, str]
    """The text of each text part, by the part's number."""


class TextPart(NamedTuple):
    """A text part to be parsed: its number, type and repaired text."""

    number: int
    media_type: str
    text: str


def parse(
    root: Node, fields: list[tuple[str, bytes]], texts: dict[int, TextPart], taken: bytes
) -> Parsed:
    """Return mail-parser's reading of the letter.

    Args:
        root: the structure found.
        fields: repaired header fields.
        texts: repaired text by ``id`` of its node.
        taken: bytes in which our boundary must not occur: the letter itself.
    """
    letter = _Letter(texts, _free_boundary(taken))
    mail = mailparser.parse_from_bytes(letter.write(root, fields))
    given = dict(fields)
    addresses = {name: _pairs(mail, name, given.get(name, b"")) for name in ADDRESS_FIELDS}
    return Parsed(addresses, mail.date, dict(_texts(mail.message)))


def _pairs(mail: mailparser.MailParser, name: str, value: bytes) -> list[tuple[str, str]]:
    """Return mail-parser's (name, address) pairs of a field; it takes Sender for plain text."""
    if name == "sender":
        return list(get_addresses(value.decode())) if value else []
    return list(getattr(mail, name.replace("-", "_") + "_"))


def _texts(message: MimePart) -> Iterator[tuple[int, str]]:
    """Yield the text parts by the numbers we gave them."""
    for part in message.walk():
        number = part.get(_MARK)
        if number is not None and not part.is_multipart():
            data = part.get_payload(decode=True)
            yield int(number), data.decode("utf-8", "replace") if isinstance(data, bytes) else ""


def _free_boundary(raw: bytes) -> bytes:
    """Return a boundary prefix that does not occur in `raw`."""
    for number in range(16):
        prefix = b"=_mailcare_%d_" % number
        if prefix not in raw:
            return prefix
    return b"=_mailcare_last_"


class _Letter:
    """Writes the reduced letter."""

    def __init__(self, texts: dict[int, TextPart], boundary: bytes) -> None:
        self._texts = texts
        self._boundary = boundary
        self._out: list[bytes] = []
        self._count = 0

    def write(self, root: Node, fields: list[tuple[str, bytes]]) -> bytes:
        """Return the letter's bytes."""
        for name, value in fields:
            self._out.append(name.encode() + b": " + value + b"\n")
        self._out.append(b"MIME-Version: 1.0\n")
        self._part(root, 0)
        return b"".join(self._out)

    def _part(self, node: Node, depth: int) -> None:
        """Write a part; multiparts deeper than the limit are lifted into their parent."""
        if not node.is_open:
            self._leaf(node)
            return
        self._count += 1
        boundary = self._boundary + b"%d" % self._count
        kind = node.media_type.encode("ascii", "ignore")
        self._out.append(b'Content-Type: %s; boundary="%s"\n\n' % (kind, boundary))
        for child in _children(node, depth + 1):
            self._out.append(b"--" + boundary + b"\n")
            self._part(child, depth + 1)
            self._out.append(b"\n")
        self._out.append(b"--" + boundary + b"--\n")

    def _leaf(self, node: Node) -> None:
        """Write a leaf: text whole, anything else as its type only."""
        part = self._texts.get(id(node))
        if part is None:
            kind = node.media_type if node.media_type.count("/") == 1 else "text/plain"
            if kind.startswith(("multipart/", "message/")):
                kind = "application/octet-stream"
            self._out.append(f"Content-Type: {kind}\nContent-ID: <none>\n\n".encode())
            return
        self._out.append(
            f"Content-Type: {part.media_type}; charset=utf-8\n{_MARK}: {part.number}\n"
            "Content-Transfer-Encoding: 8bit\n\n".encode()
        )
        self._out.append(part.text.encode("utf-8", "replace"))


def _children(node: Node, depth: int) -> Iterator[Node]:
    """Yield the children of `node`; at the depth limit, the leaves below instead."""
    if depth < limits.DEPTH:
        yield from node.children
        return
    waiting = list(reversed(node.children))
    while waiting:
        child = waiting.pop()
        if child.is_open:
            waiting.extend(reversed(child.children))
        else:
            yield child
