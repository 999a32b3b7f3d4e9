"""Showing what came of the demo on a terminal."""

import sys
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.panel import Panel
from rich.table import Table

from mailcare.demo.outcome import LaterResult, LetterResult, Outcome, Sent, is_waiting

WIDTH = 118


def show(outcome: Outcome, folder: Path) -> None:
    """Print what became of each letter, one mail of each sort in full, and where to look next."""
    console = Console(width=None if Console().is_terminal else WIDTH, emoji=False)
    console.print(_letters(outcome))
    console.print(
        f"{outcome.history} older letters were archived and not answered; "
        f"{len(outcome.sent)} mails left.\n"
    )
    console.print(_later_letters(outcome))
    for panel in _panels(outcome):
        console.print(panel)
    console.print(_next(outcome, folder), soft_wrap=True)


def _grid(title: str, *columns: tuple[str, int]) -> Table:
    table = Table(title=title, title_justify="left", show_lines=True)
    for name, share in columns:
        table.add_column(name, ratio=share, overflow="fold")
    return table


def _letters(outcome: Outcome) -> Table:
    table = _grid("Letters", ("letter", 3), ("decision", 1), ("why", 4), ("sent to whom", 4))
    for number, letter in enumerate(outcome.letters, 1):
        table.add_row(
            escape(f"{number}. {letter.name}"),
            letter.decision,
            escape("\n".join(letter.why)),
            escape(_mails(letter)),
        )
    return table


def _later_letters(outcome: Outcome) -> Table:
    table = _grid(
        "What came back", ("letter", 3), ("what happened in its case", 4), ("sent to whom", 4)
    )
    for number, letter in enumerate(outcome.later, len(outcome.letters) + 1):
        table.add_row(
            escape(f"{number}. {letter.name}"),
            escape("\n".join(_happened(letter))),
            escape(_mails(letter)),
        )
    return table


def _happened(letter: LaterResult) -> Iterator[str]:
    for what, why in letter.happened:
        yield f"{what}: {why}" if why else what


def _mails(letter: LetterResult | LaterResult) -> str:
    lines = [f"{letter.case}"] if letter.case else []
    for template, recipient, state in letter.mails:
        mark = f" ({state})" if is_waiting(state) else ""
        lines.append(f"{template} → {recipient}{mark}")
    return "\n".join(lines) or "nobody"


def _panels(outcome: Outcome) -> Iterator[Panel]:
    """Yield one mail of each sort, and what came back in answer to some."""
    yield from _mail(outcome, "A reply to a user", "reply.accepted")
    yield from _mail(outcome, "A notice to staff", "notice.new_case")
    yield from _came_back(outcome, "A colleague answers the notice", "answer_written")
    yield from _mail(outcome, "What the user then gets", "reply.answer")
    yield from _mail(outcome, "A dispatch", "dispatch.hand_over")
    yield from _came_back(outcome, "The department answers the dispatch", "dispatch_confirmed")
    yield from _mail(outcome, "An overdue alarm", "notice.overdue")


def _mail(outcome: Outcome, title: str, template: str) -> Iterator[Panel]:
    mail = next((one for one in outcome.sent if one.template == template), None)
    if mail is not None:
        yield _panel(title, mail.path, f"{_head(mail)}\n\n{mail.text}")


def _head(mail: Sent) -> str:
    return f"To: {mail.recipient}\nSubject: {mail.subject}"


def _came_back(outcome: Outcome, title: str, event: str) -> Iterator[Panel]:
    """Yield the letter that began what led to `event`, without what it quotes, and its case."""
    case = next(
        (one.case for one in outcome.later if event in {what for what, _ in one.happened}), None
    )
    letters = [one for one in outcome.later if one.case == case]
    if letters:
        first = letters[0]
        own = first.text.partition("\n> ")[0].strip()
        ledger = [f"  {line}" for one in letters for line in _happened(one)]
        since = "\n".join((f"Its case {case} has since:", *ledger, f"  → {first.state}"))
        yield _panel(title, first.path, f"From: {first.sender}\n\n{own}\n\n{since}")


def _panel(title: str, path: str, text: str) -> Panel:
    return Panel(escape(text.strip()), title=f"{title} ({path})", title_align="left")


def _program() -> str:
    """Return the command as it can be typed from here."""
    called = Path(sys.argv[0])
    return str(called) if called.parent != Path() and called.exists() else "mailcare"


def _next(outcome: Outcome, folder: Path) -> str:
    config, mailcare = folder / "config.toml", _program()
    case = outcome.later[-1].case if outcome.later else outcome.letters[0].case
    return "\n".join(
        (
            f"[bold]All lies in {folder}[/bold]: letters/, sent/, mailcare.log, result.json.",
            "Where to look next:",
            f"  {mailcare} case list --config {config}",
            f"  {mailcare} case show {case} --config {config}",
            f"  {mailcare} case why-due {case} --config {config}",
            f"  {mailcare} outbox list --config {config}",
            f"  {mailcare} digest --dry-run --config {config}",
            f"  {mailcare} inspect --config {config} --mailbox vas {folder}/letters/01.eml",
            "  README.md: installing, the first mailbox in shadow mode, going live",
        )
    )
