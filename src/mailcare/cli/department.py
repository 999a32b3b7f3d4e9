"""``mailcare department``: what departments did with what was handed over to them."""

from dataclasses import asdict
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from mailcare.cli.options import config_option, examples, json_option, read_config
from mailcare.cli.output import write_json, write_table
from mailcare.clock import SystemClock
from mailcare.correspondence import directory
from mailcare.model.judgement import Language
from mailcare.supervision.departments import department_figures, month_of
from mailcare.wiring import open_store

_COLUMNS = (
    "department",
    "dispatched",
    "confirmed in time",
    "late",
    "returned",
    "failed",
    "answered in time",
    "answered late",
    "open",
)


@click.group(epilog=examples("mailcare department figures --month 2026-11"))
def command() -> None:
    """Departments: what they did with what was handed over to them."""


@command.command(
    epilog=examples(
        "mailcare department figures", "mailcare department figures --month 2026-11 --json"
    )
)
@config_option
@json_option
@click.option("--month", metavar="YYYY-MM", help="Which month.  [default: this month]")
def figures(config_path: Path, *, as_json: bool, month: str | None) -> None:
    """Count a month's dispatches by department (R10).

    Counted are those that left in the month: confirmed within the unit's hour, late, returned, not
    delivered, and whether their users were answered in time.
    """
    config = read_config(config_path)
    zone, now = ZoneInfo(config.organisation.timezone), SystemClock().now()
    name = month or f"{now.astimezone(zone):%Y-%m}"
    try:
        since, until = month_of(name, zone)
    except ValueError:
        raise click.BadParameter("a month, such as 2026-11") from None
    with open_store(config) as (store, _vault):
        found = store.read(lambda tx: department_figures(tx, config, since, until, now=now))
    if as_json:
        write_json({"month": name, "departments": [asdict(one) for one in found]})
        return
    rows = []
    for one in found:
        target, *counts = asdict(one).values()
        rows.append((directory.title(config, str(target), Language.ZH), *counts))
    write_table(_COLUMNS, rows)
