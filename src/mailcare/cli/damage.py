"""``mailcare doctor --database``: is what we keep whole?"""

from collections.abc import Iterator

from mailcare.cli.findings import Finding, Verdict
from mailcare.config import Config
from mailcare.errors import MailcareError
from mailcare.store import schema
from mailcare.store.failures import WAY_OUT
from mailcare.vault import Vault
from mailcare.wiring import check_state, database, open_store

_SHOWN = 5


def examine_database(config: Config) -> Iterator[Finding]:
    """Yield what was found: the database's pages, then what its rows name in the vault."""
    check_state(config)
    wrong = schema.examine(database(config))
    for line in wrong:
        yield Finding("database", "pages", Verdict.FAIL, line, WAY_OUT)
    if wrong:
        return
    yield Finding("database", "pages", Verdict.OK, "every page and reference is sound")
    try:
        with open_store(config) as (store, vault):
            blobs, keys = store.read(lambda tx: (tx.sealed.blobs(), tx.sealed.keys()))
            yield from _examine_vault(vault, blobs, keys)
    except MailcareError as error:
        yield Finding("database", "rows", Verdict.FAIL, str(error), WAY_OUT)


def _examine_vault(vault: Vault, blobs: set[str], keys: set[str]) -> Iterator[Finding]:
    there = vault.blobs()
    lost = sorted(blobs - there)
    damaged = [blob for blob in sorted(blobs & there) if not _opens(vault, blob)]
    for what, names in (("missing", lost), ("damaged", damaged)):
        if names:
            shown = ", ".join(names[:_SHOWN])
            todo = "take these files from a backup's vault/blobs"
            yield Finding("vault", "blobs", Verdict.FAIL, f"{len(names)} {what}: {shown}", todo)
    if not lost and not damaged:
        yield Finding("vault", "blobs", Verdict.OK, f"all {len(blobs)} can be opened")
    unknown = len(there - blobs)
    if unknown:
        yield Finding("vault", "blobs", Verdict.OK, f"{unknown} more that no row names, kept")
    yield Finding("vault", "keys", Verdict.OK, f"{len(keys)} in use")


def _opens(vault: Vault, blob: str) -> bool:
    try:
        vault.open(blob)
    except MailcareError:
        return False
    return True
