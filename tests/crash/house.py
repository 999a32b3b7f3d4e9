"""A mailbox under the real ``mailcare once``: scripted servers that outlive it, and its state."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from crash.letters import BASELINE, Sample
from crash.warm import Warm
from mailcare.clock import SystemClock
from mailcare.config import load
from mailcare.daemon.once import Pass, run_once
from mailcare.resources import shipped
from mailcare.wiring import build
from peers.imap import ImapPeer
from peers.script import Rule
from peers.smtp import SmtpPeer
from support.closing import Closing
from support.known_years import KNOWN_YEARS

_SECONDS = 60.0
_PASSES = 8
_SETTINGS = {
    "state_dir": '"state"',
    "holidays": KNOWN_YEARS,
    "imap_timeout": '"4s"',
    "smtp_timeout": '"5s"',
    "poll_deadline": '"5s"',
    "steady": '"0s"',
    "reader_processes": "1",
    "reader_seconds": "60.0",  # a busy machine, or a clock in a hurry, is no letter's fault
}
_MAILBOX = """
[mailboxes.vas]
unit = "vas"
address = "vas@telecom.example"
mode = "live"
capacity = "200MB"
[mailboxes.vas.imap]
host = "127.0.0.1"
port = {imap}
security = "none"
user = "vas"
password_file = "password"
[mailboxes.vas.smtp]
host = "127.0.0.1"
port = {smtp}
security = "none"
user = "vas"
"""

CAME = SystemClock().now().replace(microsecond=0)
"""INTERNALDATE of the letters: the same in all houses that begin from one state."""


class LaterClock(SystemClock):
    """The machine's clock, but `ahead` of it: what is deferred comes due without waiting.

    With a `pace` deadlines come so many times sooner.
    """

    def __init__(self, pace: int = 1) -> None:
        self.ahead = timedelta(0)
        self._pace = pace

    def now(self) -> datetime:
        return super().now() + self.ahead

    def monotonic(self) -> float:
        return super().monotonic() * self._pace

    def wait(self, event: threading.Event, seconds: float) -> bool:
        return super().wait(event, seconds / self._pace)


class House(Closing):
    """One state directory, one mailbox, two servers; a context manager.

    In the mailbox `samples` lie behind the one of the baseline; the state may begin as a copy of
    `base`, in which the baseline's letter is history already. Passes are processes of their own,
    begun anew, or with `warm` forked.
    """

    def __init__(
        self,
        folder: Path,
        samples: Iterable[Sample] = (),
        base: Path | None = None,
        warm: Warm | None = None,
    ) -> None:
        self.folder = folder
        self.state = folder / "state"
        self.log = folder / "log"
        self.trace = folder / "trace"
        folder.mkdir(parents=True, exist_ok=True)
        if base is not None:
            shutil.copytree(base, self.state)
        self.imap, self.smtp = ImapPeer(), SmtpPeer()
        self.imap.inbox.add(BASELINE)
        self.samples: list[Sample] = []
        for one in samples:
            self.arrive(one)
        self.config = self._write_config()
        self._warm = warm
        self._pid: int | None = None

    def close(self) -> None:
        self.kill()
        self.imap.close()
        self.smtp.close()

    def arrive(self, sample: Sample) -> None:
        """Put one more letter into the mailbox."""
        self.samples.append(sample)
        self.imap.inbox.add(sample.raw, internal_date=CAME)

    def _write_config(self) -> Path:
        example = shipped("config.example.toml").read_text(encoding="utf-8")
        lines = example.partition("[mailboxes.vas]")[0].splitlines()
        text = "\n".join(_set(line) for line in lines)
        secret = self.folder / "password"
        secret.write_text("pw", encoding="utf-8")
        secret.chmod(0o600)
        path = self.folder / "config.toml"
        mailbox = _MAILBOX.format(imap=self.imap.port, smtp=self.smtp.port)
        path.write_text(text + mailbox, encoding="utf-8")
        return path

    def play(self, imap: Sequence[Rule] = (), smtp: Sequence[Rule] = ()) -> None:
        """Have the servers follow these rules from now on."""
        self.imap.script.play(*imap)
        self.smtp.script.play(*smtp)

    def once(self, *traced: str) -> int:
        """Do one pass, whole or not; return its exit status, a negative signal if it was killed.

        `traced` are expressions for strace; the trace lies in `trace` then.
        """
        try:
            return (
                self._warm_once(traced)
                if self._warm
                else self.command("once", tracer=self._tracer(traced) if traced else ())
            )
        finally:
            self._pid = None

    def run(self) -> int:
        """Run the daemon until something ends it; return its exit status, as `once` does."""
        try:
            return self.command("run")
        finally:
            self._pid = None

    def command(self, *words: str, tracer: Sequence[str] = ()) -> int:
        """Run mailcare as people do."""
        command = [sys.executable, "-m", "mailcare", "--config", str(self.config), *words]
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                [*tracer, *command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._pid = process.pid
        return process.wait(_SECONDS)

    def _warm_once(self, traced: Sequence[str]) -> int:
        """Do it as a fork of a process that has imported all."""
        assert self._warm is not None
        tracers: list[subprocess.Popen[str]] = []

        def before(pid: int) -> None:
            self._pid = pid
            if traced:
                tracers.append(_attach([*self._tracer(traced), "-p", str(pid)]))

        status = self._warm.once(self.config, self.log, before)
        for one in tracers:
            one.communicate(timeout=_SECONDS)
        return status

    def _tracer(self, expressions: Sequence[str]) -> list[str]:
        wanted = [part for one in expressions for part in ("-e", one)]
        return ["strace", "-f", "-yy", "-o", str(self.trace), "-e", "signal=none", *wanted]

    @property
    def readers(self) -> list[int]:
        """The process ids of the reader processes of the pass, or daemon, that runs."""
        listed = Path(f"/proc/{self._pid}/task/{self._pid}/children")
        return [int(one) for one in listed.read_text(encoding="ascii").split()]

    def freeze(self) -> None:
        """Stop the pass where it is: whatever it is sent now, it won't see."""
        self._signal(signal.SIGSTOP)

    def kill(self) -> None:
        """End the pass as a power cut would."""
        self._signal(signal.SIGKILL)

    def _signal(self, number: signal.Signals) -> None:
        if self._pid is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._pid, number)

    def settle(self, step: timedelta = timedelta(0), pace: int = 1) -> list[Pass]:
        """Start anew and do passes, `step` apart, until one finds nothing to do."""
        passes: list[Pass] = []
        with self.passes(step, pace) as one_more:
            while len(passes) < _PASSES:
                passes.append(one_more())
                if passes[-1] == Pass(mailboxes=1):
                    return passes
        raise AssertionError(f"never quiet: {passes}")

    @contextlib.contextmanager
    def passes(self, step: timedelta = timedelta(0), pace: int = 1) -> Iterator[Callable[[], Pass]]:
        """Start in our own process, with all that ``mailcare once`` builds; yields one pass."""
        clock = LaterClock(pace)
        with build(load(self.config), clock) as parts:

            def one_more() -> Pass:
                done = run_once(parts)
                clock.ahead += step
                return done

            yield one_more


def _attach(command: Sequence[str]) -> subprocess.Popen[str]:
    """Start a tracer and return when it has hold of its process."""
    tracer = subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    assert tracer.stderr is not None
    said = tracer.stderr.readline()
    assert "attached" in said, said
    return tracer


def _set(line: str) -> str:
    """Return a line of the example config with this test's value."""
    name = line.partition(" =")[0]
    return f"{name} = {_SETTINGS[name]}" if name in _SETTINGS else line
