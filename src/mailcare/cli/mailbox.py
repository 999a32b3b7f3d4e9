"""``mailcare mailbox``: mailboxes as the store knows them."""

from pathlib import Path

import click

from mailcare.cli.authorize import authorize
from mailcare.cli.mailbox_room import application, capacity
from mailcare.cli.mailbox_tuning import advise, reset_interval, retry, set_interval
from mailcare.cli.options import config_option, examples, json_option, read_config
from mailcare.cli.output import local, write_json, write_table
from mailcare.cli.spans import interval_text
from mailcare.clock import SystemClock
from mailcare.config import Config
from mailcare.pipeline.restoring import go_live
from mailcare.store import Override, Poll, StoredMailbox
from mailcare.wiring import open_store

_NEVER = Poll(0, None, None, 0, "")


@click.group(
    epilog=examples(
        "mailcare mailbox list",
        "mailcare mailbox advise",
        "mailcare mailbox set-interval vas 2m --for 4h",
        "mailcare mailbox capacity",
        "mailcare mailbox rename vas mail",
    )
)
def command() -> None:
    """List, tune and rename mailboxes; each is known by its server and user, not by its name."""


for _more in (authorize, advise, set_interval, reset_interval, retry, capacity, application):
    command.add_command(_more)


@command.command("list", epilog=examples("mailcare mailbox list --json"))
@config_option
@json_option
def list_mailboxes(config_path: Path, *, as_json: bool) -> None:
    """List every mailbox ever polled, with its last polls."""
    config = read_config(config_path)
    now = SystemClock().now()
    with open_store(config) as (store, _vault):
        found, polls, overrides = store.read(
            lambda tx: (tx.mailboxes.all(), tx.mailboxes.polls(), tx.overrides.in_force(now))
        )
    if as_json:
        write_json(
            [_record(box, polls.get(box.id, _NEVER), overrides.get(box.id)) for box in found]
        )
        return
    zone = config.organisation.timezone
    rows = [
        (
            box.name,
            box.mode.value,
            box.key.user,
            box.key.host,
            _interval(config, box, overrides.get(box.id)),
            local(polls.get(box.id, _NEVER).last_success_at, zone),
            polls.get(box.id, _NEVER).error,
        )
        for box in found
    ]
    write_table(("mailbox", "mode", "user", "host", "interval", "last success", "trouble"), rows)


@command.command(epilog=examples("mailcare mailbox rename vas mail"))
@config_option
@click.argument("old")
@click.argument("new")
def rename(config_path: Path, old: str, new: str) -> None:
    """Call the mailbox OLD from now on NEW, in the store; the config must say the same."""
    config = read_config(config_path)
    with open_store(config) as (store, _vault):
        renamed = store.run(lambda tx: tx.mailboxes.rename(old, new))
    click.echo(f"{old} is called {renamed.name} now; name it so in {config.path} too and reload.")


def _interval(config: Config, box: StoredMailbox, override: Override | None) -> str:
    """Return the interval in force, the file's beside it; nothing of what isn't polled."""
    configured = config.mailboxes.get(box.name)
    return interval_text(configured, override) if configured else ""


@command.command("go-live", epilog=examples("mailcare mailbox go-live vas"))
@config_option
@click.option("--anyway", is_flag=True, help="Though not all letters are received and handled.")
@click.argument("names", nargs=-1, required=True)
def let_live(config_path: Path, names: tuple[str, ...], *, anyway: bool) -> None:
    """After a restore: let automatic mail of the mailboxes NAMES leave again.

    What came of letters from before the restore stays held, mail by mail, for a person: it may be
    the second. Refused until each mailbox was polled to its end and all letters are handled.
    """
    config = read_config(config_path)
    now = SystemClock().now()
    with open_store(config) as (store, _vault):
        for name in names:
            held = store.run(lambda tx, one=name: go_live(tx, one, now, anyway=anyway))  # type: ignore[misc]
            click.echo(f"{name} is live again; {len(held)} mails are left for you to decide:")
            for mail in held:
                click.echo(f"  mailcare outbox show {mail}")


def _record(box: StoredMailbox, poll: Poll, override: Override | None) -> dict[str, object]:
    return {
        "name": box.name,
        "host": box.key.host,
        "user": box.key.user,
        "mode": box.mode,
        "mode_since": box.mode_since,
        "last_success_at": poll.last_success_at,
        "last_failure_at": poll.last_failure_at,
        "failures": poll.failures,
        "error": poll.error,
        "refusals": poll.refusals,
        "override_seconds": override.interval.total_seconds() if override else None,
        "override_by": override.set_by if override else None,
        "override_until": override.expires_at if override else None,
    }
