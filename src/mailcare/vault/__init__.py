"""Sealed blobs (raw letters, outgoing bytes) and the keyring.

In: bytes and texts. Out: names of sealed blobs, opened bytes. Writes are synced before they return.

    keyring   master keys, numbered files in a folder of their own
    datakeys  one key a letter, wrapped by a master key, in a file each
    vault     blobs and texts sealed under data keys; blind indexes, content keys
    tokens    access and refresh tokens, a sealed file an account
    sync      how files are written: all crash points of the vault
"""

from mailcare.vault.keyring import Keyring, MasterKey
from mailcare.vault.tokens import SealedTokens
from mailcare.vault.vault import Note, Vault, open_vault

__all__ = ["Keyring", "MasterKey", "Note", "SealedTokens", "Vault", "open_vault"]
