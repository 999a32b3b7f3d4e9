"""``mailcare digest``: the supervisors' view, looked at or asked for."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from mailcare.cli.options import config_option, examples, read_config
from mailcare.cli.output import clean
from mailcare.cli.template import read_book
from mailcare.clock import SystemClock
from mailcare.config import Config
from mailcare.correspondence.templates import Rendered
from mailcare.correspondence.write import Writing
from mailcare.daemon.calendar_jobs import ask
from mailcare.store import Store
from mailcare.supervision.digest import TEMPLATE, WHOLE, Digest, collect, may_ask, present
from mailcare.supervision.hours import make_days
from mailcare.vault import Keyring
from mailcare.wiring import open_store, token_keys

_WHEN_EMPTY = {"skip": "it would not be sent", "line": "it would be one line"}


@click.command(
    epilog=examples(
        "mailcare digest --dry-run",
        "mailcare digest --dry-run --unit vas --html digest.html",
        "mailcare digest",
    )
)
@config_option
@click.option("--dry-run", is_flag=True, help="Show it as it would be now; send nothing.")
@click.option("--unit", metavar="UNIT", help="With --dry-run: this unit's.  [default: all units]")
@click.option(
    "--html",
    "page",
    type=click.Path(dir_okay=False, path_type=Path),
    help="With --dry-run: write the HTML form to this file.",
)
def command(config_path: Path, *, dry_run: bool, unit: str | None, page: Path | None) -> None:
    """Ask for today's digest, or show what it would say.

    The daemon sends it to those that the config names, once a day, on working days between 06:00
    and 18:00: by itself at `alarms.digest_at`, or now.
    """
    if not dry_run and (unit or page):
        raise click.UsageError("--unit and --html go with --dry-run")
    config = read_config(config_path)
    now = SystemClock().now()
    with open_store(config) as (store, _vault):
        if dry_run:
            _show(config, store, unit or WHOLE, page, now)
        else:
            _ask(config, store, now)


def _show(config: Config, store: Store, scope: str, page: Path | None, now: datetime) -> None:
    digest = store.read(lambda tx: collect(tx, config, scope, now))
    rendered = _render(config, digest, now)
    if digest.is_empty:
        click.echo(f"# nothing to tell: {_WHEN_EMPTY[config.alarms.digest_when_empty]}", err=True)
    click.echo(f"Subject: {clean(rendered.subject)}\n")
    click.echo("\n".join(clean(line) for line in rendered.text.splitlines()))
    if page:
        page.write_text(rendered.html or "", encoding="utf-8")


def _render(config: Config, digest: Digest, now: datetime) -> Rendered:
    book = read_book(config)
    book.refresh(now)
    world = Writing(config, book, token_keys(Keyring.open(config.storage.keys)))
    telling = present(world, digest)
    unit = config.mailboxes[config.alarms.mailbox].unit
    values = {"organisation": config.organisation.name, **telling.values}
    return book.render(TEMPLATE, world.staff_language, unit, values, telling.lines)


def _ask(config: Config, store: Store, now: datetime) -> None:
    zone, days = ZoneInfo(config.organisation.timezone), make_days(config)
    if not may_ask(days, zone, now):
        raise click.ClickException(
            "digests leave on working days between 06:00 and 18:00; `--dry-run` shows one any time"
        )
    if ask(store, "digest", zone, days, now):
        click.echo(
            "Asked for: the daemon sends it within a minute, to whom there is anything to tell."
        )
    else:
        click.echo("Today's was asked for already; nobody gets it twice.")
