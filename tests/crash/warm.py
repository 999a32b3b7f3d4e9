"""Passes of ``mailcare once`` without its start-up: a process that has imported it forks them.

Two thirds of a short pass are imports, under a tracer even more. So one process imports all,
and each pass is a fork of it that runs the command line's own main: a process of its own, with
its own threads, files and connections, that can be traced and killed. It begins when `Warm.once`
says so, that is when the tracer has hold of it.
"""

import ctypes
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from support.closing import Closing

_TESTS = Path(__file__).parents[1]
_PR_SET_PTRACER = 0x59616D61
_ANYBODY = ctypes.c_ulong(-1)


class Warm(Closing):
    """The process that forks passes; one at a time."""

    def __init__(self) -> None:
        paths = os.pathsep.join(filter(None, (str(_TESTS), os.environ.get("PYTHONPATH"))))
        self._process = subprocess.Popen(
            [sys.executable, "-m", "crash.warm"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            text=True, env={**os.environ, "PYTHONPATH": paths},
        )  # fmt: skip

    def close(self) -> None:
        self._process.communicate()

    def once(self, config: Path, log: Path, before: Callable[[int], object]) -> int:
        """Do a pass; `before` is called with its process id when it is about to begin.

        Returns its exit status, or the negative number of the signal that killed it.
        """
        self._say(f"{config}\t{log}")
        before(self._hear())
        self._say("go")
        return self._hear()

    def _say(self, line: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()

    def _hear(self) -> int:
        assert self._process.stdout is not None
        return int(self._process.stdout.readline())


def main() -> None:
    """Fork a pass for each line of standard input; print its id, and how it ended."""
    from mailcare.cli import once  # noqa: F401, PLC0415 - to have it before the forks

    while line := sys.stdin.readline():
        config, log = line.rstrip("\n").split("\t")
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(writing)
            _pass(config, log, reading)
        os.close(reading)
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()
        sys.stdin.readline()
        os.close(writing)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        sys.stdout.write(f"{status}\n")
        sys.stdout.flush()


def _pass(config: str, log: str, begin: int) -> None:
    """Be ``mailcare once`` from here on, once the other end of `begin` is closed."""
    os.setsid()
    ctypes.CDLL(None).prctl(_PR_SET_PTRACER, _ANYBODY, 0, 0, 0)  # a tracer is no child's parent
    output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for number, target in ((os.open(os.devnull, os.O_RDONLY), 0), (output, 1), (output, 2)):
        os.dup2(number, target)
    os.read(begin, 1)
    os.close(begin)
    from mailcare.cli import main as command_line  # noqa: PLC0415 - imported long ago

    sys.argv = ["mailcare", "once", "--config", config]
    try:
        command_line()
    except SystemExit as end:
        sys.stdout.flush()
        os._exit(end.code if isinstance(end.code, int) else 0)
    os._exit(0)


if __name__ == "__main__":
    main()
