"""Step one, *receive*, for all folders of a mailbox (T1)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from mailcare.errors import WireError
from mailcare.intake.answered import SentFolder
from mailcare.intake.receive import ReceiveMailbox, ReceiveReport, receive_folder
from mailcare.model.trouble import AlarmKind
from mailcare.pipeline.parts import Desk, Parts
from mailcare.store import Tx
from mailcare.supervision.alarms import clear_alarm, raise_alarm
from mailcare.wire.imap import ImapSession

SLICE = 500
"""Letters fetched from a folder in one poll: other mailboxes wait for the worker."""


@dataclass(frozen=True, slots=True)
class Received:
    """What one poll brought, over all folders."""

    reports: tuple[ReceiveReport, ...]

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
        names = ("received", "history", "gone", "failed", "already_known")
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
    )
    sent.refresh(session)
    reports = []
    refused = []
    for folder in filter(lambda _: keep_going(), desk.mailbox.folders):
        try:
            report = receive_folder(
                parts.store,
                parts.vault,
                session,
                mailbox,
                folder,
                now=now,
                keep_going=keep_going,
                max_letters=SLICE,
                whole=whole,
                answered=sent.answers,
            )
        except WireError:
            if not session.usable:
                raise
            refused.append(folder)  # renamed or deleted: it must not hide the others
        else:
            reports.append(report)
    if any(report.epoch_changed for report in reports):
        parts.store.run(lambda tx: raise_alarm(tx, AlarmKind.EPOCH, desk.name, {}, now))
    parts.store.run(lambda tx: _tell_of_folders(tx, desk, refused, now))
    return Received(tuple(reports))


def _tell_of_folders(tx: Tx, desk: Desk, refused: list[str], now: datetime) -> None:
    for folder in desk.mailbox.folders:
        subject = f"{desk.name}: {folder}"
        if folder in refused:
            raise_alarm(tx, AlarmKind.UNREACHABLE, subject, {}, now, unit=desk.mailbox.unit)
        else:
            clear_alarm(tx, AlarmKind.UNREACHABLE, subject, now)
