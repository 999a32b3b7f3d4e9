"""Showing what came of the demo on a terminal."""

import sys
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.panel import Panel
from rich.table import Table

from mailcare.demo.outcome import LetterResult, Outcome, Sent, is_waiting

WIDTH = 118

_SHOWN: tuple[tuple[str, Callable[[Sent], bool]], ...] = (
    ("A reply to a user", lambda mail: mail.template == "reply.accepted"),
    ("A dispatch", lambda mail: mail.template == "dispatch.hand_over"),
    ("A notice to staff", lambda mail: mail.template == "notice.new_case"),
    ("An overdue alarm", lambda mail: mail.template == "notice.overdue"),
)


def show(outcome: Outcome, folder: Path) -> None:
    """Print the table of letters, one mail of each sort in full, and where to look next."""
    console = Console(width=None if Console().is_terminal else WIDTH, emoji=False)
    console.print(_table(outcome))
    console.print(
        f"{outcome.history} older letters were archived and not answered; "
        f"{len(outcome.sent)} mails left.\n"
    )
    for title, wanted in _SHOWN:
        mail = next((one for one in outcome.sent if wanted(one)), None)
        if mail is not None:
            console.print(_panel(title, mail))
    console.print(_next(folder), soft_wrap=True)


def _table(outcome: Outcome) -> Table:
    table = Table(title="Letters", title_justify="left", show_lines=True)
    for name, share in (("letter", 3), ("decision", 1), ("why", 4), ("sent to whom", 4)):
        table.add_column(name, ratio=share, overflow="fold")
    for number, letter in enumerate(outcome.letters, 1):
        table.add_row(
            escape(f"{number}. {letter.name}"),
            letter.decision,
            escape("\n".join(letter.why)),
            escape(_mails(letter)),
        )
    return table


def _mails(letter: LetterResult) -> str:
    lines = [f"{letter.case}"] if letter.case else []
    for template, recipient, state in letter.mails:
        mark = f" ({state})" if is_waiting(state) else ""
        lines.append(f"{template} → {recipient}{mark}")
    return "\n".join(lines) or "nobody"


def _panel(title: str, mail: Sent) -> Panel:
    head = f"To: {mail.recipient}\nSubject: {mail.subject}\n\n"
    return Panel(
        escape(head + mail.text.strip()), title=f"{title} ({mail.path})", title_align="left"
    )


def _program() -> str:
    """Return the command as it can be typed from here."""
    called = Path(sys.argv[0])
    return str(called) if called.parent != Path() and called.exists() else "mailcare"


def _next(folder: Path) -> str:
    config, mailcare = folder / "config.toml", _program()
    return "\n".join(
        (
            f"[bold]All lies in {folder}[/bold]: letters/, sent/, mailcare.log, result.json.",
            "Where to look next:",
            f"  {mailcare} case list --config {config}",
            f"  {mailcare} outbox list --config {config}",
            f"  {mailcare} inspect --config {config} --mailbox vas {folder}/letters/01.eml",
            "  README.md: installing, the first mailbox in shadow mode, going live",
        )
    )
