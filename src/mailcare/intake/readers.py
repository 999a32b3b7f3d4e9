"""Reader processes: a letter that hangs or bloats its reader kills that process and nobody else.

A letter gets one try in a reader (time and memory limited), then a degraded one in a fresh reader;
who fails both is for a person. Readers are started ahead and replaced in the background of use.
"""

import contextlib
import os
import queue
import select
import struct
import subprocess
import sys
import threading
from types import TracebackType
from typing import Self

from mailcare.clock import Clock, SystemClock
from mailcare.errors import ReadingError
from mailcare.intake.reading.codec import from_json
from mailcare.model.letter import Message

_HEAD = struct.Struct(">I")
_CHUNK = 1 << 16
_START_SECONDS = 30.0
"""A reader's start counts apart from a letter's time: a busy machine is not the letter's fault."""


class ReaderPool:
    """A fixed number of reader processes, lent to one thread at a time.

    Args:
        processes: how many letters can be read at once.
        seconds: wall time for one try at a letter.
        memory_bytes: what a reader may allocate above its own size.
        clock: measures the wall time.
    """

    def __init__(
        self,
        processes: int = 2,
        seconds: float = 2.0,
        memory_bytes: int = 200 * 1024 * 1024,
        clock: Clock | None = None,
    ) -> None:
        self._seconds = seconds
        self._memory = memory_bytes
        self._clock = clock or SystemClock()
        self._closed = False
        self._lock = threading.Lock()
        self._idle: queue.SimpleQueue[_Reader | None] = queue.SimpleQueue()
        for _ in range(max(1, processes)):
            self._idle.put(self._start())

    def read(self, raw: bytes) -> Message:
        """Return the letter in `raw` as a Message, waiting for a free reader first.

        Raises:
            ReadingError: both tries, the normal and the degraded one, failed.
        """
        for mode in (b"n", b"d"):
            answer = self._ask(mode, raw)
            if answer[:1] == b"m":
                return from_json(answer[1:])
        raise ReadingError("the letter could not be read within its limits of time and memory")

    def close(self) -> None:
        """End all readers; a read still running in another thread ends with ReadingError."""
        with self._lock:
            self._closed = True
        with contextlib.suppress(queue.Empty):
            while True:
                reader = self._idle.get_nowait()
                if reader:
                    reader.end()
        self._idle.put(None)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _ask(self, mode: bytes, raw: bytes) -> bytes:
        """Return a reader's answer, or nothing if it had to be killed; it is replaced then."""
        reader = self._lend()
        try:
            answer = reader.ask(mode, raw, self._seconds)
        except _ReaderLostError:
            answer = b""
        except BaseException:
            reader.end()
            self._give_back(self._start())
            raise
        if answer[:1] == b"m":
            self._give_back(reader)
        else:  # its memory may be spent: the next letter deserves a fresh one
            reader.end()
            self._give_back(self._start())
        return answer

    def _lend(self) -> "_Reader":
        """Wait for a reader that nobody uses."""
        reader = self._idle.get()
        if reader is None:
            self._idle.put(None)
            raise ReadingError("the readers have been closed")
        if reader.is_dead:  # over nothing: that is not the fault of the letter to come
            reader.end()
            return self._start()
        return reader

    def _give_back(self, reader: "_Reader") -> None:
        """Let the next thread have `reader`."""
        with self._lock:
            closed = self._closed
            if not closed:
                self._idle.put(reader)
        if closed:
            reader.end()

    def _start(self) -> "_Reader":
        return _Reader(self._memory, self._clock)


class _ReaderLostError(Exception):
    """The reader ended, or was out of time."""


class _Reader:
    """One reader process and the pipes to it."""

    def __init__(self, memory: int, clock: Clock) -> None:
        self._clock = clock
        self._ready = False
        self._process = subprocess.Popen(  # noqa: S603 - our own module, our own interpreter
            [sys.executable, "-m", "mailcare.intake.reading.worker", str(memory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            start_new_session=True,  # a Ctrl-C at the terminal is for the daemon to handle
        )
        for pipe in (self._process.stdin, self._process.stdout):
            os.set_blocking(pipe.fileno(), False)  # type: ignore[union-attr] # PIPE was asked for

    @property
    def is_dead(self) -> bool:
        """Whether the process has ended."""
        return self._process.poll() is not None

    def ask(self, mode: bytes, raw: bytes, seconds: float) -> bytes:
        """Return the answer to one letter.

        Raises:
            _ReaderLostError: no answer within `seconds`; call `end` next.
        """
        if not self._ready:
            self._receive(self._clock.monotonic() + _START_SECONDS)
            self._ready = True
        until = self._clock.monotonic() + seconds
        self._send(_HEAD.pack(len(raw) + 1) + mode, until)
        self._send(raw, until)
        return self._receive(until)

    def end(self) -> None:
        """Kill the process and close its pipes."""
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):
                pipe.close()  # type: ignore[union-attr] # PIPE was asked for
        self._process.wait()

    def _send(self, data: bytes, until: float) -> None:
        """Write `data` before `until`."""
        pipe = self._process.stdin.fileno()  # type: ignore[union-attr] # PIPE was asked for
        left = memoryview(data)
        while left:
            self._wait([], [pipe], until)
            try:
                left = left[os.write(pipe, left[:_CHUNK]) :]
            except BlockingIOError:
                continue
            except OSError as error:
                raise _ReaderLostError from error

    def _receive(self, until: float) -> bytes:
        """Read one frame before `until`."""
        (length,) = _HEAD.unpack(self._read_exactly(_HEAD.size, until))
        return self._read_exactly(length, until)

    def _read_exactly(self, length: int, until: float) -> bytes:
        """Read `length` bytes before `until`."""
        pipe = self._process.stdout.fileno()  # type: ignore[union-attr] # PIPE was asked for
        got = bytearray()
        while len(got) < length:
            self._wait([pipe], [], until)
            try:
                chunk = os.read(pipe, min(_CHUNK, length - len(got)))
            except BlockingIOError:
                continue
            if not chunk:
                raise _ReaderLostError
            got += chunk
        return bytes(got)

    def _wait(self, reading: list[int], writing: list[int], until: float) -> None:
        """Wait until a pipe is usable.

        Raises:
            _ReaderLostError: `until` came first.
        """
        left = until - self._clock.monotonic()
        poll = select.poll()  # select() knows no descriptor above 1023
        for pipe in reading:
            poll.register(pipe, select.POLLIN)
        for pipe in writing:
            poll.register(pipe, select.POLLOUT)
        if left <= 0 or not poll.poll(left * 1000):
            raise _ReaderLostError
