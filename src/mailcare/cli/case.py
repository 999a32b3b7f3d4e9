"""``mailcare case``: what became of complaints."""

from collections.abc import Mapping
from datetime import datetime
from getpass import getuser
from pathlib import Path

import click

from mailcare.casework.ledger import replay
from mailcare.cli.case_commands import COMMANDS
from mailcare.cli.clocks import extend, why_due
from mailcare.cli.ledger import happened
from mailcare.cli.members import shown_member
from mailcare.cli.options import config_option, examples, json_option, read_config
from mailcare.cli.output import clean, local, write_json, write_table
from mailcare.clock import SystemClock
from mailcare.config import Config
from mailcare.intake.readers import ReaderPool
from mailcare.model.case import Case, CaseTexts, ClockName, State
from mailcare.model.judgement import Decision, ElementName, Way
from mailcare.model.post import OutboxMail, OutboxState
from mailcare.pipeline.commanding import decide_case
from mailcare.pipeline.vouching import open_filed
from mailcare.wiring import find_desk, open_store

_COLUMNS = (
    "number", "state", "decision", "unit", "owner", "category", "received", "due", "mode",
)  # fmt: skip
_OVER = frozenset({State.ANSWERED, State.CLOSED, State.WITHDRAWN})
_DECISIONS = [one.value for one in Decision if one is not Decision.REVIEW]


@click.group(epilog=examples("mailcare case list --overdue", "mailcare case show VAS-202611-0042"))
def command() -> None:
    """List and show cases; answer, dispatch, decide, close one; all that staff do by mail."""


command.add_command(why_due)
command.add_command(extend)
for _one in COMMANDS:
    command.add_command(_one)


@command.command(
    "list",
    epilog=examples("mailcare case list --unit vas --state open", "mailcare case list --overdue"),
)
@config_option
@json_option
@click.option("--overdue", is_flag=True, help="Only those past their promise, longest first.")
@click.option("--unit", help="Only those of this unit.")
@click.option("--state", type=click.Choice([state.value for state in State]), help="Only these.")
@click.option("--limit", default=100, show_default=True, help="How many at most.")
def list_cases(
    config_path: Path,
    *,
    as_json: bool,
    overdue: bool,
    unit: str | None,
    state: str | None,
    limit: int,
) -> None:
    """List cases, newest first: where they stand and when they are due."""
    config = read_config(config_path)
    late = SystemClock().now() if overdue else None
    wanted = None if state is None else State(state)
    with open_store(config) as (store, _vault):
        cases = store.read(lambda tx: tx.cases.list(wanted, unit, late, limit))
    if as_json:
        write_json([record(case) for case in cases])
        return
    zone = config.organisation.timezone
    write_table(_COLUMNS, [_row(case, zone) for case in cases])


@command.command(epilog=examples("mailcare case show VAS-202611-0042 --json"))
@config_option
@json_option
@click.argument("number")
def show(config_path: Path, *, as_json: bool, number: str) -> None:
    """Show the case NUMBER: who wrote what, what was decided and why, all that happened."""
    config = read_config(config_path)
    with open_store(config) as (store, _vault):
        case, texts, notes, mails = store.read(
            lambda tx: (
                (found := tx.cases.get(number.upper())),
                tx.cases.texts(found),
                {note.seq: note.text for note in tx.notes.of(found)},
                tx.outbox.list(case_id=found.id),
            )
        )
    if as_json:
        write_json({**record(case), **_details(case, texts, notes, mails)})
    else:
        view = case.view
        hands = {
            "handler": shown_member(config, view.unit, view.handler) or "–",
            "level": _level(case, shown_member(config, view.unit, view.level_owner), config),
        }
        _write(case, texts, hands, zone=config.organisation.timezone)
        _write_tables(texts, happened(config, case, notes), mails)


@command.command(
    "open-from", epilog=examples("mailcare aside list --filed", "mailcare case open-from 17")
)
@config_option
@click.argument("letter_id", type=int)
def open_from(config_path: Path, letter_id: int) -> None:
    """Open a case in review for the filed letter LETTER_ID: you vouch that it is one.

    Its ids stand in `mailcare aside list --filed`. Staff get the notice of a review; the user gets
    nothing until somebody has decided. The ledger says who opened it.
    """
    config = read_config(config_path)
    limits, now = config.daemon, SystemClock().now()
    with (
        open_store(config) as (store, vault),
        ReaderPool(1, limits.reader_seconds, limits.reader_memory) as readers,
    ):
        letter = store.read(lambda tx: tx.letters.get(letter_id))
        desk = find_desk(config, store, letter.mailbox_id)
        case = open_filed(
            store, vault, readers, letter, desk,
            zone=config.organisation.timezone, now=now, actor=f"cli:{getuser()}",
        )  # fmt: skip
    click.echo(f"Letter {letter_id} opened the case {case.number}, in review.")


@command.command(
    epilog=examples(
        "mailcare case decide VAS-202611-0042 in_scope",
        "mailcare case decide VAS-202611-0042 forwarded --unit broadband",
    )
)
@config_option
@click.option("--unit", metavar="NAME", help="Whose business it is; default: as it was suggested.")
@click.argument("number")
@click.argument("decision", type=click.Choice(_DECISIONS))
def decide(config_path: Path, number: str, decision: str, unit: str | None) -> None:
    """Decide the case NUMBER in your name: what the user is told follows from DECISION.

    in_scope: accepted. need_info, insufficient: the user is asked for what is missing. forwarded:
    handed over to --unit. not_accepted: not telecom business. none: closed without a reply. The
    daemon writes the letters; what waits and contradicts the decision is not sent any more. The
    decision is a correction to learn from: `mailcare corrections export`.
    """
    config = read_config(config_path)
    now = SystemClock().now()
    with open_store(config) as (store, _vault):
        before = store.read(lambda tx: tx.cases.get(number.upper()))
        desk = find_desk(config, store, before.mailbox_id)
        case = decide_case(
            store, before.number, Decision(decision), unit,
            policy=desk.policy, now=now, actor=f"cli:{getuser()}",
        )  # fmt: skip
    click.echo(f"{case.number}: {case.view.decision.value}, now {case.view.state.value}.")


def record(case: Case) -> dict[str, object]:
    """Return what a list says of a case; no personal data."""
    view = case.view
    return {
        "number": case.number,
        "total": case.total,
        "state": view.state,
        "unit": view.unit,
        "owner": view.owner,
        "decision": view.decision,
        "category": view.category,
        "mode": view.mode,
        "received_at": view.received_at,
        "promised_due": view.promised_due,
        "next_due_at": view.next_due_at,
        "next_due_kind": view.next_due_kind,
        "provisional": view.is_provisional(view.next_due_at),
        "escalated": view.escalated,
        "handler": view.handler,
        "level": view.level,
        "level_owner": view.level_owner,
    }


def _due(case: Case) -> datetime | None:
    """The earlier of what was promised and what is computed; none once nobody waits any more."""
    if case.view.state in _OVER:
        return None
    dues = [due for due in (case.view.promised_due, case.view.next_due_at) if due is not None]
    return min(dues, default=None)


def _told(case: Case, zone: str) -> str:
    due = _due(case)
    return local(due, zone) + (" 暂按" if case.view.is_provisional(due) else "")


def _row(case: Case, zone: str) -> tuple[object, ...]:
    view = case.view
    received, due = local(view.received_at, zone), _told(case, zone)
    owner = view.owner if view.owner != view.unit else None
    decided = (case.number, view.state, view.decision, view.unit, owner, view.category)
    return (*decided, received, due, view.mode)


def _details(
    case: Case, texts: CaseTexts, notes: Mapping[int, str], mails: list[OutboxMail]
) -> dict[str, object]:
    found = {name: texts.elements.get(name) for name in ElementName}
    return {
        "user": {"address": texts.user.address, "name": texts.user.name},
        "subject": texts.subject,
        "elements": {name: element.value if element else None for name, element in found.items()},
        "reasons": [{"rule": one.rule, "evidence": one.evidence} for one in texts.reasons],
        "events": [
            {"seq": one.seq, "kind": one.kind, "at": one.at, "actor": one.actor,
             "facts": dict(one.facts), "note": notes.get(one.seq)}
            for one in case.events
        ],
        "mails": [{"id": one.id, "template": one.template, "state": one.state} for one in mails],
    }  # fmt: skip


def _write(case: Case, texts: CaseTexts, hands: Mapping[str, str], *, zone: str) -> None:
    view = case.view
    click.secho(f"{case.number}  {view.state.value}", bold=True)
    lines = {
        "user": f"{texts.user.name} <{texts.user.address}>".strip(),
        "subject": texts.subject,
        "decision": view.decision.value,
        "unit": view.unit if view.owner in {None, view.unit} else f"{view.unit} → {view.owner}",
        "received": local(view.received_at, zone),
        "due": _told(case, zone),
        **hands,
        "answer by": _way(case, texts),
    }
    for name in ElementName:
        element = texts.elements.get(name)
        lines[name.value] = element.value if element else "–"
    for label, text in lines.items():
        click.echo(f"  {label + ':':<15}{clean(text)}")


def _write_tables(
    texts: CaseTexts, events: list[tuple[object, ...]], mails: list[OutboxMail]
) -> None:
    for title, columns, rows in (
        ("Why", ("rule", "evidence"), [(one.rule, one.evidence) for one in texts.reasons]),
        ("What happened", ("#", "when", "what", "who", "note"), events),
        ("Mail", ("id", "template", "to", "state", "why"), _mails(mails)),
    ):
        click.secho(f"\n{title}", bold=True)
        write_table(columns, rows)


def _level(case: Case, owner: str | None, config: Config) -> str:
    """Return with whom an escalated case is, and by when one of them takes it."""
    if not case.view.level:
        return "staff" + (" (was escalated)" if case.view.escalated else "")
    clock = next((one for one in case.view.clocks if one.name is ClockName.ESCALATION), None)
    waits = clock.due if clock and clock.ended_at is None else None
    due = f", to be taken by {local(waits, config.organisation.timezone)}" if waits else ""
    return f"escalated: {owner}{due}"


def _way(case: Case, texts: CaseTexts) -> str:
    """Return how the user is to be answered, and when they wish it."""
    way = replay(case.events).way or Way.MAIL
    hour = texts.wish.hour if texts.wish and way is texts.wish.way else ""
    return f"{way} {hour}".strip()


def _mails(mails: list[OutboxMail]) -> list[tuple[object, ...]]:
    return [(one.id, one.template, one.recipient, one.state.value, _refusal(one)) for one in mails]


def _refusal(mail: OutboxMail) -> str:
    """Return why a mail stands where it does; that a server took it (250) says its state."""
    return "" if mail.state is OutboxState.SENT and mail.reason == "250" else mail.reason
