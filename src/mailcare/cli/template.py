"""``mailcare template``: are the letters in order, and what do they look like?"""

from datetime import datetime
from pathlib import Path

import click

from mailcare.cli.options import config_option, examples, json_option, read_config
from mailcare.cli.output import clean, write_json
from mailcare.cli.sample import Sample, from_case, from_letter, from_nothing
from mailcare.clock import SystemClock
from mailcare.config import Config
from mailcare.correspondence.duties import DUTIES
from mailcare.correspondence.templates import TemplateBook, TemplateProblem
from mailcare.errors import ExitCode
from mailcare.model.judgement import Language
from mailcare.resources import shipped
from mailcare.store import GoodTemplate


class _NothingKept:
    """A look at templates puts none of them into force."""

    def save_good(self, name: str, text: str, digest: str, now: datetime) -> None:
        """Keep nothing."""

    def good(self, _name: str) -> GoodTemplate | None:
        """Know nothing."""
        return None


@click.group(
    epilog=examples(
        "mailcare template check",
        "mailcare template preview reply.accepted",
        "mailcare template preview reply.need_info --letter letter.eml --mailbox vas",
        "mailcare template preview notice.new_case --case VAS-202611-0042",
    )
)
def command() -> None:
    """Check the templates; show what a letter made of one looks like."""


@command.command(epilog=examples("mailcare template check", "mailcare template check --json"))
@config_option
@json_option
def check(config_path: Path, *, as_json: bool) -> None:
    """Judge every template, shipped and own; exit code 1 if one would be refused.

    Says file, line, what is wrong and what to do. The running daemon is not disturbed: it refuses
    a bad template by itself and goes on with the last good version.
    """
    config = read_config(config_path)
    problems = [*_no_folder(config), *read_book(config).check(), *_unknown_units(config)]
    if as_json:
        write_json([_record(problem) for problem in problems])
    else:
        for problem in problems:
            click.echo(_line(problem))
        click.echo(f"{len(problems)} to mend" if problems else "all templates are good")
    if problems:
        raise SystemExit(ExitCode.PROBLEM)


@command.command(
    epilog=examples(
        "mailcare template preview reply.forwarded --language en",
        "mailcare template preview reply.accepted --letter letter.eml --mailbox vas",
        "mailcare template preview dispatch.hand_over --case VAS-202611-0042",
    )
)
@config_option
@click.argument(
    "name", type=click.Choice([one for one in DUTIES if "txt" in DUTIES[one].forms]), metavar="NAME"
)
@click.option(
    "--letter",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Fill it in from this letter, as if it had just arrived.",
)
@click.option("--case", "number", metavar="NUMBER", help="Fill it in from this case.")
@click.option("--mailbox", metavar="NAME", help="Whose letter it is; default: the first one.")
@click.option(
    "--language",
    type=click.Choice([one.value for one in Language if one is not Language.MIXED]),
    help="Default: the letter's own; for staff Chinese.",
)
def preview(
    config_path: Path,
    name: str,
    *,
    letter: Path | None,
    number: str | None,
    mailbox: str | None,
    language: str | None,
) -> None:
    """Show the letter that the template NAME makes: of examples, a letter file or a case.

    Sends and keeps nothing. Values that the letter or case does not give are filled in with the
    examples of docs/templates.zh.md, and named.
    """
    config = read_config(config_path)
    now = SystemClock().now()
    wanted = Language(language) if language else None
    sample = _sample(config, name, letter=letter, number=number, mailbox=mailbox, now=now)
    book = read_book(config)
    for problem in book.refresh(now):
        if f"/{name}." in problem.file:
            click.secho(_line(problem), err=True, fg="red")
    _show(book, name, sample, wanted or sample.language)


def _sample(
    config: Config,
    name: str,
    *,
    letter: Path | None,
    number: str | None,
    mailbox: str | None,
    now: datetime,
) -> Sample:
    if letter and number:
        raise click.UsageError("--letter or --case, not both")
    box = mailbox or next(iter(config.mailboxes))
    if box not in config.mailboxes:
        raise click.UsageError(f"no mailbox {box}; the config has {', '.join(config.mailboxes)}")
    if number:
        return from_case(config, name, number, now)
    return from_letter(config, name, letter, box, now) if letter else from_nothing(config, box)


def _show(book: TemplateBook, name: str, sample: Sample, language: Language) -> None:
    values, filled = sample.complete(name, language)
    rendered = book.render(name, language, sample.unit, values)
    if filled:
        click.secho(f"# examples stand for: {', '.join(filled)}", err=True, fg="yellow")
    click.secho(f"# {rendered.template_file}", err=True, dim=True)
    click.echo(f"Subject: {clean(rendered.subject)}\n")
    click.echo("\n".join(clean(line) for line in rendered.text.splitlines()))


def read_book(config: Config) -> TemplateBook:
    """Return the templates as their files are now; looking puts none into force."""
    return TemplateBook(shipped("templates"), config.storage.templates_dir, _NothingKept())


def _no_folder(config: Config) -> list[TemplateProblem]:
    """Shipped texts would go out as if nobody had written others."""
    folder = config.storage.templates_dir
    if folder is None or folder.is_dir():
        return []
    what = "没有这个文件夹 (no such folder)"
    return [
        TemplateProblem(str(folder), 0, what, "请更正配置 storage.templates_dir,或建立该文件夹")
    ]


def _unknown_units(config: Config) -> list[TemplateProblem]:
    """A folder of no unit would silently never be used."""
    folder = config.storage.templates_dir
    known = ", ".join(config.units)
    return [
        TemplateProblem(
            f"own/{path.name}", 0, "没有此单位 (no such unit)", f"文件夹应以单位名命名:{known}"
        )
        for path in (sorted(folder.glob("*/")) if folder and folder.is_dir() else ())
        if path.name not in config.units
    ]


def _record(problem: TemplateProblem) -> dict[str, object]:
    return {
        "file": problem.file,
        "line": problem.line,
        "what": problem.what,
        "todo": problem.todo,
    }


def _line(problem: TemplateProblem) -> str:
    return f"{problem.file}:{problem.line}: {problem.what}。{problem.todo}"
