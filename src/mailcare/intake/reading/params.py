"""Content-Type and Content-Disposition with their parameters (RFC 2045, 2183, 2231), as written."""

import re
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from mailcare.intake.reading import limits
from mailcare.intake.reading.charset import decode
from mailcare.intake.reading.words import decode_field, unfold

_PARAM = re.compile(
    r""";\s*([^\s=;"]+)\s*=\s*("(?:[^"\\]|\\.)*+"(?=\s*(?:;|\Z))|"[^;]*"(?=\s*(?:;|\Z))|"""
    r""""(?:[^"\\]|\\.)*+"?|[^;]*+(?:;(?!\s*[^\s=;"]+\s*=)[^;]++)*)""",
    re.DOTALL,
)
_SEGMENT = re.compile(r"(.+?)(?:\*(\d{1,4}))?(\*)?")
_COMMENT = re.compile(r"\([^()]*\)")
_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]+/[a-z0-9!#$&^_.+-]+")
_BARE = {
    "text": "text/plain",
    "plain": "text/plain",
    "html": "text/html",
    "multipart": "multipart/mixed",
}


class Parsed(NamedTuple):
    """A structured field: its value in lower case, and its parameters as bytes by name."""

    value: str
    params: dict[str, bytes]
    extended: dict[str, str]
    """Parameters that were written as RFC 2231 says, decoded."""

    def text(self, name: str) -> str:
        """Return a parameter as text, or nothing."""
        if name in self.extended:
            return self.extended[name]
        return decode_field(self.params[name])[0] if name in self.params else ""


EMPTY = Parsed("", {}, {})


def parse(field: bytes) -> Parsed:
    """Return `field` taken apart; what makes no sense is left out."""
    text = unfold(field[: limits.FIELD_BYTES]).decode("latin-1")
    head, _, _ = text.partition(";")
    params: dict[str, bytes] = {}
    segments: dict[str, list[tuple[int, bool, str]]] = {}
    for match in _PARAM.finditer(text):
        name, number, star = _SEGMENT.fullmatch(match[1].lower()).groups()  # type: ignore[union-attr] # matches any name
        value = _unquote(match[2])
        if number is None and not star:
            params.setdefault(name, value.encode("latin-1"))
        else:
            segments.setdefault(name, []).append((int(number or 0), bool(star), value))
    extended = {name: _join(parts) for name, parts in segments.items()}
    value = _COMMENT.sub("", head).strip().strip("\"'").lower()
    return Parsed(value, params, extended)


def media_type(field: Parsed) -> str:
    """Return the media type, ``text/plain`` where it cannot be one (RFC 2045 5.2)."""
    if _TYPE.fullmatch(field.value):
        return field.value
    return _BARE.get(field.value, "text/plain")


def _unquote(value: str) -> str:
    """Return a parameter's value without quotes; a backslash stays where it escapes nothing."""
    value = value.strip()
    if value.startswith('"'):
        value = value[1:-1] if value.endswith('"') and len(value) > 1 else value[1:]
        return value.replace('\\"', '"').replace("\\\\", "\\")
    return value


def _join(parts: list[tuple[int, bool, str]]) -> str:
    """Return an RFC 2231 parameter: segments joined before they are decoded."""
    parts.sort(key=lambda part: part[0])
    charset = ""
    if parts[0][1] and parts[0][2].count("'") >= 2:  # noqa: PLR2004 - charset'language'text
        charset, _, rest = parts[0][2].split("'", 2)
        parts[0] = (parts[0][0], True, rest)
    data = b"".join(
        unquote_to_bytes(value.encode("latin-1")) if star else value.encode("latin-1")
        for _, star, value in parts
    )
    if b"=?" in data and b"?=" in data:
        return decode_field(data)[0]
    return decode(data, charset).text
