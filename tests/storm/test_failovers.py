"""A primary that dies again and again, its synchronous standby taking over each time, two hosts.

In short: tests/acceptance/test_database_fails.py.
"""

import os
from pathlib import Path

import pytest

from acceptance.conftest import MakeSite, Pair
from acceptance.hosts import sharing, uncapped
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
