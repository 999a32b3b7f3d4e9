"""``mailcare rebuild``."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from mailcare.cli.options import config_option, examples, json_option, read_config
from mailcare.cli.output import write_json
from mailcare.clock import SystemClock
from mailcare.config import Config
from mailcare.errors import ExitCode
from mailcare.intake.readers import ReaderPool
from mailcare.pipeline.rebuilding import Archive, Rebuilt, look_through, put_letters, reopen_cases
from mailcare.pipeline.refolding import Refolded, refold
from mailcare.pipeline.restoring import NUMBERS, make_safe
from mailcare.wiring import all_desks, open_rebuilt, open_store

_RECENT = timedelta(days=30)


@click.command(
    epilog=examples(
        "mailcare rebuild --dry-run",
        "mailcare rebuild",
        "mailcare rebuild --from-archive --since 2026-11-01",
    )
)
@config_option
@json_option
@click.option("--dry-run", is_flag=True, help="Compare only; exit code 1 where something differs.")
@click.option("--from-archive", is_flag=True, help="Instead: a new database from the vault alone.")
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d"]),
    help="From the archive: older letters are history.  [default: 30 days ago]",
)
@click.option(
    "--skip-numbers",
    "numbers",
    default=NUMBERS,
    show_default=True,
    help="From the archive: case numbers left out in each unit.",
)
def command(
    config_path: Path,
    *,
    as_json: bool,
    dry_run: bool,
    from_archive: bool,
    since: datetime | None,
    numbers: int,
) -> None:
    """Hold every case against its ledger and mend what differs; the daemon may run.

    With --from-archive, while no daemon runs: make a new database out of what is sealed in the
    vault, and lay the old one aside. Letters and where they lay come back; cases that a mail of
    ours names come back under their numbers, in review. What people decided, noted or confirmed,
    and whether a mail left, only a backup knows: `mailcare restore` is the better way. Nothing is
    written to anybody about it; automatic mail waits as after a restore.
    """
    config = read_config(config_path)
    now = SystemClock().now()
    if from_archive:
        if dry_run:
            raise click.UsageError("--dry-run compares; it does not go with --from-archive")
        _from_archive(config, since, now, numbers=numbers, as_json=as_json)
        return
    with open_store(config) as (store, _vault):
        policies = {desk.id: desk.policy for desk in all_desks(config, store)}
        found = refold(store, policies, mend=not dry_run)
    _report(found, dry_run=dry_run, as_json=as_json)


def _report(found: Refolded, *, dry_run: bool, as_json: bool) -> None:
    if as_json:
        facts = {"differing": found.differing, "unknown_mailbox": found.unknown}
        write_json({"compared": found.compared, **facts, "mended": not dry_run})
    else:
        what = "differ from their ledger" if dry_run else "differed from their ledger: mended"
        click.echo(f"{found.compared} cases compared, {len(found.differing)} {what}.")
        for number in found.differing:
            click.echo(f"  {number}")
        if found.unknown:
            click.echo(f"{len(found.unknown)} left alone: their mailbox is not in the config.")
    if dry_run and found.differing:
        raise SystemExit(ExitCode.PROBLEM)


def _from_archive(
    config: Config, since: datetime | None, now: datetime, *, numbers: int, as_json: bool
) -> None:
    began = since.replace(tzinfo=UTC) if since else now - _RECENT
    limits, zone = config.daemon, config.organisation.timezone
    with (
        open_rebuilt(config, now) as (store, vault),
        ReaderPool(1, limits.reader_seconds, limits.reader_memory) as readers,
    ):
        archive = look_through(vault)
        store.run(lambda tx: put_letters(tx, config, archive, began, now))
        desks = {desk.id: desk for desk in all_desks(config, store)}
        done = reopen_cases(store, vault, readers, desks, archive.cases, zone=zone, now=now)
        store.run(lambda tx: make_safe(tx, config, began, now, numbers=numbers))
    _tell(archive, done, as_json=as_json)


def _tell(archive: Archive, done: Rebuilt, *, as_json: bool) -> None:
    if as_json:
        write_json(
            {
                "letters": len(archive.letters), "history": done.history,
                "to_handle": done.received, "reopened": done.reopened, "mails": archive.mails,
                "files": archive.others, "lost": archive.lost, "unreadable": done.unreadable,
            }
        )  # fmt: skip
        return
    click.echo(
        f"{len(archive.letters)} letters: {done.history} history, {len(done.reopened)} cases in"
        f" review again, {done.received} for the daemon to handle."
    )
    click.echo(f"{archive.mails} mails and {archive.others} enclosed files stay in the archive.")
    for blob in archive.lost:
        click.echo(f"LOST, can't be opened: blob {blob}")
    click.echo("Next: start the daemon, look through mailcare case list --state review,")
    click.echo("then: mailcare mailbox go-live NAME …")
