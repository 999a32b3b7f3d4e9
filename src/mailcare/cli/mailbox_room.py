"""``mailcare mailbox capacity`` and ``application``: how full, until when, and asking for more."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mailcare.cli.options import config_option, examples, json_option, read_config
from mailcare.cli.output import local, write_json, write_table
from mailcare.clock import SystemClock
from mailcare.config import Config
from mailcare.errors import NotFoundError
from mailcare.store import Tx
from mailcare.wiring import mailbox_key, open_store

if TYPE_CHECKING:
    from mailcare.supervision.application import Figures

_AMOUNTS = ("mailbox", "used", "of", "full", "letters", "a workday", "last 24 h")
_COLUMNS = (*_AMOUNTS, "full on", "between", "drain")


@click.command(epilog=examples("mailcare mailbox capacity", "mailcare mailbox capacity --json"))
@config_option
@json_option
def capacity(config_path: Path, *, as_json: bool) -> None:
    """Say of each mailbox how full it is, how it grows, and when it will be full.

    The forecast counts working days, days off and hours of the day by themselves; it lies between
    both moments in four of five cases. No date: not within 90 days. Drain: letters taken off the
    server in the last 30 days, or why none can be.
    """
    from mailcare.supervision.application import collect  # noqa: PLC0415 - slow to start
    from mailcare.supervision.capacity import hindrance_note  # noqa: PLC0415 - the same

    config, now = read_config(config_path), SystemClock().now()

    def look(tx: Tx) -> list[tuple[str, "Figures | None", str]]:
        ids = _ids(tx, config)
        return [
            (name, collect(tx, config, name, one, now), tx.meta.get(hindrance_note(one)) or "")
            for name, one in ids.items()
        ]

    with open_store(config) as (store, _vault):
        found = store.read(look)
    if as_json:
        write_json([_record(name, one, hindrance) for name, one, hindrance in found])
        return
    rows = [_row(name, one, hindrance) for name, one, hindrance in found]
    write_table(_COLUMNS, rows)


@click.command(
    epilog=examples("mailcare mailbox application vas --out application.docx"),
)
@config_option
@click.argument("name")
@click.option("--out", "out", metavar="FILE", required=True, help="The Word file to write (.docx).")
def application(config_path: Path, name: str, out: str) -> None:
    """Write the application (书面申请) for more room for the mailbox NAME, ready to be signed.

    It is the one that capacity alarms enclose, filled with the figures of now.
    """
    from mailcare.supervision.application import collect, write_application  # noqa: PLC0415 - slow

    config, now = read_config(config_path), SystemClock().now()
    with open_store(config) as (store, _vault):
        ids = store.read(lambda tx: _ids(tx, config))
        if name not in ids:
            raise NotFoundError(f"no mailbox {name!r} was polled yet; known: {', '.join(ids)}")
        figures = store.read(lambda tx: collect(tx, config, name, ids[name], now))
    if figures is None:
        raise NotFoundError(f"the mailbox {name} was never measured; it is after its first poll")
    Path(out).write_bytes(write_application(figures))
    click.echo(f"{out}: {figures.full.percent}% used; check it and sign it.")


def _ids(tx: Tx, config: Config) -> dict[str, int]:
    """Return the polled mailboxes of the config by name."""
    stored = {one.key: one.id for one in tx.mailboxes.all()}
    keys = {name: mailbox_key(box) for name, box in config.mailboxes.items()}
    return {name: stored[key] for name, key in keys.items() if key in stored}


def _row(name: str, figures: "Figures | None", hindrance: str) -> tuple[object, ...]:
    from mailcare.supervision.room_words import amount_words, size_words  # noqa: PLC0415 - as above

    if figures is None:
        return (name, *["–"] * (len(_COLUMNS) - 2), hindrance)
    full, found = figures.full, figures.outlook.forecast

    def amount(value: float) -> str:
        words = amount_words(value, by_count=figures.outlook.by_count)
        return words.replace("封", "letters")

    return (
        name,
        size_words(full.used),
        size_words(full.limit),
        f"{full.percent}%",
        f"{full.messages}" + (f" of {full.message_limit}" if full.message_limit else ""),
        amount(found.per_workday) if found.per_workday else "",
        amount(found.last_day) if found.last_day else "",
        _moment(figures, found.full_at),
        _band(figures),
        hindrance or _drained(figures),
    )


def _moment(figures: "Figures", moment: datetime | None) -> str:
    return local(moment, figures.zone.key) if moment else ""


def _band(figures: "Figures") -> str:
    found = figures.outlook.forecast
    if found.earliest is None:
        return ""
    return f"{_moment(figures, found.earliest)} and {_moment(figures, found.latest) or 'later'}"


def _drained(figures: "Figures") -> str:
    if not figures.drains:
        return "off"
    return f"{figures.drained[0]} letters"


def _record(name: str, figures: "Figures | None", hindrance: str) -> dict[str, object]:
    if figures is None:
        return {"name": name, "measured": False}
    full, found = figures.full, figures.outlook.forecast
    return {
        "name": name,
        "measured": True,
        "used_bytes": full.used,
        "limit_bytes": full.limit,
        "messages": full.messages,
        "message_limit": full.message_limit,
        "percent": full.percent,
        "forecast_of": "letters" if figures.outlook.by_count else "bytes",
        "basis": found.basis.value,
        "full_at": found.full_at,
        "earliest": found.earliest,
        "latest": found.latest,
        "at_this_pace": found.at_this_pace,
        "per_workday": round(found.per_workday),
        "per_day_off": round(found.per_day_off),
        "removed_per_day": round(found.removed_per_day),
        "last_day": round(found.last_day),
        "burst": found.burst,
        "drain": figures.box.drain.action.value,
        "drain_hindrance": hindrance or None,
        "drained_letters": figures.drained[0],
        "drained_bytes": figures.drained[1],
    }
