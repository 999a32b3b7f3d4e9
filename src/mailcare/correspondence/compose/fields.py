"""Header fields: encoded as RFC 5322 and 2047 ask, folded, safe from whatever a user wrote."""

import base64
import re
from collections.abc import Iterable, Iterator

from mailcare.errors import ComposeError
from mailcare.model.letter import Address

CRLF = b"\r\n"

_LINE = 76
"""RFC 5322 2.1.1 asks for lines ≤ 78 octets, RFC 2047 2 for ≤ 76 with encoded words."""
_WORD_BYTES = 39
"""Of UTF-8 in one encoded word: 52 of base64 + 12 of ``=?utf-8?B?`` and ``?=`` = 64 ≤ 75, so that
the first one finds room beside the field's name."""
_PHRASE_BYTES = 42
"""The same for a display name: 14 characters in one word, since Python's own parser, among others,
shows a blank between the words of a longer one."""
_LONGEST_ID = 250
_REFERENCES = 20

_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
# direction marks can make a line read otherwise than it is
_BIDI = re.compile(r"[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_MESSAGE_ID = re.compile(r"<[\x21-\x3b\x3d\x3f-\x7e]+>")
_ATEXT = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"{_ATEXT}(?:\.{_ATEXT})*@{_LABEL}(?:\.{_LABEL})*")


def one_line(text: str, limit: int = 0) -> str:
    """Return `text` as one line: control characters and line ends become single spaces.

    With a `limit`, longer text is cut there and ends in ``…``.
    """
    line = re.sub(r"\s+", " ", _UNSAFE.sub(" ", _BIDI.sub("", text))).strip()
    return line if not limit or len(line) <= limit else line[: limit - 1].rstrip() + "…"


def check_address(address: str) -> str:
    """Return `address` if a mail can be sent to it as it stands.

    Raises:
        ComposeError: it is odd: not ASCII (IDN), quoted, a literal, too long, or no address.
    """
    if len(address) > 254 or not _ADDRESS.fullmatch(address) or address.find("@") > 64:  # noqa: PLR2004 - RFC 5321 4.5.3.1
        raise ComposeError("the address is none that mailcare can write to; a person must look")
    return address


def encode_text(text: str) -> list[str]:
    """Return `text` as the words of an unstructured field: ASCII, each short enough for a line.

    ASCII words at the end, such as our tag, stay readable; all before goes into encoded words.
    """
    words = one_line(text).split(" ")
    plain = len(words)
    while plain and _is_plain(words[plain - 1]):
        plain -= 1
    return [*_encoded_words(" ".join(words[:plain])), *words[plain:]]


def encode_phrase(name: str) -> list[str]:
    """Return a display name as words: quoted when ASCII, else encoded words (RFC 2047 5 (3))."""
    name = one_line(name, 120)
    if name.isascii() and "=?" not in name and len(name) < _LINE - 4:
        quoted = re.sub(r'(["\\])', r"\\\1", name)
        return [f'"{quoted}"'] if name else []
    return list(_encoded_words(name, _PHRASE_BYTES))


def fold(name: str, words: Iterable[str]) -> bytes:
    """Return the field `name` holding `words`, folded at the spaces between them."""
    lines = [f"{name}:"]
    for word in filter(None, words):
        if len(lines[-1]) + 1 + len(word) > _LINE:
            lines.append("")
        lines[-1] += f" {word}"
    return "\r\n".join(lines).encode("ascii") + CRLF


def address_field(name: str, address: Address) -> bytes:
    """Return an address field as picky receivers want it: ``=?utf-8?B?…?= <address>``."""
    return fold(name, [*encode_phrase(address.name), f"<{check_address(address.address)}>"])


def id_field(name: str, ids: Iterable[str]) -> bytes:
    """Return a field of Message-IDs; odd ones are left out, and the field if none is left.

    Of many the first and the latest are kept, as RFC 5322 3.6.4 allows.
    """
    good = [i for i in ids if len(i) <= _LONGEST_ID and _MESSAGE_ID.fullmatch(i)]
    if len(good) > _REFERENCES:
        good = [good[0], *good[1 - _REFERENCES :]]
    return fold(name, good) if good else b""


def _is_plain(word: str) -> bool:
    return word.isascii() and "=?" not in word and len(word) <= _LINE - 10


def _encoded_words(text: str, size: int = _WORD_BYTES) -> Iterator[str]:
    """Cut at characters, never inside one: each encoded word must stand alone (RFC 2047 5)."""
    chunk = b""
    for character in text:
        octets = character.encode("utf-8")
        if len(chunk) + len(octets) > size:
            yield _encoded_word(chunk)
            chunk = b""
        chunk += octets
    if chunk:
        yield _encoded_word(chunk)


def _encoded_word(octets: bytes) -> str:
    return f"=?utf-8?B?{base64.b64encode(octets).decode('ascii')}?="
