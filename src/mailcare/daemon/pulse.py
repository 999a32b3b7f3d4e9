"""What the world outside may watch: the heartbeat of a healthy daemon, and figures for Prometheus.

The heartbeat stops when anything stands still, so that whoever waits for it in vain knows.
"""

import os
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final

from mailcare.config import Config
from mailcare.config.secrets import read_secret
from mailcare.daemon.heartbeat import Heartbeats
from mailcare.daemon.watch import Watch
from mailcare.errors import MailcareError, WireError
from mailcare.logs import get_logger
from mailcare.pipeline.parts import Parts
from mailcare.supervision.metrics import Figures, collect, render
from mailcare.wire.http import request

log = get_logger("daemon")

METRICS_EVERY: Final = 15.0
URL_SECONDS: Final = 10.0


class Tally:
    """What happened since the start, by mailbox; thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._polls: Counter[tuple[str, str]] = Counter()
        self._received: Counter[str] = Counter()

    def polled(self, mailbox: str, *, ok: bool, received: int) -> None:
        """Count a poll and what it brought."""
        with self._lock:
            self._polls[(mailbox, "ok" if ok else "failed")] += 1
            self._received[mailbox] += received

    def add_to(self, figures: Figures) -> Figures:
        """Return the figures with these in them."""
        with self._lock:
            return replace(figures, polls=dict(self._polls), received=dict(self._received))


class Pulse:
    """One step beats if it is time; used by one worker."""

    def __init__(
        self,
        parts: Parts,
        beats: Heartbeats,
        watch: Watch,
        tally: Tally,
        is_healthy: Callable[[], bool],
    ) -> None:
        self._parts = parts
        self._beats = beats
        self._watch = watch
        self._tally = tally
        self._is_healthy = is_healthy
        self._beat_at = float("-inf")
        self._measured_at = float("-inf")

    def step(self, now: datetime) -> bool:
        """Beat, if all is well and it is time; write the figures down."""
        config, monotonic = self._parts.settings.config, self._parts.clock.monotonic()
        every = config.monitoring.heartbeat_every.total_seconds()
        if monotonic - self._beat_at >= every and self._is_healthy():
            self._beat_at = monotonic
            self._beat(config, now)
        file = config.monitoring.metrics_file
        if file is not None and monotonic - self._measured_at >= METRICS_EVERY:
            self._measured_at = monotonic
            write_whole(file, self.text(now))
        return False

    def text(self, now: datetime) -> str:
        """Return the figures of this moment, for the file or whoever asks by HTTP."""
        names = self._parts.settings.config.mailboxes
        found = self._parts.store.read(lambda tx: collect(tx, names, now))
        return render(
            replace(
                self._tally.add_to(found),
                loops=self._beats.all(),
                write_seconds=self._watch.vitals.seconds,
                healthy=self._is_healthy(),
            )
        )

    def _beat(self, config: Config, now: datetime) -> None:
        places = config.monitoring
        if places.heartbeat_file is not None:
            write_whole(places.heartbeat_file, f"{now.isoformat()}\n")
        if places.has_heartbeat_url:
            self._call(config, now)

    def _call(self, config: Config, now: datetime) -> None:
        places = config.monitoring
        try:
            answer = request(
                "GET",
                read_secret(places, "heartbeat_url"),
                timeout=URL_SECONDS,
                keeper=self._parts.keeper,
                ca_file=None if places.ca_file is None else str(places.ca_file),
            )
        except MailcareError as error:
            word = error.code if isinstance(error, WireError) else "no_secret"
            log.warning("heartbeat.failed", error=word)
            return
        self._watch.hear_clock(answer.date, now)
        if answer.status // 100 != 2:  # noqa: PLR2004 - RFC 9110 15.3: 2xx is consent
            log.warning("heartbeat.failed", error=f"http {answer.status}")


def write_whole(file: Path, text: str) -> None:
    """Write a file so that a reader sees the old one or the new one; a failure is only logged."""
    beside = file.with_name(f"{file.name}.{os.getpid()}.new")
    try:
        beside.write_text(text, encoding="utf-8")
        beside.chmod(0o644)
        beside.replace(file)
    except OSError as error:
        log.warning("file.not_written", file=str(file), error=error.strerror or "unknown")
