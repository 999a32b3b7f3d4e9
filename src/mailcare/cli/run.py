"""``mailcare run``."""

import signal
from pathlib import Path

import click

from mailcare import logs
from mailcare.cli.options import config_option, examples, read_config
from mailcare.clock import SystemClock
from mailcare.daemon.notify import Notifier
from mailcare.daemon.service import Daemon
from mailcare.wiring import build


@click.command(
    epilog=examples(
        "mailcare run --config /etc/mailcare/config.toml",
        "systemctl reload mailcare   # SIGHUP: takes a changed config, wholly or not at all",
    )
)
@config_option
def command(config_path: Path) -> None:
    """Run the daemon until SIGTERM; SIGHUP reads the config anew."""
    config = read_config(config_path)
    logs.configure(config.logs.format, config.logs.level)
    with build(config, SystemClock()) as parts:
        daemon = Daemon(parts, Notifier())
        signal.signal(signal.SIGTERM, daemon.stop)
        signal.signal(signal.SIGINT, daemon.stop)
        signal.signal(signal.SIGHUP, daemon.ask_reload)
        daemon.run()
