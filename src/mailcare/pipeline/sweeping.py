"""The nightly sweep of the vault: what processes that died left behind.

A letter is sealed before the store knows of it. Whoever dies in between leaves sealed bytes and a
key that no row knows; the letter is fetched again, and sealed again under another key. The copy
would outlive the destruction of its case, so it goes: but only when the store has the same
letter elsewhere. What the store has not, as after an old backup was put back, stays.
"""

from datetime import datetime, timedelta

from mailcare.errors import VaultError
from mailcare.logs import get_logger
from mailcare.store import Store
from mailcare.vault import Vault

log = get_logger("pipeline")

ORPHANS_AFTER = timedelta(days=1)
"""What is younger is left alone: its transaction may be on its way."""


def sweep(store: Store, vault: Vault, now: datetime) -> None:
    """Remove unfinished files, second copies of letters, and the keys that nothing uses."""
    before = now - ORPHANS_AFTER
    unfinished = vault.sweep(before)
    blobs, keys = store.read(lambda tx: (tx.sealed.blobs(), tx.sealed.keys()))
    orphans = vault.orphans(blobs, before)
    copies = [blob for blob in orphans if _is_copy(store, vault, blob)]
    for blob in copies:
        vault.discard(blob)
    used = keys | {vault.key_of(blob) for blob in set(orphans).difference(copies)}
    unused = vault.orphan_keys(used, before)
    for key_id in unused:
        vault.destroy_key(key_id)
    left = len(orphans) - len(copies)
    log.info("vault.swept", unfinished=unfinished, copies=len(copies), keys=len(unused), left=left)


def _is_copy(store: Store, vault: Vault, blob: str) -> bool:
    """Say whether an orphan is a letter that the store has under another blob."""
    try:
        content_key = vault.content_key(vault.open(blob))
    except VaultError:
        return False
    return store.read(lambda tx: tx.letters.find(content_key)) is not None
