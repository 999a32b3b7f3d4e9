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
"""It may be the second: it leaves when a person releases it."""
WAITS: Final = "restored_waits"
"""It is surely the first, and leaves when the mailbox goes live again."""
_TO_OTHERS: Final = frozenset({MailClass.REPLY, MailClass.DISPATCH})
_LEAVES: Final = frozenset({OutboxState.QUEUED, OutboxState.HELD})


def hold_back(tx: Tx, pending: PendingIntent, mail: NewMail) -> NewMail:
    """Return the mail as it enters the outbox: held without a time, if it may be the second."""
    if mail.mailbox_id is None or mail.mail_class not in _TO_OTHERS or mail.state not in _LEAVES:
        return mail
    restored = tx.mailboxes.get(mail.mailbox_id).restored
    reason = "" if restored is None else _why(tx, pending, restored)
    if not reason:
        return mail
    return replace(mail, state=OutboxState.HELD, reason=reason, not_before=None)


def _why(tx: Tx, pending: PendingIntent, restored: Restored) -> str:
    """Return why the mail is held; empty: it may leave."""
    if pending.created_at < restored.at:
        return REASON  # it waited to be composed when the backup was made
    case = None if pending.case_id is None else tx.cases.by_id(pending.case_id)
    if pending.intent.facts.get("by_staff") or (case is not None and _by_a_person(case, pending)):
        return ""
    came = None if pending.letter_id is None else tx.letters.get(pending.letter_id).received_at
    if case is not None and _of_those_days(case, restored):
        return REASON
    if came is not None and came >= restored.at:
        return WAITS if restored.waiting else ""
    return REASON if came is not None or restored.waiting else ""


def _by_a_person(case: Case, pending: PendingIntent) -> bool:
    """Say whether it was written at a person's word: what they did stands in the same step."""
    return any(one.actor != MAILCARE and one.at == pending.created_at for one in case.events)


def _of_those_days(case: Case, restored: Restored) -> bool:
    """Say whether the case was opened anew since, and nobody has looked at it."""
    again = case.view.received_at < restored.at <= case.events[0].at
    return again and all(one.actor == MAILCARE for one in case.events)
