"""The screen of ``mailcare status``: what fits into 80 columns and some 24 lines."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final
from unicodedata import east_asian_width

import click

from mailcare.cli.output import clean, local
from mailcare.cli.status_look import Box, Standing, faults
from mailcare.config import Config
from mailcare.model.place import Mode
from mailcare.supervision.alarms import facts_of
from mailcare.supervision.telling import details

WIDTH: Final = 80
MOST_BOXES: Final = 10
MOST_ALARMS: Final = 8
_FULL: Final = 0.8
_COLUMNS: Final = ("mailbox", "mode", "last poll", "every", "fails", "used", "waits", "unsent")
_WIDTHS: Final = (17, 7, 10, 17, 6, 6, 7, 7)


def screen(config: Config, standing: Standing) -> Iterator[str]:
    """Yield the lines; what is red stands first, and is red on a terminal."""
    zone = config.organisation.timezone
    wrong = faults(standing)
    head = f"mailcare  {config.organisation.name}  {local(standing.now, zone)}"
    yield clean(head)
    yield _red(f"RED: {'; '.join(wrong)}") if wrong else _well(standing)
    yield _daemon(standing)
    yield from _hosts(standing)
    if standing.refused:
        yield _red(cut(f"config   REFUSED at {standing.refused}; in force: {standing.version}"))
    yield from _boxes(standing)
    yield from _work(standing, zone)
    yield from _channels(standing)
    yield from _alarms(standing, zone)


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


def _hosts(standing: Standing) -> Iterator[str]:
    for host in standing.hosts:
        role = ", leads" if host.leads else ""
        seen = _ago(host.renewed_at, standing.now)
        yield cut(f"host     {host.name}: {host.mailboxes} mailboxes{role}, renewed {seen}")


def _boxes(standing: Standing) -> Iterator[str]:
    yield click.style(_row(_COLUMNS), bold=True)
    shown, others = _chosen(standing.boxes)
    for box in shown:
        line = _row(_cells(box, standing.now))
        yield _red(line) if box.alarmed or box.failures else line
        if box.error:
            yield _red(cut(f"  {box.error}"))
    if others:
        oldest = min((one.last_success for one in others if one.last_success), default=None)
        seen = _ago(oldest, standing.now)
        yield f"… and {len(others)} more without trouble; the oldest last poll {seen}"
    shadows = [one.name for one in standing.boxes if one.mode is Mode.SHADOW]
    if shadows:
        yield cut(f"SHADOW MODE, nothing is written to anybody: {', '.join(shadows)}")


def _chosen(boxes: Sequence[Box]) -> tuple[Sequence[Box], Sequence[Box]]:
    """Return which mailboxes are shown: all, or those in trouble and the fullest."""
    if len(boxes) <= MOST_BOXES:
        return boxes, ()
    troubled = [one for one in boxes if one.alarmed or one.failures or (one.share or 0) >= _FULL]
    troubled.sort(key=lambda one: (not one.alarmed, -one.failures, -(one.share or 0)))
    shown = troubled[:MOST_BOXES]
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


def _work(standing: Standing, zone: str) -> Iterator[str]:
    yield cut(f"cases    {_sums(standing.cases)}; {standing.overdue} overdue")
    for name, one in standing.clocks.items():
        late = f", {one.late} LATE" if one.late else ""
        yield cut(
            f"clock    {name.value}: {one.running} running{late}, next {local(one.next, zone)}"
        )
    yield cut(f"outbox   {_sums(standing.outbox)}; letters set aside: {standing.aside}")


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


def _alarms(standing: Standing, zone: str) -> Iterator[str]:
    for alarm in standing.alarms[:MOST_ALARMS]:
        state = "calm" if alarm.calm_since else "ack" if alarm.acknowledged_at else "OPEN"
        facts = "; ".join(details(facts_of(alarm), zone))
        since = local(alarm.raised_at, zone)[5:]
        text = f"{alarm.id:>4} {state:<4} {alarm.kind.value} {alarm.subject}, since {since}"
        yield _red(cut(f"{text}: {facts}" if facts else text))
    more = len(standing.alarms) - MOST_ALARMS
    if more > 0:
        yield _red(f"     … and {more} more: mailcare alarm list")


def _sums(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {name}" for name, count in sorted(counts.items())) or "none"


def _row(cells: Sequence[str]) -> str:
    return "".join(pad(cell, width) for cell, width in zip(cells, _WIDTHS, strict=True)).rstrip()


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
