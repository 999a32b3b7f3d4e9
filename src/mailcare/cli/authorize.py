"""``mailcare mailbox authorize``: a person's consent to read and write a mailbox, once."""

from contextlib import closing
from pathlib import Path

import click

from mailcare.cli.options import config_option, examples, read_config
from mailcare.cli.output import local
from mailcare.clock import SystemClock
from mailcare.config import Config, Flow, Mailbox
from mailcare.errors import ConflictError, NotFoundError
from mailcare.wire.deadlines import DeadlineKeeper
from mailcare.wire.device import DeviceCode
from mailcare.wiring import bearer, open_store


@click.command(epilog=examples("mailcare mailbox authorize vas"))
@config_option
@click.argument("name")
def authorize(config_path: Path, name: str) -> None:
    """Have the owner of mailbox NAME consent to its use, in a browser on any machine (Microsoft).

    Shows a code and where to enter it, and waits until somebody has. The refresh token is kept
    sealed in the state directory and renewed by itself; the daemon takes it up at once.
    """
    config = read_config(config_path)
    box = _box(config, name)
    zone = config.organisation.timezone
    clock = SystemClock()

    def show(code: DeviceCode) -> None:
        click.echo(f"Open {code.where} in a browser, enter {code.user_code}")
        click.echo(f"and log in as {box.imap.user}, before {local(code.ends, zone)}. Waiting …")

    with open_store(config) as (store, _vault), closing(DeadlineKeeper(clock)) as keeper:
        holder = bearer(config, box)
        assert holder is not None  # noqa: S101 - `_box` saw to it
        holder.consent(show, keeper)
        for stored in store.read(lambda tx: tx.mailboxes.all()):
            if stored.name == name:
                store.run(lambda tx, one=stored.id: tx.mailboxes.ask_retry(one, clock.now()))  # type: ignore[misc]
    click.echo(f"Granted. Now see whether it opens the mailbox: mailcare doctor --mailbox {name}")


def _box(config: Config, name: str) -> Mailbox:
    box = config.mailboxes.get(name)
    if box is None:
        known = ", ".join(config.mailboxes)
        raise NotFoundError(f"no mailbox is called {name}; there are: {known}")
    if box.oauth is None or box.oauth.flow is not Flow.REFRESH_TOKEN:
        raise ConflictError(f'mailboxes.{name}.oauth does not say flow = "refresh_token"')
    return box
