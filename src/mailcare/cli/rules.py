"""``mailcare rules``: proposals for the phrases that tell whose business a letter is."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

import click

from mailcare.cli.letters import choose_mailbox, labelled_letters, read_letters
from mailcare.cli.options import config_option, examples, json_option, read_config
from mailcare.cli.output import write_json
from mailcare.config import Config
from mailcare.learning.compare import Verdict, compare
from mailcare.learning.labels import Label
from mailcare.learning.masking.masker import Masker
from mailcare.learning.masking.shapes import Shapes
from mailcare.learning.suggest import Example, Suggestion, suggest
from mailcare.model.judgement import Scope
from mailcare.model.letter import Message
from mailcare.triage import Rules, compile_rules, judge
from mailcare.triage.words import Words

_MOST = 30
"""Suggestions per owner unless another number is asked for."""
_OUTSIDE = "(not telecom business)"
"""Owner of letters whose label names no unit: they speak against a phrase, and get none."""
_WEIGHT = 1.5
"""To start with: beside another sign it decides, alone it hardly does."""


@click.group(epilog=examples("mailcare rules suggest corrections/ --unit broadband"))
def command() -> None:
    """Propose phrases for the config; nothing is ever changed by itself."""


@command.command(
    "suggest",
    epilog=examples(
        "mailcare rules suggest corrections/ --mailbox vas",
        "mailcare rules suggest corrections/ --mailbox vas --unit broadband --least 2",
    ),
)
@config_option
@click.option("--mailbox", metavar="NAME", help="Judge as if received here; default: the only one.")
@click.option("--unit", metavar="NAME", help="Only for this unit or department.")
@click.option("--least", default=3, show_default=True, help="Letters that must hold a phrase.")
@click.option("--limit", default=_MOST, show_default=True, help="How many for a unit at most.")
@json_option
@click.argument(
    "folder", metavar="FOLDER", type=click.Path(exists=True, file_okay=False, path_type=Path)
)
def suggest_phrases(
    config_path: Path,
    mailbox: str | None,
    unit: str | None,
    folder: Path,
    *,
    least: int,
    limit: int,
    as_json: bool,
) -> None:
    """Propose phrases from the labelled letters in FOLDER, as lines for the config.

    FOLDER is one that `mailcare corrections export` wrote, or any other with labels.jsonl. A phrase
    stands in several letters of one unit and hardly in any other's, holds no number, name or
    address, and says what no phrase of the unit says yet. Choose, paste, and let `mailcare
    evaluate --against` tell what it changes.
    """
    config = read_config(config_path)
    rules = compile_rules(config, choose_mailbox(config, mailbox))
    found = suggest(list(_examples(config, rules, folder)), rules.phrases, least=least)
    wanted = [one for one in found if _is_wanted(one, unit)]
    chosen = [one for _, group in groupby(wanted, _owner) for one in list(group)[:limit]]
    if as_json:
        write_json([_as_dict(one) for one in chosen])
    elif not chosen:
        click.echo(
            "# no words that a unit's letters share, others lack, and its phrases don't know"
        )
    else:
        for owner, group in groupby(chosen, _owner):
            _write(config, owner, list(group))


def _owner(one: Suggestion) -> str:
    return one.owner


def _is_wanted(one: Suggestion, unit: str | None) -> bool:
    return one.owner == unit if unit else one.owner != _OUTSIDE


def _examples(config: Config, rules: Rules, folder: Path) -> Iterator[Example]:
    letters = [(label, file) for label, file in labelled_letters(folder) if _owner_of(label)]
    masker = Masker(Shapes(b""), rules.elements, _vocabulary(rules))
    read = read_letters(config, [file for _, file in letters])
    for (label, _), (_, message) in zip(letters, read, strict=True):
        yield _example(label, message, rules, masker)


def _vocabulary(rules: Rules) -> frozenset[str]:
    return frozenset(phrase.literal for phrase in rules.phrases if phrase.literal)


def _owner_of(label: Label) -> str | None:
    if label.fields.get("unit"):
        return str(label.fields["unit"])
    return _OUTSIDE if label.fields.get("scope") == Scope.NON_TELECOM else None


def _example(label: Label, message: Message, rules: Rules, masker: Masker) -> Example:
    judgement = judge(message, rules)
    verdict = compare(label, message, judgement).verdict
    owner = _owner_of(label) or _OUTSIDE
    mistaken = verdict in {Verdict.WRONG, Verdict.REVIEW} or (judgement.unit or _OUTSIDE) != owner
    names = masker.names(message.from_, (message.text, message.signature))
    return Example(owner, Words(message), tuple(names), mistaken)


def _write(config: Config, owner: str, found: Sequence[Suggestion]) -> None:
    table = "departments" if owner in config.departments else "units"
    click.echo(f"[[{table}.{owner}.phrases]]  # suggested; choose")
    click.echo("texts = [")
    for one in found:
        counts = f"{one.letters} letters, {one.others} of others, {one.mistaken} not judged right"
        click.echo(f'    "{one.text}",  # {counts}')
    click.echo(f"]\nweight = {_WEIGHT}\n")


def _as_dict(one: Suggestion) -> dict[str, object]:
    return {
        "owner": one.owner,
        "text": one.text,
        "letters": one.letters,
        "others": one.others,
        "mistaken": one.mistaken,
    }
