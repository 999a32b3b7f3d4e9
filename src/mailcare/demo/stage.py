"""The demo itself: servers up, letters in, the daemon's own code at work until all is handled."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from mailcare import logs
from mailcare.clock import Clock
from mailcare.config import load
from mailcare.daemon.service import Daemon
from mailcare.demo.config import write_config
from mailcare.demo.letters import letter_bytes, old_letter, supplement
from mailcare.demo.samples import BROADBAND, HISTORY, SAMPLES, VAS, Sample
from mailcare.demo.servers import LOOPBACK, ImapServer, SmtpServer
from mailcare.errors import MailcareError
from mailcare.model.place import Fate, LetterState
from mailcare.model.post import OutboxState
from mailcare.pipeline.parts import Parts
from mailcare.store import Tx
from mailcare.wire.imap import ImapAccount, open_session
from mailcare.wiring import build

PASSWORD: Final = "demo"  # noqa: S105 - of servers that live for a minute on loopback
PATIENCE: Final = 50.0
"""Seconds after which the demo says what it still waits for."""
_UNSETTLED = frozenset({OutboxState.QUEUED, OutboxState.SENDING, OutboxState.DEFERRED})


@dataclass(slots=True)
class Stage:
    """What the demo runs on, and what was laid into the mailboxes."""

    folder: Path
    parts: Parts
    imap: ImapServer
    smtp: SmtpServer
    letters: list[tuple[Sample, bytes]] = field(default_factory=list)
    supplement: bytes = b""


@contextmanager
def play(folder: Path, clock: Clock, say: Callable[[str], None]) -> Iterator[Stage]:
    """Run the demo in `folder`; the stage still stands while its caller looks at it.

    Raises:
        MailcareError: it didn't come to an end in time; the text says what it waited for.
    """
    imap, smtp = ImapServer([VAS, BROADBAND], PASSWORD), SmtpServer(PASSWORD)
    try:
        config = load(write_config(folder, imap.port, smtp.port, PASSWORD))
        with (folder / "mailcare.log").open("w", encoding="utf-8") as stream:
            logs.configure("json", "info", stream)
            with build(config, clock) as parts:
                stage = Stage(folder, parts, imap, smtp)
                _act(stage, clock, say)
                yield stage
    finally:
        imap.close()
        smtp.close()


def _act(stage: Stage, clock: Clock, say: Callable[[str], None]) -> None:
    now = clock.now()
    say(f"{HISTORY} older letters lie in the mailbox before mailcare first looks.")
    _append(stage, VAS, [old_letter(number, now) for number in range(HISTORY)])
    daemon = Daemon(stage.parts)
    thread = threading.Thread(target=daemon.run, name="mailcare", daemon=True)
    thread.start()
    try:
        _wait(clock, "the first look at both mailboxes", lambda: _history(stage) >= HISTORY)
        say(f"{len(SAMPLES)} letters arrive in two mailboxes; mailcare works on them …")
        _send_samples(stage, clock.now())
        _wait(clock, "all letters to be handled", lambda: _settled(stage, len(SAMPLES)))
        say("The user of letter 3 answers our question; the case goes on …")
        _answer(stage, clock.now())
        _wait(clock, "the answer to be handled", lambda: _settled(stage, len(SAMPLES) + 1))
    finally:
        daemon.stop()
        thread.join(15)


def _send_samples(stage: Stage, now: datetime) -> None:
    for number, sample in enumerate(SAMPLES, 1):
        raw = letter_bytes(sample, number, now)
        stage.letters.append((sample, raw))
        boxes = [box for box in (VAS, BROADBAND) if box in (sample.to or sample.mailbox)]
        for box in boxes or [sample.mailbox]:
            _append(stage, box, [(raw, now - timedelta(days=sample.days_old))])


def _answer(stage: Stage, now: datetime) -> None:
    asker = SAMPLES[2].sender
    reply = next(mail.raw for mail in stage.smtp.taken if mail.recipient == asker)
    stage.supplement = supplement(reply, now)
    _append(stage, VAS, [(stage.supplement, now)])


def _append(stage: Stage, box: str, letters: list[tuple[bytes, datetime]]) -> None:
    account = ImapAccount(LOOPBACK, stage.imap.port, "none", box, lambda: PASSWORD)
    session = open_session(account, stage.parts.keeper)
    for raw, arrived in letters:
        session.append("INBOX", raw, internal_date=arrived)
    session.close()


def _wait(clock: Clock, what: str, done: Callable[[], bool]) -> None:
    end = clock.monotonic() + PATIENCE
    while not done():
        if clock.monotonic() > end:
            raise MailcareError(f"the demo waited in vain for {what}; its log says why")
        clock.wait(threading.Event(), 0.2)


def _history(stage: Stage) -> int:
    return stage.parts.store.read(lambda tx: tx.receipts.count().get(Fate.HISTORY, 0))


def _settled(stage: Stage, letters: int) -> bool:
    return stage.parts.store.read(lambda tx: _is_settled(tx, letters))


def _is_settled(tx: Tx, letters: int) -> bool:
    counts = tx.letters.count()
    ended = counts.get(LetterState.HANDLED, 0) + counts.get(LetterState.SET_ASIDE, 0)
    waiting = tx.intents.pending(1) or tx.outbox.list(_UNSETTLED, limit=1)
    return ended >= letters and not waiting
