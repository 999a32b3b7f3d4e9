"""``mailcare alarm``: what is wrong with the system, and whether alarms get through."""

import getpass
import socket
from collections.abc import Sequence
from pathlib import Path

import click

from mailcare.cli.options import config_option, examples, json_option, read_config
from mailcare.cli.output import local, write_json, write_table
from mailcare.clock import SystemClock
from mailcare.config import Config
from mailcare.errors import ConflictError, ExitCode, NotFoundError
from mailcare.model.trouble import Alarm, AlarmEvent, TellingRow
from mailcare.supervision.alarms import facts_of
from mailcare.supervision.channels import ChannelError, Message, deliver
from mailcare.supervision.telling import details, words_for
from mailcare.supervision.words_en import ALARMS_EN
from mailcare.wire.deadlines import DeadlineKeeper
from mailcare.wiring import open_store

_HISTORY = 200
"""Alarms that the history lists."""


@click.group(epilog=examples("mailcare alarm list", "mailcare alarm ack 3", "mailcare alarm test"))
def command() -> None:
    """List, show and acknowledge alarms, and try the channels they go over.

    Each alarm ends by itself once its cause is over.
    """


@command.command("list", epilog=examples("mailcare alarm list --json", "mailcare alarm list --all"))
@config_option
@json_option
@click.option("--all", "-a", "--history", "everything", is_flag=True,
              help="Also those that are over, newest first.")  # fmt: skip
def list_alarms(config_path: Path, *, as_json: bool, everything: bool) -> None:
    """List the open alarms, oldest first; `alarm show` says what each means and what to do."""
    config = read_config(config_path)
    with open_store(config) as (store, _vault):
        alarms = store.read(
            lambda tx: tx.alarms.newest(_HISTORY) if everything else tx.alarms.open()
        )
    if as_json:
        write_json([record(one) for one in alarms])
        return
    zone = config.organisation.timezone
    rows = [
        (one.id, one.kind, one.subject, local(one.raised_at, zone), _state(one, zone),
         "; ".join(details(facts_of(one), zone)))
        for one in alarms
    ]  # fmt: skip
    write_table(("id", "alarm", "about", "since", "state", "facts"), rows)


def record(alarm: Alarm) -> dict[str, object]:
    """Return an alarm as JSON tells it."""
    return {
        "id": alarm.id,
        "kind": alarm.kind.value,
        "subject": alarm.subject,
        "facts": facts_of(alarm),
        "unit": alarm.unit,
        "since": alarm.raised_at,
        "repeats": alarm.repeats,
        "repeated_at": alarm.repeated_at,
        "acknowledged_at": alarm.acknowledged_at,
        "acknowledged_by": alarm.acknowledged_by,
        "calm_since": alarm.calm_since,
        "cleared_at": alarm.cleared_at,
    }


def _state(alarm: Alarm, zone: str) -> str:
    if alarm.cleared_at is not None:
        return f"over {local(alarm.cleared_at, zone)}"
    if alarm.calm_since is not None:
        return f"calm since {local(alarm.calm_since, zone)}"
    if alarm.acknowledged_at is not None:
        return f"acknowledged {local(alarm.acknowledged_at, zone)}"
    return "open"


@command.command(epilog=examples("mailcare alarm show 3"))
@config_option
@json_option
@click.argument("alarm_id", type=int, metavar="ID")
def show(config_path: Path, alarm_id: int, *, as_json: bool) -> None:
    """Show an alarm: what it means, what to do, its figures and everything that happened to it."""
    config = read_config(config_path)
    with open_store(config) as (store, _vault):
        alarm, events, tellings = store.read(
            lambda tx: (
                tx.alarms.get(alarm_id), tx.alarms.history(alarm_id), tx.tellings.of(alarm_id)
            )
        )  # fmt: skip
    if as_json:
        waiting = [
            {"channel": one.channel, "occasion": one.occasion.value, "state": one.state.value,
             "attempts": one.attempts, "error": one.error}
            for one in tellings
        ]  # fmt: skip
        history = [{"at": one.at, "what": one.what.value, "who": one.who} for one in events]
        write_json({**record(alarm), "history": history, "tellings": waiting})
        return
    _write(config, alarm, events, tellings)


def _write(
    config: Config, alarm: Alarm, events: Sequence[AlarmEvent], tellings: Sequence[TellingRow]
) -> None:
    zone = config.organisation.timezone
    english, chinese = ALARMS_EN[alarm.kind], words_for(alarm.kind, facts_of(alarm))
    click.echo(f"alarm {alarm.id}: {alarm.kind.value} {alarm.subject} ({_state(alarm, zone)})")
    for words in (english, chinese):
        click.echo(f"  {words.title.format(subject=alarm.subject)}")
        click.echo(f"  {words.means}")
        click.echo(f"  {words.todo.format(subject=alarm.subject)}")
    for line in details(facts_of(alarm), zone):
        click.echo(f"  {line}")
    for event in events:
        click.echo(f"{local(event.at, zone)}  {event.what.value}  {event.who}".rstrip())
    for one in tellings:
        if one.error:
            click.echo(
                f"channel {one.channel}: {one.occasion.value} {one.state.value}: {one.error}"
            )


@command.command(epilog=examples("mailcare alarm ack 3"))
@config_option
@click.argument("alarm_ids", type=int, nargs=-1, required=True, metavar="ID…")
def ack(config_path: Path, alarm_ids: tuple[int, ...]) -> None:
    """Say that somebody sees to an alarm: it stays open, but isn't told again unless it worsens."""
    config = read_config(config_path)
    now, who = SystemClock().now(), f"cli:{getpass.getuser()}"[:64]
    with open_store(config) as (store, _vault):
        store.run(lambda tx: [tx.alarms.acknowledge(one, now, who) for one in alarm_ids])
    click.echo(f"Acknowledged: {', '.join(map(str, alarm_ids))}.")


@command.command(epilog=examples("mailcare alarm test", "mailcare alarm test group"))
@config_option
@click.argument("names", nargs=-1, metavar="[CHANNEL…]")
def test(config_path: Path, names: tuple[str, ...]) -> None:
    """Send a test message over the channels of `alarms.channels`, all or those named.

    Exit status 1 if one of them didn't take it, or if there is none. Needs no running daemon.
    """
    config = read_config(config_path)
    channels = config.alarms.channels
    unknown = [name for name in names if name not in channels]
    if unknown:
        known = ", ".join(channels) or "none"
        raise NotFoundError(f"No alarm channel {unknown[0]!r}; the config has: {known}")
    if not channels:
        raise ConflictError(
            "no channel stands in [alarms.channels]: alarms about the mail account that they leave"
            " over would reach nobody"
        )
    failed = [name for name in names or channels if not _try(config, name)]
    raise SystemExit(ExitCode.PROBLEM if failed else ExitCode.OK)


def _try(config: Config, name: str) -> bool:
    clock = SystemClock()
    keeper = DeadlineKeeper(clock)
    now = clock.now()
    message = Message(
        alarm_id=0,
        kind="test",
        subject=name,
        occasion="test",
        since=now,
        title="【告警测试】这是一条测试消息",
        lines=("This is a test of mailcare's alarms; nothing is wrong.", "无需处理。"),
        organisation=config.organisation.name,
        host=socket.gethostname(),
    )
    try:
        deliver(config, name, message, keeper=keeper, now=now)
    except ChannelError as error:
        click.echo(f"{name}: FAILED: {error.word} ({error})" if str(error) != error.word
                   else f"{name}: FAILED: {error.word}")  # fmt: skip
        return False
    finally:
        keeper.close()
    click.echo(f"{name}: taken")
    return True
