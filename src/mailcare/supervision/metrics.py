"""Figures for Prometheus in its text format: bounded in number, none of them personal.

Times are moments (seconds since 1970), not ages: a file that nobody writes any more still says so.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from mailcare.store import Tx

Labels = Mapping[str, str]
Sample = tuple[Labels, float]


@dataclass(frozen=True, slots=True)
class Figures:
    """What the store and the process know at a moment."""

    polls: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """By mailbox and outcome, since the start."""
    received: Mapping[str, int] = field(default_factory=dict)
    last_success: Mapping[str, datetime] = field(default_factory=dict)
    failures: Mapping[str, int] = field(default_factory=dict)
    used: Mapping[str, float] = field(default_factory=dict)
    """Share of the capacity, by mailbox."""
    loops: Mapping[str, datetime] = field(default_factory=dict)
    letters: Mapping[str, int] = field(default_factory=dict)
    cases: Mapping[str, int] = field(default_factory=dict)
    overdue: int = 0
    outbox: Mapping[str, int] = field(default_factory=dict)
    oldest_unsent: datetime | None = None
    alarms: Mapping[str, int] = field(default_factory=dict)
    write_seconds: float = 0.0
    healthy: bool = False


def collect(tx: Tx, names: Iterable[str], now: datetime) -> Figures:
    """Return what the store knows of the mailboxes called `names`, and of everything else."""
    now_unsent = tx.counts.unsent(now)
    boxes = {one.id: one.name for one in tx.mailboxes.all() if one.name in set(names)}
    polls = {boxes[key]: poll for key, poll in tx.mailboxes.polls().items() if key in boxes}
    samples = {name: tx.samples.latest(key) for key, name in boxes.items()}
    return Figures(
        last_success={
            name: one.last_success_at for name, one in polls.items() if one.last_success_at
        },
        failures={name: one.failures for name, one in polls.items()},
        used={
            name: one.used_bytes / one.limit_bytes
            for name, one in samples.items()
            if one is not None and one.limit_bytes
        },
        letters={state.value: count for state, count in tx.letters.count().items()},
        cases={state.value: count for state, count in tx.cases.count().items()},
        overdue=tx.counts.overdue(now),
        outbox={state.value: count for state, count in tx.counts.outbox().items()},
        oldest_unsent=min((one.oldest for one in now_unsent.values()), default=None),
        alarms=Counter(one.kind.value for one in tx.alarms.open()),
    )


def render(figures: Figures) -> str:
    """Return the figures in Prometheus' text format 0.0.4."""
    return "".join(_lines(figures))


def _lines(figures: Figures) -> Iterator[str]:
    yield from _metric("healthy", "gauge", "All loops move and the store can be written.",
                       [({}, float(figures.healthy))])  # fmt: skip
    polls = [({"mailbox": m, "outcome": o}, float(n)) for (m, o), n in figures.polls.items()]
    yield from _metric("polls_total", "counter", "Polls since the start.", polls)
    yield from _by("letters_received_total", "mailbox", "Letters received since the start.",
                   figures.received, kind="counter")  # fmt: skip
    yield from _by("poll_last_success_timestamp_seconds", "mailbox", "Last good poll.",
                   _seconds(figures.last_success))  # fmt: skip
    yield from _by("poll_failures", "mailbox", "Failed polls in a row.", figures.failures)
    yield from _by("mailbox_used_ratio", "mailbox", "Share of the capacity used.", figures.used)
    yield from _by("loop_last_step_timestamp_seconds", "loop", "Last finished step of a loop.",
                   _seconds(figures.loops))  # fmt: skip
    yield from _by("letters", "state", "Letters by state.", figures.letters)
    yield from _by("cases", "state", "Cases by state.", figures.cases)
    yield from _metric("cases_overdue", "gauge", "Cases over their time.",
                       [({}, float(figures.overdue))])  # fmt: skip
    yield from _by("outbox_mails", "state", "Mails by state.", figures.outbox)
    oldest = {"": figures.oldest_unsent} if figures.oldest_unsent else {}
    stamps: list[Sample] = [({}, at) for at in _seconds(oldest).values()]
    yield from _metric(
        "outbox_oldest_timestamp_seconds", "gauge", "Oldest mail that waits.", stamps
    )
    yield from _by("alarms", "kind", "Open alarms by kind.", figures.alarms)
    yield from _metric("database_write_seconds", "gauge", "What a small write took.",
                       [({}, figures.write_seconds)])  # fmt: skip


def _seconds(moments: Mapping[str, datetime]) -> dict[str, float]:
    return {name: at.timestamp() for name, at in moments.items()}


def _by(
    name: str, label: str, what: str, values: Mapping[str, float], *, kind: str = "gauge"
) -> Iterator[str]:
    samples = [({label: key}, float(value)) for key, value in sorted(values.items())]
    yield from _metric(name, kind, what, samples)


def _metric(name: str, kind: str, what: str, samples: Sequence[Sample]) -> Iterator[str]:
    if not samples:
        return
    yield f"# HELP mailcare_{name} {what}\n# TYPE mailcare_{name} {kind}\n"
    for labels, value in samples:
        shown = ",".join(f'{key}="{_escaped(text)}"' for key, text in labels.items())
        yield f"mailcare_{name}{'{' + shown + '}' if shown else ''} {_number(value)}\n"


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else f"{value:.6f}"
