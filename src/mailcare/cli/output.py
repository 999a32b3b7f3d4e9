"""Writing to the terminal: tables for people, JSON for scripts."""

import json
import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import click


def write_json(value: object) -> None:
    """Write one JSON value on one line."""
    click.echo(json.dumps(value, ensure_ascii=False, default=_plain))


def write_bytes(data: bytes) -> None:
    """Write bytes as they are."""
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def write_table(
    columns: Sequence[str], rows: Iterable[Sequence[object]], *, width: int | None = None
) -> None:
    """Write a table in which Chinese text keeps its columns.

    No wider than `width`, where one is given; else it isn't cut where it goes into a pipe.
    """
    from rich.console import Console  # noqa: PLC0415 - rich is slow to start
    from rich.table import Table  # noqa: PLC0415 - the same

    table: Table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(_cell(value) for value in row))
    console = Console(markup=False, highlight=False, emoji=False)
    if not console.is_terminal or (width and console.width > width):
        console = Console(markup=False, highlight=False, emoji=False, width=width or _WIDE)
    console.print(table)


_WIDE = 400
"""Columns of a table that goes into a pipe or file."""


def local(moment: datetime | None, timezone: str) -> str:
    """Return `moment` as the organisation's wall clocks show it."""
    return moment.astimezone(ZoneInfo(timezone)).strftime("%Y-%m-%d %H:%M") if moment else "–"


def clean(text: str) -> str:
    """Return `text` without control characters: letters must not drive a terminal."""
    return "".join(char if char.isprintable() else " " for char in text)


def _cell(value: object) -> str:
    return "–" if value is None or value == "" else clean(str(value))


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else str(value)
