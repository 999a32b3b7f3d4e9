"""An uncertain mail is settled without being sent again: by a copy in Sent, or by a person.

A delivery report settles it too (`pipeline.deciding`). In each case the case hears of it as if the
server had answered at once: what waits for the mail to be sent goes on.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from mailcare.casework.after_sending import mail_failed, mail_sent
from mailcare.casework.policy import Policy
from mailcare.casework.templates import HANDOVER
from mailcare.errors import ConflictError
from mailcare.intake.answered import SentFolder
from mailcare.logs import get_logger
from mailcare.model.post import OutboxMail, OutboxState
from mailcare.pipeline.ledger import append
from mailcare.pipeline.parts import Desk, Parts
from mailcare.pipeline.settling import settled
from mailcare.store import Tx

IN_SENT: Final = "in_sent"

log = get_logger("pipeline")


def resolve_mail(
    tx: Tx, mail_id: int, policies: Mapping[int, Policy], *, sent: bool, now: datetime
) -> OutboxMail:
    """Settle an uncertain mail as a person found it to be; `policies` are by stored mailbox.

    Without the policy of its mailbox, which may be out of the config, the case hears nothing.

    Raises:
        ConflictError: it isn't uncertain, or its sending opens a case, which only the daemon does.
    """
    mail = tx.outbox.get(mail_id)
    if mail.state is not OutboxState.UNCERTAIN:
        raise ConflictError(f"mail {mail_id} is {mail.state.value}, not uncertain")
    if sent and mail.template == HANDOVER:
        raise ConflictError(
            f"mail {mail_id} hands over to a unit of ours: send it with release --again"
        )
    state = OutboxState.SENT if sent else OutboxState.FAILED
    mail = tx.outbox.conclude(mail_id, state, "by hand", now)
    policy = policies.get(mail.mailbox_id or 0)
    if mail.case_id is not None and policy is not None:
        case = tx.cases.by_id(mail.case_id)
        tell = mail_sent if sent else mail_failed
        append(tx, case, tell(case, mail, policy, now), None, now)
    return mail


def settle_by_sent(parts: Parts, desk: Desk, sent: SentFolder, now: datetime) -> int:
    """Settle uncertain mails of which the Sent folder holds a copy; return how many.

    The copy is the server's: we put none there of a mail that isn't known to be sent.
    """
    doubtful = parts.store.read(lambda tx: tx.outbox.list({OutboxState.UNCERTAIN}))
    found = [
        mail.id
        for mail in doubtful
        if mail.mailbox_id == desk.id
        and sent.holds(mail.message_id, mail.recipient, mail.created_at)
    ]
    return sum(_settle(parts, mail_id, now) for mail_id in found)


def _settle(parts: Parts, mail_id: int, now: datetime) -> bool:
    def work(tx: Tx) -> None:
        settled(parts, tx, tx.outbox.conclude(mail_id, OutboxState.SENT, IN_SENT, now), now)

    try:
        parts.store.run(work)
    except ConflictError:
        return False  # a report or a person was first
    log.info("mail.settled", mail=mail_id, state=OutboxState.SENT.value, reason=IN_SENT, told=True)
    return True
