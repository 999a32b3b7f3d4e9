"""In which state a mail enters the outbox: the modes of a mailbox and what waits for staff."""

from datetime import datetime

from mailcare.config import Config
from mailcare.model.place import Mode
from mailcare.model.post import Intent, MailClass, OutboxState

NOT_ACCEPTED = "reply.not_accepted"
OUTWARD = frozenset({MailClass.REPLY, MailClass.DISPATCH})
"""What leaves our own unit; in draft mode staff release each."""

Entry = tuple[OutboxState, str]


def entry_state(
    intent: Intent, mode: Mode, config: Config, not_before: datetime | None, now: datetime
) -> Entry:
    """Return state and reason: ``shadow`` writes to nobody, ``draft`` waits, ``live`` goes."""
    if mode is Mode.SHADOW:
        return OutboxState.SUPPRESSED, "shadow"
    if reason := _waits_for_staff(intent, mode, config):
        return OutboxState.DRAFT, reason
    if not_before is not None and not_before > now:
        return OutboxState.HELD, "held"
    return OutboxState.QUEUED, ""


def _waits_for_staff(intent: Intent, mode: Mode, config: Config) -> str:
    if intent.facts.get("by_staff"):
        return ""
    if mode is Mode.DRAFT and intent.mail_class in OUTWARD:
        return "mode"
    if intent.template == NOT_ACCEPTED and not config.triage.auto_not_accepted:
        return "not_accepted"
    return "staff" if intent.draft else ""
