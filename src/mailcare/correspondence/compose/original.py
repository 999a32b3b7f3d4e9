"""A letter's stored bytes as an attachment: spliced in, never parsed.

Hostile originals can break a parser that writes them anew, and a rewritten letter is no evidence.
"""

import re
from dataclasses import dataclass

from mailcare.correspondence.compose.fields import fold
from mailcare.correspondence.compose.parts import Part, encoding_field, file_part

LARGEST = 5 * 1024 * 1024
"""Bytes of an original that still travel whole with every notice and dispatch."""
HEAD = 256 * 1024
"""Bytes from the start of a larger one: its header section and most often its text."""

_LONG_LINE = re.compile(rb"[^\n]{1000,}")
"""998 octets and CRLF (RFC 5322 2.1.1) leave 999 before the LF."""
_BARE = re.compile(rb"\x00|\r(?!\n)|(?<!\r)\n")


@dataclass(frozen=True, slots=True)
class Original:
    """The attachment that stands for a letter."""

    part: Part
    cut: bool
    """It was too large: only its beginning is attached, and the mail must say so."""


def original_part(raw: bytes, largest: int = LARGEST) -> Original:
    """Return the letter `raw` as an attachment.

    message/rfc822 where no octet would have to change on its way; else a file, base64.
    """
    if len(raw) > largest:
        beginning = raw[: min(HEAD, largest)]
        return Original(
            file_part("application/octet-stream", "letter-beginning.eml", beginning), cut=True
        )
    if not raw or _BARE.search(raw) or _LONG_LINE.search(raw):
        return Original(file_part("application/octet-stream", "letter.eml", raw), cut=False)
    return Original(_spliced(raw), cut=False)


def _spliced(raw: bytes) -> Part:
    eight_bit = not raw.isascii()
    head = fold("Content-Type", ["message/rfc822;", 'name="letter.eml"'])
    head += fold("Content-Disposition", ["attachment;", 'filename="letter.eml"'])
    body = raw if raw.endswith(b"\r\n") else raw + b"\r\n"
    return Part(head + encoding_field(eight_bit=eight_bit), body, eight_bit)
