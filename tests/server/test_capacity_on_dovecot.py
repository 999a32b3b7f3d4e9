"""A mailbox with a quota is filled by SMTP, over Postfix, in patterns on a fake clock (R12)."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import Message
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from mailcare.clock import SystemClock
from mailcare.config import load
from mailcare.daemon.breaker import Breaker
from mailcare.daemon.desk_work import Handling, speak_step
from mailcare.daemon.polling import Poller
from mailcare.daemon.sessions import Sessions
from mailcare.model.place import Fate
from mailcare.model.trouble import AlarmKind
from mailcare.pipeline.draining import EVERY
from mailcare.supervision.alarms import end_calm
from mailcare.supervision.sampling import sample
from mailcare.supervision.spreading import spread_news
from mailcare.wire.imap import ImapSession, open_session
from mailcare.wiring import build, imap_account
from servers.dovecot import DovecotServer, LabUser
from servers.postfix import PostfixServer
from support.small_config import small_config
from support.waiting import eventually
from unit.supervision.fills import DAY, HOUR, MONDAY

pytestmark = pytest.mark.server
KB = 1024


class Box:
    """A mailbox on Dovecot, polled by hand at moments of the test's choice."""

    def __init__(
        self,
        folder: Path,
        postfix: PostfixServer,
        user: LabUser,
        *,
        now: datetime,
        within: int,
        extra: str,
    ) -> None:
        self.postfix, self.dovecot, self.user, self.now = postfix, postfix.dovecot, user, now
        self.sender = self.dovecot.new_user("user")
        """To whom Postfix reports letters that did not get in."""
        dovecot = self.dovecot
        (folder / "pw").write_text(self.user.password)
        (folder / "pw").chmod(0o400)
        imap = f'host = "localhost", port = {dovecot.imaps_port}, user = "{self.user.name}", '
        imap += f'password_file = "pw", ca_file = "{dovecot.ca_file}"'
        text = small_config(
            domain="lab.test", box='mode = "live"', imap=imap, smtp='host = "localhost"', more=extra
        )
        text = text.replace(
            "[alarms]\n", f'[alarms]\ncapacity_growth = "{within}h"\nsteady = "0s"\n'
        )
        (folder / "config.toml").write_text(text, encoding="utf-8")
        self._opened = ExitStack()
        self.parts = self._opened.enter_context(build(load(folder / "config.toml"), SystemClock()))
        breaker = Breaker(self.parts)
        self._sessions = Sessions(self.parts, breaker.check)
        self._poller = Poller(self.parts, self._sessions, lambda: True, breaker)
        self._handling = Handling(self.parts, lambda: None)
        self.refused_at: datetime | None = None
        self._session = self._open()
        self.poll()

    def close(self) -> None:
        self._session.close()
        self._sessions.close()
        self._opened.close()

    def deliver(self, size: int, count: int = 1) -> None:
        """Let letters arrive by SMTP; remembers when the first came back as undeliverable."""
        before = self._arrived()
        for number in range(count):
            head = f"From: {self.sender.address}\r\nTo: {self.user.address}\r\n"
            head += f"Auto-Submitted: auto-generated\r\nSubject: {self.now} {number}\r\n\r\n"
            body = ("x" * 98 + "\r\n") * (size // 100)
            raw = (head + body).encode()
            self.postfix.deliver(raw, self.user.address, self.sender.address)
        if count:
            eventually(lambda: self._arrived() >= before + count, what="all got in or came back")
            if self.dovecot.count(self.sender):
                self.refused_at = self.refused_at or self.now

    def _arrived(self) -> int:
        return self.dovecot.count(self.user) + self.dovecot.count(self.sender)

    def poll(self) -> None:
        assert self._poller.poll(self.parts.settings.desk("vas"), self.now).ok
        self.parts.store.run(lambda tx: end_calm(tx, timedelta(0), self.now))

    def reconnect(self) -> None:
        """Log in anew: a server reads a user's limits at the login."""
        self._session.close()
        self._session = self._open()

    def _open(self) -> ImapSession:
        box = self.parts.settings.desk("vas").mailbox
        return open_session(imap_account(self.parts.settings.config, box), self.parts.keeper)

    def measure(self) -> None:
        """Do what a poll does about the mailbox's room, on a session that is kept open."""
        config, desk = self.parts.settings.config, self.parts.settings.desk("vas")
        sample(self.parts.store, config, "vas", desk.id, self._session, recount=False, now=self.now)
        self.parts.store.run(lambda tx: end_calm(tx, timedelta(0), self.now))

    def handle(self) -> None:
        while self._handling.step(self.now):
            pass

    def open_alarms(self) -> set[AlarmKind]:
        return {one.kind for one in self.parts.store.read(lambda tx: tx.alarms.open())}

    def mails(self) -> list[Message]:
        """The mails that alarms became, as they would be sent."""
        spread_news(self.parts.store, self.parts.settings.config, self.now)
        speak_step(self.parts, lambda: None)(self.now)
        rows = self.parts.store.read(lambda tx: tx.outbox.list())
        return [message_from_bytes(self.parts.vault.open(row.blob)) for row in rows]


MakeBox = Callable[..., Box]


@pytest.fixture
def make_box(tmp_path: Path, postfix: PostfixServer) -> Iterator[MakeBox]:
    made: list[Box] = []

    def make(
        *,
        now: datetime = MONDAY,
        storage: str = "2M",
        within: int = 24,
        extra: str = "",
        user: LabUser | None = None,
    ) -> Box:
        owner = user or postfix.dovecot.new_user("vas", storage=storage)
        made.append(Box(tmp_path, postfix, owner, now=now, within=within, extra=extra))
        return made[-1]

    yield make
    for box in made:
        box.close()


def fill(
    box: Box, letters: Callable[[datetime], int], size: int, *, every: int = 3
) -> list[tuple[datetime, bool]]:
    """Deliver hour by hour and measure till a letter is refused; return when the alarm changed."""
    changes: list[tuple[datetime, bool]] = []
    for hour in range(24 * 14):
        box.deliver(size, letters(box.now))
        box.now += HOUR
        if hour % every:
            continue
        box.measure()
        stands = AlarmKind.GROWTH in box.open_alarms()
        if stands is not bool(changes and changes[-1][1]):
            changes.append((box.now, stands))
        if box.refused_at:
            break
    return changes


def test_a_step_is_told_in_time_with_the_application_and_over_when_enlarged(
    make_box: MakeBox, dovecot: DovecotServer
) -> None:
    box = make_box(storage="2M", within=24)
    step = MONDAY + 2 * DAY

    def letters(at: datetime) -> int:
        return int(at >= step and at.hour % 4 == 0)  # nothing, then one every four hours

    changes = fill(box, letters, 128 * KB)
    assert box.refused_at is not None
    assert [stands for _, stands in changes] == [True]
    assert box.refused_at - changes[0][0] >= 24 * HOUR
    assert {AlarmKind.CAPACITY, AlarmKind.GROWTH} <= box.open_alarms()
    told = next(one for one in box.mails() if any(part.get_filename() for part in one.walk()))
    document = Document(BytesIO(_attachment(told)))
    assert document.paragraphs[0].text == "关于扩大申诉信箱容量的申请"
    assert len(document.inline_shapes) == 1
    assert "加快(加密)收信频率" in _text(told)

    dovecot.set_storage(box.user, "20M")
    box.reconnect()
    box.now += HOUR
    box.measure()
    assert box.open_alarms() == set()


def _attachment(mail: Message) -> bytes:
    found = next(part for part in mail.walk() if part.get_filename())
    assert str(found.get_filename()).endswith(".docx")
    data = found.get_payload(decode=True)
    assert isinstance(data, bytes)
    return data


def _text(mail: Message) -> str:
    data = next(p for p in mail.walk() if p.get_content_type() == "text/plain").get_payload(
        decode=True
    )
    assert isinstance(data, bytes)
    return data.decode()


def test_a_week_is_told_in_time_and_a_cleared_mailbox_ends_it(make_box: MakeBox) -> None:
    box = make_box(storage="3M", within=48)

    def letters(at: datetime) -> int:
        office = 1 <= at.hour <= 9 and at.hour % 3 == 0  # UTC: 9, 12, 15 and 17 o'clock
        return int(office and at.weekday() < 5)

    changes = fill(box, letters, 128 * KB)
    assert box.refused_at is not None
    assert [stands for _, stands in changes] == [True]
    assert box.refused_at - changes[0][0] >= 48 * HOUR
    everything = [one.uid for one in box.dovecot.messages(box.user)]
    box.dovecot.expunge(box.user, everything)
    box.now += HOUR
    box.measure()
    assert box.open_alarms() == set()


def test_a_burst_is_told_long_before_it_has_filled_the_mailbox(make_box: MakeBox) -> None:
    box = make_box(storage="4M")
    outage = MONDAY + 2 * DAY + 3 * HOUR

    def letters(at: datetime) -> int:
        return 1 if at >= outage else int(at.hour == 3)

    changes = fill(box, letters, 256 * KB, every=1)
    assert box.refused_at is not None
    assert [stands for _, stands in changes] == [True]
    assert changes[0][0] - outage <= 4 * HOUR
    assert box.refused_at - changes[0][0] >= 4 * HOUR


def test_a_bounce_of_ours_tells_that_it_is_full(make_box: MakeBox) -> None:
    box = make_box(now=SystemClock().now().replace(microsecond=0))
    report = (
        b"From: MAILER-DAEMON@lab.test\r\nTo: x@lab.test\r\nSubject: Undelivered\r\n"
        b"Auto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        b"--b\r\nContent-Type: text/plain\r\n\r\nno\r\n--b\r\n"
        b"Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; lab.test\r\n\r\n"
        b"Final-Recipient: rfc822; VAS@lab.test\r\nAction: failed\r\nStatus: 5.2.2\r\n--b--\r\n"
    )
    box.dovecot.append(box.user, report)
    box.dovecot.append(box.user, report.replace(b"VAS@lab.test", b"other@lab.test"))
    box.now += timedelta(seconds=5)
    box.poll()
    box.handle()
    assert AlarmKind.OVERQUOTA in box.open_alarms()
    assert "退信报告信箱已满" in "".join(_text(one) for one in box.mails())


DRAIN = '[mailboxes.vas.drain]\naction = "delete"\nafter = "1d"'


def test_only_letters_that_are_done_with_and_archived_are_taken_off(make_box: MakeBox) -> None:
    box = make_box(now=SystemClock().now(), extra=DRAIN)
    dovecot, user = box.dovecot, box.user
    box.deliver(KB, 5)
    box.now += timedelta(seconds=5)
    box.poll()
    box.handle()
    with dovecot.client(user) as client:
        client.select_folder("INBOX")
        client.add_flags([1, 2, 3, 4], [b"\\Seen"])  # 5 was never opened
        client.add_flags([2], [b"\\Flagged"])  # a person starred it
        client.add_flags([4], [b"\\Deleted"])  # and is about to delete this one
    blobs = box.parts.store.read(
        lambda tx: {one.uid: one.blob for one in tx.receipts.to_drain(
            1, box.parts.settings.desk("vas").policy.mode_since, box.now + DAY, after=0, limit=9
        )}
    )  # fmt: skip
    assert set(blobs) == {1, 2, 3, 4, 5}
    box.parts.vault.discard(blobs[3])  # its copy is lost
    box.now += 2 * DAY
    box.poll()
    assert [one.uid for one in dovecot.messages(user)] == [2, 3, 4, 5]
    assert not any("\\Deleted" in one.flags for one in dovecot.messages(user) if one.uid != 4)
    counts = box.parts.store.read(lambda tx: tx.receipts.count())
    assert counts == {Fate.DRAINED: 1, Fate.RECEIVED: 4}
    box.now += DAY  # the night's reconcile finds nothing new
    box.poll()
    assert box.parts.store.read(lambda tx: tx.receipts.count()) == counts
    assert box.parts.store.read(lambda tx: tx.receipts.drained(1, box.now - 9 * DAY))[0] == 1


def test_handled_letters_are_drained_where_they_were_moved_to(make_box: MakeBox) -> None:
    box = make_box(now=SystemClock().now(), extra=f"{DRAIN}\nunread = true")
    config = box.parts.settings.config.path
    text = config.read_text().replace('mode = "live"', 'mode = "live"\nmove_handled_to = "Done"')
    config.write_text(text)
    with box.dovecot.client(box.user) as client:
        client.create_folder("Done")
    reload(box)
    box.deliver(KB, 3)
    box.now += timedelta(seconds=5)
    box.poll()
    box.handle()
    box.now += EVERY
    box.poll()
    assert len(box.dovecot.messages(box.user, "Done")) == 3
    box.now += 2 * DAY
    box.poll()
    assert box.dovecot.messages(box.user, "Done") == []
    assert box.parts.store.read(lambda tx: tx.receipts.count()) == {Fate.DRAINED: 3}


def reload(box: Box) -> None:
    from mailcare.wiring import renew  # noqa: PLC0415 - only here

    renew(box.parts, load(box.parts.settings.config.path), box.now)


MOVE = """[mailboxes.vas.drain]
action = "move"
to = "Archive/Done"
after = "1d"
unread = true"""


def test_a_full_mailbox_drains_itself_into_an_archive_and_nothing_unsafe_goes(
    make_box: MakeBox, dovecot: DovecotServer
) -> None:
    user = dovecot.new_user_with_archive("vas", storage="1M", archive="4M")
    with dovecot.client(user) as client:
        client.create_folder("Archive/Done")
    box = make_box(now=SystemClock().now(), extra=MOVE, user=user)
    box.deliver(120 * KB, 8)
    box.now += timedelta(minutes=11)
    box.poll()
    box.handle()
    assert AlarmKind.CAPACITY in box.open_alarms()
    there = {one.uid: one.raw for one in dovecot.messages(user)}
    since = box.parts.settings.desk("vas").policy.mode_since
    blobs = box.parts.store.read(
        lambda tx: {
            one.uid: one.blob
            for one in tx.receipts.to_drain(1, since, box.now + DAY, after=0, limit=9)
        }
    )
    assert blobs.keys() == there.keys()
    lost, damaged, *others = sorted(there)
    box.parts.vault.discard(blobs[lost])
    root = box.parts.settings.config.storage.state_dir / "vault"
    (path,) = (one for one in root.rglob("*") if one.name.startswith(blobs[damaged]))
    path.write_bytes(path.read_bytes()[:-1])
    box.now += 2 * DAY
    box.poll()
    assert {one.uid for one in dovecot.messages(user)} == {lost, damaged}
    assert {one.raw for one in dovecot.messages(user, "Archive/Done")} == {
        there[uid] for uid in others
    }
    assert box.parts.store.read(lambda tx: tx.receipts.count()) == {
        Fate.DRAINED: 6, Fate.RECEIVED: 2,
    }  # fmt: skip
    box.now += timedelta(minutes=11)
    box.poll()
    assert not {AlarmKind.CAPACITY, AlarmKind.GROWTH} & box.open_alarms()
