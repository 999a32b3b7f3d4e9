"""The demo itself: servers up, letters in, the daemon's own code at work until all is handled."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from mailcare import logs
from mailcare.clock import Clock
from mailcare.config import load
from mailcare.daemon.service import Daemon
from mailcare.demo.config import write_config
from mailcare.demo.letters import answer_bytes, letter_bytes, old_letter
from mailcare.demo.morning import MorningClock, last_morning
from mailcare.demo.samples import (
    BROADBAND,
    CONFIRMATION,
    HISTORY,
    LATER,
    SAMPLES,
    VAS,
    Later,
    Sample,
)
from mailcare.demo.servers import LOOPBACK, ImapServer, SmtpServer
from mailcare.demo.waiting import is_settled, wait_for
from mailcare.model.place import Fate
from mailcare.model.post import OutboxMail, OutboxState
from mailcare.pipeline.parts import Parts
from mailcare.store import Tx
from mailcare.supervision.hours import make_days
from mailcare.wire.imap import ImapAccount, open_session
from mailcare.wiring import build

PASSWORD: Final = "demo"  # noqa: S105 - of servers that live for a minute on loopback


@dataclass(slots=True)
class Stage:
    """What the demo runs on, and what was laid into the mailboxes."""

    folder: Path
    parts: Parts
    clock: Clock
    imap: ImapServer
    smtp: SmtpServer
    letters: list[tuple[Sample, bytes]] = field(default_factory=list)
    later: list[tuple[Later, bytes]] = field(default_factory=list)
    marks: list[int] = field(default_factory=list)
    """The newest mail in the outbox when each of `later` arrived."""

    def case_of(self, tx: Tx, number: int) -> int | None:
        """Return the case of the sample `number`, counted from 1."""
        letter = tx.letters.find(self.parts.vault.content_key(self.letters[number - 1][1]))
        return letter.case_id if letter else None

    def mails_about(self, number: int, template: str) -> list[OutboxMail]:
        """Return the mails of this template in the case of the sample `number`."""

        def look(tx: Tx) -> list[OutboxMail]:
            rows = tx.outbox.list(case_id=self.case_of(tx, number))
            return [row for row in rows if row.template == template]

        return self.parts.store.read(look)


@contextmanager
def play(folder: Path, clock: Clock, say: Callable[[str], None]) -> Iterator[Stage]:
    """Run the demo in `folder`; the stage still stands while its caller looks at it.

    Raises:
        MailcareError: it didn't come to an end in time; the text says what it waited for.
    """
    imap, smtp = ImapServer([VAS, BROADBAND], PASSWORD), SmtpServer(PASSWORD)
    try:
        config = load(write_config(folder, imap.port, smtp.port, PASSWORD))
        zone = ZoneInfo(config.organisation.timezone)
        clock = MorningClock(clock, last_morning(clock.now(), make_days(config), zone))
        say(f"It is {clock.now().astimezone(zone):%Y-%m-%d %H:%M} in the demo, in office hours.")
        with (folder / "mailcare.log").open("w", encoding="utf-8") as stream:
            logs.configure("json", "info", stream)
            with build(config, clock) as parts:
                stage = Stage(folder, parts, clock, imap, smtp)
                _act(stage, say)
                yield stage
    finally:
        imap.close()
        smtp.close()


def _act(stage: Stage, say: Callable[[str], None]) -> None:
    clock, now = stage.clock, stage.clock.now()
    say(f"{HISTORY} older letters lie in the mailbox before mailcare first looks.")
    _append(stage, VAS, [old_letter(number, now) for number in range(HISTORY)])
    daemon = Daemon(stage.parts)
    thread = threading.Thread(target=daemon.run, name="mailcare", daemon=True)
    thread.start()
    try:
        wait_for(clock, "the first look at both mailboxes", lambda: _history(stage) >= HISTORY)
        say(f"{len(SAMPLES)} letters arrive in two mailboxes; mailcare works on them …")
        _send_samples(stage)
        _settle(stage, "all letters to be handled")
        say("Users, a department and a colleague answer the mails that they got …")
        _answer(stage, LATER)
        _settle(stage, "the answers to be handled")
        say("The colleague confirms the answer with the code that was sent …")
        _answer(stage, (CONFIRMATION,))
        wait_for(clock, "the colleague's answer to leave", lambda: _is_answered(stage))
    finally:
        daemon.stop()
        thread.join(15)


def _send_samples(stage: Stage) -> None:
    now = stage.clock.now()
    boxes: dict[str, list[tuple[bytes, datetime]]] = {VAS: [], BROADBAND: []}
    for number, sample in enumerate(SAMPLES, 1):
        raw = letter_bytes(sample, number, now)
        stage.letters.append((sample, raw))
        named = [box for box in boxes if box in (sample.to or sample.mailbox)]
        for box in named or [sample.mailbox]:
            boxes[box].append((raw, now - timedelta(days=sample.days_old)))
    for box, letters in boxes.items():
        _append(stage, box, letters)


def _answer(stage: Stage, letters: Sequence[Later]) -> None:
    now = stage.clock.now()
    mark = max(row.id for row in stage.parts.store.read(lambda tx: tx.outbox.list()))
    written = []
    for later in letters:
        asked = stage.mails_about(later.about, later.answers)[-1].message_id.encode()
        mail = next(one.raw for one in stage.smtp.taken if asked in one.raw)
        raw = answer_bytes(later, mail, len(stage.later) + 1, now)
        stage.later.append((later, raw))
        stage.marks.append(mark)
        written.append((raw, now))
    _append(stage, VAS, written)


def _append(stage: Stage, box: str, letters: list[tuple[bytes, datetime]]) -> None:
    account = ImapAccount(LOOPBACK, stage.imap.port, "none", box, lambda: PASSWORD)
    session = open_session(account, stage.parts.keeper)
    for raw, arrived in letters:
        session.append("INBOX", raw, internal_date=arrived)
    session.close()


def _history(stage: Stage) -> int:
    return stage.parts.store.read(lambda tx: tx.receipts.count().get(Fate.HISTORY, 0))


def _settle(stage: Stage, what: str) -> None:
    letters = len(stage.letters) + len(stage.later)
    wait_for(stage.clock, what, lambda: stage.parts.store.read(lambda tx: is_settled(tx, letters)))


def _is_answered(stage: Stage) -> bool:
    answers = stage.mails_about(CONFIRMATION.about, "reply.answer")
    return any(mail.state is OutboxState.SENT for mail in answers)
