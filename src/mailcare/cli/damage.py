"""``mailcare doctor --database``: is what we keep whole?"""

from collections.abc import Iterator

from mailcare.cli.findings import Finding, Verdict
from mailcare.config import Config
from mailcare.errors import MailcareError
from mailcare.store import schema
from mailcare.store.durability import Durability, read_durability
from mailcare.store.failures import WAY_OUT
from mailcare.vault import Vault
from mailcare.wiring import check_state, database, open_store

_SHOWN = 5


def examine_database(config: Config) -> Iterator[Finding]:
    """Yield what was found: the database's pages, then what its rows name in the vault."""
    check_state(config)
    if schema.is_empty(database(config)):
        yield Finding("database", "pages", Verdict.FAIL, "it is gone or empty", WAY_OUT)
        return
    wrong = schema.examine(database(config))
    for line in wrong:
        yield Finding("database", "pages", Verdict.FAIL, line, WAY_OUT)
    if wrong:
        return
    yield Finding("database", "pages", Verdict.OK, "every page and reference is sound")
    yield from _examine_durability(read_durability(database(config)))
    try:
        with open_store(config) as (store, vault):
            blobs, keys = store.read(lambda tx: (tx.sealed.blobs(), tx.sealed.keys()))
            yield from _examine_vault(vault, blobs, keys)
    except MailcareError as error:
        yield Finding("database", "rows", Verdict.FAIL, str(error), WAY_OUT)


def _examine_durability(found: Durability | None) -> Iterator[Finding]:
    """Yield what becomes of a commit when a server dies; of SQLite there is nothing to say."""
    if found is None:
        return
    if found.survives_crash:
        yield Finding("database", "power", Verdict.OK, "a commit outlives the loss of power")
    else:
        said = "a commit may be lost with the power: mail could leave twice"
        todo = "set fsync and full_page_writes to on"
        yield Finding("database", "power", Verdict.FAIL, said, todo)
    if not found.survives_failover:
        said = "a failover may lose commits: mail could leave twice"
        todo = "name a synchronous standby before you fail over, docs/scaling.md"
        yield Finding("database", "failover", Verdict.WARN, said, todo)
    elif not found.in_sync:
        said = "no synchronous standby can be seen now: commits may wait, or we may not see it"
        todo = "look at pg_stat_replication as a superuser; GRANT pg_monitor lets us see it"
        yield Finding("database", "failover", Verdict.WARN, said, todo)
    else:
        said = f"commits wait for {found.in_sync} standby"
        yield Finding("database", "failover", Verdict.OK, said)


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
