"""What came of the demo: letters with their decisions, every mail that left, files and JSON."""

import json
from dataclasses import dataclass
from email import message_from_bytes, policy
from pathlib import Path

from mailcare.demo.samples import Sample
from mailcare.demo.stage import Stage
from mailcare.model.judgement import Judgement
from mailcare.model.place import Letter
from mailcare.model.post import OutboxMail, OutboxState
from mailcare.store import Tx
from mailcare.triage.wording import explain

REASONS = 3
"""Reasons shown per letter; `mailcare inspect` shows all."""


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
class Outcome:
    """Everything that the demo shows."""

    letters: list[LetterResult]
    sent: list[Sent]
    history: int


def gather(stage: Stage) -> Outcome:
    """Write letters and mails as files into the stage's folder, and say what came of them."""
    sent = [_sent(stage, number) for number in range(1, len(stage.smtp.taken) + 1)]
    letters = [
        _letter(stage, number, sample, raw) for number, (sample, raw) in enumerate(stage.letters, 1)
    ]
    counts = stage.parts.store.read(lambda tx: tx.receipts.count())
    outcome = Outcome(letters, sent, sum(n for fate, n in counts.items() if fate == "history"))
    _write_json(stage.folder, outcome)
    return outcome


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
        mails=tuple((mail.template, mail.recipient, mail.state.value) for mail in mails),
    )


def _look(tx: Tx, key: str) -> tuple[Letter | None, Judgement | None, str, list[OutboxMail]]:
    letter = tx.letters.find(key)
    if letter is None:
        return None, None, "", []
    case = "" if letter.case_id is None else tx.cases.by_id(letter.case_id).number
    about_letter = None if letter.case_id else letter.id
    mails = tx.outbox.list(case_id=letter.case_id, letter_id=about_letter)
    return letter, tx.letters.judgement(letter.id), case, mails


def _write_json(folder: Path, outcome: Outcome) -> None:
    record = {
        "letters": [
            {
                "letter": one.name,
                "mailbox": one.mailbox,
                "path": one.path,
                "decision": one.decision,
                "why": one.why,
                "case": one.case,
                "mails": [
                    {"template": template, "to": to, "state": state}
                    for template, to, state in one.mails
                ],
            }
            for one in outcome.letters
        ],
        "history": outcome.history,
        "sent": [
            {
                "to": one.recipient,
                "subject": one.subject,
                "template": one.template,
                "case": one.case,
                "path": one.path,
            }
            for one in outcome.sent
        ],
    }
    text = json.dumps(record, ensure_ascii=False, indent=1)
    (folder / "result.json").write_text(text + "\n", encoding="utf-8")


def is_waiting(state: str) -> bool:
    """Say whether a mail waits for a person."""
    return OutboxState(state) in {OutboxState.DRAFT, OutboxState.HELD, OutboxState.SUPPRESSED}
