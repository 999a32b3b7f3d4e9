"""Daemons on one PostgreSQL share the work; each mail leaves once, the dead are replaced."""

from typing import Any

import pytest

from acceptance import letters
from acceptance.conftest import MakeHosts
from acceptance.site import Site
from mailcare.model.post import OutboxState
from servers.postgres import PostgresServer

pytestmark = [pytest.mark.server, pytest.mark.slow, pytest.mark.timeout(300)]

TAKEN_OVER_WITHIN = 60.0


def polled(host: Site) -> set[str]:
    return {line["mailbox"] for line in host.lines("mailbox.polled")}


def hosts_of(host: Site) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = host.json("status")["hosts"]
    return found


def test_hosts_share_the_work_and_replace_one_that_dies(make_hosts: MakeHosts) -> None:
    first, second = make_hosts(2)
    first.start()
    second.start(ready=False)
    second.wait(lambda: polled(second), "the second host has a mailbox", TAKEN_OVER_WITHIN)
    assert len(polled(second)) == 1
    first.wait(lambda: [one["mailboxes"] for one in hosts_of(first)] == [1, 1], "one for each")
    assert [one["leads"] for one in hosts_of(second)] == [True, False]
    boxes = sorted(first.boxes)
    users = [first.send(letters.complete_of(n), box=boxes[n % 2]) for n in range(4)]
    first.settle(4)
    assert {line["letter"] for host in (first, second) for line in host.lines("letter.handled")}
    first.process.kill()
    (lost,) = set(boxes) - polled(second)
    users.append(second.send(letters.complete_of(7), box=lost))
    second.wait(lambda: lost in polled(second), "the mailbox is taken over", TAKEN_OVER_WITHIN)
    second.settle(5)
    assert [one["mailboxes"] for one in hosts_of(second)] == [2]
    got = second.await_delivery(*users)
    assert [len(got[user.name]) for user in users] == [1] * 5
    assert second.outbox(OutboxState.UNCERTAIN) == []
    numbers = sorted(int(case.number[-4:]) for case in second.cases() if case.number[:3] == "VAS")
    assert numbers == list(range(1, len(numbers) + 1))
    assert second.stop() == 0


def test_hosts_that_lose_the_database_stop_and_come_back(
    make_hosts: MakeHosts, postgres: PostgresServer
) -> None:
    (host,) = make_hosts(1)
    host.start()
    user = host.send(letters.complete())
    host.settle(1)
    postgres.stop()
    try:
        assert host.process.wait(60) == 1
    finally:
        postgres.start()
    assert "others take over" in host.log_text()
    (host.folder / "log").rename(host.folder / "log.before")
    host.start()
    late = host.send(letters.complete_of(1))
    host.settle(2)
    got = host.await_delivery(user, late)
    assert [len(got[one.name]) for one in (user, late)] == [1, 1]
