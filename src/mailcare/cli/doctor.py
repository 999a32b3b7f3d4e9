"""``mailcare doctor``."""

from contextlib import closing
from pathlib import Path

import click

from mailcare.cli.examine import Finding, Verdict, examine_mailbox, examine_site
from mailcare.cli.options import config_option, examples, json_option, read_config
from mailcare.cli.output import write_json, write_table
from mailcare.clock import SystemClock
from mailcare.config import Config
from mailcare.errors import ExitCode, NotFoundError
from mailcare.wire.deadlines import DeadlineKeeper


@click.command(epilog=examples("mailcare doctor", "mailcare doctor --mailbox vas --json"))
@config_option
@json_option
@click.option("--mailbox", "names", multiple=True, metavar="NAME", help="Only this mailbox.")
def command(config_path: Path, *, as_json: bool, names: tuple[str, ...]) -> None:
    """Try out every mailbox, step by step, and say what to do where a step fails.

    Logs in as the daemon does, reads no letter, sends no mail, changes nothing. The exit code is 1
    where a step failed; warnings alone leave it 0.
    """
    config = read_config(config_path)
    unknown = set(names) - set(config.mailboxes)
    if unknown:
        known = ", ".join(config.mailboxes)
        raise NotFoundError(f"no mailbox is called {min(unknown)}; there are: {known}")
    findings = _examine(config, names)
    if as_json:
        write_json([_record(one) for one in findings])
    else:
        rows = [(one.verdict, one.subject, one.step, one.found, one.to_do) for one in findings]
        write_table(("", "where", "step", "found", "what to do"), rows)
    if any(one.verdict is Verdict.FAIL for one in findings):
        raise SystemExit(ExitCode.PROBLEM)


def _examine(config: Config, names: tuple[str, ...]) -> list[Finding]:
    clock = SystemClock()
    findings = list(examine_site(config, clock.now()))
    with closing(DeadlineKeeper(clock)) as keeper:
        for name in names or config.mailboxes:
            findings.extend(examine_mailbox(config, name, keeper, clock.now()))
    return findings


def _record(finding: Finding) -> dict[str, object]:
    return {
        "where": finding.subject,
        "step": finding.step,
        "verdict": finding.verdict,
        "found": finding.found,
        "to_do": finding.to_do,
    }
