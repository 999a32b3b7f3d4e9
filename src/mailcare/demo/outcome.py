"""What came of the demo: letters with their decisions, every mail that left, and their files."""

from dataclasses import dataclass
from email import message_from_bytes, policy
from pathlib import Path

from mailcare.demo.samples import Sample
from mailcare.demo.stage import Stage
from mailcare.errors import MailcareError
from mailcare.model.case import Case, EventKind
from mailcare.model.judgement import Judgement
from mailcare.model.place import Letter
from mailcare.model.post import OutboxMail, OutboxState
from mailcare.store import Tx
from mailcare.triage.wording import explain

REASONS = 3
"""Reasons shown per letter; `mailcare inspect` shows all."""
_SAID = ("follow_up", "decision", "reason", "what", "template")
"""Facts of a ledger's entries that say more than their kind."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A mail that the SMTP server took."""

    recipient: str
    subject: str
    text: str
    template: str
    case: str
    path: str


@dataclass(frozen=True, slots=True)
class LetterResult:
    """What became of one letter."""

    name: str
    mailbox: str
    path: str
    decision: str
    why: tuple[str, ...]
    case: str
    mails: tuple[tuple[str, str, str], ...]
    """Of the case: template, recipient, state."""


@dataclass(frozen=True, slots=True)
class LaterResult:
    """What a letter that answers one of our mails brought about."""

    name: str
    sender: str
    path: str
    text: str
    """As it was written, what it quotes included."""
    case: str
    state: str
    """Of the case, in the end."""
    happened: tuple[tuple[str, str], ...]
    """What the case's ledger says since: what, and why where it says."""
    mails: tuple[tuple[str, str, str], ...]
    """Since then: template, recipient, state."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Everything that the demo shows."""

    letters: list[LetterResult]
    later: list[LaterResult]
    sent: list[Sent]
    history: int


def gather(stage: Stage) -> Outcome:
    """Write letters and mails as files into the stage's folder; say what came of them."""
    sent = [_sent(stage, number) for number in range(1, len(stage.smtp.taken) + 1)]
    letters = [
        _letter(stage, number, sample, raw) for number, (sample, raw) in enumerate(stage.letters, 1)
    ]
    later = [_later(stage, index) for index in range(len(stage.later))]
    counts = stage.parts.store.read(lambda tx: tx.receipts.count())
    history = sum(n for fate, n in counts.items() if fate == "history")
    return Outcome(letters, later, sent, history)


def _save(folder: Path, name: str, raw: bytes) -> str:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(raw)
    return name


def _sent(stage: Stage, number: int) -> Sent:
    taken = stage.smtp.taken[number - 1]
    mail = message_from_bytes(taken.raw, policy=policy.default)
    row = stage.parts.store.read(lambda tx: tx.outbox.by_message_id(str(mail["Message-ID"])))
    body = mail.get_body(("plain",))
    return Sent(
        recipient=taken.recipient,
        subject=str(mail["Subject"]),
        text=str(body.get_content()) if body else "",
        template=row.template if row else "",
        case=_number(stage, row),
        path=_save(
            stage.folder, f"sent/{number:02}-{row.template if row else 'mail'}.eml", taken.raw
        ),
    )


def _number(stage: Stage, row: OutboxMail | None) -> str:
    if row is None or row.case_id is None:
        return ""
    case_id = row.case_id
    return stage.parts.store.read(lambda tx: tx.cases.by_id(case_id).number)


def _letter(stage: Stage, number: int, sample: Sample, raw: bytes) -> LetterResult:
    key = stage.parts.vault.content_key(raw)
    letter, judgement, case, mails = stage.parts.store.read(lambda tx: _look(tx, key))
    reasons = judgement.reasons if judgement else ()
    return LetterResult(
        name=sample.name,
        mailbox=sample.mailbox.partition("@")[0],
        path=_save(stage.folder, f"letters/{number:02}.eml", raw),
        decision=judgement.decision.value if judgement else letter.state.value if letter else "?",
        why=tuple(explain(one)[0] for one in reasons[:REASONS]),
        case=case,
        mails=_told(mails, before=stage.marks[0] if stage.marks else None),
    )


def _look(tx: Tx, key: str) -> tuple[Letter | None, Judgement | None, str, list[OutboxMail]]:
    letter = tx.letters.find(key)
    if letter is None:
        return None, None, "", []
    case = "" if letter.case_id is None else tx.cases.by_id(letter.case_id).number
    about_letter = None if letter.case_id else letter.id
    mails = tx.outbox.list(case_id=letter.case_id, letter_id=about_letter)
    return letter, tx.letters.judgement(letter.id), case, mails


def _later(stage: Stage, index: int) -> LaterResult:
    later, raw = stage.later[index]
    key = stage.parts.vault.content_key(raw)
    mark = stage.marks[index]
    after = next((one for one in stage.marks if one > mark), None)
    case, mails, letter_id = stage.parts.store.read(lambda tx: _look_later(tx, key))
    body = message_from_bytes(raw, policy=policy.default).get_body(("plain",))
    return LaterResult(
        name=later.name,
        sender=later.sender,
        path=_save(stage.folder, f"letters/{len(stage.letters) + index + 1:02}.eml", raw),
        text=str(body.get_content()) if body else "",
        case=case.number,
        state=case.view.state.value,
        happened=_happened(case, letter_id),
        mails=_told([mail for mail in mails if mail.id > mark], before=after),
    )


def _look_later(tx: Tx, key: str) -> tuple[Case, list[OutboxMail], int]:
    letter = tx.letters.find(key)
    if letter is None or letter.case_id is None:
        raise MailcareError("the demo's later letters didn't find their cases; its log says why")
    return tx.cases.by_id(letter.case_id), tx.outbox.list(case_id=letter.case_id), letter.id


def _happened(case: Case, letter_id: int) -> tuple[tuple[str, str], ...]:
    """Return what the ledger says from the letter on, up to the next one."""
    joined = [one.seq for one in case.events if one.kind is EventKind.LETTER_JOINED]
    first = next(
        one.seq
        for one in case.events
        if one.seq in joined and one.facts.get("letter_id") == letter_id
    )
    last = min((seq for seq in joined if seq > first), default=len(case.events) + 1)
    return tuple(
        (one.kind.value, next((str(one.facts[name]) for name in _SAID if one.facts.get(name)), ""))
        for one in case.events
        if first <= one.seq < last
    )


def _told(mails: list[OutboxMail], before: int | None) -> tuple[tuple[str, str, str], ...]:
    """Return template, recipient and state of mails, up to the row `before`."""
    return tuple(
        (mail.template, mail.recipient, mail.state.value)
        for mail in mails
        if before is None or mail.id <= before
    )


def is_waiting(state: str) -> bool:
    """Say whether a mail waits for a person."""
    return OutboxState(state) in {OutboxState.DRAFT, OutboxState.HELD, OutboxState.SUPPRESSED}
