"""``mailcare reload``."""

import os
import signal
import threading
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import click

from mailcare.cli.options import config_option, examples, read_config
from mailcare.clock import SystemClock
from mailcare.config import Config
from mailcare.daemon.reloading import Reloaded, read_outcome
from mailcare.errors import ConfigError, StoreError
from mailcare.store import StateLock, Store
from mailcare.wiring import open_store

PATIENCE: Final = timedelta(seconds=30)
_STEP: Final = 0.1


@click.command(epilog=examples("mailcare reload", "systemctl reload mailcare   # the same"))
@config_option
def command(config_path: Path) -> None:
    """Have the running daemon take the config, wholly or not at all, and say what came of it.

    Exit status 78 if the config is wrong or changes what only a restart can: the old one stays in
    force; 75 if no daemon is running.
    """
    config = read_config(config_path)
    process = StateLock(config.storage.state_dir).holder
    if process is None:
        raise StoreError(f"no daemon is at work on {config.storage.state_dir}: start it instead")
    with open_store(config) as (store, _vault):
        asked_at = SystemClock().now()
        try:
            os.kill(process, signal.SIGHUP)
        except PermissionError:
            raise StoreError(f"process {process} is another user's: run this as its user") from None
        outcome = _await(store, asked_at)
    _tell(config, outcome)


def _await(store: Store, asked_at: datetime) -> Reloaded:
    """Wait until the daemon has noted what came of it."""
    clock, never = SystemClock(), threading.Event()
    while clock.now() - asked_at < PATIENCE:
        found = store.read(read_outcome)
        if found is not None and found.at >= asked_at:
            return found
        clock.wait(never, _STEP)
    raise StoreError("the daemon has not answered yet: see its log, or `mailcare status`")


def _tell(config: Config, outcome: Reloaded) -> None:
    if not outcome.taken:
        raise ConfigError(
            f"the daemon refused {config.path}, the old config stays in force:"
            f" {outcome.problem} (line: key); its log says more"
        )
    same = " (another file than this one)" if outcome.version != config.version else ""
    click.echo(f"reloaded: {len(config.mailboxes)} mailboxes, version {outcome.version}{same}")
