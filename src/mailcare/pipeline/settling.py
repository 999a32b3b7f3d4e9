"""What became of our mails is told to their cases, in the transaction that settles the mail."""

from datetime import datetime

from mailcare.casework.after_sending import mail_failed, mail_sent
from mailcare.casework.templates import HANDOVER
from mailcare.model.post import OutboxMail, OutboxState
from mailcare.model.trouble import AlarmKind
from mailcare.pipeline import local_hand_over
from mailcare.pipeline.ledger import append
from mailcare.pipeline.parts import Parts
from mailcare.store import Tx
from mailcare.supervision.alarms import clear_alarm, raise_alarm


def settled(parts: Parts, tx: Tx, mail: OutboxMail, now: datetime) -> None:
    """Record on the case what became of `mail`; `tx` is the transaction that settles it."""
    state = mail.state
    if state is OutboxState.SENT:
        clear_alarm(tx, AlarmKind.SEND_FAILED, _account(parts, mail), now)
    elif state is OutboxState.UNCERTAIN:
        raise_alarm(tx, AlarmKind.UNCERTAIN, f"outbox {mail.id}", {"mail": mail.id}, now)
    if mail.case_id is None:
        return
    case = tx.cases.by_id(mail.case_id)
    policy = parts.settings.desk_for(case.mailbox_id).policy
    if state is OutboxState.SENT:
        case = append(tx, case, mail_sent(case, mail, policy, now), None, now)
        if mail.template == HANDOVER:
            local_hand_over.opened(parts, tx, case, mail, now)
    elif state is OutboxState.FAILED:
        append(tx, case, mail_failed(case, mail, policy, now), None, now)


def _account(parts: Parts, mail: OutboxMail) -> str:
    if mail.mailbox_id is None:
        return parts.settings.config.alarms.mailbox
    return parts.settings.desk_for(mail.mailbox_id).name
