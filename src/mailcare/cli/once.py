"""``mailcare once``."""

from dataclasses import asdict
from pathlib import Path

import click

from mailcare import logs
from mailcare.cli.options import config_option, examples, json_option, read_config
from mailcare.cli.output import write_json
from mailcare.clock import SystemClock
from mailcare.daemon.once import Pass, run_once
from mailcare.errors import ExitCode
from mailcare.wiring import build


@click.command(
    epilog=examples("mailcare once --config ./config.toml", "mailcare once --json || echo look")
)
@config_option
@json_option
def command(config_path: Path, *, as_json: bool) -> None:
    """Do one pass: poll every mailbox, handle every letter, send what is due.

    Exit status 0 if all went well, 1 if something needs a person.
    """
    config = read_config(config_path)
    logs.configure(config.logs.format, config.logs.level)
    with build(config, SystemClock()) as parts:
        done = run_once(parts)
    _write(done, as_json=as_json)
    raise SystemExit(ExitCode.OK if done.clean else ExitCode.PROBLEM)


def _write(done: Pass, *, as_json: bool) -> None:
    if as_json:
        write_json({**asdict(done), "clean": done.clean})
        return
    click.echo(
        f"{done.mailboxes} mailboxes ({done.failed} failed), {done.received} letters received "
        f"({done.withheld} refused), "
        f"{done.handled} handled ({done.set_aside} set aside), {done.sent} mails sent "
        f"({done.unsent} not)"
    )
