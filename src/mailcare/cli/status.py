"""``mailcare status``."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import click

from mailcare.cli.options import config_option, examples, json_option, read_config
from mailcare.cli.output import local, write_json, write_table
from mailcare.config import Config
from mailcare.errors import ExitCode
from mailcare.model.place import Mode
from mailcare.model.post import OutboxState
from mailcare.model.trouble import Alarm
from mailcare.store import Poll, Sample, StateLock, StoredMailbox, Tx
from mailcare.wiring import open_store

_OVER = {OutboxState.SENT, OutboxState.SUPERSEDED, OutboxState.CANCELLED}


@dataclass(frozen=True, slots=True)
class _State:
    """What the store knows of how things stand."""

    mailboxes: list[StoredMailbox]
    polls: dict[int, Poll]
    samples: dict[int, Sample | None]
    cases: Counter[str]
    outbox: Counter[str]
    aside: int
    alarms: list[Alarm]
    heartbeat: datetime | None


@click.command(epilog=examples("mailcare status", "mailcare status --json"))
@config_option
@json_option
def command(config_path: Path, *, as_json: bool) -> None:
    """Show how things stand: mailboxes, cases, outbox, alarms.

    Exit status 1 if the daemon isn't running or an alarm is open.
    """
    config = read_config(config_path)
    with open_store(config) as (store, _vault):
        state = store.read(_look)
    alive = StateLock(config.storage.state_dir).is_held
    if as_json:
        write_json(_record(config, state, alive=alive))
    else:
        _write(config, state, alive=alive)
    raise SystemExit(ExitCode.OK if alive and not state.alarms else ExitCode.PROBLEM)


def _look(tx: Tx) -> _State:
    mailboxes = tx.mailboxes.all()
    beats = tx.heartbeats.all()
    return _State(
        mailboxes=mailboxes,
        polls=tx.mailboxes.polls(),
        samples={one.id: tx.samples.latest(one.id) for one in mailboxes},
        cases=Counter({state.value: count for state, count in tx.cases.count().items()}),
        outbox=Counter(mail.state.value for mail in tx.outbox.list(set(OutboxState) - _OVER)),
        aside=len(tx.letters.list_aside()),
        alarms=tx.alarms.open(),
        heartbeat=max(beats.values(), default=None),
    )


def _record(config: Config, state: _State, *, alive: bool) -> dict[str, object]:
    boxes = []
    for one in state.mailboxes:
        poll, sample = state.polls.get(one.id), state.samples[one.id]
        boxes.append(
            {
                "name": one.name,
                "mode": one.mode.value,
                "configured": one.name in config.mailboxes,
                "last_success_at": poll.last_success_at if poll else None,
                "failures": poll.failures if poll else 0,
                "error": poll.error if poll else "",
                "used_bytes": sample.used_bytes if sample else None,
                "limit_bytes": sample.limit_bytes if sample else None,
            }
        )
    alarms = [
        {"id": one.id, "kind": one.kind.value, "subject": one.subject, "since": one.raised_at}
        for one in state.alarms
    ]
    return {
        "running": alive,
        "heartbeat": state.heartbeat,
        "mailboxes": boxes,
        "cases": dict(state.cases),
        "outbox": dict(state.outbox),
        "set_aside": state.aside,
        "alarms": alarms,
    }


def _write(config: Config, state: _State, *, alive: bool) -> None:
    zone = config.organisation.timezone
    seen = local(state.heartbeat, zone) if state.heartbeat else "never"
    click.echo("daemon: running" if alive else f"daemon: NOT running (last seen: {seen})")
    rows = [_row(one, state, zone) for one in state.mailboxes]
    write_table(("mailbox", "mode", "last success", "failures", "why", "used"), rows)
    shadows = [one.name for one in state.mailboxes if one.mode is Mode.SHADOW]
    if shadows:
        click.echo(f"SHADOW MODE, nothing is written to anybody: {', '.join(shadows)}")
    click.echo(f"cases: {_sums(state.cases)}")
    click.echo(f"outbox: {_sums(state.outbox)}")
    click.echo(f"letters set aside: {state.aside}")
    for alarm in state.alarms:
        since = local(alarm.raised_at, zone)
        click.echo(f"ALARM {alarm.id}: {alarm.kind.value} {alarm.subject}, since {since}")


def _row(one: StoredMailbox, state: _State, zone: str) -> tuple[object, ...]:
    poll, sample = state.polls.get(one.id), state.samples[one.id]
    share = f"{sample.used_bytes / sample.limit_bytes:.0%}" if sample and sample.limit_bytes else ""
    last = local(poll.last_success_at, zone) if poll and poll.last_success_at else ""
    failures, error = (poll.failures, poll.error) if poll else ("", "")
    return (one.name, one.mode.value, last, failures, error, share)


def _sums(counts: Counter[str]) -> str:
    return ", ".join(f"{count} {name}" for name, count in sorted(counts.items())) or "none"
