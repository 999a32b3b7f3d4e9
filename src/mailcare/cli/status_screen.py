"""The screen of ``mailcare status``: what a terminal holds, 80 columns and 24 lines at least."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final
from unicodedata import east_asian_width

import click

from mailcare.cli.output import clean, local
from mailcare.cli.status_look import Box, Standing, faults
from mailcare.config import Config
from mailcare.model.case import Fact
from mailcare.model.place import Mode
from mailcare.supervision.alarms import facts_of
from mailcare.supervision.telling import details

WIDTH: Final = 80
HEIGHT: Final = 24
_MOST_BOXES: Final = 10
_MOST_ALARMS: Final = 8
"""On the smallest screen; of what a larger one has more, mailboxes get two thirds."""
_MOST_LINES: Final = 2
"""Of the names of mailboxes without trouble."""
_FULL: Final = 0.8
_COLUMNS: Final = ("mailbox", "mode", "last poll", "every", "fails", "used", "waits", "unsent")
_WIDTHS: Final = (17, 7, 10, 17, 6, 6, 7, 7)
_FIRST: Final = ("due", "next_try", "full_at", "percent", "reason", "error")
"""Figures of an alarm that stand before the others, which may be cut off."""


def screen(
    config: Config, standing: Standing, size: tuple[int, int] = (WIDTH, HEIGHT)
) -> Iterator[str]:
    """Yield the lines; what is red stands first, and is red on a terminal.

    `size` is the terminal's, columns and lines.
    """
    width, height = max(size[0], WIDTH), max(size[1], HEIGHT)
    more = height - HEIGHT
    most = _MOST_ALARMS + more // 3
    lines: list[str] = []
    for names, alarms in ((True, most), *((False, fewer) for fewer in range(most, 2, -1))):
        lines = list(_lines(config, standing, width, more, alarms, names=names))
        if len(lines) <= height:
            break
    yield from lines


def _lines(
    config: Config, standing: Standing, width: int, more: int, alarms: int, *, names: bool
) -> Iterator[str]:
    """Yield all lines; `more` is how many the smallest screen has not, `alarms` shows how many."""
    zone = config.organisation.timezone
    wrong = faults(standing)
    head = f"mailcare  {config.organisation.name}  {local(standing.now, zone)}"
    yield clean(head)
    yield _red(f"RED: {'; '.join(wrong)}") if wrong else _well(standing)
    yield _daemon(standing)
    yield from _hosts(standing, width)
    if standing.refused:
        refused = f"config   REFUSED at {standing.refused}; in force: {standing.version}"
        yield _red(cut(refused, width))
    yield from _boxes(standing, width, _MOST_BOXES + more * 2 // 3, names=names)
    yield from _work(standing, zone, width)
    yield from _channels(standing)
    yield from _alarms(standing, zone, width, alarms)


def _well(standing: Standing) -> str:
    failing = sum(box.failures > 0 for box in standing.boxes)
    if failing:
        text = (
            f"No alarm; {failing} mailbox{'es fail' if failing > 1 else ' fails'} for the moment."
        )
        return click.style(text, fg="yellow")
    return click.style("All is well.", fg="green")


def _daemon(standing: Standing) -> str:
    if not standing.alive:
        return _red(f"daemon   NOT running, last seen {_ago(standing.heartbeat, standing.now)}")
    seen = _ago(standing.heartbeat, standing.now)
    return f"daemon   running, {standing.loops} loops, last step {seen}; config {standing.version}"


def _hosts(standing: Standing, width: int) -> Iterator[str]:
    for host in standing.hosts:
        role = ", leads" if host.leads else ""
        seen = _ago(host.renewed_at, standing.now)
        yield cut(f"host     {host.name}: {host.mailboxes} mailboxes{role}, renewed {seen}", width)


def _boxes(standing: Standing, width: int, most: int, *, names: bool) -> Iterator[str]:
    yield click.style(_row(_COLUMNS, width), bold=True)
    shown, others = _chosen(standing.boxes, most)
    for box in shown:
        line = _row(_cells(box, standing.now), width)
        yield _red(line) if box.alarmed or box.failures else line
        if box.error:
            yield _red(cut(f"  {box.error}", width))
    if others:
        oldest = min((one.last_success for one in others if one.last_success), default=None)
        seen = _ago(oldest, standing.now)
        yield f"… and {len(others)} more without trouble; the oldest last poll {seen}"
        if names:
            yield from _names(others, standing.now, width)
    shadows = [one.name for one in standing.boxes if one.mode is Mode.SHADOW]
    if shadows:
        yield cut(f"SHADOW MODE, nothing is written to anybody: {', '.join(shadows)}", width)


def _names(boxes: Sequence[Box], now: datetime, width: int) -> Iterator[str]:
    """Yield mailboxes by name with the age of their last poll, where few lines hold them."""
    lines = [""]
    for box in boxes:
        cell = f"{box.name} {_ago(box.last_success, now).removesuffix(' ago')}"
        if columns(f"  {lines[-1]}, {cell}") > width:
            lines.append("")
        lines[-1] = f"{lines[-1]}, {cell}".removeprefix(", ")
    if len(lines) <= _MOST_LINES:
        yield from (cut(f"  {line}", width) for line in lines)


def _chosen(boxes: Sequence[Box], most: int) -> tuple[Sequence[Box], Sequence[Box]]:
    """Return which mailboxes are shown: all, or those in trouble and the fullest."""
    if len(boxes) <= most:
        return boxes, ()
    troubled = [one for one in boxes if one.alarmed or one.failures or (one.share or 0) >= _FULL]
    troubled.sort(key=lambda one: (not one.alarmed, -one.failures, -(one.share or 0)))
    shown = troubled[:most]
    return shown, [one for one in boxes if one not in shown]


def _cells(box: Box, now: datetime) -> tuple[str, ...]:
    return (
        box.name,
        box.mode.value,
        _ago(box.last_success, now),
        box.every,
        str(box.failures or "–"),
        "–" if box.share is None else f"{box.share:.0%}",
        str(box.waiting or "–"),
        str(box.unsent or "–"),
    )


def _work(standing: Standing, zone: str, width: int) -> Iterator[str]:
    yield cut(f"cases    {_sums(standing.cases)}; {standing.overdue} overdue", width)
    for name, one in standing.clocks.items():
        late = f", {one.late} LATE" if one.late else ""
        running = f"{one.running} running{late}, next {local(one.next, zone)}"
        yield cut(f"clock    {name.value}: {running}", width)
    yield cut(f"outbox   {_sums(standing.outbox)}; letters set aside: {standing.aside}", width)


def _channels(standing: Standing) -> Iterator[str]:
    if not standing.channels:
        yield click.style("channels none: alarms leave by mail alone", fg="yellow")
    told = []
    for one in standing.channels:
        last = f"taken {_ago(one.last_taken, standing.now)}" if one.last_taken else "not used yet"
        told.append(_red(f"{one.name} FAILS ({one.failing})") if one.failing
                    else f"{one.name} {last}")  # fmt: skip
    if told:
        yield f"channels {'; '.join(told)}"


def _alarms(standing: Standing, zone: str, width: int, most: int) -> Iterator[str]:
    for alarm in standing.alarms[:most]:
        state = "calm" if alarm.calm_since else "ack" if alarm.acknowledged_at else "OPEN"
        facts = "; ".join(_in_order(facts_of(alarm), zone))
        since = span(standing.now - alarm.raised_at)
        text = f"{alarm.id:>4} {state:<4} {alarm.kind.value} {alarm.subject}, for {since}"
        yield _red(cut(f"{text}: {facts}" if facts else text, width))
    more = len(standing.alarms) - most
    if more > 0:
        yield _red(f"     … and {more} more: mailcare alarm list")


def _in_order(facts: Mapping[str, Fact], zone: str) -> Iterator[str]:
    """Yield the figures of an alarm, the decisive ones first."""
    for key in _FIRST:
        yield from details({key: facts[key]} if key in facts else {}, zone)
    yield from details({key: one for key, one in facts.items() if key not in _FIRST}, zone)


def _sums(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {name}" for name, count in sorted(counts.items())) or "none"


def _row(cells: Sequence[str], width: int) -> str:
    """Return a line of the table; names and intervals get what a wide terminal has more."""
    more = min(width - WIDTH, WIDTH // 2) // 2
    widths = [one + more * (number in {0, 3}) for number, one in enumerate(_WIDTHS)]
    return "".join(pad(cell, room) for cell, room in zip(cells, widths, strict=True)).rstrip()


def _ago(moment: datetime | None, now: datetime) -> str:
    if moment is None:
        return "never"
    return f"{span(max(now - moment, timedelta(0)))} ago"


def span(time: timedelta) -> str:
    """Return a stretch of time in its largest unit: ``45s``, ``12m``, ``3h``, ``2d``."""
    seconds = int(time.total_seconds())
    for size, unit in ((86400, "d"), (3600, "h"), (60, "m")):
        if seconds >= 2 * size or (seconds >= size and seconds % size == 0):
            return f"{seconds // size}{unit}"
    return f"{seconds}s"


def pad(text: str, width: int) -> str:
    """Fill `text` up to `width` columns, or cut it; Chinese characters take two."""
    text = cut(text, width - 1)
    return text + " " * (width - columns(text))


def cut(text: str, width: int = WIDTH) -> str:
    """Return as much of `text` as `width` columns hold."""
    text = clean(text)
    if columns(text) <= width:
        return text
    while columns(text) > width - 1:
        text = text[:-1]
    return f"{text}…"


def columns(text: str) -> int:
    """Return how many columns of a terminal `text` takes."""
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def _red(text: str) -> str:
    return click.style(text, fg="red")
