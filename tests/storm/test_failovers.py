"""A primary that dies again and again, its synchronous standby taking over each time, two hosts.

In short: tests/acceptance/test_database_fails.py.
"""

import os
from pathlib import Path

import pytest

from acceptance import letters
from acceptance.conftest import MakeSite, Pair
from acceptance.hosts import sharing, uncapped
from mailcare.model.post import OutboxState
from servers.postgres import url_of
from storm.storm import Storm
from storm.test_storm import KILLS, SEED

FAILOVERS = max(3, KILLS // 25)
LETTERS = 8 * FAILOVERS

pytestmark = [
    pytest.mark.server,
    pytest.mark.slow,
    pytest.mark.timeout(600 + 90 * FAILOVERS),
    pytest.mark.skipif("MAILCARE_STORM" not in os.environ, reason="make storm"),
]


def test_failovers_lose_and_double_nothing(make_site: MakeSite, pair: Pair, tmp_path: Path) -> None:
    hosts = [make_site("vas", "idc"), make_site()]
    sharing(hosts, url_of(pair, pair[0].new_database()), tmp_path)
    uncapped(hosts)
    for box in hosts[0].boxes.values():
        box["more"] = "mark_handled = true"
    storm = Storm(hosts, hosts[0].new_person("crowd"), SEED)
    storm.fail_over(pair, FAILOVERS, LETTERS)
    storm.settle()
    count = storm.count()
    print(f"failovers: {count}")  # noqa: T201 - the counts are the proof
    assert (count.lost, count.doubled, count.altered) == ([], [], [])
    assert count.cases + count.set_aside == LETTERS
    assert count.unflagged == 0


def test_while_no_standby_confirms_a_daemon_stops_and_loses_nothing(
    make_site: MakeSite, pair: Pair, tmp_path: Path
) -> None:
    """Its commits hang then: it must end all the same, and go on when the standby is back."""
    primary, standby = pair
    site = make_site("vas")
    sharing([site], url_of(pair, primary.new_database()), tmp_path)
    site.start()
    primary.set(synchronous_standby_names="*")
    primary.await_standby("sync")
    users = [site.send(letters.complete())]
    site.settle(1)
    standby.stop()
    users.append(site.send(letters.complete_of(1)))
    assert site.process.wait(90) == 1
    assert "others take over" in site.log_text()
    standby.start()
    site.start(ready=False)
    site.settle(2, 120)
    got = site.await_delivery(*users)
    assert [len(got[user.name]) for user in users] == [1, 1]
    assert site.outbox(OutboxState.UNCERTAIN) == []
