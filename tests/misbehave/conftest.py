"""A mailbox on a scripted server, with a store and vault of its own."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path

import pytest

from crash.dying import first_contact
from mailcare.store import Store
from mailcare.vault import open_vault
from mailcare.wire.deadlines import DeadlineKeeper
from misbehave.desk import NOW, Desk
from peers.imap import ImapPeer
from support.ram import quick_folder


@pytest.fixture(scope="session", name="_migrated_once")
def _migrate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("migrated") / "mailcare.sqlite"
    Store.migrate(file)
    return file


@pytest.fixture(scope="session", name="base")
def _base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the state of a house in which the baseline's letter is history."""
    return first_contact(tmp_path_factory.mktemp("first") / "house")


@pytest.fixture
def make_desk(
    tmp_path: Path, _migrated_once: Path, keeper: DeadlineKeeper
) -> Iterator[Callable[[ImapPeer], Desk]]:
    """Return what opens a store and vault of its own for the mailbox on a server."""
    with ExitStack() as opened:
        numbers = count(1)
        quick = opened.enter_context(quick_folder(tmp_path))

        def make(peer: ImapPeer) -> Desk:
            folder = quick / f"desk{next(numbers)}"
            folder.mkdir()
            vault = open_vault(folder / "vault", folder / "keys", NOW)
            store = Store.open(shutil.copy(_migrated_once, folder / "mailcare.sqlite"), vault)
            opened.callback(store.close)
            return Desk(store, vault, peer, keeper)

        yield make


@pytest.fixture
def desk(make_desk: Callable[[ImapPeer], Desk], imap_peer: ImapPeer) -> Desk:
    return make_desk(imap_peer)
