"""The seal over personal data, as the store sees it; the vault implements it."""

import re
import unicodedata
from typing import Protocol

_SHORTEST = 7
"""Characters of a number that tells one person from another."""
_COUNTRY = re.compile(r"^(?:\+86|0086)(?=\d{5})")


class Sealer(Protocol):
    """Seals texts for columns and blinds values for equality search."""

    def seal_text(self, text: str, key_id: str) -> bytes:
        """Return `text` sealed under the data key `key_id`."""
        ...

    def open_text(self, sealed: bytes, key_id: str) -> str:
        """Return the text that was sealed under `key_id`."""
        ...

    def blind(self, purpose: str, value: str) -> str:
        """Return a keyed hash of `value`, equal for equal values of one purpose."""
        ...


def blind_address(sealer: Sealer, address: str) -> str:
    """Return the blind index of a mail address, the same however its letters are cased."""
    return sealer.blind("address", address.strip().casefold())


def blind_number(sealer: Sealer, number: str) -> str:
    """Return the blind index of a phone or device number, the same however it is written.

    Empty for what is no number, or too short to tell people apart.
    """
    folded = unicodedata.normalize("NFKC", number).casefold()
    bare = _COUNTRY.sub("", re.sub(r"[^a-z0-9@.+]", "", folded)).lstrip("+")
    return sealer.blind("number", bare) if len(bare) >= _SHORTEST else ""
