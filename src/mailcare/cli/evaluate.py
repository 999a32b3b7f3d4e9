"""``mailcare evaluate``: what the rules are worth on letters whose right answers are known."""

import os
from collections.abc import Sequence
from pathlib import Path

import click

from mailcare.cli.evaluated import as_dict, show
from mailcare.cli.letters import choose_mailbox, labelled_letters, read_letters
from mailcare.cli.options import config_option, examples, json_option, read_config
from mailcare.cli.output import write_json
from mailcare.config import Config
from mailcare.errors import ExitCode
from mailcare.learning.change import Change, changes
from mailcare.learning.compare import Outcome, compare
from mailcare.learning.figures import Figures, figures
from mailcare.learning.labels import Label
from mailcare.model.letter import Message
from mailcare.triage import compile_rules, judge

_MOST_READERS = 4


@click.command(
    epilog=examples(
        "mailcare evaluate letters/ --mailbox vas",
        "mailcare evaluate letters/ --mailbox vas --config new.toml --against config.toml",
    )
)
@config_option
@click.option("--mailbox", metavar="NAME", help="Judge as if received here; default: the only one.")
@click.option(
    "--against",
    metavar="OLD_CONFIG",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Also say what has changed since this config, letter by letter.",
)
@click.option("--details", is_flag=True, help="Also list every field that isn't as labelled.")
@json_option
@click.argument(
    "folder", metavar="FOLDER", type=click.Path(exists=True, file_okay=False, path_type=Path)
)
def command(
    config_path: Path,
    mailbox: str | None,
    against: Path | None,
    folder: Path,
    *,
    details: bool,
    as_json: bool,
) -> None:
    """Judge the labelled letters in FOLDER by today's rules and say how right they are.

    FOLDER holds labels.jsonl and the letters, beside it or in mails/; docs/rules.md tells what a
    label says. Needs no network, daemon, database or password; writes nothing.

    Exit code 1: some letter was decided wrongly without a person, though no careful reader would
    doubt what is right; with --against, only if OLD_CONFIG did not do so too.
    """
    config = read_config(config_path)
    letters = labelled_letters(folder)
    read = list(read_letters(config, [file for _, file in letters], processes=_readers()))
    pairs = [(label, message) for (label, _), (_, message) in zip(letters, read, strict=True)]
    found = figures(_outcomes(config, mailbox, pairs))
    changed = None
    if against:
        old = _outcomes(read_config(against), choose_mailbox(config, mailbox), pairs)
        changed = changes(old, found.outcomes)
    if as_json:
        write_json(as_dict(found, changed))
    else:
        show(found, changed, details=details)
    if _is_bad(found, changed):
        raise SystemExit(ExitCode.PROBLEM)


def _readers() -> int:
    return max(1, min(_MOST_READERS, len(os.sched_getaffinity(0))))


def _outcomes(
    config: Config, mailbox: str | None, pairs: Sequence[tuple[Label, Message]]
) -> list[Outcome]:
    rules = compile_rules(config, choose_mailbox(config, mailbox))
    return [compare(label, message, judge(message, rules)) for label, message in pairs]


def _is_bad(found: Figures, changed: Sequence[Change] | None) -> bool:
    """Say whether the rules, or their change, shouldn't be put in force as they are."""
    if changed is None:
        return bool(found.plainly_wrong)
    return any(one.newly_wrong and not one.after.label.ambiguous for one in changed)
