"""One-time codes for commands that wait, and ids of people that tell no address.

Both are derived from the keys that sign tokens, so that nothing need be stored: what waits, and
that it was carried out, stands in the ledger of its case.
"""

import base64
import hmac
from enum import StrEnum

from mailcare.casework.tokens import TokenKeys

_CODE_BYTES = 5
"""40 bits, eight characters: guessing by mail would take longer than the keys live."""
_MEMBER_BYTES = 10
_MEMBER = "staff:"


class Purpose(StrEnum):
    """What a code does."""

    CONFIRM = "confirm"
    UNDO = "undo"


def code_for(keys: TokenKeys, purpose: Purpose, letter_id: int, member: str) -> str:
    """Return the code that confirms, or takes back, the command in a letter of `member`."""
    return _code(keys.keys[keys.current], purpose, letter_id, member)


def is_code(keys: TokenKeys, code: str, purpose: Purpose, letter_id: int, member: str) -> bool:
    """Say whether `code` is that of the command; those of earlier keys count too."""
    given = code.encode()
    genuine = [_code(key, purpose, letter_id, member).encode() for key in keys.keys.values()]
    return any(hmac.compare_digest(one, given) for one in genuine)


def member_id(keys: TokenKeys, address: str) -> str:
    """Return what the ledger calls the person with this address: an id, never the address."""
    return _member(keys.keys[keys.current], address)


def is_member(keys: TokenKeys, member: str, address: str) -> bool:
    """Say whether the ledger's `member` is the person with this address."""
    return any(_member(key, address) == member for key in keys.keys.values())


def _code(key: bytes, purpose: Purpose, letter_id: int, member: str) -> str:
    said = f"{purpose} {letter_id} {member}".encode()
    mac = hmac.digest(key, b"mailcare code\0" + said, "sha256")
    return base64.b32encode(mac[:_CODE_BYTES]).decode("ascii")


def _member(key: bytes, address: str) -> str:
    mac = hmac.digest(key, b"mailcare member\0" + address.casefold().encode(), "sha256")
    return _MEMBER + base64.b32encode(mac[:_MEMBER_BYTES]).decode("ascii").lower()
