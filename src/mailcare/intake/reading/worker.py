"""A reader process: letters in, Messages out, by pipes; started by ReaderPool.

Frames both ways: 4 bytes length (big endian), then content. In: one byte mode (``n`` normal,
``d`` degraded) and the letter. Out: one byte (``m`` Message as JSON, ``e`` class of an error).
The first frame out is empty: ready. The process ends when its standard input does.
"""

import os
import resource
import struct
import sys
from typing import BinaryIO

from mailcare.intake.reading import read
from mailcare.intake.reading.codec import to_json
from mailcare.intake.reading.degraded import read_degraded

HEAD = struct.Struct(">I")


def main() -> None:
    """Serve letters until standard input ends; ``argv[1]`` is the memory allowed, in bytes."""
    source = os.fdopen(os.dup(0), "rb")
    sink = os.fdopen(os.dup(1), "wb")
    devnull = os.open(os.devnull, os.O_RDWR)
    os.dup2(devnull, 0)
    os.dup2(devnull, 1)  # nothing that a library prints may get between the frames
    read(b"Subject: warm\n\nwarm")
    _limit_memory(int(sys.argv[1]))
    _write(sink, b"")
    while frame := _read_frame(source):
        _write(sink, _answer(frame))


def _answer(frame: bytes) -> bytes:
    """Return the answer frame for the letter in `frame`."""
    try:
        raw = frame[1:]
        message = read_degraded(raw) if frame[:1] == b"d" else read(raw)
        return b"m" + to_json(message)
    except Exception as error:  # noqa: BLE001 - whatever it is, the parent must hear of it
        return b"e" + type(error).__name__.encode()


def _limit_memory(allowed: int) -> None:
    """Let this process grow by `allowed` bytes of data and no more."""
    base = _data_bytes()
    resource.setrlimit(resource.RLIMIT_DATA, (base + allowed, base + allowed))


def _data_bytes() -> int:
    """Return the size of this process's data segments now."""
    with open("/proc/self/statm", "rb") as statm:  # noqa: PTH123 - pathlib costs start-up time
        return int(statm.read().split()[5]) * resource.getpagesize()


def _read_frame(source: BinaryIO) -> bytes:
    """Return the next frame, or nothing at the end."""
    head = source.read(HEAD.size)
    if len(head) < HEAD.size:
        return b""
    (length,) = HEAD.unpack(head)
    body = source.read(length)
    return body if len(body) == length else b""


def _write(sink: BinaryIO, body: bytes) -> None:
    """Write one frame."""
    sink.write(HEAD.pack(len(body)))
    sink.write(body)
    sink.flush()


if __name__ == "__main__":
    main()
