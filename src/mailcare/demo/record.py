"""result.json: what came of the demo, for programs."""

import json
from collections.abc import Sequence
from pathlib import Path

from mailcare.demo.outcome import LaterResult, LetterResult, Outcome, Sent


def write_json(folder: Path, outcome: Outcome) -> None:
    """Write `outcome` into result.json; paths in it start at `folder`."""
    record = {
        "letters": [_letter(one) for one in outcome.letters],
        "later": [_later(one) for one in outcome.later],
        "history": outcome.history,
        "sent": [_sent(one) for one in outcome.sent],
    }
    text = json.dumps(record, ensure_ascii=False, indent=1)
    (folder / "result.json").write_text(text + "\n", encoding="utf-8")


def _letter(one: LetterResult) -> dict[str, object]:
    return {
        "letter": one.name,
        "mailbox": one.mailbox,
        "path": one.path,
        "decision": one.decision,
        "why": one.why,
        "case": one.case,
        "mails": _mails(one.mails),
    }


def _later(one: LaterResult) -> dict[str, object]:
    return {
        "letter": one.name,
        "from": one.sender,
        "path": one.path,
        "case": one.case,
        "state": one.state,
        "happened": [{"what": what, "why": why} for what, why in one.happened],
        "mails": _mails(one.mails),
    }


def _sent(one: Sent) -> dict[str, object]:
    return {
        "to": one.recipient,
        "subject": one.subject,
        "template": one.template,
        "case": one.case,
        "path": one.path,
    }


def _mails(mails: Sequence[tuple[str, str, str]]) -> list[dict[str, str]]:
    return [{"template": template, "to": to, "state": state} for template, to, state in mails]
