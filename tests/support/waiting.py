"""Waiting for a fact instead of for time."""

import threading
from collections.abc import Callable
from typing import TypeVar

from mailcare.clock import SystemClock

T = TypeVar("T")
_FIRST_STEP = 0.02
_LONGEST_STEP = 0.1
"""Looking is seldom free: asking a server each 20 ms takes a core from whom we wait for."""


def eventually(fact: Callable[[], T], within: float = 60.0, what: str = "") -> T:
    """Return what `fact` gives as soon as that is true; fail when it isn't `within` seconds."""
    clock = SystemClock()
    never = threading.Event()
    end = clock.monotonic() + within
    step = _FIRST_STEP
    while not (found := fact()):
        if clock.monotonic() > end:
            raise AssertionError(f"not within {within} s: {what or getattr(fact, '__name__', '')}")
        clock.wait(never, step)
        step = min(_LONGEST_STEP, step * 1.5)
    return found
