"""After the store was put back from a backup: mail that may have left before waits for a person.

A letter that came since the backup is received again, and a clock that ran out since runs out
again; whether somebody was written to about it then, the store can't know (DESIGN 4.2). So what
goes to users and to other units by itself is held, until a person has looked at the case, or, for
what did not come of those days, has let the mailbox go live again.
"""

from dataclasses import replace
from typing import Final

from mailcare.casework.facts import MAILCARE
from mailcare.model.case import Case
from mailcare.model.place import Restored
from mailcare.model.post import MailClass, OutboxState
from mailcare.store import NewMail, PendingIntent, Tx

REASON: Final = "restored"
_TO_OTHERS: Final = frozenset({MailClass.REPLY, MailClass.DISPATCH})
_LEAVES: Final = frozenset({OutboxState.QUEUED, OutboxState.HELD})


def hold_back(tx: Tx, pending: PendingIntent, mail: NewMail) -> NewMail:
    """Return the mail as it enters the outbox: held without a time, if it may be the second."""
    if mail.mailbox_id is None or mail.mail_class not in _TO_OTHERS or mail.state not in _LEAVES:
        return mail
    restored = tx.mailboxes.get(mail.mailbox_id).restored
    if restored is None or not _may_be_second(tx, pending, restored):
        return mail
    return replace(mail, state=OutboxState.HELD, reason=REASON, not_before=None)


def _may_be_second(tx: Tx, pending: PendingIntent, restored: Restored) -> bool:
    if pending.created_at < restored.at:
        return True  # it waited to be composed when the backup was made
    if pending.intent.facts.get("by_staff"):
        return False
    case = None if pending.case_id is None else tx.cases.by_id(pending.case_id)
    if case is not None and _by_a_person(case, pending):
        return False
    if restored.waiting or _came_before(tx, pending, restored):
        return True
    return case is not None and _of_those_days(case, restored)


def _by_a_person(case: Case, pending: PendingIntent) -> bool:
    """Say whether it was written at a person's word: what they did stands in the same step."""
    return any(one.actor != MAILCARE and one.at == pending.created_at for one in case.events)


def _came_before(tx: Tx, pending: PendingIntent, restored: Restored) -> bool:
    """Say whether the letter that it is about came before the store was put back.

    An intent is about its case's first letter where no other called for it.
    """
    if pending.letter_id is None:
        return False
    letter = tx.letters.get(pending.letter_id)
    return letter.received_at < restored.at


def _of_those_days(case: Case, restored: Restored) -> bool:
    """Say whether the case was opened anew since, and nobody has looked at it."""
    again = case.view.received_at < restored.at <= case.events[0].at
    return again and all(one.actor == MAILCARE for one in case.events)
