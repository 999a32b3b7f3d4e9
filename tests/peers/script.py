"""What a scripted peer does wrong, as data: on command X, the Nth time, do this.

A script is a list of rules. The first rule whose command and count fit is applied instead of the
peer's ordinary answer. Counting runs over all connections of a peer: ``nth=3`` is the third time
that the peer hears the command; ``nth=0`` fits every time.
"""

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Literal

Action = Literal[
    "answer", "drip", "hang", "cut", "then_cut", "half", "bye", "wrong_literal", "call"
]


@dataclass(frozen=True)
class Rule:
    """On `command`, the `nth` time, do `action`."""

    command: str
    """Upper case: ``FETCH BODY``, ``SELECT``, ``GREETING`` …; for SMTP also ``BODY``, ``DOT``."""
    action: Action
    nth: int = 1
    lines: tuple[bytes, ...] = ()
    """For ``answer``: sent instead, without line ends; ``{tag}`` stands for the command's tag."""
    call: Callable[[], object] | None = None
    """For ``call``: what to run before the ordinary answer, such as a kill of the process."""
    after: Callable[[], object] | None = None
    """For ``call``: what to run when the answer has been sent."""


def answer(command: str, *lines: bytes, nth: int = 1) -> Rule:
    """Say `lines` instead of the ordinary answer."""
    return Rule(command, "answer", nth, lines)


def drip(command: str, nth: int = 1) -> Rule:
    """Give the ordinary answer one byte at a time, slowly, for ever."""
    return Rule(command, "drip", nth)


def hang(command: str, nth: int = 1) -> Rule:
    """Say nothing more and keep the connection open."""
    return Rule(command, "hang", nth)


def cut(command: str, nth: int = 1) -> Rule:
    """Close the connection before doing anything."""
    return Rule(command, "cut", nth)


def then_cut(command: str, nth: int = 1) -> Rule:
    """Do what was asked, then close without having said so."""
    return Rule(command, "then_cut", nth)


def half(command: str, nth: int = 1) -> Rule:
    """Send the first half of the ordinary answer, then close."""
    return Rule(command, "half", nth)


def bye(command: str, nth: int = 1) -> Rule:
    """IMAP: break the ordinary answer off in its middle by a BYE, then close."""
    return Rule(command, "bye", nth)


def wrong_literal(command: str, nth: int = 1) -> Rule:
    """IMAP: announce literals five bytes shorter than they are, so that the answer is garbage."""
    return Rule(command, "wrong_literal", nth)


def call(
    command: str,
    what: Callable[[], object] | None,
    nth: int = 1,
    after: Callable[[], object] | None = None,
) -> Rule:
    """Run `what` when the command has arrived, answer as usual, then run `after`."""
    return Rule(command, "call", nth, call=what, after=after)


@dataclass
class Script:
    """The rules of a peer, and the log of every command it has heard."""

    rules: list[Rule] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    """All commands in order, by the names that rules use."""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def hear(self, command: str) -> Rule | None:
        """Log `command` and return the rule for it, if one fits."""
        with self._lock:
            self.heard.append(command)
            count = self.heard.count(command)
            fits = (one for one in self.rules if one.command == command)
            return next((one for one in fits if one.nth in {0, count}), None)

    def play(self, *rules: Rule) -> None:
        """Have `rules` from now on, counted from now on; the log begins anew."""
        with self._lock:
            self.rules[:] = rules
            self.heard.clear()

    def count(self, command: str) -> int:
        """Return how often `command` was heard."""
        with self._lock:
            return self.heard.count(command)


def script(rules: Iterable[Rule] = ()) -> Script:
    """Return a script of `rules`."""
    return Script(list(rules))
