"""Tokens: short words in our mail that prove which thread an answer belongs to, never who wrote it.

A token is lower-case base32 of: kind (1 byte), key tag (1 byte), row id (1 to 9 bytes, big-endian,
without leading zeros), then the first 10 bytes of the HMAC-SHA256 of all before it. The key tag is
a hint which key of the keyring signed it, so that keys rotate without rewriting anything.
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from mailcare.model.letter import Message

_MAC_BYTES = 10
"""80 bits: a forger who sends a million letters a day would need about 10^15 years."""
_HEAD_BYTES = 2
_MAX_ID_BYTES = 8
_WORD = r"[a-z2-7]{21,32}"
"""13 to 20 bytes in base32 without padding."""
_MARK = re.compile(rf"[#\uff03]\s?({_WORD})(?![a-z2-7])", re.IGNORECASE)
_LOCAL_PART = re.compile(rf"<?({_WORD})(?:\.[a-z0-9.-]{{1,64}})?@", re.IGNORECASE)
_SUB_ADDRESS = re.compile(rf"\+({_WORD})@", re.IGNORECASE)
_NUMBER = re.compile(
    r"(?<![A-Z0-9_-])([A-Z][A-Z0-9_]{0,15})-(\d{4}(?:0[1-9]|1[0-2]))-(\d{4,8})(?![0-9A-Z_])",
    re.IGNORECASE | re.ASCII,
)
_TAG = re.compile(
    rf"\[[A-Z][A-Z0-9_]{{0,15}}-\d{{6}}-\d{{4,8}}[#\uff03]\s?{_WORD}\]", re.IGNORECASE
)
_MAX_TEXT = 200_000
"""Characters of a text that are searched, from each end."""


class TokenKind(StrEnum):
    """What a token's row id counts."""

    CASE = "case"
    DISPATCH = "dispatch"
    NOTICE = "notice"
    DRAFT = "draft"
    ORIGIN = "origin"
    """The case was dispatched to us; the letter comes from where it came from."""
    URGE = "urge"
    """A reader of a digest may press for the case; bound to their address."""
    TRIAL = "trial"
    """A test of how staff prove who they are; counts no row of the store."""
    ALARM = "alarm"
    """A recipient of an alarm may acknowledge it; bound to their address."""


_KINDS = tuple(TokenKind)
BOUND = frozenset({TokenKind.URGE, TokenKind.TRIAL, TokenKind.ALARM})
"""Kinds that are worth something in a letter from one address alone."""


@dataclass(frozen=True, slots=True)
class TokenKeys:
    """The keys that sign tokens, derived from the keyring for this purpose alone."""

    current: str
    """Id of the key that signs new ones."""
    keys: Mapping[str, bytes] = field(repr=False)
    """All keys whose tokens are still valid, by id."""


@dataclass(frozen=True, slots=True)
class Token:
    """A token that we have made ourselves."""

    kind: TokenKind
    row_id: int
    key_id: str


def make_token(keys: TokenKeys, kind: TokenKind, row_id: int, reader: str = "") -> str:
    """Return the token of a row, signed with the current key; the same arguments, the same token.

    One for a `reader` is worth something in a letter from that address alone.

    Raises:
        ValueError: `row_id` is no database id.
    """
    if not 0 < row_id < 1 << (8 * _MAX_ID_BYTES):
        raise ValueError("a row id that no database gives")
    number = row_id.to_bytes((row_id.bit_length() + 7) // 8, "big")
    head = bytes([_KINDS.index(kind), _key_tag(keys.current)]) + number
    mac = _mac(keys.keys[keys.current], head, reader)
    return base64.b32encode(head + mac).decode("ascii").rstrip("=").lower()


def read_token(keys: TokenKeys, text: str, sender: str = "") -> Token | None:
    """Return what `text` proves, None if we did not make it; compares in constant time.

    One that was made for a reader proves nothing in a letter from another `sender`.
    """
    data = _decode(text)
    if data is None:
        return None
    head, mac = data[:-_MAC_BYTES], data[-_MAC_BYTES:]
    bound = _KINDS[head[0]] in BOUND
    if bound and not sender:
        return None
    found, reader = None, sender if bound else ""
    for key_id, key in keys.keys.items():
        genuine = hmac.compare_digest(_mac(key, head, reader), mac)
        if genuine and _key_tag(key_id) == head[1]:
            found = Token(_KINDS[head[0]], int.from_bytes(head[_HEAD_BYTES:], "big"), key_id)
    return found


def find_tokens(keys: TokenKeys, message: Message) -> list[Token]:
    """Return the valid tokens of a letter, the most telling first, each once.

    Message-IDs it answers, newest first; the original of a delivery report; the tag in the subject;
    our sub-addresses; last the text, quoted mail included, from its end.
    """
    sender = message.from_.address if message.from_ else ""
    tokens = (read_token(keys, word.lower(), sender) for word in _words(message))
    return list(dict.fromkeys(token for token in tokens if token is not None))


def message_id(token: str, domain: str, part: str) -> str:
    """Return a Message-ID that carries `token`; `part` tells the mails of one thread apart.

    Raises:
        ValueError: `part` holds other than lower-case letters, digits, dots and hyphens.
    """
    if not re.fullmatch(r"[a-z0-9.-]{1,64}", part):
        raise ValueError("a part of a Message-ID that is not a word")
    return f"<{token}.{part}@{domain}>"


def subject_tag(number: str, token: str) -> str:
    """Return the tag for subject and last body line: ``[VAS-202611-0042#k7m2…]``."""
    return f"[{number}#{token}]"


def has_mark(text: str) -> bool:
    """Say whether the tag of a mail of ours stands in `text`, genuine or not: it quotes one."""
    return _MARK.search(_ends(text)) is not None


def find_numbers(text: str) -> tuple[str, ...]:
    """Return the case numbers that `text` names, in capitals, in order, each once."""
    found = (match[0].upper() for match in _NUMBER.finditer(_ends(text)))
    return tuple(dict.fromkeys(found))


def unmarked(message: Message, units: Iterable[str]) -> Message:
    """Return a letter without our tags, and numbers of cases of `units`, in its writer's words.

    They stand in every answer to us, and are no device number of anybody's.
    """
    prefixes = {unit.upper() for unit in units}

    def without(text: str) -> str:
        return _NUMBER.sub(lambda hit: "" if hit[1].upper() in prefixes else hit[0], text)

    subject, own = (_TAG.sub("", text) for text in (message.subject, message.own_text))
    return replace(message, subject=without(subject), own_text=without(own))


def _words(message: Message) -> Iterator[str]:
    answered = (*message.in_reply_to, *reversed(message.references))
    report = message.report.original_message_id if message.report else ""
    for identifier in (*answered, report):
        yield from _LOCAL_PART.findall(identifier)
    yield from _MARK.findall(message.subject)
    for address in (*message.to, *message.cc):
        yield from _SUB_ADDRESS.findall(address.address)
    for text in (message.text, message.quoted, message.forwarded):
        yield from reversed(_MARK.findall(_ends(text)))


def _ends(text: str) -> str:
    return text if len(text) <= 2 * _MAX_TEXT else text[:_MAX_TEXT] + "\n" + text[-_MAX_TEXT:]


def _decode(text: str) -> bytes | None:
    if not re.fullmatch(_WORD, text):
        return None
    padding = "=" * (-len(text) % 8)
    try:
        data = base64.b32decode(text.upper() + padding)
    except ValueError:
        return None
    canonical = base64.b32encode(data).decode("ascii").rstrip("=").lower() == text
    number = data[_HEAD_BYTES:-_MAC_BYTES]
    return data if canonical and number and number[0] and data[0] < len(_KINDS) else None


def _key_tag(key_id: str) -> int:
    return hashlib.sha256(key_id.encode()).digest()[0]


def _mac(key: bytes, head: bytes, reader: str = "") -> bytes:
    bound = b"\0" + reader.casefold().encode() if reader else b""
    return hmac.digest(key, b"mailcare token\0" + head + bound, "sha256")[:_MAC_BYTES]
