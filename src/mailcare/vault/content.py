"""What makes a letter the same letter, wherever a copy of it lies (bytes in, bytes out).

Each server that passes a letter on adds its own trace fields and may change line ends; body and
the author's header fields stay. No parsing beyond lines: this must bear any bytes whatever.
"""

import re
from typing import Final

_FIELDS: Final = (b"from", b"to", b"cc", b"date", b"subject", b"message-id", b"reply-to")
_MOST_HEADER_BYTES: Final = 256 * 1024
"""Beyond this a header section is hostile; the rest then counts as body."""
_FIELD: Final = re.compile(rb"([!-9;-~]+)[ \t]*:(.*)", re.DOTALL)
_FOLD: Final = re.compile(rb"[ \t\n]+")


def same_letter(raw: bytes) -> bytes:
    """Return the bytes that are equal for copies of one letter and for nothing else."""
    text = raw.replace(b"\r\n", b"\n")
    fields, body = _split(text)
    parts = [name + b":" + value for name in _FIELDS for found, value in fields if found == name]
    parts.append(body.rstrip(b"\n"))
    return b"".join(b"%d:%s," % (len(part), part) for part in parts)


def _split(text: bytes) -> tuple[list[tuple[bytes, bytes]], bytes]:
    """Return the header fields and the body; the header ends where its grammar does."""
    fields: list[tuple[bytes, bytes]] = []
    position = 0
    while position < min(len(text), _MOST_HEADER_BYTES):
        end = _field_end(text, position)
        if end == position:
            return fields, text[position + 1 :]
        field = _FIELD.fullmatch(text[position:end])
        if field is None and not (position == 0 and text.startswith(b"From ")):
            break  # no header field: the body began without an empty line
        if field is not None:
            value = _FOLD.sub(b" ", field[2]).strip()
            fields.append((field[1].lower(), value))
        position = end + 1
    return fields, text[position:]


def _field_end(text: bytes, start: int) -> int:
    """Return where the field that starts here ends, its continuation lines included."""
    end = start
    while True:
        end = text.find(b"\n", end)
        if end < 0:
            return len(text)
        if end == start or text[end + 1 : end + 2] not in {b" ", b"\t"}:
            return end
        end += 1
