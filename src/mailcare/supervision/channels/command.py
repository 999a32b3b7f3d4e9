"""A program of the administrators' own, with the alarm as JSON on its standard input."""

import json
import os
import signal
import subprocess
from contextlib import suppress

from mailcare.supervision.channels.message import Message
from mailcare.supervision.channels.robots import as_record

_KEPT = ("PATH", "LANG", "LC_ALL", "TZ", "HOME")
"""No password that a container put into our environment goes to other programs."""


def run(command: tuple[str, ...], message: Message, seconds: float) -> str:
    """Start the program, and return why it failed, as a stable word; empty: it did not.

    It and all that it started end when `seconds` are over.
    """
    data = json.dumps(as_record(message), ensure_ascii=False).encode() + b"\n"
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
    try:
        process = subprocess.Popen(  # noqa: S603 - it is the administrators' own program
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=environment,
            start_new_session=True,
        )
    except (OSError, ValueError):
        return "not_started"
    try:
        process.communicate(data, timeout=seconds)
    except subprocess.TimeoutExpired:
        _end(process)
        return "too_slow"
    return f"exit {process.returncode}" if process.returncode else ""


def _end(process: subprocess.Popen[bytes]) -> None:
    with suppress(OSError):
        os.killpg(process.pid, signal.SIGKILL)
    with suppress(subprocess.TimeoutExpired):
        process.communicate(timeout=1)
