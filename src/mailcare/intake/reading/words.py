"""Header fields → text: RFC 2047 as it is written, not as it should be.

Neighbouring encoded words are joined as bytes before decoding, since clients cut inside
characters; what stands outside them may be raw 8-bit text.
"""

import binascii
import re
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from mailcare.intake.reading import limits
from mailcare.intake.reading.charset import decode, normal_name

_WORD = re.compile(rb"=\?([^?\s]{1,60})\?([bBqQ])\?((?:[^?=]|\?(?!=)|=(?!\?(?!=)))*+)\?=")
_CUT_WORD = re.compile(rb"=\?([^?\s]{1,60})\?([bBqQ])\?([^?\s]*)\??$")
_QUOTED_WORDS = re.compile(rb'"\s*((?:=\?[^?\s"]{1,60}\?[bBqQ]\?[^?"]*\?=\s*)+)"')
_LONE_PERSON = re.compile(r'([^"<>@:;()]*,[^"<>@:;()]*?)\s*(<[^<>]*>)\s*')
_FOLD = re.compile(rb"[\r\n]+")
_TAB_FOLD = re.compile(rb"[\r\n]+\t+")
_CONTROLS = re.compile("[\x00-\x08\x0a-\x1f\x7f\u2028\u2029]+")


class _Piece(NamedTuple):
    """A stretch of a field: an encoded word, or (charset None) what stands between them."""

    data: bytes
    charset: str | None = None
    encoding: str = ""


def unfold(value: bytes) -> bytes:
    """Return a field's value on one line."""
    return _FOLD.sub(b"", _TAB_FOLD.sub(b" ", value)).strip()


def decode_field(value: bytes, hint: str = "") -> tuple[str, bool]:
    """Return a field's text, and whether characters were lost.

    Args:
        value: the field as it came, folds and all.
        hint: the charset of the letter's body, for raw 8-bit text.
    """
    value = unfold(value[: limits.FIELD_BYTES])
    if value.isascii() and b"=?" not in value and b"\x1b" not in value:
        return _CONTROLS.sub(" ", value.decode("ascii")).strip(), False
    texts: list[str] = []
    lossy = False
    for text, lost in _texts(value, hint):
        texts.append(text)
        lossy = lossy or lost
    return _CONTROLS.sub(" ", "".join(texts)).strip(), lossy


def plain_addresses(value: bytes, hint: str = "") -> tuple[bytes, bool]:
    """Return an address field with its encoded words as quoted UTF-8, for an address parser.

    Encoded words inside quotes, which the RFC forbids and many clients write, are decoded too.
    """
    value = unfold(value[: limits.FIELD_BYTES])
    value = _QUOTED_WORDS.sub(rb"\1", value)
    out: list[str] = []
    lossy = inside = False
    for encoded, text, lost in _tagged(value, hint):
        lossy = lossy or lost
        if not encoded:
            out.append(text)
            inside ^= bool(text.replace('\\"', "").count('"') % 2)
            continue
        escaped = _CONTROLS.sub(" ", text).replace("\\", "\\\\").replace('"', '\\"')
        out.append(escaped if inside else f'"{escaped}"')
    field = _CONTROLS.sub(" ", "".join(out))
    lone = _LONE_PERSON.fullmatch(field)
    return (f'"{lone[1]}" {lone[2]}' if lone else field).encode(), lossy


def _texts(value: bytes, hint: str) -> Iterator[tuple[str, bool]]:
    """Yield the stretches of a field as text."""
    for _, text, lost in _tagged(value, hint):
        yield text, lost


def _tagged(value: bytes, hint: str) -> Iterator[tuple[bool, str, bool]]:
    """Yield (was encoded, text, lossy) for each stretch; neighbours of one charset are one."""
    for (charset, encoding), group in groupby(_pieces(value), lambda p: (p.charset, p.encoding)):
        data = [piece.data for piece in group]
        if charset is None:
            found = decode(b"".join(data), hint=hint)
            yield False, found.text, found.lossy
        else:
            found = decode(_word_bytes(data, encoding), charset, hint)
            yield True, found.text, found.lossy


def _pieces(value: bytes) -> Iterator[_Piece]:
    """Cut a field into encoded words and what stands between; blanks between words vanish."""
    at = 0
    for match in _WORD.finditer(value):
        between = value[at : match.start()]
        if between.strip() or (between and at == 0):
            yield _Piece(between)
        yield _word(match)
        at = match.end()
    rest = value[at:]
    cut = _CUT_WORD.search(rest)
    if cut:  # a field cut off in mid-word: what is there can be read
        if rest[: cut.start()].strip():
            yield _Piece(rest[: cut.start()])
        yield _word(cut)
    elif rest:
        yield _Piece(rest)


def _word(match: re.Match[bytes]) -> _Piece:
    """Return an encoded word as a piece; the charset by its codec so that aliases join."""
    declared = match[1].decode("ascii", "replace")
    return _Piece(match[3], normal_name(declared) or declared.lower(), match[2].lower().decode())


def _word_bytes(data: list[bytes], encoding: str) -> bytes:
    """Return the bytes that neighbouring encoded words stand for together."""
    if encoding == "q":
        return b"".join(binascii.a2b_qp(piece.replace(b" ", b"_"), header=True) for piece in data)
    if any(len(piece) % 4 and not piece.endswith(b"=") for piece in data[:-1]):
        data = [b"".join(data)]  # cut inside a group of four
    return b"".join(_unpack(piece) for piece in data)


def _unpack(piece: bytes) -> bytes:
    """Decode base64 whatever its padding and stray characters."""
    packed = re.sub(rb"[^A-Za-z0-9+/]", b"", piece)
    if len(packed) % 4 == 1:
        packed = packed[:-1]
    return binascii.a2b_base64(packed + b"=" * (-len(packed) % 4))
