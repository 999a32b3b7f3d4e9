"""What more daemons on one PostgreSQL bring: letters handled and answered in the same time.

``PYTHONPATH=tests python bench/hosts.py [LETTERS]`` (240 unless said): four mailboxes on one
Dovecot, mail out by Postfix, one, two and four daemons by turns, each with a database of its own;
from the moment when the letters lie there until the last mail has left. All run on this machine
with the servers, so that more daemons than cores can't bring more.
"""

import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from time import perf_counter

from acceptance.hosts import sharing, uncapped
from acceptance.letters import complete
from acceptance.site import USERS, Site
from servers.dovecot import DovecotServer
from servers.postfix import PostfixServer
from servers.postgres import PostgresServer

BOXES = ("vas", "idc", "broadband", "kfzx")
ROUNDS = 2


def main(letters: str = "240") -> None:
    """Print the rates as ratios to that of one daemon."""
    with ExitStack() as opened:
        dovecot = DovecotServer()
        opened.callback(dovecot.close)
        dovecot.start()
        postfix = PostfixServer(dovecot)
        opened.callback(postfix.close)
        postfix.start()
        postgres = PostgresServer()
        opened.callback(postgres.close)
        postgres.start()
        folder = Path(opened.enter_context(tempfile.TemporaryDirectory()))
        best: dict[int, float] = {}
        for turn in range(ROUNDS):
            for count in (1, 2, 4):
                place = folder / f"{turn}-{count}"
                place.mkdir()
                seconds = once(place, postfix, postgres, count, int(letters))
                best[count] = min(best.get(count, seconds), seconds)
        for count, seconds in best.items():
            print(f"{count} daemons: {best[1] / seconds:.2f} times the letters of one")


def once(
    place: Path, postfix: PostfixServer, postgres: PostgresServer, count: int, letters: int
) -> float:
    """Return how long so many daemons take for so many letters."""
    hosts = []
    for number in range(count):
        own = place / str(number)
        own.mkdir()
        hosts.append(Site(own, postfix, BOXES if number == 0 else ()))
    sharing(hosts, postgres.url(postgres.new_database()), place)
    uncapped(hosts)
    try:
        hosts[0].start()
        for host in hosts[1:]:
            host.start(ready=False)
        share = len(BOXES) // count
        hosts[0].wait(lambda: holds(hosts[0]) == [share] * count, "all have their share", 120)
        send(hosts[0], letters)
        began = perf_counter()
        hosts[0].settle(letters)
        return perf_counter() - began
    finally:
        for host in hosts:
            host.close()


def holds(host: Site) -> list[int]:
    """Return how many mailboxes each daemon has."""
    return [one["mailboxes"] for one in host.json("status")["hosts"]]


def send(host: Site, letters: int) -> None:
    """Lay letters of as many users into the mailboxes."""
    crowd = host.new_person("crowd")
    for number in range(letters):
        box = BOXES[number % len(BOXES)]
        draft = complete()
        draft.body = draft.body.replace("office@", f"office{number}@")
        draft.body = draft.body.replace("13816240577", f"138{number:08}")
        raw = draft.raw(f"{crowd.name}+{number}@{USERS}", host.people[box].address)
        host.dovecot.append(host.people[box], raw)


if __name__ == "__main__":
    main(*sys.argv[1:])
