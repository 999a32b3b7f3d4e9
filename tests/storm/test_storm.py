"""Killed at random under load, mailcare loses and doubles nothing (DESIGN 4.1, 4.2, 4.4).

`make test` kills a few times; `make storm` a thousand times over ten thousand letters, half of
them on SQLite and half with two hosts on PostgreSQL. ``MAILCARE_STORM=KILLS:LETTERS`` is for one
of the two, ``MAILCARE_SEED`` for other moments.
"""

import os
from pathlib import Path

import pytest

from acceptance.conftest import MakeHosts, MakeSite
from acceptance.hosts import uncapped
from acceptance.site import Site
from mailcare.model.post import OutboxState
from storm.storm import Storm

KILLS, LETTERS = (int(one) for one in os.environ.get("MAILCARE_STORM", "2:12").split(":"))
SEED = int(os.environ.get("MAILCARE_SEED", "20261122"))

pytestmark = [
    pytest.mark.server,
    pytest.mark.slow,
    pytest.mark.timeout(600 + 30 * KILLS),
]


def test_kills_of_one_host_lose_and_double_nothing(make_site: MakeSite) -> None:
    weather([make_site("vas")])


def test_kills_of_two_hosts_lose_and_double_nothing(make_hosts: MakeHosts) -> None:
    weather(make_hosts(2))


@pytest.mark.skipif("MAILCARE_STORM" not in os.environ, reason="in short: test_backup.py")
def test_what_was_backed_up_in_the_storm_is_put_back_after_it(
    make_site: MakeSite, tmp_path: Path
) -> None:
    site, backups = make_site("vas"), str(tmp_path / "backups")
    site.boxes["vas"]["more"] = "mark_handled = true"
    uncapped([site])
    storm = Storm([site], site.new_person("crowd"), SEED)

    def back_up() -> None:
        site.wait(site.cases, "there is something to back up")
        assert site.run("backup", backups).returncode == 0

    storm.rage(KILLS, LETTERS, back_up)
    storm.settle()
    before = storm.count()
    known = set(site.cases_by_number())
    lost = site.lose_state()
    assert site.run("backup", backups, "--verify").returncode == 0
    assert site.run("restore", backups, "--keys", str(lost / "keys")).returncode == 0
    again = set(site.cases_by_number())
    site.start()
    storm.settle({OutboxState.HELD})
    count = storm.count()
    print(f"before: {before}\nafter the restore: {count}; {len(again)} cases were backed up")  # noqa: T201 - the counts are the proof
    assert again < known
    assert not (set(site.cases_by_number()) - again) & known  # no number twice
    assert (count.lost, count.doubled, count.altered) == ([], [], [])
    assert count.cases + count.set_aside == LETTERS
    assert count.acknowledged == before.acknowledged


def weather(hosts: list[Site]) -> None:
    for box in hosts[0].boxes.values():
        box["more"] = "mark_handled = true"
    uncapped(hosts)
    storm = Storm(hosts, hosts[0].new_person("crowd"), SEED)
    storm.rage(KILLS, LETTERS)
    storm.settle()
    brought_back = storm.bring_back()
    count = storm.count()
    print(f"{count}; {brought_back} brought back")  # noqa: T201 - the counts are the proof
    assert (count.lost, count.doubled, count.altered) == ([], [], [])
    assert (count.cases, count.set_aside, count.unflagged) == (LETTERS, 0, 0)
