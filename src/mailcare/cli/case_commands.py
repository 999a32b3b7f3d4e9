"""What staff do to a case from the command line; by mail it is the same, first line first."""

import mimetypes
from collections.abc import Callable
from datetime import datetime
from getpass import getuser
from pathlib import Path
from typing import TextIO, TypeVar
from zoneinfo import ZoneInfo

import click

from mailcare.casework.commands import Command, orders
from mailcare.cli.members import member_of
from mailcare.cli.options import config_option, examples, read_config
from mailcare.clock import SystemClock
from mailcare.config import Config
from mailcare.correspondence.compose.bundle import File, pack
from mailcare.model.case import Case
from mailcare.model.judgement import Way
from mailcare.pipeline.obeying import command_case
from mailcare.vault import Vault
from mailcare.wiring import find_desk, open_store

F = TypeVar("F", bound=Callable[..., None])
Make = Callable[[Config, Vault, Case, datetime], Command]
_MOST = 15 * 1024 * 1024
"""Bytes of all files of a letter: with base64 and the letter it still passes most servers."""

_WAYS = [one.value for one in Way if one is not Way.MAIL]

_text = click.option(
    "--text-file",
    "text",
    type=click.File(encoding="utf-8"),
    default="-",
    show_default="standard input",
    help="Where the text stands, in UTF-8.",
)
_reason = click.option("--reason", default="", metavar="TEXT", help="Why; kept, sealed.")
_needed = click.option(
    "--reason", required=True, metavar="TEXT", help="Why; kept with the case, sealed."
)
_at = click.option("--at", metavar="TIME", help="When, such as '2026-12-04 15:00'; default: now.")


def _common(command: F) -> F:
    """Give a command what all have: the config, NUMBER, and --seen."""
    seen = click.option(
        "--seen", type=int, metavar="SEQ", help="Only if this is still its ledger's last entry."
    )
    return config_option(click.argument("number")(seen(command)))


def _obey(config_path: Path, number: str, seen: int | None, make: Make) -> None:
    """Carry out the command that `make` returns, and say what came of it."""
    config = read_config(config_path)
    now = SystemClock().now()
    with open_store(config) as (store, vault):
        before = store.read(lambda tx: tx.cases.get(number.upper()))
        policy = find_desk(config, store, before.mailbox_id).policy
        command = make(config, vault, before, now)
        case = command_case(
            store, before.number, command,
            policy=policy, now=now, actor=f"cli:{getuser()}", seen=seen,
        )  # fmt: skip
    new = [event.kind.value.replace("_", " ") for event in case.events[len(before.events) :]]
    click.echo(f"{case.number}: {', '.join(new) or 'as before'}; {case.view.state.value}.")


@click.command(
    epilog=examples(
        "mailcare case reply VAS-202611-0042 --text-file answer.txt",
        "mailcare case reply VAS-202611-0042 --text-file - --attach report.pdf < answer.txt",
    )
)
@_common
@_text
@click.option(
    "--attach",
    "files",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file to go along; may be given several times.",
)
def reply(
    config_path: Path, number: str, *, seen: int | None, text: TextIO, files: tuple[Path, ...]
) -> None:
    """Answer the user of the case NUMBER (答复).

    The text is what was done (处理情况); the letter puts the standard frame around it and goes into
    the user's thread. The case is answered once it was sent. Until then a second answer is
    refused, and `take-back` stops it.
    """
    said = text.read()

    def make(_config: Config, vault: Vault, case: Case, _now: datetime) -> Command:
        blob = vault.seal(pack(_read(files)), case.key_id) if files else ""
        return orders.Reply(said, blob)

    _obey(config_path, number, seen, make)


@click.command(epilog=examples("mailcare case ask VAS-202611-0042 --text-file question.txt"))
@_common
@_text
def ask(config_path: Path, number: str, *, seen: int | None, text: TextIO) -> None:
    """Ask the user of the case NUMBER something (补充).

    The answer's clock stands still from the moment the question was sent until the user wrote.
    """
    _give(config_path, number, seen, orders.Ask(text.read()))


@click.command(
    epilog=examples(
        "mailcare case called VAS-202611-0042 --at '2026-12-04 15:00'",
        "echo 无人接听 | mailcare case called VAS-202611-0042 --failed",
        "mailcare case called VAS-202611-0042 --by sms --text-file text.txt",
    )
)
@_common
@_text
@_at
@click.option("--failed", is_flag=True, help="Nobody was reached; the text may be empty.")
@click.option(
    "--by",
    "way",
    type=click.Choice(_WAYS),
    default=Way.PHONE.value,
    show_default=True,
    help="In which way the user was answered.",
)
def called(
    config_path: Path,
    number: str,
    *,
    seen: int | None,
    text: TextIO,
    at: str | None,
    failed: bool,
    way: str,
) -> None:
    """Record an answer by telephone, or the like (电话已答复).

    The text says what came of the call with the user of the case NUMBER. Who wished to be answered
    so has no answer before; after three attempts on two days that --failed an answer by mail counts
    too.
    """
    said = text.read()

    def make(config: Config, _vault: Vault, _case: Case, now: datetime) -> Command:
        moment = _time(config, at, now)
        return orders.CallFailed(moment, said) if failed else orders.Called(said, moment, Way(way))

    _obey(config_path, number, seen, make)


@click.command(
    "answer-by",
    epilog=examples("mailcare case answer-by VAS-202611-0042 mail --reason 用户来电同意邮件答复"),
)
@_common
@_needed
@click.argument("way", type=click.Choice([one.value for one in Way]))
def answer_by(config_path: Path, number: str, *, seen: int | None, reason: str, way: str) -> None:
    """Record how the user wishes to be answered (答复方式).

    As a person heard it from the user of the case NUMBER: WAY is mail, or one for which staff get
    a task.
    """
    _give(config_path, number, seen, orders.ChangeWay(Way(way), reason))


@click.command(epilog=examples("echo 'from webmail' | mailcare case answered VAS-202611-0042"))
@_common
@_text
@_at
def answered(
    config_path: Path, number: str, *, seen: int | None, text: TextIO, at: str | None
) -> None:
    """Record an answer that went past mailcare.

    The user of the case NUMBER was answered from webmail, by post, in person, or by the other side
    of a dispatch; the text says how.
    """
    said = text.read()

    def make(config: Config, _vault: Vault, _case: Case, now: datetime) -> Command:
        return orders.Answered(said, _time(config, at, now))

    _obey(config_path, number, seen, make)


@click.command(epilog=examples("mailcare case dispatch VAS-202611-0042 broadband"))
@_common
@click.argument("unit")
@click.option("--remark", default="", metavar="TEXT", help="What the other side should know.")
def dispatch(config_path: Path, number: str, *, seen: int | None, unit: str, remark: str) -> None:
    """Hand the case NUMBER over to UNIT (转派).

    UNIT is a unit or department of the config. It leaves at once, also in draft mode. The user is
    told that it was forwarded, once. A line of TEXT such as 设备号码:ad610001 corrects that element
    of the case, as when a dispatch came back.
    """
    _give(config_path, number, seen, orders.Dispatch(unit, remark))


@click.command(epilog=examples("mailcare case confirm VAS-202611-0042"))
@_common
def confirm(config_path: Path, number: str, *, seen: int | None) -> None:
    """Record that the other side has it (确认).

    A human answer to the dispatch of the case NUMBER says so by itself; this is for calls, and for
    what was handed over on paper: the user is told that it was forwarded.
    """
    _give(config_path, number, seen, orders.Confirm())


@click.command("return", epilog=examples("mailcare case return VAS-202611-0042 --reason …"))
@_common
@_needed
def give_back(config_path: Path, number: str, *, seen: int | None, reason: str) -> None:
    """Record that the case NUMBER came back, or give it back (退单).

    The other side of the dispatch returned it; it is ours again. A case that another unit
    dispatched to us, and that nobody else has, goes back to that unit.
    """
    _give(config_path, number, seen, orders.Return(reason))


@click.command(epilog=examples("mailcare case remind VAS-202611-0042"))
@_common
def remind(config_path: Path, number: str, *, seen: int | None) -> None:
    """Press for the case NUMBER (催办).

    The other side of its dispatch is reminded, or the unit's own staff where it is with them.
    """
    _give(config_path, number, seen, orders.Remind())


@click.command(
    epilog=examples(
        "mailcare case decline VAS-202611-0042",
        "mailcare case decline VAS-202611-0042 --reason 此事已于上月答复办结。",
    )
)
@_common
@click.option("--reason", default="", metavar="TEXT", help="Why; the user is told.")
def decline(config_path: Path, number: str, *, seen: int | None, reason: str) -> None:
    """Tell the user: not accepted (不予受理).

    The letter about the case NUMBER gives TEXT as the reason; without one it says that the matter
    is no telecom business.
    """
    _give(config_path, number, seen, orders.Decline(reason))


@click.command("not-complaint", epilog=examples("mailcare case not-complaint VAS-202611-0042"))
@_common
@_reason
def not_complaint(config_path: Path, number: str, *, seen: int | None, reason: str) -> None:
    """File the case NUMBER as no complaint (非投诉).

    Refused where the user was told that we would answer.
    """
    _give(config_path, number, seen, orders.NotComplaint(reason))


@click.command(epilog=examples("mailcare case close VAS-202611-0042"))
@_common
@_reason
def close(config_path: Path, number: str, *, seen: int | None, reason: str) -> None:
    """Close the case NUMBER (办结).

    Refused while the user has neither an answer, a recorded call, a withdrawal nor a
    non-acceptance.
    """
    _give(config_path, number, seen, orders.Close(reason))


@click.command(epilog=examples("mailcare case reopen VAS-202611-0042 --reason …"))
@_common
@_needed
def reopen(config_path: Path, number: str, *, seen: int | None, reason: str) -> None:
    """Take the case NUMBER up again (重开).

    It has its answer or its end, not longer ago than `clocks.reopen` says; its clocks start now.
    """
    _give(config_path, number, seen, orders.Reopen(reason))


@click.command(epilog=examples("mailcare case note VAS-202611-0042 --text-file note.txt"))
@_common
@_text
def note(config_path: Path, number: str, *, seen: int | None, text: TextIO) -> None:
    """Keep a remark with the case NUMBER (备注); nobody is written to."""
    _give(config_path, number, seen, orders.Note(text.read()))


@click.command(epilog=examples("mailcare case claim VAS-202611-0042"))
@_common
@click.option(
    "--supervisor", is_flag=True, help="You are one: an escalated case is yours at its level."
)
def claim(config_path: Path, number: str, *, seen: int | None, supervisor: bool) -> None:
    """Handle the case NUMBER yourself (认领)."""
    _give(config_path, number, seen, orders.Claim(supervisor))


@click.command("hand-back", epilog=examples("mailcare case hand-back VAS-202611-0042"))
@_common
@_reason
def hand_back(config_path: Path, number: str, *, seen: int | None, reason: str) -> None:
    """Give the escalated case NUMBER back to staff, as its supervisor (交回)."""
    _give(config_path, number, seen, orders.HandBack(reason, supervisor=True))


@click.command(epilog=examples("mailcare case assign VAS-202611-0042 li@telecom.example"))
@_common
@click.argument("address")
def assign(config_path: Path, number: str, *, seen: int | None, address: str) -> None:
    """Give the case NUMBER to a colleague.

    ADDRESS is one of its unit: staff, second person or supervisors.
    """

    def make(config: Config, _vault: Vault, case: Case, _now: datetime) -> Command:
        return orders.Assign(member_of(config, case.view.unit, address))

    _obey(config_path, number, seen, make)


@click.command("take-back", epilog=examples("mailcare case take-back VAS-202611-0042"))
@_common
def take_back(config_path: Path, number: str, *, seen: int | None) -> None:
    """Stop what you wrote and what waits (撤回).

    What has left can't be called back.
    """
    _give(config_path, number, seen, orders.Takeback())


COMMANDS = (
    reply, ask, called, answer_by, answered, dispatch, confirm, give_back, remind, decline,
    not_complaint, close, reopen, note, claim, hand_back, assign, take_back,
)  # fmt: skip


def _give(config_path: Path, number: str, seen: int | None, command: Command) -> None:
    _obey(config_path, number, seen, lambda *_: command)


def _read(files: tuple[Path, ...]) -> list[File]:
    if sum(path.stat().st_size for path in files) > _MOST:
        raise click.BadParameter(f"the files have more than {_MOST // 1024 // 1024} MB")
    kinds = ((path, mimetypes.guess_type(path.name)[0]) for path in files)
    return [
        File(path.name, path.read_bytes(), kind or "application/octet-stream")
        for path, kind in kinds
    ]


def _time(config: Config, text: str | None, now: datetime) -> datetime:
    if text is None:
        return now
    try:
        given = datetime.fromisoformat(text)
    except ValueError:
        raise click.BadParameter("a time, such as '2026-12-04 15:00'") from None
    return given.replace(tzinfo=given.tzinfo or ZoneInfo(config.organisation.timezone))
