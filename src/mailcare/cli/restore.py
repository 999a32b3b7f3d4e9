"""``mailcare restore``."""

from pathlib import Path

import click

from mailcare.cli.options import config_option, examples, read_config
from mailcare.cli.output import local
from mailcare.clock import SystemClock
from mailcare.config import Config
from mailcare.pipeline.restoring import NUMBERS, make_safe
from mailcare.records import Manifest, Target, find_backup, put_back
from mailcare.wiring import open_restored


@click.command(
    epilog=examples(
        "mailcare restore /backup/mailcare --keys /safe/keys",
        "mailcare restore /backup/mailcare/20261122T020000Z --to /var/lib/mailcare",
    )
)
@config_option
@click.option("--to", "state", type=click.Path(path_type=Path), help="[default: state_dir]")
@click.option(
    "--keys",
    "keys_from",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The keyring's own backup, where it isn't in this one.",
)
@click.option(
    "--skip-numbers",
    "numbers",
    default=NUMBERS,
    show_default=True,
    help="Case numbers left out in each unit: more than were given since the backup.",
)
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def command(
    config_path: Path, *, folder: Path, state: Path | None, keys_from: Path | None, numbers: int
) -> None:
    """Put the backup FOLDER, or the newest one below it, back into an empty state directory.

    Every byte is compared with its digest first. What happened since the backup is unknown, so
    nothing leaves a second time by itself: mail to users and units that waited is uncertain,
    letters from before now go to a person, automatic mail is held until you have looked
    (`mailcare mailbox go-live`). Numbers and ids of those days are not given again.
    """
    config = read_config(config_path)
    backup = find_backup(folder)
    target = _target(config, state, keys_from)
    made = put_back(backup, target)
    now = SystemClock().now()
    with open_restored(target) as store:
        doubtful = store.run(lambda tx: make_safe(tx, config, made.made_at, now, numbers=numbers))
    _report(config, target, made, doubtful)


def _target(config: Config, state: Path | None, keys_from: Path | None) -> Target:
    """Return where to; what the config leaves to the state directory goes along with it."""
    storage = config.storage
    place = state or storage.state_dir
    database = storage.database or str(place / "mailcare.sqlite")
    keys, vault = storage.key_dir or place / "keys", storage.vault_dir or place / "vault"
    return Target(place, database, keys, vault, keys_from)


def _report(config: Config, target: Target, made: Manifest, doubtful: int) -> None:
    moment = local(made.made_at, config.organisation.timezone)
    click.echo(f"{target.state} is as it was at {moment}; {made.count} files compared.")
    click.echo(f"{doubtful} mails that waited then may have left since: uncertain, not sent again.")
    click.echo("Next: start the daemon; when all mailboxes are polled, look through")
    click.echo("  mailcare case list --state review; mailcare outbox list")
    click.echo("and compare with the Sent folders. Then: mailcare mailbox go-live NAME …")
