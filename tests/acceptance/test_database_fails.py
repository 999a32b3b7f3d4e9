"""PostgreSQL fails over, restarts, drops connections: nothing is lost, nothing leaves twice."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from acceptance import letters
from acceptance.conftest import MakeSite, Pair
from acceptance.hosts import sharing, uncapped
from acceptance.site import Site
from mailcare.cli.damage import examine_database
from mailcare.config import load
from mailcare.errors import StoreError
from mailcare.model.place import LetterState
from mailcare.model.post import OutboxState
from peers.cutter import Cutter
from servers.dovecot import LabUser
from servers.postgres import SAFE, PostgresServer, url_of

pytestmark = [pytest.mark.server, pytest.mark.slow, pytest.mark.timeout(300)]


def said_of_failover(site: Site) -> str:
    """Return what doctor finds out about a failover."""
    (found,) = (one for one in examine_database(load(site.config)) if one.step == "failover")
    return f"{found.verdict.value}: {found.found}"


def keep_up(site: Site, fact: Callable[[], object], what: str) -> None:
    """Wait for a fact; a daemon that stops meanwhile is started again, as systemd would."""

    def look() -> object:
        if site.process.poll() is not None:
            assert site.process.returncode == 1
            site.start(ready=False)
        with suppress(StoreError):
            return fact()
        return False

    site.wait(look, what, 90)


def all_through(site: Site, count: int) -> bool:
    """Say whether so many letters are handled and all mail has left, or is in doubt."""
    if site.letters() + site.letters(LetterState.SET_ASIDE) < count:
        return False
    quiet = {OutboxState.SENT, OutboxState.UNCERTAIN, OutboxState.SUPERSEDED}
    idle = not site.read(lambda tx: tx.intents.pending(1))
    return idle and {mail.state for mail in site.outbox()} <= quiet


def check(site: Site, users: list[LabUser], known: int = 0) -> None:
    """Each letter has one case, each user one reply or, in doubt, none."""
    assert site.letters(LetterState.SET_ASIDE) == 0
    assert len(site.cases()) == len(users) + known
    doubtful = {mail.recipient for mail in site.outbox(OutboxState.UNCERTAIN)}
    got = site.await_delivery(*users)
    for user in users:
        replies = len(got.get(user.name, ()))
        assert replies <= 1, user
        assert replies == 1 or f"{user.name}@users.test" in doubtful, user


def test_a_failover_loses_nothing_and_doubles_nothing(
    pair: Pair, make_site: MakeSite, tmp_path: Path
) -> None:
    primary, standby = pair
    site = make_site("vas")
    sharing([site], url_of(pair, primary.new_database()), tmp_path)
    uncapped([site])
    site.start()
    assert said_of_failover(site).startswith("warn: a failover may lose commits")
    primary.set(synchronous_standby_names="*")
    primary.await_standby("sync")
    assert said_of_failover(site) == "ok: commits wait for 1 standby"
    users = [site.send(letters.complete_of(n)) for n in range(4)]
    site.wait(lambda: site.outbox(OutboxState.SENT), "the work is under way")
    primary.kill()
    standby.promote()
    users += [site.send(letters.complete_of(n)) for n in range(4, 6)]
    keep_up(site, lambda: all_through(site, 6), "all are handled")
    check(site, users)
    assert said_of_failover(site).startswith("warn: a failover may lose commits")
    standby.set(**SAFE, synchronous_standby_names="*")
    assert said_of_failover(site).startswith("warn: no synchronous standby can be seen now")


CUTS = 8


def test_connections_cut_anywhere_lose_nothing_and_double_nothing(
    make_site: MakeSite, postgres: PostgresServer, tmp_path: Path
) -> None:
    """Before the server heard of a commit, after it was done unheard, and wherever; a restart."""
    site = make_site("vas")
    database = postgres.new_database()
    with Cutter(postgres.port) as cutter:
        url = postgres.url(database).replace(f":{postgres.port}/", f":{cutter.port}/")
        sharing([site], url, tmp_path)
        uncapped([site])
        site.start()
        cutter.every(7)
        users = [site.send(letters.complete_of(n)) for n in range(3)]
        site.wait(lambda: cutter.cuts.total() >= CUTS, "so many commits were cut", 90)
        cutter.every(0)
        users.append(site.send(letters.complete_of(3)))
        for _ in range(10):
            postgres.cut_all(database)
        postgres.stop()
        postgres.start()
        keep_up(site, lambda: all_through(site, 4), "all are handled")
        check(site, users)
        site.close()
    assert min(cutter.cuts["before"], cutter.cuts["after"]) >= CUTS // 2
