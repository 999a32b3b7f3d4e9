"""The acceptance tests' own fixture: a site, closed at the end, its projections checked."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from acceptance.hosts import sharing
from acceptance.site import Site
from servers.base import require
from servers.postfix import PostfixServer
from servers.postgres import SAFE, PostgresServer

MakeSite = Callable[..., Site]
MakeHosts = Callable[[int], list[Site]]
Pair = tuple[PostgresServer, PostgresServer]


@pytest.fixture
def make_site(tmp_path: Path, postfix: PostfixServer) -> Iterator[MakeSite]:
    """Make a site with the mailboxes named."""
    made: list[Site] = []

    def make(*boxes: str) -> Site:
        folder = tmp_path / f"site{len(made)}"
        folder.mkdir()
        made.append(Site(folder, postfix, boxes or ("vas",)))
        return made[-1]

    try:
        yield make
        for site in made:
            if (site.state / "mailcare.sqlite").exists():
                site.assert_projections()
    finally:
        for site in made:
            site.close()


@pytest.fixture
def site(make_site: MakeSite) -> Site:
    """Return a site with the mailbox vas alone, live."""
    return make_site("vas")


@pytest.fixture
def make_hosts(make_site: MakeSite, postgres: PostgresServer, tmp_path: Path) -> MakeHosts:
    """Make hosts that share database, vault, keyring and mailboxes; each has a state of its own."""

    def make(count: int) -> list[Site]:
        hosts = [make_site("vas", "idc"), *(make_site() for _ in range(count - 1))]
        sharing(hosts, postgres.url(postgres.new_database()), tmp_path)
        return hosts

    return make


@pytest.fixture
def pair() -> Iterator[Pair]:
    """Return a primary and its standby, which knows nothing of settings made from now on."""
    require("postgres", folder=PostgresServer.programs())
    primary = PostgresServer()
    primary.start()
    standby = primary.standby()
    try:
        standby.start()
        primary.await_standby("async")
        primary.set(**SAFE)
        yield primary, standby
    finally:
        standby.close()
        primary.close()
