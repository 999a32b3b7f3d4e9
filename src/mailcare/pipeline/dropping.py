"""A person does not want a mail sent: its case hears of it, so that it waits for nothing."""

from collections.abc import Mapping
from datetime import datetime

from mailcare.casework.after_sending import mail_dropped
from mailcare.casework.policy import Policy
from mailcare.model.post import OutboxMail, OutboxState
from mailcare.pipeline.ledger import append
from mailcare.store import Tx


def drop_mail(
    tx: Tx,
    mail_id: int,
    reason: str,
    policies: Mapping[int, Policy],
    *,
    now: datetime,
    actor: str,
) -> OutboxMail:
    """Cancel a mail that has not left; `policies` are those of the stored mailboxes.

    Without the policy of its mailbox, which may be out of the config, the case hears nothing.

    Raises:
        ConflictError: it has left, or is gone already.
    """
    mail = tx.outbox.drop(mail_id, reason, now)
    _take_back_followers(tx, mail, now)
    policy = policies.get(mail.mailbox_id or 0)
    if mail.case_id is None or policy is None or _has_siblings(tx, mail):
        return mail
    case = tx.cases.by_id(mail.case_id)
    outcome = mail_dropped(case, mail, policy, now, actor)
    if outcome.events:
        append(tx, case, outcome, None, now)
    return mail


def _take_back_followers(tx: Tx, mail: OutboxMail, now: datetime) -> None:
    """Take back what was to leave only after `mail`: it would wait for ever, unseen."""
    if mail.case_id is None:
        return
    for one in tx.outbox.unsent(mail.case_id):
        if one.after_id == mail.id:
            tx.outbox.supersede(one.id, "first_mail_dropped", now)


def _has_siblings(tx: Tx, mail: OutboxMail) -> bool:
    """Say whether the same letter goes to somebody else as well."""
    return any(
        one.intent_id == mail.intent_id and one.state is not OutboxState.CANCELLED
        for one in tx.outbox.list(case_id=mail.case_id)
    )
