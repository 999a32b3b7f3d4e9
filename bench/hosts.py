"""What more daemons on one PostgreSQL bring, and how soon they replace one that dies.

``PYTHONPATH=tests python bench/hosts.py [LETTERS [ROUNDS]]`` (160 and 3 unless said): four
mailboxes on one Dovecot, mail out by Postfix, one, two and four daemons by turns, each turn with a
database of its own; from the moment when the letters lie there until the last mail has left. All
run on this machine with the servers, so that more daemons than cores can't bring more. Then one of
two hosts is killed, and letters wait in all mailboxes.
"""

import statistics
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import perf_counter

from acceptance.hosts import sharing, uncapped
from acceptance.letters import complete
from acceptance.site import USERS, Site
from servers.dovecot import DovecotServer, LabUser
from servers.postfix import PostfixServer
from servers.postgres import SAFE, PostgresServer

BOXES = ("vas", "idc", "broadband", "kfzx")
DAEMONS = (1, 2, 4)
WAITING = "Waiting"
"""The folder in which letters lie until all are there."""
PATIENCE = 900.0


class Ground:
    """The servers, and a folder."""

    def __init__(self, opened: ExitStack) -> None:
        self.dovecot = DovecotServer()
        opened.callback(self.dovecot.close)
        self.dovecot.start()
        self.postfix = PostfixServer(self.dovecot)
        opened.callback(self.postfix.close)
        self.postfix.start()
        self.postgres = PostgresServer()
        opened.callback(self.postgres.close)
        self.postgres.start()
        self.postgres.set(**SAFE)
        self._folder = Path(opened.enter_context(tempfile.TemporaryDirectory()))

    @contextmanager
    def hosts(self, count: int) -> Iterator[list[Site]]:
        """Start so many daemons that share the mailboxes evenly."""
        place = Path(tempfile.mkdtemp(dir=self._folder))
        hosts = []
        for number in range(count):
            own = place / str(number)
            own.mkdir()
            hosts.append(Site(own, self.postfix, BOXES if number == 0 else ()))
        sharing(hosts, self.postgres.url(self.postgres.new_database()), place)
        uncapped(hosts)
        try:
            for host in hosts:
                host.start(ready=False)
            started = "all have started"
            hosts[0].wait(lambda: all(one.lines("daemon.started") for one in hosts), started, 240)
            even = [len(BOXES) // count] * count
            hosts[0].wait(lambda: held(hosts[0]) == even, "all have their share", 240)
            yield hosts
        finally:
            for host in hosts:
                host.close()


def main(letters: str = "160", rounds: str = "3") -> None:
    """Print the rates as ratios to that of one daemon, and the seconds until one is replaced."""
    with ExitStack() as opened:
        ground = Ground(opened)
        ratios: dict[int, list[float]] = {count: [] for count in DAEMONS}
        for _ in range(int(rounds)):
            seconds = {count: once(ground, count, int(letters)) for count in DAEMONS}
            for count in DAEMONS:
                ratios[count].append(seconds[1] / seconds[count])
            shown = ", ".join(f"{count}: {int(letters) / seconds[count]:.1f}" for count in DAEMONS)
            print(f"letters a second, by daemons: {shown}", flush=True)
        for count in DAEMONS:
            found = sorted(ratios[count])
            middle, least, most = statistics.median(found), found[0], found[-1]
            print(
                f"{count} daemons: {middle:.2f} times the letters of one ({least:.2f}-{most:.2f})"
            )
        took = ", ".join(f"{takeover(ground):.0f} s" for _ in range(int(rounds)))
        print(f"a killed host's mailboxes are polled by the other after {took}")


def once(ground: Ground, count: int, letters: int) -> float:
    """Return how long so many daemons take for so many letters."""
    with ground.hosts(count) as hosts:
        first = hosts[0]
        crowd = first.new_person("crowd")
        for place, box in enumerate(BOXES):
            to = first.people[box]
            ground.dovecot.append(
                to,
                [letter(number, crowd, to) for number in range(place, letters, len(BOXES))],
                WAITING,
            )
        began = perf_counter()
        for box in BOXES:
            with ground.dovecot.client(first.people[box]) as client:
                client.select_folder(WAITING)
                client.move("1:*", "INBOX")
        first.settle(letters, PATIENCE)
        took = perf_counter() - began
        again = sum(mail.attempts > 1 for mail in first.outbox())
        if again:
            print(f"{count} daemons: {again} mails were deferred, which takes a minute", flush=True)
        return took


def letter(number: int, crowd: LabUser, to: LabUser) -> bytes:
    """Return the letter of one of a crowd, about a matter of its own."""
    draft = complete()
    draft.body = draft.body.replace("office@", f"office{number}@")
    draft.body = draft.body.replace("13816240577", f"138{number:08}")
    return draft.raw(f"{crowd.name}+{number}@{USERS}", to.address)


def takeover(ground: Ground) -> float:
    """Return how long after a host's death the other has received from all mailboxes."""
    with ground.hosts(2) as (first, second):
        first.process.kill()
        first.process.wait()
        began = perf_counter()
        for number, box in enumerate(BOXES):
            second.send(complete(), box=box, sender=second.new_person(f"user{number}"))
        second.wait(lambda: set(BOXES) <= received(second), "all are polled by the other", 120)
        return perf_counter() - began


def received(host: Site) -> set[str]:
    """Return the mailboxes from which a daemon has taken letters."""
    return {line["mailbox"] for line in host.lines("mailbox.polled") if line["received"]}


def held(host: Site) -> list[int]:
    """Return how many mailboxes each daemon has."""
    return [one["mailboxes"] for one in host.json("status")["hosts"]]


if __name__ == "__main__":
    main(*sys.argv[1:])
