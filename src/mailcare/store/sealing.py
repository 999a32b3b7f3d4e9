"""The seal over personal data, as the store sees it; the vault implements it."""

from typing import Protocol


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
