import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from mailcare.correspondence.backoff import wait_after
from mailcare.correspondence.channels import IDLE, Channel
from mailcare.correspondence.deliver import Deliverer, SendReport
from mailcare.errors import ConflictError, StoreError
from mailcare.model.post import MailClass, OutboxMail, OutboxState
from mailcare.store import NewMail, Store, Tx
from mailcare.vault import Vault
from mailcare.wire.deadlines import DeadlineKeeper
from mailcare.wire.smtp import SmtpAccount, open_session
from peers.script import Rule, answer, call, cut
from peers.smtp import SmtpPeer
from unit.correspondence.builders import NOW

DATA = b"Subject: x\r\n\r\n.dot\r\n"
MINUTE = timedelta(minutes=1)


class Post:
    """A store, a vault, a scripted server, and the deliverer between them."""

    def __init__(self, store: Store, vault: Vault, keeper: DeadlineKeeper, peer: SmtpPeer) -> None:
        self.store, self.vault, self.keeper, self.peer = store, vault, keeper, peer
        self.told: list[tuple[int, OutboxState]] = []
        self.key = vault.new_key()
        self.password = "pw"
        self.tell: Callable[[Tx, OutboxMail, datetime], None] = self.note
        self.deliverer = self.make("owner-1")

    def make(self, owner: str) -> Deliverer:
        return Deliverer(
            self.store,
            self.vault,
            self.channel,
            owner,
            on_settled=self._settled,
            jitter=lambda: 0.5,
        )

    def _settled(self, tx: Tx, mail: OutboxMail, now: datetime) -> None:
        self.tell(tx, mail, now)

    def note(self, _tx: Tx, mail: OutboxMail, _now: datetime) -> None:
        self.told.append((mail.id, mail.state))

    def channel(self, _mailbox_id: int | None) -> Channel:
        account = SmtpAccount(
            self.peer.host,
            self.peer.port,
            "none",
            "vas",
            lambda: self.password,
            timeout=5,
            final_timeout=5,
        )
        return Channel(lambda: open_session(account, self.keeper), "vas@telecom.example")

    def queue(self, recipient: str = "user@mail.example", data: bytes = DATA) -> int:
        mail = NewMail(
            MailClass.REPLY,
            "reply.accepted",
            OutboxState.QUEUED,
            recipient,
            f"<{recipient}>",
            self.vault.seal(data, self.key),
            self.key,
        )
        return self.store.run(lambda tx: tx.outbox.add(mail, NOW)).id

    def row(self, mail_id: int) -> OutboxMail:
        return self.store.read(lambda tx: tx.outbox.get(mail_id))

    def send(self, now: datetime = NOW) -> SendReport:
        report = self.deliverer.send_next(now)
        assert report is not None
        return report


@pytest.fixture
def peer() -> Iterator[SmtpPeer]:
    with SmtpPeer() as peer:
        yield peer


@pytest.fixture
def post(store: Store, vault: Vault, keeper: DeadlineKeeper, peer: SmtpPeer) -> Iterator[Post]:
    post = Post(store, vault, keeper, peer)
    yield post
    post.deliverer.close()


def test_a_queued_mail_is_sent_once_and_told(post: Post) -> None:
    mail = post.queue()
    report = post.send()
    assert (report.mail_id, report.state, report.reason) == (mail, OutboxState.SENT, "250")
    assert post.deliverer.send_next(NOW) is None
    (taken,) = post.peer.accepted
    assert taken.data == DATA
    assert taken.reverse_path == "vas@telecom.example"
    assert taken.recipients == ("user@mail.example",)
    assert post.told == [(mail, OutboxState.SENT)]
    assert post.row(mail).settled_at == NOW


def test_sending_is_committed_after_the_354_and_before_the_body(post: Post) -> None:
    mail = post.queue()
    seen: list[OutboxState] = []
    post.peer.script.play(
        call("DATA", lambda: seen.append(post.row(mail).state)),
        call("DOT", lambda: seen.append(post.row(mail).state)),
    )
    post.send()
    assert seen == [OutboxState.QUEUED, OutboxState.SENDING]


def test_one_session_serves_several_mails_for_a_short_while(post: Post) -> None:
    for name in "abc":
        post.queue(f"{name}@mail.example")
    post.send()
    post.send(NOW + IDLE / 2)
    assert post.peer.script.count("AUTH") == 1
    post.send(NOW + 2 * IDLE)
    assert post.peer.script.count("AUTH") == 2
    assert len(post.peer.accepted) == 3


def test_a_session_that_died_while_idle_costs_no_attempt(post: Post) -> None:
    post.queue("a@mail.example")
    second = post.queue("b@mail.example")
    post.send()
    post.peer.cut_all()
    assert post.send().state is OutboxState.SENT
    assert post.row(second).attempts == 1
    assert len(post.peer.accepted) == 2


@pytest.mark.parametrize(
    "rule",
    [
        answer("MAIL", b"451 4.3.0 later"),
        answer("RCPT", b"450 4.2.0 greylisted"),
        answer("DATA", b"452 4.3.1 full"),
        answer("DOT", b"451 4.7.1 later"),
        cut("RCPT"),
        cut("DATA"),
    ],
)
def test_a_temporary_error_is_tried_again_later(post: Post, rule: Rule) -> None:
    mail = post.queue()
    post.peer.script.play(rule)
    assert post.send().state is OutboxState.DEFERRED
    assert post.row(mail).not_before == NOW + MINUTE
    assert post.deliverer.send_next(NOW + MINUTE / 2) is None
    assert post.send(NOW + MINUTE).state is OutboxState.SENT
    assert len(post.peer.accepted) == 1
    assert post.told == [(mail, OutboxState.SENT)]


@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA", "DOT"])
def test_a_permanent_error_ends_at_once_and_is_told(post: Post, step: str) -> None:
    mail = post.queue()
    post.peer.script.play(answer(step, b"550 5.1.1 no such user"))
    report = post.send()
    assert report.state is OutboxState.FAILED
    assert report.reason.startswith("550 ")
    assert post.told == [(mail, OutboxState.FAILED)]
    assert post.deliverer.send_next(NOW + timedelta(days=1)) is None
    assert post.peer.accepted == []


@pytest.mark.parametrize("rule", [cut("DOT"), Rule("DOT", "then_cut")])
def test_what_is_uncertain_is_never_sent_again_by_itself(post: Post, rule: Rule) -> None:
    mail = post.queue()
    post.peer.script.play(rule)
    assert post.send().state is OutboxState.UNCERTAIN
    assert post.deliverer.send_next(NOW + timedelta(days=1)) is None
    assert post.told == [(mail, OutboxState.UNCERTAIN)]
    assert len(post.peer.accepted) <= 1


def test_one_refused_recipient_does_not_stop_the_others(post: Post) -> None:
    post.queue("a@mail.example")
    post.queue("b@mail.example")
    post.peer.script.play(answer("RCPT", b"550 5.1.1 no such user"))
    assert post.send().state is OutboxState.FAILED
    assert post.send().state is OutboxState.SENT


def test_while_a_server_is_down_one_mail_tries_it_and_the_others_wait(post: Post) -> None:
    first, second = post.queue("a@mail.example"), post.queue("b@mail.example")
    post.peer.script.play(Rule("GREETING", "cut", 0))
    report = post.send()
    assert (report.state, report.reason, report.unreachable) == (
        OutboxState.DEFERRED,
        "unreachable",
        True,
    )
    assert post.deliverer.send_next(NOW) is None
    assert (post.row(first).attempts, post.row(second).attempts) == (1, 0)
    post.peer.script.play()
    assert post.send(NOW + MINUTE).state is OutboxState.SENT
    assert post.send(NOW + MINUTE).state is OutboxState.SENT


def test_a_refused_login_is_said_to_be_one(post: Post) -> None:
    post.queue()
    post.password = "wrong"
    report = post.send()
    assert (report.state, report.login_refused) == (OutboxState.DEFERRED, True)


def test_a_mail_tried_for_five_days_is_given_up(post: Post) -> None:
    mail = post.queue()
    post.peer.script.play(answer("RCPT", b"450 4.2.0 later", nth=0))
    report = post.send(NOW + timedelta(days=5))
    assert report.state is OutboxState.FAILED
    assert report.reason.startswith("gave_up 450")
    assert post.told == [(mail, OutboxState.FAILED)]


def test_a_mail_without_its_bytes_fails_visibly(post: Post) -> None:
    mail = post.queue()
    post.vault.discard(post.row(mail).blob)
    assert (post.send().state, post.row(mail).reason) == (OutboxState.FAILED, "no_bytes")


def test_a_mail_superseded_while_the_server_was_talked_to_is_not_sent(post: Post) -> None:
    mail = post.queue()

    def supersede() -> None:
        post.store.run(lambda tx: tx.outbox.supersede(mail, "supplement", NOW))

    post.peer.script.play(call("RCPT", supersede))
    assert post.send().state is OutboxState.SUPERSEDED
    assert post.peer.accepted == []
    post.queue("b@mail.example")
    assert post.send().state is OutboxState.SENT


def test_what_the_server_said_counts_even_if_telling_it_fails(post: Post) -> None:
    mail = post.queue()

    def fail(_tx: Tx, _mail: OutboxMail, _now: datetime) -> None:
        raise RuntimeError

    post.tell = fail
    report = post.send()
    assert (report.state, report.told) == (OutboxState.SENT, False)
    assert post.row(mail).state is OutboxState.SENT


def test_a_stop_before_the_body_leaves_the_mail_queued(post: Post) -> None:
    mail = post.queue()
    post.peer.script.play(call("DATA", post.deliverer.stop))
    assert post.send().state is OutboxState.QUEUED
    assert post.row(mail).state is OutboxState.QUEUED
    assert post.peer.accepted == []
    assert post.deliverer.send_next(NOW) is None
    successor = post.make("owner-2")
    post.peer.script.play()
    report = successor.send_next(NOW)
    successor.close()
    assert report is not None
    assert report.state is OutboxState.SENT


def test_a_stop_within_the_body_lets_it_end(post: Post) -> None:
    post.queue()
    post.peer.script.play(call("DOT", post.deliverer.stop))
    assert post.send().state is OutboxState.SENT


def test_a_cut_within_the_body_leaves_it_uncertain(post: Post) -> None:
    post.queue()
    post.peer.script.play(call("DOT", post.deliverer.cut))
    assert post.send().state is OutboxState.UNCERTAIN


def test_a_row_left_sending_by_a_dead_owner_is_never_sent_again(post: Post) -> None:
    mail = post.queue()
    claimed = post.store.run(lambda tx: tx.outbox.claim(NOW, "dead"))
    assert claimed is not None
    post.store.run(lambda tx: tx.outbox.start_sending(mail, "dead", claimed.fence))
    post.store.run(lambda tx: tx.outbox.recover(NOW, {"owner-1"}))
    assert post.deliverer.send_next(NOW + timedelta(days=1)) is None
    assert post.row(mail).state is OutboxState.UNCERTAIN


_REFUSED = """
CREATE TRIGGER refusal BEFORE UPDATE ON outbox WHEN {} BEGIN SELECT RAISE(ABORT, 'no'); END
"""


@pytest.fixture
def file(store: Store, tmp_path: Path) -> Path:
    """Return the store's database."""
    del store
    return tmp_path / "mailcare.sqlite"


@contextmanager
def refusing(file: Path, when: str) -> Iterator[None]:
    """Have the database fail when a row of the outbox is changed in this way."""
    with closing(sqlite3.connect(file, timeout=20)) as other:
        other.execute(_REFUSED.format(when))
        yield
        other.execute("DROP TRIGGER refusal")


def test_what_the_server_said_is_written_when_the_database_works_again(
    post: Post, file: Path
) -> None:
    mail = post.queue()
    with refusing(file, "NEW.state = 'sent'"), pytest.raises(StoreError):
        post.deliverer.send_next(NOW)
    assert (post.row(mail).state, post.told) == (OutboxState.SENDING, [])
    report = post.send()
    assert (report.mail_id, report.state, report.told) == (mail, OutboxState.SENT, True)
    assert post.deliverer.send_next(NOW) is None
    assert len(post.peer.accepted) == 1


def test_telling_that_the_database_refuses_for_good_holds_up_nobody(post: Post) -> None:
    mail, other = post.queue(), post.queue("other@mail.example")

    def fail(_tx: Tx, _mail: OutboxMail, _now: datetime) -> None:
        raise StoreError("a rule of the database was broken")

    post.tell = fail
    for _ in range(2):
        with pytest.raises(StoreError):
            post.deliverer.send_next(NOW)
    report = post.send()
    assert (report.mail_id, report.state, report.told) == (mail, OutboxState.SENT, False)
    post.tell = post.note
    assert post.send().mail_id == other


def test_a_case_that_others_write_to_is_told_all_the_same(post: Post) -> None:
    mail = post.queue()
    tries: list[int] = []

    def late(tx: Tx, told: OutboxMail, now: datetime) -> None:
        tries.append(told.id)
        if len(tries) == 1:
            raise ConflictError("somebody else appended to the case")
        post.note(tx, told, now)

    post.tell = late
    assert post.send().told
    assert post.told == [(mail, OutboxState.SENT)]


def test_a_body_that_could_not_begin_is_sent_later(post: Post, file: Path) -> None:
    mail = post.queue()
    with refusing(file, "NEW.state = 'sending' OR NEW.owner IS NULL"), pytest.raises(StoreError):
        post.deliverer.send_next(NOW)
    assert post.send().state is OutboxState.QUEUED
    assert post.send().state is OutboxState.SENT
    assert [one.recipients for one in post.peer.accepted] == [(post.row(mail).recipient,)]


@pytest.mark.parametrize(
    ("attempts", "minutes"), [(1, 1), (2, 2), (3, 4), (8, 128), (9, 240), (99, 240)]
)
def test_waiting_doubles_up_to_four_hours(attempts: int, minutes: int) -> None:
    assert wait_after(attempts, lambda: 0.5) == minutes * MINUTE
    assert wait_after(attempts, lambda: 0.0) == minutes * MINUTE * 0.8
