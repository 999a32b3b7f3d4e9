"""``mailcare alarm``: what is wrong with the system, and that somebody knows."""

from pathlib import Path

import click

from mailcare.cli.options import config_option, examples, json_option, read_config
from mailcare.cli.output import local, write_json, write_table
from mailcare.clock import SystemClock
from mailcare.wiring import open_store


@click.group(epilog=examples("mailcare alarm list", "mailcare alarm acknowledge 3"))
def command() -> None:
    """List and acknowledge alarms; each ends by itself once its cause is over."""


@command.command("list", epilog=examples("mailcare alarm list --json"))
@config_option
@json_option
def list_alarms(config_path: Path, *, as_json: bool) -> None:
    """List the open alarms, oldest first; docs/admin.md says what to do about each."""
    config = read_config(config_path)
    with open_store(config) as (store, _vault):
        alarms = store.read(lambda tx: tx.alarms.open())
    if as_json:
        write_json(
            [
                {"id": one.id, "kind": one.kind, "subject": one.subject, "facts": one.facts,
                 "since": one.raised_at, "acknowledged_at": one.acknowledged_at}
                for one in alarms
            ]
        )  # fmt: skip
        return
    zone = config.organisation.timezone
    rows = [
        (one.id, one.kind, one.subject, local(one.raised_at, zone),
         local(one.acknowledged_at, zone), one.facts)
        for one in alarms
    ]  # fmt: skip
    write_table(("id", "alarm", "about", "since", "acknowledged", "facts"), rows)


@command.command(epilog=examples("mailcare alarm acknowledge 3"))
@config_option
@click.argument("alarm_ids", type=int, nargs=-1, required=True)
def acknowledge(config_path: Path, alarm_ids: tuple[int, ...]) -> None:
    """Say that somebody sees to an alarm: it stays open, but isn't told again."""
    config = read_config(config_path)
    now = SystemClock().now()
    with open_store(config) as (store, _vault):
        store.run(lambda tx: [tx.alarms.acknowledge(one, now) for one in alarm_ids])
    click.echo(f"Acknowledged: {', '.join(map(str, alarm_ids))}.")
