"""A worker: a thread that does one step after the other until it is told to stop."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from mailcare.clock import Clock
from mailcare.daemon.heartbeat import Heartbeats
from mailcare.errors import MailcareError
from mailcare.logs import get_logger

log = get_logger("daemon")

Step = Callable[[datetime], bool]
"""Do one piece of what is due at `now`; say whether there may be more at once."""

SHORT, PAUSE = 0.5, 5.0
"""Seconds of rest after a step that failed, doubled from the one to the other: a connection that
was dropped is replaced at once, a full disk or a lost database needs time."""


class Worker:
    """Does steps in a thread of its own; waits for `wake` or `idle` seconds when nothing is due.

    A step that fails is logged without its text and tried again after a pause, whatever `idle`
    says: the membership must be renewed in time. Only an error that
    mailcare knows counts as a finished step, so that an unknown one, repeated, stops the watchdog.
    """

    def __init__(
        self, name: str, step: Step, *, clock: Clock, beats: Heartbeats, idle: float = 1.0
    ) -> None:
        self.name = name
        self._step = step
        self._clock = clock
        self._beats = beats
        self._idle = idle
        self._failures = 0
        self._wake = threading.Event()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self, within: timedelta) -> None:
        """Start; a step must finish at least every `within`."""
        self._beats.expect(self.name, within)
        self._thread.start()

    def wake(self) -> None:
        """Look for work at once."""
        self._wake.set()

    def stop(self) -> None:
        """Begin no further step."""
        self._stopped.set()
        self._wake.set()

    @property
    def stopping(self) -> bool:
        """Whether no further step begins."""
        return self._stopped.is_set()

    def join(self, seconds: float) -> bool:
        """Wait for the step in hand, at most `seconds`; say whether the worker has ended."""
        self._thread.join(max(0.0, seconds))
        return not self._thread.is_alive()

    def _run(self) -> None:
        while not self._stopped.is_set():
            self._wake.clear()
            if not self._once():
                self._clock.wait(self._wake, self._idle)
        self._beats.forget(self.name)

    def _once(self) -> bool:
        try:
            more = self._step(self._clock.now())
        except (MailcareError, OSError) as error:
            log.exception("worker.failed", worker=self.name, exc_info=error)
            self._rest()
            self._beats.beat(self.name)
            return True
        except Exception as error:
            log.exception("worker.broken", worker=self.name, exc_info=error)
            self._rest()
            return True
        self._failures = 0
        self._beats.beat(self.name)
        return more

    def _rest(self) -> None:
        self._clock.wait(self._stopped, min(PAUSE, SHORT * 2 ** min(self._failures, 4)))
        self._failures += 1
