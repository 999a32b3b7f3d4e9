"""A storm: mailcare is killed at random moments under load, then everything is counted."""

import random
import threading
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field

from acceptance.letters import complete
from acceptance.site import USERS, Site
from mailcare.clock import SystemClock
from mailcare.config import load
from mailcare.model.place import LetterState
from mailcare.model.post import MailClass, OutboxState
from mailcare.store import Tx
from mailcare.vault import Vault
from mailcare.wiring import open_store
from servers.dovecot import LabUser, StoredMessage
from servers.postgres import PostgresServer

SHORTEST, WORKS = 0.3, 3.0
"""Seconds from one kill to the next: this at least, at most so many more than a start takes here.

So some fall into the start and most into work, however busy the machine is.
"""
SETTLED_WITHIN, EACH = 200.0, 2.0
"""Seconds until all is quiet: in any case, and for each letter."""


@dataclass
class Count:
    """What was there when the storm was over."""

    kills: int
    letters: int
    cases: int = 0
    acknowledged: int = 0
    uncertain: int = 0
    set_aside: int = 0
    """Over which the process died three times: a person has them, no user was written to."""
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    altered: list[str] = field(default_factory=list)
    """Letters whose archived bytes aren't those on the server."""
    unflagged: int = 0

    def __str__(self) -> str:
        return (
            f"{self.kills} kills, {self.letters} letters: {self.cases} cases, "
            f"{self.acknowledged} acknowledged, {self.uncertain} uncertain, "
            f"{self.set_aside} set aside; {len(self.lost)} lost, {len(self.doubled)} doubled, "
            f"{len(self.altered)} altered, {self.unflagged} unflagged"
        )


class Storm:
    """Hosts that share their mailboxes (one, on SQLite), and a crowd that writes to them."""

    def __init__(self, hosts: Sequence[Site], crowd: LabUser, seed: int) -> None:
        self.hosts = hosts
        self.crowd = crowd
        self._random = random.Random(seed)  # noqa: S311 - a storm, no secret
        self._clock = SystemClock()
        self._kills = 0
        self._longest = WORKS
        self._sent: dict[str, str] = {}
        """To which mailbox each user wrote."""

    def rage(self, kills: int, letters: int, halfway: Callable[[], object] = lambda: None) -> None:
        """Send letters and kill, evenly mixed; the last word is a start."""
        self._start_all()
        for turn in range(kills):
            if turn == kills // 2:
                halfway()
            self._send(letters * (turn + 1) // kills - len(self._sent))
            self._wait()
            host = self._random.choice(self.hosts)
            host.process.kill()
            host.process.wait()
            self._kills += 1
            host.start(ready=False)

    def fail_over(self, pair: Sequence[PostgresServer], times: int, letters: int) -> None:
        """Send letters, kill the primary, promote the standby, make the dead one the next, often.

        Daemons that stop meanwhile are started again, as systemd would. By their own settings the
        servers commit without waiting (`synchronous_commit`, but for the first): a daemon must not.
        """
        self._start_all()
        primary, standby = pair
        for turn in range(times):
            primary.set(synchronous_standby_names="*")
            primary.await_standby("sync")
            self._send(letters * (turn + 1) // times - len(self._sent))
            self._wait()
            primary.kill()
            self._kills += 1
            standby.promote()
            standby.set(synchronous_standby_names="")  # else it would wait for one, too
            primary.follow(standby)
            primary.start()
            primary, standby = standby, primary
            self.revive()

    def _start_all(self) -> None:
        began = self._clock.monotonic()
        self.hosts[0].start()  # what lies there at first contact is history, and answered by nobody
        self._longest = WORKS + self._clock.monotonic() - began
        for host in self.hosts[1:]:
            host.start(ready=False)

    def revive(self) -> None:
        """Start whoever has stopped."""
        for host in self.hosts:
            if host.process.poll() is not None:
                host.start(ready=False)

    def _wait(self) -> None:
        self._clock.wait(threading.Event(), self._random.uniform(SHORTEST, self._longest))

    def _send(self, count: int) -> None:
        first = self.hosts[0]
        for _ in range(count):
            number = len(self._sent)
            user = f"{self.crowd.name}+{number}@{USERS}"
            box = self._random.choice(sorted(first.boxes))
            draft = complete()
            draft.body = draft.body.replace("office@", f"office{number}@")
            draft.body = draft.body.replace("13816240577", f"138{number:08}")
            first.hand_in(draft.raw(user, first.people[box].address), box, user)
            self._sent[user] = box

    def settle(self, held: Collection[OutboxState] = ()) -> None:
        """Wait until every letter is handled or with a person, and all mail has left.

        What is `held` waits for a person.
        """
        first = self.hosts[0]
        ended = {LetterState.HANDLED, LetterState.SET_ASIDE}
        waiting = {OutboxState.QUEUED, OutboxState.SENDING, OutboxState.DEFERRED, OutboxState.HELD}

        def is_over(tx: Tx) -> bool:
            self.revive()
            counts = tx.letters.count()
            done = sum(counts.get(state, 0) for state in ended)
            mails = tx.outbox.list(waiting.difference(held), limit=1)
            quiet = not tx.intents.pending(1) and not mails
            return done >= len(self._sent) and quiet

        patience = SETTLED_WITHIN + EACH * len(self._sent)
        first.wait(lambda: first.read(is_over), "the storm is over", patience)
        aside = first.letters(LetterState.SET_ASIDE)
        first.wait(lambda: self._unflagged() == aside, "the server is told", SETTLED_WITHIN)

    def bring_back(self) -> int:
        """Have the letters handled over which the process died three times, as a person would."""
        first = self.hosts[0]
        aside = [str(one.letter_id) for one in first.read(lambda tx: tx.letters.list_aside())]
        if aside:
            assert first.run("aside", "replay", *aside).returncode == 0
            self.settle()
        return len(aside)

    def count(self) -> Count:
        """Compare what was sent with server, store, vault and the crowd's mailbox."""
        first = self.hosts[0]
        result = Count(self._kills, len(self._sent))
        result.uncertain = len(first.outbox(OutboxState.UNCERTAIN))
        result.set_aside = first.letters(LetterState.SET_ASIDE)
        result.unflagged = self._unflagged() - result.set_aside
        got = Counter(mail.field("To").decode().strip("<>") for mail in first.mails(self.crowd))
        result.acknowledged = sum(count > 0 for count in got.values())
        result.doubled += [user for user, count in got.items() if count > 1]
        doubtful = {
            mail.recipient
            for mail in first.outbox(OutboxState.UNCERTAIN)
            if mail.mail_class is MailClass.REPLY
        }
        with open_store(load(first.config)) as (store, vault):
            store.read(lambda tx: self._follow(tx, vault, result, doubtful | set(got)))
        return result

    def _follow(self, tx: Tx, vault: Vault, result: Count, answered: set[str]) -> None:
        """Follow each letter from the server into vault, store and case."""
        ids = {one.name: one.id for one in tx.mailboxes.all()}
        result.cases = sum(tx.cases.count().values())
        for box, message in self._stored():
            user = _sender(message)
            letter = tx.letters.find(vault.content_key(message.raw))
            if letter is None:
                result.lost.append(user)
                continue
            if vault.open(letter.blob) != message.raw:
                result.altered.append(user)
            if letter.state is LetterState.SET_ASIDE:
                continue
            case = tx.cases.opened_by(letter.id, ids[box])
            if case is None or user not in answered:
                result.lost.append(user)

    def _stored(self) -> Iterator[tuple[str, StoredMessage]]:
        first = self.hosts[0]
        for box in sorted(first.boxes):
            yield from ((box, message) for message in first.stored(first.people[box]))

    def _unflagged(self) -> int:
        """Count the letters of which the server was not told that they were handled."""
        return sum("\\Seen" in one.flags or not one.flags for _, one in self._stored())


def _sender(message: StoredMessage) -> str:
    line = next(one for one in message.raw.split(b"\r\n") if one.startswith(b"From: "))
    return line.decode().partition(": ")[2].rpartition("<")[2].strip("<> ")
