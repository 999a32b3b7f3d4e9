"""Sealed blobs (raw letters, outgoing bytes) and the keyring.

In: bytes and texts. Out: names of sealed blobs, opened bytes. Writes are synced before they return.
"""
