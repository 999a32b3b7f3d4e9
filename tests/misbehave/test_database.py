"""A connection to PostgreSQL cut at each commit of a mail's sending: it leaves once, and is told.

Before the server heard of the commit, or after it was done, with nobody hearing of it.
"""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import text

from mailcare.correspondence.channels import Channel
from mailcare.correspondence.deliver import Deliverer
from mailcare.errors import StoreError
from mailcare.model.post import MailClass, OutboxMail, OutboxState
from mailcare.store import NewMail, Store
from mailcare.store.engine import build_engine, to_url
from mailcare.vault import Vault, open_vault
from mailcare.wire.deadlines import DeadlineKeeper
from mailcare.wire.smtp import SmtpAccount, open_session
from misbehave.desk import NOW
from misbehave.tally import Tally
from peers.cutter import Cutter
from peers.script import call
from peers.smtp import SmtpPeer
from servers.postgres import PostgresServer

pytestmark = pytest.mark.server

MOST = 12
"""More than a mail's sending needs: these are claim, start, settle."""


class Office:
    """A store behind a cutter, a vault, a mail server, and who sends."""

    def __init__(
        self, url: str, vault: Vault, cutter: Cutter, keeper: DeadlineKeeper, peer: SmtpPeer
    ) -> None:
        self.url, self.database = url, url.rpartition("/")[2]
        self.store, self.vault = Store.open(url, vault), vault
        self.cutter, self.peer = cutter, peer
        self.told: list[tuple[str, OutboxState]] = []
        account = SmtpAccount(peer.host, peer.port, "none", "vas", lambda: "pw", timeout=20)
        self.deliverer = Deliverer(
            self.store,
            vault,
            lambda _mailbox: Channel(lambda: open_session(account, keeper), "vas@x.example"),
            "we",
            on_settled=lambda _tx, mail, _now: self.told.append((mail.recipient, mail.state)),
        )

    def queue(self, recipient: str) -> int:
        key = self.vault.new_key()
        blob = self.vault.seal(b"Subject: x\r\n\r\nx\r\n", key)
        mail = NewMail(
            MailClass.REPLY, "reply.accepted", OutboxState.QUEUED, recipient, f"<{recipient}>",
            blob, key,
        )  # fmt: skip
        return self.store.run(lambda tx: tx.outbox.add(mail, NOW)).id

    def row(self, mail_id: int) -> OutboxMail:
        return self.store.read(lambda tx: tx.outbox.get(mail_id))

    def send_cut(self, number: int, where: str) -> bool:
        """Send all there is, cut at the so manieth commit; say whether there was one."""
        cuts = self.cutter.cuts[where]
        self.cutter.only(number, where)
        for _ in range(3):
            with suppress(StoreError):
                while self.deliverer.send_next(NOW) is not None:
                    pass
        self.cutter.only(0, "")
        return self.cutter.cuts[where] > cuts


@pytest.fixture(name="office")
def _office(
    tmp_path: Path, postgres: PostgresServer, keeper: DeadlineKeeper, smtp_peer: SmtpPeer
) -> Iterator[Office]:
    database = postgres.new_database()
    Store.migrate(postgres.url(database))
    vault = open_vault(tmp_path / "vault", tmp_path / "keys", NOW)
    with Cutter(postgres.port) as cutter:
        url = postgres.url(database).replace(f":{postgres.port}/", f":{cutter.port}/")
        office = Office(url, vault, cutter, keeper, smtp_peer)
        yield office
        office.deliverer.close()
        office.store.close()


def test_while_a_mail_server_is_talked_to_nothing_is_locked(
    office: Office, postgres: PostgresServer
) -> None:
    """Neither a transaction is open then, nor can anybody not write to the row."""
    mail = office.queue("user@mail.example")
    seen: list[str] = []

    def look() -> None:
        ask = "SELECT count(xact_start) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
        ask += " AND datname = current_database() AND backend_type = 'client backend'"
        seen.append(postgres.ask(ask, office.database))
        lock = "SELECT id FROM outbox FOR UPDATE NOWAIT"
        seen.append(postgres.ask(lock, office.database))

    steps = ("EHLO", "AUTH", "MAIL", "RCPT", "DATA", "DOT")
    office.peer.script.play(*(call(step, look) for step in steps))
    assert office.deliverer.send_next(NOW) is not None
    assert office.row(mail).state is OutboxState.SENT
    assert seen == ["0", str(mail)] * len(steps)


def test_what_a_dead_host_left_open_is_ended_soon(office: Office) -> None:
    """A transaction that nobody goes on with; the locks of it would keep others from work."""
    show = text("SHOW idle_in_transaction_session_timeout")
    engine = build_engine(to_url(office.url))
    with engine.connect() as connection:
        assert connection.execute(show).scalar() == "15s"
    engine.dispose()


def test_no_commit_is_told_before_it_is_synced(office: Office, postgres: PostgresServer) -> None:
    """Whatever the server's own setting is."""
    weak = f"ALTER DATABASE {office.database} SET synchronous_commit = %s"
    found = []
    for setting in ("off", "local", "remote_apply"):
        postgres.ask(weak % setting)
        engine = build_engine(to_url(office.url))
        with engine.connect() as connection:
            found.append(connection.execute(text("SHOW synchronous_commit")).scalar())
        engine.dispose()
    postgres.ask(f"ALTER DATABASE {office.database} RESET synchronous_commit")
    assert found == ["on", "on", "remote_apply"]


@pytest.mark.parametrize("where", ["before", "after"])
def test_a_mail_leaves_once_whichever_commit_is_cut(office: Office, where: str) -> None:
    tally = Tally(cuts=0)
    for number in range(1, MOST):
        recipient = f"user{number}@mail.example"
        mail = office.queue(recipient)
        tally["cuts"] += office.send_cut(number, where)
        assert office.row(mail).state is OutboxState.SENT, number
        taken = [one for one in office.peer.accepted if one.recipients == (recipient,)]
        assert len(taken) == 1, number
        assert (recipient, OutboxState.SENT) in office.told, number
        assert not office.store.read(lambda tx: tx.outbox.has_orphans(set())), number
    tally.say(f"PostgreSQL: connection cut {where} a commit")
    assert tally["cuts"] >= 4
