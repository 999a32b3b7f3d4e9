"""Values of the model with everything filled in, so that a test names only what it is about."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from mailcare.model.case import (
    Case,
    CaseTexts,
    CaseView,
    ClockName,
    ClockReading,
    Event,
    EventKind,
    State,
)
from mailcare.model.judgement import (
    Automatic,
    Category,
    Decision,
    DemandKind,
    Element,
    Elements,
    Judgement,
    Kind,
    Language,
    Reason,
    Scope,
    SpecialDemand,
)
from mailcare.model.letter import Address
from mailcare.model.place import Letter, LetterState, MailboxKey, Mode
from mailcare.model.post import MailClass, OutboxState
from mailcare.store import NewMail, Store, Tx

NOW = datetime(2026, 11, 20, 1, 30, 15, 123456, tzinfo=UTC)
SHANGHAI = ZoneInfo("Asia/Shanghai")
HOUR = timedelta(hours=1)
CANARY = "13900020002"
USER = Address(f"u{CANARY}@users.example", f"客户{CANARY}")

ELEMENTS = Elements(
    problem=Element(f"宽带断线 {CANARY}", f"…{CANARY}…"),
    device_number=Element(f"ad{CANARY}", f"账号 ad{CANARY}"),
    phone=Element(CANARY, f"电话 {CANARY}", probable=True),
)
REASONS = (Reason("scope.phrase", f"宽带 {CANARY}"), Reason("kind.verb", "投诉"))
TEXTS = CaseTexts(
    user=USER,
    subject=f"投诉 {CANARY}",
    message_id=f"<{CANARY}@users.example>",
    references=(f"<a{CANARY}@users.example>", "<b@users.example>"),
    elements=ELEMENTS,
    reasons=REASONS,
)
JUDGEMENT = Judgement(
    decision=Decision.REVIEW,
    suggested=Decision.FORWARDED,
    scope=Scope.OTHER_UNIT,
    unit="broadband",
    kind=Kind.COMPLAINT,
    category=Category.BILLING,
    elements=ELEMENTS,
    language=Language.ZH_HANT,
    confidence=0.625,
    reasons=REASONS,
    automatic=Automatic.SYSTEM,
    reply_by_phone=True,
    special_demand=SpecialDemand(DemandKind.DEADLINE, f"明天前 {CANARY}"),
    escalation=True,
    official=True,
    about_staff=True,
    colleague=True,
    copy_only=True,
    user=USER,
    outsider="courier",
)
VIEW = CaseView(
    state=State.OPEN,
    unit="vas",
    owner="broadband",
    decision=Decision.IN_SCOPE,
    suggested=Decision.IN_SCOPE,
    scope=Scope.IN_SCOPE,
    kind=Kind.COMPLAINT,
    category=Category.PROCESS,
    language=Language.ZH,
    mode=Mode.LIVE,
    received_at=NOW,
    promised_due=NOW + 40 * HOUR,
    next_due_at=NOW + 30 * HOUR,
    next_due_kind=ClockName.ANSWER,
    escalated=True,
    clocks=(
        ClockReading(ClockName.ANSWER, NOW + 30 * HOUR, None),
        ClockReading(ClockName.REGISTERED, None, NOW),
    ),
    next_check_at=NOW + HOUR,
    calendar_version="2026a",
)


def opened(seq: int = 1, kind: EventKind = EventKind.OPENED) -> Event:
    return Event(seq, kind, NOW, "mailcare", {"letter_id": 7, "owner": None, "late": False})


def add_mailbox(tx: Tx, user: str = "vas@telecom.example", mode: Mode = Mode.LIVE) -> int:
    name = user.split("@", maxsplit=1)[0]
    return tx.mailboxes.ensure(MailboxKey("imap.telecom.example", user), name, mode, NOW).id


def add_letter(tx: Tx, key_id: str, content_key: str = "c1", **changes: Any) -> Letter:  # noqa: ANN401 - any field of a letter
    fields: dict[str, Any] = {
        "state": LetterState.RECEIVED,
        "mailbox_id": add_mailbox(tx),
        "blob": f"blob-{content_key}",
        "key_id": key_id,
        "size": 1200,
        "received_at": NOW,
        "first_seen": NOW + HOUR,
    }
    return tx.letters.add(content_key, **(fields | changes))


def add_case(
    tx: Tx, key_id: str, content_key: str = "c1", view: CaseView = VIEW, prefix: str = "VAS"
) -> Case:
    letter = add_letter(tx, key_id, content_key)
    return tx.cases.open(
        mailbox_id=letter.mailbox_id,
        unit_prefix=prefix,
        key_id=key_id,
        events=[opened()],
        view=view,
        texts=TEXTS,
        letter_id=letter.id,
        now=NOW,
        tz=SHANGHAI,
    )


def new_mail(key_id: str, number: int = 1, **changes: Any) -> NewMail:  # noqa: ANN401 - any field of a mail
    mail = NewMail(
        mail_class=MailClass.REPLY,
        template="reply.accepted",
        state=OutboxState.QUEUED,
        recipient=USER.address,
        message_id=f"<m{number}@telecom.example>",
        blob=f"out-{number}",
        key_id=key_id,
    )
    return replace(mail, **changes)


def add_mails(store: Store, mails: Sequence[NewMail], now: datetime = NOW) -> list[int]:
    return store.run(lambda tx: [tx.outbox.add(mail, now).id for mail in mails])
