"""Mail that is held until a person decides, in one go: a backlog's replies after an outage."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

import click

from mailcare.cli.output import local
from mailcare.errors import NotFoundError
from mailcare.model.post import OutboxMail, OutboxState
from mailcare.store import Store, Tx

F = TypeVar("F", bound=Callable[..., None])
Row = tuple[str, str, int, str]
_HOUR = timedelta(hours=1)


def held_options(command: F) -> F:
    """Give a command what chooses held mail: by why it is held, and of which mailbox."""
    why = click.option(
        "--held",
        "held_for",
        metavar="WHY",
        help="All mail held for this reason, such as cap.total, instead of by ids.",
    )
    whose = click.option("--mailbox", "box", metavar="NAME", help="With --held: of this one only.")
    return why(whose(command))


def choose(
    store: Store, mail_ids: Sequence[int], held_for: str | None, box: str | None
) -> list[int]:
    """Return the ids that a command is about: those named, or those held for a reason.

    Raises:
        UsageError: neither or both were given.
        NotFoundError: no mailbox is called so.
    """
    if bool(mail_ids) == bool(held_for) or (box and not held_for):
        raise click.UsageError("name mails by their ids, or all that are held with --held WHY")
    if held_for is None:
        return list(mail_ids)
    wanted = None if box is None else store.read(lambda tx: _mailbox_id(tx, box))
    return [
        mail.id
        for mail in store.read(waiting)
        if mail.reason == held_for and wanted in {None, mail.mailbox_id}
    ]


def waiting(tx: Tx) -> list[OutboxMail]:
    """Return the held mails that wait for a person, oldest first."""
    return [mail for mail in tx.outbox.list({OutboxState.HELD}) if mail.not_before is None]


def _mailbox_id(tx: Tx, name: str) -> int:
    for known in tx.mailboxes.all():
        if known.name == name:
            return known.id
    raise NotFoundError(f"no mailbox is called {name}")


def sums(store: Store, zone: str) -> list[Row]:
    """Return how many mails of which mailbox are held for what, and since when the oldest is."""

    def found(tx: Tx) -> list[Row]:
        names = {one.id: one.name for one in tx.mailboxes.all()}
        mails = waiting(tx)
        counts = Counter((names.get(one.mailbox_id or 0, ""), one.reason) for one in mails)
        oldest: dict[tuple[str, str], datetime] = {}
        for one in mails:
            oldest.setdefault((names.get(one.mailbox_id or 0, ""), one.reason), one.created_at)
        return [
            (name, why, count, local(oldest[name, why], zone))
            for (name, why), count in sorted(counts.items())
        ]

    return store.read(found)


def pace(number: int, per_hour: int, now: datetime) -> datetime | None:
    """Return when the mail of this number of a backlog leaves; None: at once."""
    return None if not per_hour else now + number * (_HOUR / per_hour)
