"""``mailcare status``."""

import shutil
from pathlib import Path

import click

from mailcare.cli.alarm import record as alarm_record
from mailcare.cli.options import config_option, examples, json_option, read_config
from mailcare.cli.output import write_json
from mailcare.cli.status_look import Standing, faults, look
from mailcare.cli.status_screen import screen
from mailcare.clock import SystemClock
from mailcare.config import Config
from mailcare.errors import ExitCode
from mailcare.store import StateLock
from mailcare.wiring import open_store


@click.command(epilog=examples("mailcare status", "watch -n 10 mailcare status"))
@config_option
@json_option
def command(config_path: Path, *, as_json: bool) -> None:
    """Show on one screen how things stand: daemon, mailboxes, clocks, channels, alarms.

    Of more mailboxes than the terminal has room for, ten at least, those in trouble are shown, and
    the others' names or number; --json has all.
    Exit status 1 when something is red: the daemon isn't running or makes no progress, a changed
    config was refused, or an alarm is open.
    """
    config = read_config(config_path)
    now = SystemClock().now()
    alive = StateLock(config.storage.state_dir).is_held
    with open_store(config) as (store, _vault):
        standing = store.read(lambda tx: look(tx, config, now, alive=alive))
    if as_json:
        write_json(_record(config, standing))
    else:
        for line in screen(config, standing, shutil.get_terminal_size()):
            click.echo(line)
    raise SystemExit(ExitCode.PROBLEM if faults(standing) else ExitCode.OK)


def _record(config: Config, standing: Standing) -> dict[str, object]:
    return {
        "at": standing.now,
        "ok": not faults(standing),
        "faults": faults(standing),
        "running": standing.alive,
        "heartbeat": standing.heartbeat,
        "loops": standing.loops,
        "config": {
            "version": config.version,
            "in_force": standing.version,
            "refused": standing.refused or None,
        },
        "hosts": [
            {
                "name": host.name,
                "leads": host.leads,
                "mailboxes": host.mailboxes,
                "renewed_at": host.renewed_at,
            }
            for host in standing.hosts
        ],
        "mailboxes": [
            {
                "name": box.name,
                "mode": box.mode.value,
                "configured": box.name in config.mailboxes,
                "last_success_at": box.last_success,
                "failures": box.failures,
                "error": box.error,
                "interval_seconds": box.interval.total_seconds() if box.interval else None,
                "overridden": box.overridden,
                "used_bytes": box.used,
                "limit_bytes": box.limit,
                "waiting_letters": box.waiting,
                "unsent": box.unsent,
            }
            for box in standing.boxes
        ],
        "cases": standing.cases,
        "clocks": {
            name.value: {"running": one.running, "late": one.late, "next": one.next}
            for name, one in standing.clocks.items()
        },
        "overdue": standing.overdue,
        "outbox": standing.outbox,
        "set_aside": standing.aside,
        "channels": {
            one.name: {"last_taken_at": one.last_taken, "failing": one.failing}
            for one in standing.channels
        },
        "alarms": [alarm_record(one) for one in standing.alarms],
    }
