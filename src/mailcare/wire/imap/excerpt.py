"""Head and text part of a letter that is too big to fetch, put together as a small letter."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

HEADER_LIMIT = 256 * 1024
_CONTENT_FIELD = re.compile(
    rb"^(?:content-(?:type|transfer-encoding|disposition|id|description|location))[ \t]*:"
    rb"[^\n]*\n(?:[ \t][^\n]*\n)*",
    re.IGNORECASE | re.MULTILINE,
)
_DEEPEST = 20

Fetch = Callable[[str], bytes | None]
"""Gives a section such as ``1.2.MIME`` or ``HEADER``, at most some bytes of it."""


@dataclass(frozen=True, slots=True)
class TextPart:
    """Where the first text of a letter lies."""

    path: str
    """As in ``BODY[1.2]``."""
    whole: bool
    """The letter has no other parts, so that its own header describes the text."""


def find_text_part(structure: Any) -> TextPart | None:  # noqa: ANN401 - imapclient's nested tuples
    """Return the first text/plain part of a BODYSTRUCTURE, else its first text part."""
    if not _is_multipart(structure):
        return TextPart("1", whole=True) if _kind(structure)[0] == "text" else None
    texts = list(_texts(structure, "", 0))
    plain = next((path for path, subtype in texts if subtype == "plain"), None)
    path = plain or (texts[0][0] if texts else None)
    return None if path is None else TextPart(path, whole=False)


def _texts(structure: Any, prefix: str, depth: int) -> list[tuple[str, str]]:  # noqa: ANN401 - as above
    if depth > _DEEPEST:
        return []
    found: list[tuple[str, str]] = []
    for number, part in enumerate(structure[0], start=1):
        path = f"{prefix}{number}"
        if _is_multipart(part):
            found += _texts(part, f"{path}.", depth + 1)
        elif _kind(part)[0] == "text":
            found.append((path, _kind(part)[1]))
    return found


def _is_multipart(structure: Any) -> bool:  # noqa: ANN401 - as above
    return bool(structure) and isinstance(structure[0], list)


def _kind(part: Any) -> tuple[str, str]:  # noqa: ANN401 - as above
    names = [
        word.decode("ascii", "replace").lower() for word in part[:2] if isinstance(word, bytes)
    ]
    return (names[0], names[1]) if len(names) == len(("type", "subtype")) else ("", "")


def put_together(fetch: Fetch, part: TextPart | None, limit: int) -> bytes | None:
    """Return header and at most `limit` bytes of text as one letter; None if it is gone."""
    header = fetch("HEADER")
    if header is None:
        return None
    header = header.rstrip(b"\r\n") + b"\r\n"
    if part is None:
        return _CONTENT_FIELD.sub(b"", header) + b"\r\n"
    text = fetch(part.path) or b""
    if part.whole:
        return header + b"\r\n" + _to_full_line(text, limit)
    described = (fetch(f"{part.path}.MIME") or b"").strip(b"\r\n")
    fields = _CONTENT_FIELD.sub(b"", header)
    return (
        fields + (described + b"\r\n" if described else b"") + b"\r\n" + _to_full_line(text, limit)
    )


def _to_full_line(text: bytes, limit: int) -> bytes:
    """Drop the last line of a text that was cut, perhaps within a character or a base64 group."""
    if len(text) < limit:
        return text
    cut, newline, _rest = text.rpartition(b"\n")
    return cut + newline if newline else text
