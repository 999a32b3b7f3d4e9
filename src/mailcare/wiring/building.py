"""Every part of a daemon, and the settings that a reload replaces."""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from types import MappingProxyType

from mailcare.casework.tokens import TokenKeys
from mailcare.clock import Clock
from mailcare.config import Config, Mailbox
from mailcare.correspondence.templates import TemplateBook
from mailcare.correspondence.write import Writing
from mailcare.intake.readers import ReaderPool
from mailcare.pipeline.parts import Parts, Settings
from mailcare.pipeline.sharing import Alone
from mailcare.resources import shipped
from mailcare.store import GoodTemplate, StateLock, Store, StoredMailbox, Tx
from mailcare.vault import Keyring, open_vault
from mailcare.wire.deadlines import DeadlineKeeper
from mailcare.wiring.desks import mailbox_key, make_desk
from mailcare.wiring.places import (
    check_owner,
    database,
    note_keyring,
    refuse_lost,
    refuse_other_keyring,
)


class StoredTemplates:
    """The last good versions of templates, kept in the store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def save_good(self, name: str, text: str, digest: str, now: datetime) -> None:
        """Keep `text` as the last good version of the file called `name`."""
        self._store.run(lambda tx: tx.templates.save_good(name, text, digest, now))

    def good(self, name: str) -> GoodTemplate | None:
        """Return the last good version."""
        return self._store.read(lambda tx: tx.templates.good(name))


@contextmanager
def build(config: Config, clock: Clock) -> Iterator[Parts]:
    """Build every part for a daemon on this state directory, and take them down again.

    Creates what a first start needs: folders, keyring, database, and migrates an older database.

    Raises:
        StoreError: another daemon holds the state directory, or the database cannot be used.
        VaultError: the keyring cannot be used.
    """
    state = config.storage.state_dir
    state.mkdir(mode=0o700, parents=True, exist_ok=True)
    check_owner(state)
    with StateLock(state):
        vault = open_vault(config.storage.vault, config.storage.keys, clock.now())
        refuse_lost(config, vault)
        Store.migrate(database(config))
        store = Store.open(database(config), vault)
        keeper = DeadlineKeeper(clock)
        readers = _readers(config, clock)
        keyring = Keyring.open(config.storage.keys)
        tokens = token_keys(keyring)
        try:
            note_keyring(store, keyring)
            refuse_other_keyring(config, store, keyring)
            settings = make_settings(config, store, tokens, clock.now())
            who = owner(clock)
            alone = Alone(store, who)
            yield Parts(clock, store, vault, readers, keeper, tokens, who, settings, alone)
        finally:
            readers.close()
            keeper.close()
            store.close()


def _readers(config: Config, clock: Clock) -> ReaderPool:
    daemon = config.daemon
    return ReaderPool(daemon.reader_processes, daemon.reader_seconds, daemon.reader_memory, clock)


def owner(clock: Clock) -> str:
    """Return who we are in claims: unique for each start of a process."""
    return f"{socket.gethostname()}:{os.getpid()}:{clock.now():%Y%m%dT%H%M%S%f}"


def token_keys(keyring: Keyring) -> TokenKeys:
    """Return the keys that sign thread tokens, derived for this purpose alone."""
    keys = {entry.id: keyring.derive("tokens", entry.id) for entry in keyring.list()}
    return TokenKeys(keyring.current.id, MappingProxyType(keys))


def renew(parts: Parts, config: Config, now: datetime) -> None:
    """Take a changed config and a rotated keyring into force; an error leaves all as it was."""
    tokens = token_keys(Keyring.open(config.storage.keys))
    settings = make_settings(config, parts.store, tokens, now)
    parts.vault.refresh()
    parts.tokens, parts.settings = tokens, settings


def make_settings(config: Config, store: Store, tokens: TokenKeys, now: datetime) -> Settings:
    """Return what a reload replaces; all or nothing: an error leaves the old settings in force."""
    stored = {name: _ensure(store, name, box, now) for name, box in config.mailboxes.items()}
    desks = {one.id: make_desk(config, name, one) for name, one in stored.items()}
    book = TemplateBook(shipped("templates"), config.storage.templates_dir, StoredTemplates(store))
    writing = Writing(config, book, tokens)
    return Settings(config, MappingProxyType(desks), writing)


def _ensure(store: Store, name: str, box: Mailbox, now: datetime) -> StoredMailbox:
    key = mailbox_key(box)

    def work(tx: Tx) -> StoredMailbox:
        tx.locks.take("mailboxes")
        return tx.mailboxes.ensure(key, name, box.mode, now)

    return store.run(work)
