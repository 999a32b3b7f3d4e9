"""``mailcare mailbox advise``, ``set-interval``, ``retry`` …: tuning while the daemon runs.

They write rows; the daemon finds them within seconds.
"""

import os
from datetime import datetime, timedelta
from getpass import getuser
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from mailcare.cli.advising import COLUMNS, notes, record, row
from mailcare.cli.options import config_option, examples, json_option, read_config
from mailcare.cli.output import write_json, write_table
from mailcare.cli.spans import file_interval, read_moment, read_span, short
from mailcare.clock import SystemClock
from mailcare.config import Config
from mailcare.errors import NotFoundError
from mailcare.store import StateLock, StoredMailbox, Tx
from mailcare.supervision.tuning import look, make_service
from mailcare.wiring import open_store

SHORTEST, LONGEST = timedelta(seconds=5), timedelta(days=1)
WIDTH = 100


@click.command(epilog=examples("mailcare mailbox advise", "mailcare mailbox advise --json"))
@config_option
@json_option
def advise(config_path: Path, *, as_json: bool) -> None:
    """Say of each mailbox how it is polled, how it should be, and why.

    Letters a day and the busiest hour count the last eight weeks; backlog are letters that wait on
    the server, oldest is the age of the oldest letter nobody has dealt with. With adaptive = true
    the daemon follows the advice by itself.
    """
    config = read_config(config_path)
    now, zone = SystemClock().now(), ZoneInfo(config.organisation.timezone)
    with open_store(config) as (store, _vault):
        found = store.read(lambda tx: look(tx, config, now))
    if as_json:
        write_json([record(one) for one in found])
        return
    write_table(COLUMNS, [row(one, now) for one in found], width=WIDTH)
    for note in (note for one in found for note in notes(one, zone)):
        click.echo(note)
    unknown = set(config.mailboxes) - {one.name for one in found}
    if unknown:
        click.echo(f"never polled yet: {', '.join(sorted(unknown))}")


@click.command(
    "set-interval",
    epilog=examples(
        "mailcare mailbox set-interval vas 2m",
        "mailcare mailbox set-interval vas 30s --for 4h",
        "mailcare mailbox set-interval vas 30s --until 18:30",
    ),
)
@config_option
@click.option("--for", "lasting", metavar="DURATION", help="Let it end by itself after this.")
@click.option("--until", metavar="TIME", help="Let it end at 18:30, 2026-11-23, 2026-11-23 18:30.")
@click.argument("name")
@click.argument("interval")
def set_interval(
    config_path: Path, *, lasting: str | None, until: str | None, name: str, interval: str
) -> None:
    """Have the mailbox NAME polled every INTERVAL, whatever the file says.

    It holds at once, over restarts and reloads, until it ends or is taken back with reset-interval.
    """
    if lasting and until:
        raise click.UsageError("--for or --until, not both")
    config = read_config(config_path)
    now, zone = SystemClock().now(), ZoneInfo(config.organisation.timezone)
    wanted = _check(config, name, read_span(interval))
    end = now + read_span(lasting) if lasting else read_moment(until, now, zone) if until else None

    with open_store(config) as (store, _vault):
        store.run(lambda tx: tx.overrides.set(_box(tx, name).id, wanted, author(), now, end))
    lasts = f" until {end.astimezone(zone):%Y-%m-%d %H:%M}" if end else ""
    said = f"{name} is polled every {short(wanted)}{lasts}"
    click.echo(f"{said}; the file says {file_interval(config.mailboxes[name])}.{_running(config)}")


def _check(config: Config, name: str, wanted: timedelta) -> timedelta:
    """Refuse an interval that breaks a promise; warn of one that a provider is known to mind."""
    if name not in config.mailboxes:
        raise NotFoundError(f"no mailbox of the config is called {name}")
    if not SHORTEST <= wanted <= LONGEST:
        raise click.BadParameter(f"an interval from {short(SHORTEST)} to {short(LONGEST)}")
    box, service = config.mailboxes[name], make_service(config, name)
    if service and wanted > service.longest:
        promised = f'its registered service time is "{box.register.service_time}"'
        raise click.BadParameter(f"{promised}: {short(service.longest)} at most keeps it")
    if wanted < box.preset.floor:
        limit = f"{box.preset.title} is known to throttle below {short(box.preset.floor)}"
        click.echo(f"warning: {limit}", err=True)
    return wanted


@click.command("reset-interval", epilog=examples("mailcare mailbox reset-interval vas"))
@config_option
@click.argument("name")
def reset_interval(config_path: Path, name: str) -> None:
    """Take back what set-interval set: the file counts again for the mailbox NAME."""
    config = read_config(config_path)
    now = SystemClock().now()
    with open_store(config) as (store, _vault):
        ended = store.run(lambda tx: tx.overrides.end(_box(tx, name).id, author(), now))
    box = config.mailboxes.get(name)
    by_file = f"the file says {file_interval(box)}" if box else "the config has it no more"
    if ended is None:
        click.echo(f"{name} has no interval of its own; {by_file}.")
    else:
        click.echo(f"{name}: {short(ended.interval)} is taken back; {by_file}.{_running(config)}")


@click.command(epilog=examples("mailcare mailbox retry vas"))
@config_option
@click.argument("names", nargs=-1, required=True)
def retry(config_path: Path, names: tuple[str, ...]) -> None:
    """Try the mailboxes NAMES now, one login even where several were refused.

    After three refused logins none is tried but rare probes, so that no account is locked; another
    password in its place is noticed by itself.
    """
    config, now = read_config(config_path), SystemClock().now()
    with open_store(config) as (store, _vault):
        store.run(lambda tx: _ask_retries(tx, names, now))
    click.echo(f"{', '.join(names)}: to be tried now.{_running(config)}")


def _ask_retries(tx: Tx, names: tuple[str, ...], now: datetime) -> None:
    for box in [_box(tx, name) for name in names]:
        tx.mailboxes.ask_retry(box.id, now)


def author() -> str:
    """Return who is typing: behind sudo the person, not the daemon's user."""
    return f"cli:{os.environ.get('SUDO_USER') or getuser()}"[:64]


def _box(tx: Tx, name: str) -> StoredMailbox:
    found = next((one for one in tx.mailboxes.all() if one.name == name), None)
    if found is None:
        raise NotFoundError(f"no mailbox is called {name}; `mailcare mailbox list` shows them")
    return found


def _running(config: Config) -> str:
    if StateLock(config.storage.state_dir).is_held:
        return ""
    return " No daemon is running: it counts from its next start."
