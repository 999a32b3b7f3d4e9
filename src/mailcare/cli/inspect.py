"""``mailcare inspect``: what would be done with letters, and why; touches only the files."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from mailcare.cli.letters import choose_mailbox, read_letters
from mailcare.cli.options import config_option, examples, json_option, read_config
from mailcare.cli.output import clean, write_table
from mailcare.model.judgement import Element, ElementName, Judgement
from mailcare.model.letter import Address, Message
from mailcare.triage import compile_rules, judge
from mailcare.triage.wording import explain

_TEXT_SHOWN = 400
"""Characters of the letter shown to a person; a script gets all of it."""
_ATTACHED = 10
_NOTES = {
    "winmail_dat": "winmail.dat: Outlook alone can open what was attached",
    "text_in_attachment": "part of the text stands in an attached file",
    "attached_letter": "a letter is attached; its text counts as forwarded",
    "only_quoted_text": "nothing but quoted or forwarded mail",
    "read_degraded": "read only roughly",
}
"""What reading found odd, as far as a person should know."""


@click.command(
    epilog=examples(
        "mailcare inspect --mailbox vas letter.eml",
        "mailcare inspect -c config.toml --mailbox vas --json letters/*.eml > judged.jsonl",
    )
)
@config_option
@click.option("--mailbox", metavar="NAME", help="Judge as if received here; default: the only one.")
@json_option
@click.argument(
    "files",
    metavar="FILE...",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
def command(
    config_path: Path, mailbox: str | None, files: Sequence[Path], *, as_json: bool
) -> None:
    """Show what would be decided about letters stored in files, and why.

    Needs no network, no daemon, no database and no password; writes nothing anywhere. Any bytes
    are a letter: what cannot be read is judged as something that a person must look at.
    """
    config = read_config(config_path)
    rules = compile_rules(config, choose_mailbox(config, mailbox))
    for file, message in read_letters(config, files):
        judgement = judge(message, rules)
        if as_json:
            _write_line(as_dict(str(file), message, judgement))
        else:
            _show(file, message, judgement)


def _write_line(value: object) -> None:
    """Write UTF-8 whatever the terminal's locale: the line is for programs."""
    line = json.dumps(value, ensure_ascii=False) + "\n"
    stream = sys.stdout.buffer
    stream.write(line.encode("utf-8", "replace"))
    stream.flush()


def as_dict(file: str, message: Message, judgement: Judgement) -> dict[str, object]:
    """Return what ``--json`` prints; programs outside rely on its shape."""
    return {
        "file": file,
        "message": _message(message, judgement),
        "triage": _triage(judgement),
    }


def _message(message: Message, judgement: Judgement) -> dict[str, object]:
    return {
        "from": _address(message.from_),
        "reply_to": [_address(address) for address in message.reply_to],
        "subject": message.subject,
        "date": message.date.isoformat() if message.date else None,
        "message_id": message.message_id,
        "attachments": [
            {"filename": part.filename, "content_type": part.content_type, "size": part.size}
            for part in message.attachments
        ],
        "text": message.text,
        "own_text": message.own_text,
        "lossy": message.lossy,
        "automatic": judgement.automatic,
    }


def _triage(judgement: Judgement) -> dict[str, object]:
    demand = judgement.special_demand
    given = judgement.elements.given()
    return {
        "decision": judgement.decision,
        "suggested": judgement.suggested,
        "scope": judgement.scope,
        "unit": judgement.unit,
        "kind": judgement.kind,
        "category": judgement.category,
        "elements": {name: _element(given.get(name)) for name in ElementName},
        "missing": list(given.missing),
        "reply_by_phone": judgement.reply_by_phone,
        "special_demand": demand and {"kind": demand.kind, "evidence": demand.evidence},
        "escalation": judgement.escalation,
        "language": judgement.language,
        "confidence": judgement.confidence,
        "reasons": [
            {"rule": reason.rule, "evidence": reason.evidence} for reason in judgement.reasons
        ],
    }


def _address(address: Address | None) -> dict[str, str] | None:
    return {"address": address.address, "name": address.name} if address else None


def _element(element: Element | None) -> dict[str, str] | None:
    return {"value": element.value, "evidence": element.evidence} if element else None


def _show(file: Path, message: Message, judgement: Judgement) -> None:
    sender = message.from_
    own = clean(message.own_text.strip())
    click.echo(click.style(str(file), bold=True))
    rows: list[tuple[str, object]] = [
        ("from", f"{sender.name} <{sender.address}>" if sender else None),
        ("subject", message.subject),
        ("text", own[:_TEXT_SHOWN] + ("…" if len(own) > _TEXT_SHOWN else "")),
        *(("attached", part.filename) for part in message.attachments[:_ATTACHED]),
        *(("note", _NOTES[note]) for note in message.notes if note in _NOTES),
        ("decision", _with_suggestion(judgement)),
        ("scope", f"{judgement.scope} {judgement.unit or judgement.outsider or ''}"),
        ("kind, category", f"{judgement.kind or '–'}, {judgement.category or '–'}"),
        *((name.value, _shown(judgement.elements.get(name))) for name in ElementName),
        ("language", judgement.language),
        ("confidence", f"{judgement.confidence:.2f}"),
        *((f"because {reason.rule}", explain(reason)[0]) for reason in judgement.reasons),
    ]
    write_table(("", ""), rows)
    click.echo()


def _with_suggestion(judgement: Judgement) -> str:
    if judgement.decision == judgement.suggested:
        return str(judgement.decision)
    return f"{judgement.decision} (without the doubt: {judgement.suggested})"


def _shown(element: Element | None) -> str | None:
    if element is None:
        return None
    return f"{element.value} (probable)" if element.probable else element.value
