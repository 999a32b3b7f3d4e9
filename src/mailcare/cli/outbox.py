"""``mailcare outbox``: mail of ours that waits, was sent, or needs a decision."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from email import message_from_bytes, policy
from getpass import getuser
from pathlib import Path

import click

from mailcare.casework.policy import Policy
from mailcare.cli.options import config_option, examples, json_option, read_config
from mailcare.cli.outbox_held import choose, held_options, pace, sums
from mailcare.cli.output import clean, local, write_bytes, write_json, write_table
from mailcare.clock import SystemClock
from mailcare.config import Config
from mailcare.errors import ConflictError, ExitCode, NotFoundError
from mailcare.model.post import OutboxMail, OutboxState
from mailcare.pipeline.concluding import resolve_mail
from mailcare.pipeline.dropping import drop_mail
from mailcare.store import Store
from mailcare.wiring import find_desk, open_store

_ENDED = {OutboxState.SENT, OutboxState.SUPERSEDED, OutboxState.CANCELLED}


@click.group(
    epilog=examples(
        "mailcare outbox list --state draft",
        "mailcare outbox show 17",
        "mailcare outbox release 17",
        "mailcare outbox resolve 17 sent",
    )
)
def command() -> None:
    """List, show, release, resolve and drop mail of ours."""


@command.command("list", epilog=examples("mailcare outbox list --state uncertain --json"))
@config_option
@json_option
@click.option(
    "--state",
    "states",
    multiple=True,
    type=click.Choice([state.value for state in OutboxState]),
    help="Only mail in this state; may be given several times.  [default: all that isn't over]",
)
@click.option("--limit", default=100, show_default=True, help="How many at most.")
def list_mails(config_path: Path, *, as_json: bool, states: tuple[str, ...], limit: int) -> None:
    """List mails, oldest first: what they are, for whom, where they stand and why."""
    config = read_config(config_path)
    wanted = {OutboxState(state) for state in states} or set(OutboxState) - _ENDED
    with open_store(config) as (store, _vault):
        mails = store.read(lambda tx: tx.outbox.list(wanted, limit=limit))
    if as_json:
        write_json([_record(mail) for mail in mails])
        return
    zone = config.organisation.timezone
    rows = [
        (
            mail.id,
            mail.state.value,
            mail.template,
            mail.recipient,
            _created(mail, zone),
            mail.reason,
        )
        for mail in mails
    ]
    write_table(("id", "state", "template", "to", "written", "why"), rows)


@command.command(epilog=examples("mailcare outbox show 17", "mailcare outbox show 17 --raw | less"))
@config_option
@json_option
@click.option("--raw", is_flag=True, help="Write the mail's bytes as they are sent.")
@click.argument("mail_id", type=int)
def show(config_path: Path, *, as_json: bool, raw: bool, mail_id: int) -> None:
    """Show the mail MAIL_ID: where it stands, and what it says."""
    config = read_config(config_path)
    with open_store(config) as (store, vault):
        mail = store.read(lambda tx: tx.outbox.get(mail_id))
        data = vault.open(mail.blob)
    if raw:
        write_bytes(data)
    elif as_json:
        write_json({**_record(mail), "text": _text(data)})
    else:
        _write(mail, data, config.organisation.timezone)


@command.command(epilog=examples("mailcare outbox held", "mailcare outbox held --json"))
@config_option
@json_option
def held(config_path: Path, *, as_json: bool) -> None:
    """Sum up what waits for a person: of which mailbox, why, how much, since when.

    After an outage the replies over the cap wait here: release or drop them with --held.
    """
    config = read_config(config_path)
    with open_store(config) as (store, _vault):
        rows = sums(store, config.organisation.timezone)
    names = ("mailbox", "why", "mails", "oldest")
    if as_json:
        write_json([dict(zip(names, row, strict=True)) for row in rows])
    else:
        write_table(names, rows)


@command.command(
    epilog=examples(
        "mailcare outbox release 17",
        "mailcare outbox release 18 --again",
        "mailcare outbox release --held cap.total --mailbox vas --per-hour 100",
    )
)
@config_option
@held_options
@click.option("--again", is_flag=True, help="Also what failed or is uncertain: may arrive twice.")
@click.option(
    "--per-hour",
    type=click.IntRange(min=1),
    help="With --held: so many leave in an hour.  [default: half of caps.total_per_hour]",
)
@click.argument("mail_ids", type=int, nargs=-1)
def release(
    config_path: Path,
    *,
    held_for: str | None,
    box: str | None,
    again: bool,
    per_hour: int | None,
    mail_ids: tuple[int, ...],
) -> None:
    """Let the daemon send drafts and mail that is held or suppressed.

    Says of each mail what became of it; exit code 1 where one could not be released, the others
    are released all the same. A whole backlog leaves spread over hours, the oldest first.
    """
    config = read_config(config_path)
    now = SystemClock().now()
    rate = (per_hour or max(1, config.caps.total_per_hour // 2)) if held_for else 0
    with open_store(config) as (store, _vault):
        wanted = choose(store, mail_ids, held_for, box)
        leaves = {one: pace(number, rate, now) for number, one in enumerate(wanted)}

        def work(one: int) -> OutboxMail:
            at = leaves[one]
            return store.run(lambda tx: tx.outbox.release(one, now, again=again, leaves_at=at))

        _one_by_one(wanted, "released", work)


@command.command(
    epilog=examples(
        'mailcare outbox drop 17 --reason "answered by phone"',
        'mailcare outbox drop --held cap.total --reason "answered on the web"',
    )
)
@config_option
@held_options
@click.option("--reason", default="by hand", show_default=True, help="Why; no personal data.")
@click.argument("mail_ids", type=int, nargs=-1)
def drop(
    config_path: Path,
    *,
    held_for: str | None,
    box: str | None,
    reason: str,
    mail_ids: tuple[int, ...],
) -> None:
    """Cancel mail that hasn't left, and what was to follow it; the case's clocks run on.

    Says of each mail what became of it; exit code 1 where one could not be dropped, the others
    are dropped all the same.
    """
    config = read_config(config_path)
    now, actor = SystemClock().now(), f"cli:{getuser()}"
    with open_store(config) as (store, _vault):

        def work(one: int) -> OutboxMail:
            policies = _policy(config, store, store.read(lambda tx: tx.outbox.get(one)))
            return store.run(lambda tx: drop_mail(tx, one, reason, policies, now=now, actor=actor))

        _one_by_one(choose(store, mail_ids, held_for, box), "dropped", work)


@command.command(
    epilog=examples("mailcare outbox resolve 17 sent", "mailcare outbox resolve 17 18 not-sent")
)
@config_option
@click.argument("mail_ids", type=int, nargs=-1, required=True)
@click.argument("found", type=click.Choice(["sent", "not-sent"]))
def resolve(config_path: Path, *, mail_ids: tuple[int, ...], found: str) -> None:
    """Say what became of mail whose sending is uncertain; nothing is sent by it.

    Look into the Sent folder, the server's log, or ask the recipient. Its case goes on as if it
    was sent; if not, staff get a task, and release --again sends it.
    """
    config = read_config(config_path)
    now, sent = SystemClock().now(), found == "sent"
    with open_store(config) as (store, _vault):

        def work(one: int) -> OutboxMail:
            policies = _policy(config, store, store.read(lambda tx: tx.outbox.get(one)))
            return store.run(lambda tx: resolve_mail(tx, one, policies, sent=sent, now=now))

        _one_by_one(mail_ids, f"noted as {found}", work)


def _one_by_one(mail_ids: Sequence[int], done: str, work: Callable[[int], OutboxMail]) -> None:
    """Do the work on each mail, and say of each what came of it.

    Raises:
        NotFoundError: it is about one mail, and there is none of this id.
        ConflictError: it is about one mail, which has left or can't be changed any more.
    """
    failed = False
    for one in dict.fromkeys(mail_ids):
        try:
            mail = work(one)
        except (ConflictError, NotFoundError) as error:
            if len(set(mail_ids)) == 1:
                raise
            failed = True
            click.echo(f"{one}: NOT {done}: {error}")
        else:
            queued = mail.state is OutboxState.QUEUED and mail.after_id
            later = f", leaves once mail {mail.after_id} has left" if queued else ""
            click.echo(f"{one}: {done}, {mail.template} to {mail.recipient}{later}")
    if failed:
        raise SystemExit(ExitCode.PROBLEM)


def _policy(config: Config, store: Store, mail: OutboxMail) -> dict[int, Policy]:
    """Return the policy of the mail's mailbox, if that is still in the config."""
    found = {}
    if mail.mailbox_id is not None:
        with suppress(NotFoundError):
            found[mail.mailbox_id] = find_desk(config, store, mail.mailbox_id).policy
    return found


def _record(mail: OutboxMail) -> dict[str, object]:
    return {
        "id": mail.id,
        "case_id": mail.case_id,
        "class": mail.mail_class,
        "template": mail.template,
        "state": mail.state,
        "recipient": mail.recipient,
        "message_id": mail.message_id,
        "created_at": mail.created_at,
        "not_before": mail.not_before,
        "attempts": mail.attempts,
        "reason": mail.reason,
    }


def _created(mail: OutboxMail, zone: str) -> str:
    return local(mail.created_at, zone)


def _text(data: bytes) -> str:
    body = message_from_bytes(data, policy=policy.default).get_body(("plain",))
    return "" if body is None else str(body.get_content())


def _write(mail: OutboxMail, data: bytes, zone: str) -> None:
    head = message_from_bytes(data, policy=policy.default)
    why = f" ({mail.reason})" if mail.reason else ""
    click.echo(f"{mail.id}: {mail.state.value}{why}, written {_created(mail, zone)}")
    for name in ("From", "To", "Subject", "Message-ID", "Auto-Submitted"):
        if name in head:
            click.echo(f"{name}: {clean(str(head[name]))}")
    click.echo()
    for line in _text(data).splitlines():
        click.echo(clean(line))
