"""How reading compares with mail-parser alone on the same letters, and that its cost is linear.

``python bench/reading.py [FOLDER]`` reads the ``.eml`` files of FOLDER, or made-up letters.
Both take turns, so that a busy machine slows both; the ratio counts, not the seconds.
"""

import base64
import gc
import statistics
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import mailparser

from mailcare.intake.reading import read

_ROUNDS = 7
_PARAGRAPH = (
    "您好，我家的宽带从上周开始一直掉线，报修两次没有人来，请尽快处理。联系电话 13800000001。\n"
)


def main(folder: str | None = None) -> None:
    """Print the ratio and the cost by size."""
    raws = [p.read_bytes() for p in sorted(Path(folder).glob("*.eml"))] if folder else made_up()
    _ratio(raws)
    _linearity()


def made_up() -> list[bytes]:
    """Return letters of 3 to 30 KB as clients write them."""
    return [letter(kind, size) for size in (3_000, 8_000, 15_000, 30_000) for kind in range(4)]


def letter(kind: int, size: int) -> bytes:
    """Return a letter of about `size` bytes: plain, HTML beside plain, quoted, with attachment."""
    head = (
        b"Received: from a.example by b.example; Sat, 4 Jul 2026 11:20:31 +0800\r\n"
        * 3
        + b"From: =?gb2312?B?zfXQocP3?= <w@a.example>\r\nTo: vas@telecom.example\r\n"
        b"Subject: =?gb2312?B?v+20+LX0z98=?=\r\nDate: Sat, 4 Jul 2026 11:20:31 +0800\r\n"
        b"Message-ID: <1@a.example>\r\nMIME-Version: 1.0\r\n"
    )
    text = (_PARAGRAPH * (1 + size // 400)).encode("gb18030")
    plain = b"Content-Type: text/plain; charset=gb2312\r\n\r\n" + text[: size // 3]
    if kind == 0:
        return head + plain + text[: size * 2 // 3]
    if kind == 1:
        html = b"<div>" + text[: size // 2].replace(b"\n", b"</div><div>") + b"</div>"
        part = b"Content-Type: text/html; charset=gb2312\r\n\r\n" + html
        return head + _multipart(b"alternative", plain, part)
    if kind == 2:  # noqa: PLR2004 - the third of four kinds
        quoted = '\n\n在 2026-07-03 10:00:00，"x" <a@b.example> 写道：\n> '.encode("gb18030")
        return head + plain + quoted + text[: size // 2].replace(b"\n", b"\n> ")
    data = base64.encodebytes(bytes(size // 2))
    part = (
        b"Content-Type: image/png; name=a.png\r\nContent-Transfer-Encoding: base64\r\n\r\n" + data
    )
    return head + _multipart(b"mixed", plain, part)


def _multipart(kind: bytes, *parts: bytes) -> bytes:
    body = b"".join(b"--b\r\n" + part + b"\r\n" for part in parts)
    return b"Content-Type: multipart/%s; boundary=b\r\n\r\n%s--b--\r\n" % (kind, body)


def _seconds(work: Callable[[bytes], object], raws: list[bytes]) -> float:
    gc.collect()
    start = perf_counter()
    for raw in raws:
        work(raw)
    return perf_counter() - start


def _ratio(raws: list[bytes]) -> None:
    """Print how reading compares with mail-parser alone, median of rounds taken in turn."""
    read(raws[0])
    ratios, rates = [], []
    for _ in range(_ROUNDS):
        alone = _seconds(mailparser.parse_from_bytes, raws)
        whole = _seconds(read, raws)
        ratios.append(whole / alone)
        rates.append(len(raws) / whole)
    size = sum(map(len, raws)) / len(raws) / 1024
    print(f"{len(raws)} letters, {size:.1f} KB on average")
    print(
        f"read: {statistics.median(rates):.0f} letters/s, {1000 / max(rates):.2f} ms each at best"
    )
    print(f"time against mail-parser alone: {statistics.median(ratios):.2f}x")


def _linearity() -> None:
    """Print the cost per KB from 1 KB to 25 MB, for text and for an attachment."""
    for name, make in (("text", _text), ("attachment", _attachment)):
        for size in (1 << 10, 1 << 13, 1 << 16, 1 << 19, 1 << 22, 25 << 20):
            raw = make(size)
            best = min(_seconds(read, [raw]) for _ in range(3))
            each = best * 1e6 / (size >> 10)
            print(f"{name:10} {size >> 10:6} KB {best * 1000:9.2f} ms {each:8.1f} µs/KB")


def _text(size: int) -> bytes:
    return b"From: a@b.example\n\n" + (_PARAGRAPH.encode() * (size // 100 + 1))[:size]


def _attachment(size: int) -> bytes:
    part = b"Content-Type: image/png; name=a.png\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    part += base64.encodebytes(bytes(size * 3 // 4))
    return b"From: a@b.example\n" + _multipart(b"mixed", b"\r\nhello", part)


if __name__ == "__main__":
    main(*sys.argv[1:2])
