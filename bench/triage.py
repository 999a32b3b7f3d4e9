"""What inspecting a letter costs (bytes → Message → Judgement) beside mail-parser alone.

``python bench/triage.py [FOLDER] [CONFIG]`` takes the ``.eml`` files of FOLDER, else the project's
own labelled letters; in one process and by its processor time, so that the figures are those of one
core. All take turns, so that a busy machine slows all of them; the ratios count, not the seconds.
"""

import gc
import statistics
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from time import process_time

import mailparser

from mailcare.config import load
from mailcare.intake.reading import read
from mailcare.resources import shipped
from mailcare.triage import Rules, compile_rules, judge

_ROUNDS = 5
_LETTERS = Path(__file__).parents[1] / "tests/letters/mails"
_TEXT = "我的邮箱 guwb{0}@online.sh.cn 从前天起登录不上，打了两次电话也没有人处理，请尽快解决。\n"

_HEAD = "From: u@users.example\nTo: vas@telecom.example\nSubject: 邮箱\n\n"


def main(folder: str = "", config: str = "") -> None:
    """Print rate, ratios and the cost by size."""
    files = sorted((Path(folder) if folder else _LETTERS).glob("*.eml"))
    loaded = load(Path(config) if config else shipped("config.example.toml"))
    rules = compile_rules(loaded, next(iter(loaded.mailboxes)))
    raws = [file.read_bytes() for file in files]
    _ratios(raws, rules)
    _dense(raws, rules)
    _by_size(rules)


def _inspect(raw: bytes, rules: Rules) -> None:
    judge(read(raw), rules)


def _seconds(work: Callable[[bytes], object], raws: Sequence[bytes]) -> float:
    gc.collect()
    start = process_time()
    for raw in raws:
        work(raw)
    return process_time() - start


def _ratios(raws: Sequence[bytes], rules: Rules) -> None:
    _inspect(raws[0], rules)
    rounds = []
    for _ in range(_ROUNDS):
        alone = _seconds(mailparser.parse_from_bytes, raws)
        reading = _seconds(read, raws)
        whole = _seconds(lambda raw: _inspect(raw, rules), raws)
        rounds.append((len(raws) / whole, whole / alone, whole / reading))
    rate, to_parser, to_reading = (
        statistics.median(column) for column in zip(*rounds, strict=True)
    )
    size = sum(map(len, raws)) / len(raws) / 1024
    print(f"{len(raws)} letters, {size:.1f} KB on average, one core")
    print(f"inspect: {rate:.0f} letters/s")
    print(f"time against mail-parser alone: {to_parser:.2f}x; against reading: {to_reading:.2f}x")


def _dense(raws: Sequence[bytes], rules: Rules) -> None:
    """Print the rate for letters that are nothing but own text, put together from the letters'."""
    text = "\n".join(read(raw).own_text for raw in raws).encode()
    for size in (3 << 10, 8 << 10, 30 << 10):
        long = text * (size // len(text) + 1)
        starts = range(0, len(text), max(1, len(text) // 10))
        dense = [_HEAD.encode() + (long * 2)[start : start + size] for start in starts]
        rate = len(dense) / min(_seconds(lambda raw: _inspect(raw, rules), dense) for _ in range(3))
        print(f"own text alone, {size >> 10:2} KB: {rate:.0f} letters/s")


def _by_size(rules: Rules) -> None:
    """Print the cost per KB from 1 KB to 25 MB of the letter's own text."""
    for size in (1 << 10, 1 << 13, 1 << 16, 1 << 19, 1 << 22, 25 << 20):
        raw = _letter(size)
        best = min(_seconds(lambda one: _inspect(one, rules), [raw]) for _ in range(3))
        cost = best * 1e6 / (size >> 10)
        print(f"text {size >> 10:6} KB {best * 1000:9.2f} ms {cost:8.1f} µs/KB")


def _letter(size: int) -> bytes:
    lines = (_TEXT.format(number) for number in range(size // len(_TEXT.encode()) + 1))
    return (_HEAD + "".join(lines)).encode()[:size]


if __name__ == "__main__":
    main(*sys.argv[1:3])
