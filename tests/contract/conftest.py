"""A fresh mailbox on each server of the contract, and mailcare at work in it."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from contract.desk import Desk
from contract.places import PeerPlace, Place, RealPlace
from mailcare.demo.servers import ImapServer
from mailcare.store import Store
from peers.providers import PROVIDERS
from servers.base import PASSWORD, require
from servers.courier import CourierServer
from servers.cyrus import COMMON, CyrusServer
from servers.dovecot import DovecotServer, LabUser
from support.ram import quick_folder

_KB = 1024
_PYMAP_USERS = [f"user{number}" for number in range(100)]
_PEERS = {"coremail": "163", "qq": "qq", "sina": "sina"}
SERVERS = ("dovecot", "cyrus", "courier", "pymap", *_PEERS)


@pytest.fixture(scope="session", name="_cyrus_once")
def _start_cyrus() -> Iterator[CyrusServer]:
    require("ctl_cyrusdb", "master", folder=COMMON)
    require("saslpasswd2")
    require("imapd", folder=CyrusServer.programs())
    server = CyrusServer()
    try:
        server.start()
        yield server
    finally:
        server.close()


@pytest.fixture(scope="session", name="_courier_once")
def _start_courier() -> Iterator[CourierServer]:
    require("imapd", folder=CourierServer.programs())
    server = CourierServer()
    yield server
    server.close()


@pytest.fixture(scope="session", name="_pymap_once")
def _start_pymap() -> Iterator[tuple[ImapServer, Iterator[str]]]:
    server = ImapServer(_PYMAP_USERS, PASSWORD)
    yield server, iter(_PYMAP_USERS)
    server.close()


@pytest.fixture(params=SERVERS)
def place(request: pytest.FixtureRequest) -> Iterator[Place]:
    """Return a mailbox that nobody used, on one server after the other."""
    name = str(request.param)
    if name in _PEERS:
        provider = PROVIDERS[_PEERS[name]]
        with provider.peer("vas") as peer:
            yield PeerPlace(name, peer, keeps_keywords=provider.keywords)
    else:
        made = _REAL[name](request)
        yield made
        made.close()


def _dovecot(request: pytest.FixtureRequest) -> RealPlace:
    server: DovecotServer = request.getfixturevalue("dovecot")
    user = server.new_user(storage="1M")
    return RealPlace("dovecot", server.imap_port, user, quota=1024 * _KB)


def _cyrus(request: pytest.FixtureRequest) -> RealPlace:
    server: CyrusServer = request.getfixturevalue("_cyrus_once")
    return RealPlace("cyrus", server.port, server.new_user(), quota=server.quota * _KB)


def _courier(request: pytest.FixtureRequest) -> RealPlace:
    server: CourierServer = request.getfixturevalue("_courier_once")
    user = server.new_user(quota=1_000_000)
    return RealPlace("courier", server.port, user, "INBOX.", ".", quota=977 * _KB)


def _pymap(request: pytest.FixtureRequest) -> RealPlace:
    server, names = request.getfixturevalue("_pymap_once")
    user = LabUser(next(names))
    return RealPlace("pymap", server.port, user, keeps_keywords=False, takes_malformed=False)


_REAL: dict[str, Callable[[pytest.FixtureRequest], RealPlace]] = {
    "dovecot": _dovecot,
    "cyrus": _cyrus,
    "courier": _courier,
    "pymap": _pymap,
}
MakeDesk = Callable[..., Desk]


@pytest.fixture(scope="session", name="_migrated_once")
def _migrate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("migrated") / "mailcare.sqlite"
    Store.migrate(file)
    return file


@pytest.fixture
def make_desk(tmp_path: Path, place: Place, _migrated_once: Path) -> Iterator[MakeDesk]:
    """Return what sets mailcare to work in the mailbox."""
    with ExitStack() as opened:
        folder = opened.enter_context(quick_folder(tmp_path))
        (folder / "state").mkdir(mode=0o700)
        shutil.copy(_migrated_once, folder / "state")

        def make(*box: str) -> Desk:
            return opened.enter_context(Desk(folder, place, "\n".join(box)))

        yield make
