"""``mailcare doctor``."""

from contextlib import closing
from datetime import timedelta
from pathlib import Path

import click

from mailcare.casework.tokens import TokenKeys
from mailcare.cli.damage import examine_database
from mailcare.cli.domain import examine_domains
from mailcare.cli.examine import examine_mailbox, examine_site
from mailcare.cli.findings import Finding, Verdict
from mailcare.cli.options import config_option, examples, json_option, read_config
from mailcare.cli.output import write_json, write_table
from mailcare.cli.round_trip import send_round
from mailcare.cli.staff_trial import (
    await_answer,
    earliest,
    judge_answer,
    send_trial,
    unit_of,
)
from mailcare.clock import SystemClock
from mailcare.config import Config
from mailcare.config.kinds import parse_duration
from mailcare.errors import ExitCode, NotFoundError
from mailcare.vault import Keyring
from mailcare.wire.deadlines import DeadlineKeeper
from mailcare.wiring import token_keys


@click.command(
    epilog=examples(
        "mailcare doctor",
        "mailcare doctor --mailbox vas --json",
        "mailcare doctor --mailbox vas --letter",
        "mailcare doctor --database",
        "mailcare doctor --staff li@telecom.example",
        "mailcare doctor --staff li@telecom.example --result",
    )
)
@config_option
@json_option
@click.option("--database", is_flag=True, help="Instead: read database and vault for damage.")
@click.option("--mailbox", "names", multiple=True, metavar="NAME", help="Only this mailbox.")
@click.option("--letter", is_flag=True, help="Also send letters from each mailbox to itself.")
@click.option("--staff", metavar="ADDRESS", help="Instead: send this colleague a test notice.")
@click.option("--wait", "patience", help="How long to await them; 1m for --letter, 5m for --staff.")
@click.option("--result", is_flag=True, help="Send none: judge the answer to an earlier one.")
def command(
    config_path: Path,
    *,
    as_json: bool,
    database: bool,
    names: tuple[str, ...],
    letter: bool,
    staff: str | None,
    patience: str | None,
    result: bool,
) -> None:
    """Try out every mailbox, step by step, and say what to do where a step fails.

    Logs in as the daemon does, reads no letter, sends no mail, changes nothing. The exit code is 1
    where a step failed; warnings alone leave it 0. SPF and DMARC of the mailboxes' domains are
    looked up where DNS answers.

    With --letter three letters go from each mailbox to itself: the ordinary way, with the null
    reverse-path, to a sub-address. What arrives proves what the server can do, and how far its
    clock is from ours; the letters are deleted again, and no case comes of them.

    With --staff one mail goes to a colleague of a unit; once they have answered it, this says which
    of the three ways of `staff_auth` works for them here. No case comes of it. Who answers later
    asks with --result, within a week.

    With --database every page of the database is read, every reference followed, and every sealed
    letter and mail looked for; a daemon may run.
    """
    config = read_config(config_path)
    if database:
        _report(list(examine_database(config)), as_json=as_json)
        return
    if staff or result:
        if not staff or names or letter:
            raise click.UsageError("--result goes with --staff, --mailbox and --letter do not")
        wait = _duration(patience or "5m")
        _report(_try_staff(config, staff, wait, result=result), as_json=as_json)
        return
    unknown = set(names) - set(config.mailboxes)
    if unknown:
        known = ", ".join(config.mailboxes)
        raise NotFoundError(f"no mailbox is called {min(unknown)}; there are: {known}")
    wait = _duration(patience or "1m")
    _report(_examine(config, names, wait if letter else None), as_json=as_json)


def _report(findings: list[Finding], *, as_json: bool) -> None:
    if as_json:
        write_json([_record(one) for one in findings])
    else:
        rows = [(one.verdict, one.subject, one.step, one.found, one.to_do) for one in findings]
        write_table(("", "where", "step", "found", "what to do"), rows)
    if any(one.verdict is Verdict.FAIL for one in findings):
        raise SystemExit(ExitCode.PROBLEM)


def _duration(text: str) -> timedelta:
    try:
        return parse_duration(text)
    except ValueError:
        raise click.BadParameter("a duration, such as 5m or 0s") from None


def _try_staff(config: Config, address: str, wait: timedelta, *, result: bool) -> list[Finding]:
    """Send the test notice unless only its `result` is asked for; judge the answer."""
    clock, keys = SystemClock(), _keys(config)
    now = clock.now()
    unit, found = unit_of(config, address), []
    with closing(DeadlineKeeper(clock)) as keeper:
        if not result:
            sent = send_trial(config, address, keys, keeper, now)
            if sent.verdict is Verdict.FAIL:
                return [sent]
            found.append(sent)
            click.echo(f"A test notice was sent to {address}: please answer it now.", err=True)
        since = earliest(now) if result else now
        until = timedelta() if result else wait
        raw = await_answer(config, address, keys, keeper, clock, since=since, wait=until)
    if raw is None:
        todo = f"answer the notice, then: mailcare doctor --staff {address} --result"
        return [*found, Finding(unit, "answer", Verdict.WARN, "none has come yet", todo)]
    return [*found, *judge_answer(config, address, raw)]


def _examine(config: Config, names: tuple[str, ...], wait: timedelta | None) -> list[Finding]:
    """Examine the site and each mailbox; with `wait`, send letters and await them for so long."""
    clock = SystemClock()
    findings = list(examine_site(config, clock.now()))
    findings += examine_domains(config, names)
    with closing(DeadlineKeeper(clock)) as keeper:
        for name in names or config.mailboxes:
            found = list(examine_mailbox(config, name, keeper, clock.now()))
            findings += found
            if wait is not None and not any(one.verdict is Verdict.FAIL for one in found):
                findings += send_round(config, name, _keys(config), keeper, clock=clock, wait=wait)
    return findings


def _keys(config: Config) -> TokenKeys:
    if not Keyring.exists(config.storage.keys):
        raise NotFoundError("there is no keyring yet: `mailcare once` makes it")
    return token_keys(Keyring.open(config.storage.keys))


def _record(finding: Finding) -> dict[str, object]:
    return {
        "where": finding.subject,
        "step": finding.step,
        "verdict": finding.verdict,
        "found": finding.found,
        "to_do": finding.to_do,
    }
