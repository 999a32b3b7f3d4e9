"""A store with mailboxes and cases of several units, on a Monday morning."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from mailcare.config import Config
from mailcare.correspondence.write import Writing
from mailcare.model.case import Case, CaseView, ClockName, ClockReading, Event, EventKind, State
from mailcare.model.judgement import Category
from mailcare.model.place import MailboxKey, Mode
from mailcare.model.post import Intent, MailClass, OutboxMail, OutboxState
from mailcare.store import Store, Tx
from mailcare.supervision.digest import WHOLE, Digest, collect, present
from mailcare.supervision.telling import Telling
from unit.correspondence.builders import KEYS, config, shipped_book
from unit.store.builders import TEXTS, VIEW, add_letter, new_mail

READER = "chief@telecom.example"

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAY = timedelta(days=1)
WEEK = timedelta(days=7)
HOUR = timedelta(hours=1)


def at(day: int, hour: int = 0, minute: int = 0) -> datetime:
    """A moment of November 2026 in Shanghai; the 23rd is a Monday."""
    local = datetime(2026, 11, 1, tzinfo=SHANGHAI)
    return (local + timedelta(days=day - 1, hours=hour, minutes=minute)).astimezone(UTC)


NOW = at(23, 8, 30)
FIRST = at(1)
EARLIER = at(10)


@dataclass
class Town:
    """The store, and what its digests say."""

    store: Store
    key: str
    config: Config = field(default_factory=config)
    now: datetime = NOW
    serial: Any = field(default_factory=lambda: count(1))
    boxes: dict[str, int] = field(default_factory=dict)

    def box(self, name: str, mode: Mode = Mode.LIVE, since: datetime = FIRST) -> int:
        """The mailbox of that name, polled all along unless it was there before."""

        def work(tx: Tx) -> int:
            key = MailboxKey("imap.telecom.example", f"{name}@telecom.example")
            box = tx.mailboxes.ensure(key, name, mode, since)
            tx.mailboxes.record_poll(box.id, self.now - timedelta(minutes=1), ok=True)
            for quarters in range(40):
                tx.poll_hours.record(box.id, self.now - quarters * timedelta(hours=6), ok=True)
            return box.id

        if name not in self.boxes:
            self.boxes[name] = self.store.run(work)
        return self.boxes[name]

    def case(
        self,
        unit: str = "vas",
        *clocks: ClockReading,
        opened: datetime = EARLIER,
        **view: Any,  # noqa: ANN401 - fields of a view, by name
    ) -> Case:
        """A case of `unit` with these clocks."""
        fields: dict[str, Any] = {
            "unit": unit, "owner": unit, "escalated": False, "clocks": clocks,
            "category": Category.SERVICE_QUALITY, "promised_due": None,
        }  # fmt: skip
        made: CaseView = replace(VIEW, **(fields | view))
        event = Event(1, EventKind.OPENED, opened, "mailcare", {})
        mailbox_id = self.box(unit)

        def work(tx: Tx) -> Case:
            letter = add_letter(tx, self.key, f"town-{next(self.serial)}", mailbox_id=mailbox_id)
            return tx.cases.open(
                mailbox_id=mailbox_id, unit_prefix=unit.upper(), key_id=self.key, events=[event],
                view=made, texts=TEXTS, letter_id=letter.id, now=opened, tz=SHANGHAI,
            )  # fmt: skip

        return self.store.run(work)

    def late(self, days: int, unit: str = "vas", **view: Any) -> Case:  # noqa: ANN401 - fields of a view, by name
        """A case whose answer was due that many days ago."""
        return self.case(unit, answer(self.now - days * DAY), **view)

    def event(self, case: Case, kind: EventKind, moment: datetime, **facts: Any) -> Case:  # noqa: ANN401 - facts of an event, by name
        """Write an event without a change of the view."""
        event = Event(case.events[-1].seq + 1, kind, moment, "mailcare", facts)
        return self.store.run(lambda tx: tx.cases.append(case, [event], case.view))

    def answered(self, case: Case, moment: datetime) -> Case:
        """The case got its answer."""
        event = Event(case.events[-1].seq + 1, EventKind.ANSWERED, moment, "mailcare", {})
        view = replace(case.view, state=State.ANSWERED)
        return self.store.run(lambda tx: tx.cases.append(case, [event], view))

    def mail(self, state: OutboxState = OutboxState.QUEUED, **changes: Any) -> OutboxMail:  # noqa: ANN401 - fields of a mail, by name
        """A mail of ours in the outbox."""
        number = next(self.serial)
        born = OutboxState.QUEUED if state is OutboxState.UNCERTAIN else state
        mail = new_mail(self.key, number, state=born, mailbox_id=self.box("vas"))
        mail = replace(mail, blob=f"out-{number}", **changes)

        def work(tx: Tx) -> OutboxMail:
            added = tx.outbox.add(mail, self.now)
            if state is not OutboxState.UNCERTAIN:
                return added
            claimed = tx.outbox.claim(self.now, "me")
            assert claimed is not None
            assert claimed.id == added.id
            tx.outbox.start_sending(claimed.id, "me", claimed.fence)
            return tx.outbox.settle(claimed.id, OutboxState.UNCERTAIN, "owner_lost", now=self.now)

        return self.store.run(work)

    def sent(self, scope: str, moment: datetime) -> None:
        """A digest of `scope` that the server took."""
        intent = Intent(MailClass.DIGEST, "digest.daily", "supervisors", scope)
        number = next(self.serial)
        mail = replace(new_mail(self.key, number), mail_class=MailClass.DIGEST)

        def work(tx: Tx) -> None:
            (intent_id,) = tx.intents.add(None, None, [intent], moment)
            added = tx.outbox.add(mail, moment, intent_id)
            claimed = tx.outbox.claim(moment, "me")
            assert claimed is not None
            assert claimed.id == added.id
            tx.outbox.start_sending(claimed.id, "me", claimed.fence)
            tx.outbox.settle(claimed.id, OutboxState.SENT, now=moment + HOUR)

        self.store.run(work)

    def collect(self, scope: str = WHOLE) -> Digest:
        """What a digest of `scope` tells now."""
        return self.store.read(lambda tx: collect(tx, self.config, scope, self.now))

    def telling(self, scope: str = WHOLE) -> Telling:
        """The values of its templates."""
        return present(self.writing, self.collect(scope), READER)

    def page(self, scope: str = WHOLE) -> tuple[str, str]:
        """Its text and its HTML."""
        telling = self.telling(scope)
        values = {"organisation": self.config.organisation.name, **telling.values}
        book, language = self.writing.book, self.writing.staff_language
        rendered = book.render("digest.daily", language, "vas", values, telling.lines)
        assert rendered.html is not None
        return rendered.text, rendered.html

    @property
    def writing(self) -> Writing:
        """What writing needs."""
        return Writing(self.config, shipped_book(), KEYS)


def answer(due: datetime | None, ended: datetime | None = None) -> ClockReading:
    """The clock of the answer."""
    return ClockReading(ClockName.ANSWER, due, ended)


def clock(name: ClockName, due: datetime, ended: datetime | None = None) -> ClockReading:
    """Any clock."""
    return ClockReading(name, due, ended)
