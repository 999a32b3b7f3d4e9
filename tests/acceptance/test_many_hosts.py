"""Daemons on one PostgreSQL share the work; each mail leaves once, the dead are replaced."""

import signal
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from acceptance import letters
from acceptance.conftest import MakeHosts
from acceptance.site import Site
from mailcare.clock import SystemClock
from mailcare.model.post import MailClass, OutboxState
from servers.postgres import PostgresServer

pytestmark = [pytest.mark.server, pytest.mark.slow, pytest.mark.timeout(300)]

TAKEN_OVER_WITHIN = 60.0


def hosts_of(host: Site) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = host.json("status")["hosts"]
    return found


def test_hosts_share_the_work_and_replace_one_that_stands_still(
    make_hosts: MakeHosts, tmp_path: Path
) -> None:
    """Whatever holds a host up, even in the midst of a transaction: at last it stops by itself."""
    hosts = first, second = make_hosts(2)
    break_a_template(hosts, tmp_path)
    for host in hosts:  # at once, where there is neither database nor keyring
        host.start(ready=False)
    first.wait(lambda: all(host.lines("daemon.started") for host in hosts), "both have started")
    assert [file.name for file in (tmp_path / "keys").iterdir()] == ["0001.key"]
    first.wait(lambda: [one["mailboxes"] for one in hosts_of(first)] == [1, 1], "one for each", 60)
    assert sorted(one["leads"] for one in hosts_of(second)) == [False, True]
    boxes = sorted(first.boxes)
    users = [first.send(letters.complete_of(n), box=boxes[n % 2]) for n in range(4)]
    first.settle(4)
    assert {line["letter"] for host in hosts for line in host.lines("letter.handled")}
    check_told_once(hosts)
    first.process.send_signal(signal.SIGSTOP)
    users += [second.send(letters.complete_of(7 + n), box=boxes[n]) for n in range(2)]
    second.wait(lambda: second.letters() == 6, "both mailboxes are taken over", TAKEN_OVER_WITHIN)
    second.settle(6)
    assert [one["mailboxes"] for one in hosts_of(second)] == [2]
    got = second.await_delivery(*users)
    assert [len(got[user.name]) for user in users] == [1] * 6
    doubtful = {mail.mail_class for mail in second.outbox(OutboxState.UNCERTAIN)}
    assert MailClass.REPLY not in doubtful  # a notice may have been on its way
    numbers = sorted(int(case.number[-4:]) for case in second.cases() if case.number[:3] == "VAS")
    assert numbers == list(range(1, len(numbers) + 1))
    first.process.send_signal(signal.SIGCONT)
    assert first.process.wait(60) == 1
    assert "others take over" in first.log_text()
    assert [len(second.mails(user)) for user in users] == [1] * 6
    check_refused_with_another_keyring(first, tmp_path)
    assert second.stop() == 0


def break_a_template(hosts: Sequence[Site], place: Path) -> None:
    """Have all hosts find out the same trouble."""
    (place / "templates").mkdir()
    (place / "templates" / "reply.accepted.zh.txt").write_text("Subject: {{ nummer }}\n\n")
    for host in hosts:
        line = '#templates_dir = "/etc/mailcare/templates"'
        host.change(line, f'templates_dir = "{place}/templates"')


def check_told_once(hosts: Sequence[Site]) -> None:
    """What all hosts found out, and what the clock of each asked for, is told once."""
    now = SystemClock().now()
    asked = [host.do(lambda tx: tx.jobs.insert_once("digest", "today", now)) for host in hosts]
    assert asked == [True, False]
    first = hosts[0]
    first.wait(lambda: "digest.daily" in first.templates(OutboxState.SENT), "the digest is sent")
    first.settle(4)
    assert {kind for kind, _ in first.alarms()} == {"template"}
    told = [mail for mail in first.outbox() if mail.template in {"digest.daily", "alarm.general"}]
    assert set(Counter((mail.template, mail.recipient) for mail in told).values()) == {1}
    assert {mail.template for mail in told} == {"digest.daily", "alarm.general"}


def check_refused_with_another_keyring(host: Site, place: Path) -> None:
    """A host that shares the database but no keys must not write a line with its own."""
    host.change('#vault_dir = "/srv/mailcare/vault"', f'vault_dir = "{place}/another"')
    host.change('#key_dir = "/etc/mailcare/keys"', f'key_dir = "{place}/others"')
    host.write()
    tried = host.run("once")
    assert tried.returncode == 1
    assert "is not the keyring of this database" in tried.stderr


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
