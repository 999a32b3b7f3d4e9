"""The steps of the workers that need no mailbox: handle, speak, send, keep house."""

import threading
from collections.abc import Callable
from datetime import datetime

from mailcare.config import Config
from mailcare.correspondence.channels import Channel
from mailcare.correspondence.deliver import Deliverer, SendReport
from mailcare.daemon.blame import Blame
from mailcare.daemon.calendar_keeping import keep_calendar
from mailcare.daemon.hourly import Hourly
from mailcare.daemon.token_keeping import TokenKeeping
from mailcare.errors import WireError
from mailcare.logs import get_logger
from mailcare.model.case import Fact
from mailcare.model.post import OutboxMail
from mailcare.model.trouble import AlarmKind
from mailcare.pipeline.fullness import heed_smtp
from mailcare.pipeline.handling import handle
from mailcare.pipeline.looking import look_at_due
from mailcare.pipeline.parts import Parts
from mailcare.pipeline.recovering import recover
from mailcare.pipeline.settling import settled
from mailcare.pipeline.speaking import speak
from mailcare.pipeline.sweeping import sweep
from mailcare.store import Job, Tx
from mailcare.supervision.alarms import clear_alarm, end_calm, raise_alarm, repeat_due
from mailcare.supervision.backups import watch_backups
from mailcare.supervision.digest import STALE, ask_for_digests, wanted, withdraw_late
from mailcare.supervision.ending import end_gone, end_settled
from mailcare.supervision.spreading import spread_news
from mailcare.supervision.unsent import watch_unsent
from mailcare.wire.smtp import open_session
from mailcare.wiring import smtp_account

log = get_logger("daemon")


class Handling:
    """Hands received letters to any number of handlers, each letter to one of them."""

    def __init__(self, parts: Parts, told: Callable[[], None]) -> None:
        self._parts = parts
        self._told = told
        self._lock = threading.Lock()
        self._in_hand: set[int] = set()

    def step(self, now: datetime) -> bool:
        """Handle the oldest letter that nobody has in hand."""
        letter = None
        with self._lock:
            part = self._parts.sharing.part
            waiting = self._parts.store.read(
                lambda tx: tx.letters.next_received(len(self._in_hand) + 1, part)
            )
            letter = next((one for one in waiting if one.id not in self._in_hand), None)
            if letter is None:
                return False
            self._in_hand.add(letter.id)
        try:
            handle(self._parts, letter, now)
        finally:
            with self._lock:
                self._in_hand.discard(letter.id)
        self._told()
        return True


class Sending:
    """Sends what is due and tells alarms what it finds out about the accounts.

    `doubt` has a mailbox's login tried by its IMAP server; None: nobody can.
    """

    def __init__(
        self, parts: Parts, told: Callable[[], None], doubt: Callable[[str], None] | None = None
    ) -> None:
        self._parts = parts
        self._told = told
        self._blame = Blame(parts, doubt)
        self.deliverer = Deliverer(
            parts.store,
            parts.vault,
            find_channel=self._channel,
            owner=parts.owner,
            on_settled=self._settled,
        )

    def _channel(self, mailbox_id: int | None) -> Channel:
        settings = self._parts.settings
        if mailbox_id is None:
            desk = settings.desk(settings.config.alarms.mailbox)
        elif mailbox_id in settings.desks:
            desk = settings.desks[mailbox_id]
        else:
            raise WireError("the mailbox has been taken out of the config; put it back to send")
        account = smtp_account(settings.config, desk.mailbox)
        reverse_path = "" if desk.mailbox.null_reverse_path else desk.mailbox.address
        return Channel(lambda: open_session(account, self._parts.keeper), reverse_path)

    def _settled(self, tx: Tx, mail: OutboxMail, now: datetime) -> None:
        settled(self._parts, tx, mail, now)

    def step(self, now: datetime) -> bool:
        """Send one mail."""
        return self.send(now) is not None

    def send(self, now: datetime) -> SendReport | None:
        """Send one mail and say what became of it."""
        report = self.deliverer.send_next(now)
        if report is not None:
            self._account(report, now)
            heed_smtp(self._parts, report.mail_id, report.mailbox_id, report.reason, now)
            self._told()
        return report

    def _account(self, report: SendReport, now: datetime) -> None:
        """Raise or clear the alarm about the account; one mail's own failure is its case's."""
        settings = self._parts.settings
        if report.mailbox_id is None:
            self._blame.heed(report, settings.config.alarms.mailbox, now)
        elif report.mailbox_id in settings.desks:
            self._blame.heed(report, settings.desks[report.mailbox_id].name, now)


def speak_step(parts: Parts, told: Callable[[], None]) -> Callable[[datetime], bool]:
    """Return the step that composes what waits to be written."""

    def step(now: datetime) -> bool:
        refresh_templates(parts, now)
        if parts.sharing.leads:
            spread_news(parts.store, parts.settings.config, now)
        composed = speak(parts, now)
        if composed:
            told()
        return composed > 0

    return step


def house_step(parts: Parts, told: Callable[[], None]) -> Callable[[datetime], bool]:
    """Return the step that keeps house: due cases, alarms, calendar and its jobs."""
    tokens, hourly = TokenKeeping(parts), Hourly(parts)

    def step(now: datetime) -> bool:
        tokens.step(now)
        if not parts.sharing.leads:
            return False
        if parts.store.is_shared:
            recover(parts, now)
        counted = keep_calendar(parts, now)
        hourly.step(now)
        looked = look_at_due(parts, now)
        config = parts.settings.config
        end_settled(parts.store, now)
        parts.store.run(lambda tx: _tend_alarms(tx, config, now))
        done = run_job(parts, now)
        told()
        return counted or looked > 0 or done

    return step


def _tend_alarms(tx: Tx, config: Config, now: datetime) -> None:
    watch_unsent(tx, config, now)
    end_gone(tx, config, now)
    end_calm(tx, config.alarms.steady, now)
    repeat_due(tx, config.caps.alarm_repeat, now)
    watch_backups(tx, config.alarms.backup_after, now)
    withdraw_late(tx, now)


def refresh_templates(parts: Parts, now: datetime) -> None:
    """Take saved templates into force; a bad one is refused and told until it is mended."""
    book = parts.settings.writing.book
    fresh = book.refresh(now)
    refused = {problem.file for problem in book.refused}
    for problem in fresh:
        log.error("template.refused", file=problem.file, line=problem.line)

    def tell(tx: Tx) -> None:
        for problem in fresh:
            facts: dict[str, Fact] = {
                "template": problem.file,
                "line": problem.line,
                "what": problem.what,
                "mend": problem.todo,
            }
            raise_alarm(tx, AlarmKind.TEMPLATE, problem.file, facts, now)
        for alarm in tx.alarms.open():
            is_file = alarm.kind is AlarmKind.TEMPLATE and alarm.subject.endswith((".txt", ".html"))
            if is_file and alarm.subject not in refused:
                clear_alarm(tx, AlarmKind.TEMPLATE, alarm.subject, now)

    if fresh or refused != parts.refused_templates:
        parts.store.run(tell)
        parts.refused_templates = refused


def run_job(parts: Parts, now: datetime) -> bool:
    """Run the oldest calendar job that waits; say whether there was one."""
    job = parts.store.read(lambda tx: tx.jobs.next_pending())
    if job is None:
        return False
    if job.job == "digest":
        _digest(parts, job, now)
    else:
        sweep(parts.store, parts.vault, now)
        parts.store.run(lambda tx: tx.jobs.finish(job.id, ok=True, now=now))
    log.info("job.done", job=job.job, period=job.period)
    return True


def _digest(parts: Parts, job: Job, now: datetime) -> None:
    """Write the intents and end the job as one; a job that waited too long is only ended."""
    fresh = now - job.created_at <= STALE
    config = parts.settings.config
    scopes = parts.store.read(lambda tx: wanted(tx, config, now)) if fresh else []

    def work(tx: Tx) -> None:
        ask_for_digests(tx, scopes, now)
        tx.jobs.finish(job.id, ok=fresh, now=now)

    parts.store.run(work)
    log.info("digest.asked", period=job.period, digests=len(scopes), fresh=fresh)
