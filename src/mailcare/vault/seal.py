"""AES-256-GCM as the vault uses it: a version byte, a random nonce, the sealed bytes."""

import os
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES: Final = 32
_VERSION: Final = b"\x01"
_NONCE_BYTES: Final = 12  # SP 800-38D 8.2.2: 96 bits, random; far fewer than 2**32 a key


class BrokenSealError(Exception):
    """The sealed bytes, the key or what they are bound to is not what was sealed."""


def seal(data: bytes, key: bytes, bound_to: bytes) -> bytes:
    """Return `data` encrypted under `key` and bound to its place by `bound_to`."""
    nonce = os.urandom(_NONCE_BYTES)
    return _VERSION + nonce + AESGCM(key).encrypt(nonce, data, _VERSION + bound_to)


def unseal(sealed: bytes, key: bytes, bound_to: bytes) -> bytes:
    """Return what `seal` was given.

    Raises:
        BrokenSealError: one bit of any of the three is another.
    """
    nonce = sealed[1 : 1 + _NONCE_BYTES]
    if sealed[:1] != _VERSION or len(nonce) < _NONCE_BYTES:
        raise BrokenSealError
    try:
        return AESGCM(key).decrypt(nonce, sealed[1 + _NONCE_BYTES :], _VERSION + bound_to)
    except InvalidTag:
        raise BrokenSealError from None
