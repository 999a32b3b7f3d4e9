"""Step one, *receive*, for all folders of a mailbox (T1)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from mailcare.config import Config
from mailcare.errors import WireError
from mailcare.intake.answered import SentFolder
from mailcare.intake.receive import ReceiveMailbox, ReceiveReport, receive_folder
from mailcare.model.case import Fact
from mailcare.model.place import MailboxKey
from mailcare.model.trouble import AlarmKind
from mailcare.pipeline.parts import Desk, Parts
from mailcare.store import Store, Tx
from mailcare.supervision.alarms import raise_alarm
from mailcare.supervision.health import folder_polled
from mailcare.supervision.server_clock import compare_clocks
from mailcare.wire.imap import ImapSession

SLICE = 500
"""Letters fetched from a folder in one poll: other mailboxes wait for the worker."""


@dataclass(frozen=True, slots=True)
class Received:
    """What one poll brought, over all folders."""

    reports: tuple[ReceiveReport, ...]
    refused: tuple[str, ...] = ()
    """Folders that the server would not open."""

    @property
    def withheld(self) -> int:
        """How many folders and letters the server has and did not give."""
        return len(self.refused) + sum(report.failed for report in self.reports)

    @property
    def letters(self) -> int:
        """How many letters are new."""
        return sum(report.received for report in self.reports)

    @property
    def more(self) -> bool:
        """Whether a folder has more than one poll takes."""
        return any(report.more for report in self.reports)

    def counts(self) -> dict[str, int]:
        """Return the sums for the log line."""
        names = ("received", "history", "gone", "failed", "already_known", "late")
        sums = {name: sum(getattr(report, name) for report in self.reports) for name in names}
        return {name: count for name, count in sums.items() if count or name == "received"}


def receive(
    parts: Parts,
    desk: Desk,
    session: ImapSession,
    sent: SentFolder,
    *,
    now: datetime,
    keep_going: Callable[[], bool],
    whole: bool,
) -> Received:
    """Receive what is new in every folder of the mailbox, oldest first.

    `whole` looks at every UID, as the nightly reconcile does.

    Raises:
        WireError: the server can't be used.
        VaultError: bytes can't be sealed; nothing was half done.
    """
    mailbox = ReceiveMailbox(
        id=desk.id,
        name=desk.name,
        max_letter_bytes=parts.settings.config.daemon.max_letter_bytes,
        adopt_since=desk.mailbox.adopt_since,
        timezone=ZoneInfo(parts.settings.config.organisation.timezone),
        key=MailboxKey(desk.mailbox.imap.host.lower(), desk.mailbox.imap.user),
    )
    sent.refresh(session, lambda message_id: _is_ours(parts.store, message_id))
    reports: dict[str, ReceiveReport | None] = {}
    filed_away = _filed_away(parts, desk, session, mailbox)
    for folder, junk in [*_folders(desk, session), *((name, False) for name in filed_away)]:
        if not keep_going():
            break
        if not whole and session.unchanged(folder):
            reports[folder] = ReceiveReport()
            continue
        try:
            reports[folder] = report = receive_folder(
                parts.store,
                parts.vault,
                session,
                filed_away.get(folder, mailbox),
                folder,
                now=now,
                keep_going=keep_going,
                max_letters=SLICE,
                whole=whole,
                answered=sent.answers,
                junk=junk,
            )
            if not (report.left or report.failed):
                session.settle(folder)
        except WireError as error:
            if error.kind or not session.usable:
                raise
            session.forget_folders()
            if folder in _wanted(desk, session):
                reports[folder] = None  # renamed or deleted: it must not hide the others
    parts.store.run(lambda tx: _tell(tx, parts.settings.config, desk, reports, now))
    newest = max((one.newest for one in reports.values() if one and one.newest), default=None)
    _compare_clocks(parts, desk, newest)
    return Received(
        tuple(report for report in reports.values() if report is not None),
        tuple(folder for folder, report in reports.items() if report is None),
    )


def _compare_clocks(parts: Parts, desk: Desk, newest: datetime | None) -> None:
    config, ended = parts.settings.config, parts.clock.now()
    if newest is not None:
        parts.store.run(lambda tx: compare_clocks(tx, config, desk.name, newest, ended))


def _is_ours(store: Store, message_id: str) -> bool:
    return store.read(lambda tx: tx.outbox.by_message_id(message_id)) is not None


def _folders(desk: Desk, session: ImapSession) -> list[tuple[str, bool]]:
    """Return the folders to poll, and of each whether it is for junk."""
    found = session.junk_folders(desk.mailbox.preset.junk_folders)
    named = desk.mailbox.junk_folders or ()
    return [(name, name in {*found, *named}) for name in _wanted(desk, session)]


def _filed_away(
    parts: Parts, desk: Desk, session: ImapSession, mailbox: ReceiveMailbox
) -> dict[str, ReceiveMailbox]:
    """Return the folder of handled letters too, while a restored store waits for a person.

    What was handled since the backup was moved there: it is in no folder that is polled any more.
    """
    folder = desk.mailbox.move_handled_to
    restored = parts.store.read(lambda tx: tx.mailboxes.get(desk.id)).restored if folder else None
    if restored is None or not restored.waiting:
        return {}
    if folder not in {one.name for one in session.folders()}:
        return {}
    since = restored.since.astimezone(mailbox.timezone).date()
    return {folder: replace(mailbox, adopt_since=since, without_history=True)}


def _wanted(desk: Desk, session: ImapSession) -> tuple[str, ...]:
    box = desk.mailbox
    named = box.junk_folders
    junk = session.junk_folders(box.preset.junk_folders) if named is None else named
    others = (name for name in junk if name != box.move_handled_to)
    return tuple(dict.fromkeys((*box.folders, *others)))


def _tell(
    tx: Tx, config: Config, desk: Desk, reports: Mapping[str, ReceiveReport | None], now: datetime
) -> None:
    """Raise and clear the alarms that the folders give cause to."""
    if any(report is not None and report.epoch_changed for report in reports.values()):
        raise_alarm(tx, AlarmKind.EPOCH, desk.name, {}, now)
    late = sum(report.late for report in reports.values() if report is not None)
    if late:
        facts: dict[str, Fact] = {"found_late": late}
        raise_alarm(tx, AlarmKind.FOUND_LATE, desk.name, facts, now, unit=desk.mailbox.unit)
    for folder, report in reports.items():
        complete = report is not None and not report.failed
        stored = tx.folders.ensure(desk.id, folder, now)
        folder_polled(tx, config, desk.name, stored, complete=complete, now=now)
