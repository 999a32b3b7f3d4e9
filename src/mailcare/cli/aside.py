"""``mailcare aside``: letters that could not be handled, and those filed without a case."""

from datetime import datetime
from pathlib import Path

import click

from mailcare.cli.options import config_option, examples, json_option, read_config
from mailcare.cli.output import clean, local, write_bytes, write_json, write_table
from mailcare.intake.reading.degraded import read_degraded
from mailcare.model.letter import Message
from mailcare.store import Tx
from mailcare.wiring import open_store


@click.group(epilog=examples("mailcare aside list", "mailcare aside show 17"))
def command() -> None:
    """List, show and replay letters that were set aside, or filed without a case."""


@command.command("list", epilog=examples("mailcare aside list", "mailcare aside list --filed"))
@config_option
@json_option
@click.option("--filed", is_flag=True, help="Letters filed without a case, and why.")
@click.option("--limit", default=100, show_default=True, help="How many filed ones at most.")
def list_aside(config_path: Path, *, as_json: bool, filed: bool, limit: int) -> None:
    """List letters set aside, oldest first, or with --filed those filed, newest first."""
    config = read_config(config_path)
    with open_store(config) as (store, _vault):
        rows = store.read(lambda tx: _filed(tx, limit) if filed else _set_aside(tx))
    columns = ("letter", "mailbox", "at", "kind", "why")
    if as_json:
        write_json([dict(zip(columns, row, strict=True)) for row in rows])
        return
    zone = config.organisation.timezone
    write_table(columns, [(*row[:2], local(row[2], zone), *row[3:]) for row in rows])


Row = tuple[int, str | None, datetime, str, str]


def _set_aside(tx: Tx) -> list[Row]:
    names = {box.id: box.name for box in tx.mailboxes.all()}
    return [
        (one.letter_id, names.get(one.mailbox_id), one.at, one.kind.value, one.error)
        for one in tx.letters.list_aside()
    ]


def _filed(tx: Tx, limit: int) -> list[Row]:
    names = {box.id: box.name for box in tx.mailboxes.all()}
    return [
        (
            letter.id,
            names.get(letter.mailbox_id),
            letter.received_at,
            made.automatic.value if made.automatic else made.decision.value,
            ", ".join(reason.rule for reason in made.reasons),
        )
        for letter, made in tx.letters.list_filed(limit)
    ]


@command.command(epilog=examples("mailcare aside show 17", "mailcare aside show 17 --raw > l.eml"))
@config_option
@click.option("--raw", is_flag=True, help="Write the letter's bytes as they came.")
@click.argument("letter_id", type=int)
def show(config_path: Path, *, raw: bool, letter_id: int) -> None:
    """Show the letter LETTER_ID roughly, as far as it can be read without risk."""
    config = read_config(config_path)
    with open_store(config) as (store, vault):
        letter = store.read(lambda tx: tx.letters.get(letter_id))
        data = vault.open(letter.blob)
    if raw:
        write_bytes(data)
    else:
        _write(_read(data))


@command.command(epilog=examples("mailcare aside replay 17", "mailcare aside replay --filed 18 19"))
@config_option
@click.option("--filed", is_flag=True, help="Filed letters, to be judged by today's config.")
@click.argument("letter_ids", type=int, nargs=-1, required=True)
def replay(config_path: Path, letter_ids: tuple[int, ...], *, filed: bool) -> None:
    """Let the daemon handle letters once more: those set aside, or with --filed those filed.

    All of them or none. A filed letter that would be filed again: `mailcare case open-from`.
    """
    config = read_config(config_path)

    def work(tx: Tx) -> None:
        for one in letter_ids:
            (tx.letters.bring_back_filed if filed else tx.letters.bring_back)(one)

    with open_store(config) as (store, _vault):
        store.run(work)
    click.echo(f"Will be tried again: {', '.join(map(str, letter_ids))}.")


def _read(data: bytes) -> Message:
    return read_degraded(data)


def _write(message: Message) -> None:
    sender = message.from_.address if message.from_ else "–"
    for label, text in (("From", sender), ("Subject", message.subject)):
        click.echo(f"{label}: {clean(text)}")
    click.echo()
    for line in message.text.splitlines():
        click.echo(clean(line))
