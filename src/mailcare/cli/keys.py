"""``mailcare keys``: the keyring under which letters and texts are sealed."""

from pathlib import Path

import click

from mailcare.cli.options import config_option, examples, json_option, read_config
from mailcare.cli.output import local, write_json, write_table
from mailcare.clock import SystemClock
from mailcare.vault import Keyring
from mailcare.wiring import check_state


@click.group(epilog=examples("mailcare keys list", "mailcare keys rotate"))
def command() -> None:
    """List and rotate the keys of the vault.

    The keyring's folder needs a backup of its own: without it no letter can be opened.
    """


@command.command("list", epilog=examples("mailcare keys list --json"))
@config_option
@json_option
def list_keys(config_path: Path, *, as_json: bool) -> None:
    """List the keys, oldest first; the last one seals what is new."""
    config = read_config(config_path)
    check_state(config)
    ring = Keyring.open(config.storage.keys)
    current = ring.current.id
    if as_json:
        write_json(
            [
                {"id": key.id, "created_at": key.created_at, "current": key.id == current}
                for key in ring.list()
            ]
        )
        return
    zone = config.organisation.timezone
    rows = [
        (key.id, local(key.created_at, zone), "current" if key.id == current else "")
        for key in ring.list()
    ]
    write_table(("key", "created", ""), rows)


@command.command(epilog=examples("mailcare keys rotate && systemctl reload mailcare"))
@config_option
def rotate(config_path: Path) -> None:
    """Add a new key for all that is sealed from now on; the old ones stay to open the rest.

    A running daemon takes it over at its next reload or start.
    """
    config = read_config(config_path)
    check_state(config)
    key = Keyring.open(config.storage.keys).rotate(SystemClock().now())
    click.echo(f"Key {key.id} was added to {config.storage.keys}.")
    click.echo("Back that folder up now, then reload the daemon: it takes the key over.")
