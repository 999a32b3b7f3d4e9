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
_HTML_HEAD = _HEAD.replace("\n\n", "\nContent-Type: text/html; charset=utf-8\n\n")
_STYLE = "font-family:'Microsoft YaHei',sans-serif;font-size:14px;line-height:1.7;color:rgb(0,0,0)"
_QUOTED = "\n\n------------------ 原始邮件 ------------------\n发件人: 客服 <vas@telecom.example>\n"
_SIZES = (3 << 10, 8 << 10, 14 << 10, 30 << 10)
_EACH = 10
"""Letters of each kind and size."""


def main(folder: str = "", config: str = "") -> None:
    """Print rate, ratios and the cost by size."""
    files = sorted((Path(folder) if folder else _LETTERS).glob("*.eml"))
    loaded = load(Path(config) if config else shipped("config.example.toml"))
    rules = compile_rules(loaded, next(iter(loaded.mailboxes)))
    raws = [file.read_bytes() for file in files]
    _ratios(raws, rules)
    _ordinary(raws, rules)
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


def _ordinary(raws: Sequence[bytes], rules: Rules) -> None:
    """Print rate and ratio for letters of each kind and size, made of the letters' own words.

    Thread and HTML hold one or two letters' words; own text alone is as dense as can be: a letter
    of 30 KB tells what 150 people have told.
    """
    texts = [read(raw).own_text for raw in raws]
    for name, letter in (("thread", _thread), ("HTML", _html), ("own text alone", _own_text)):
        for size in _SIZES:
            step = max(1, len(texts) // _EACH)
            made = [letter(texts[at:] + texts[:at], size) for at in range(0, len(texts), step)]
            _print_rate(f"{name}, {size >> 10:2} KB", made, rules)


def _print_rate(name: str, letters: Sequence[bytes], rules: Rules) -> None:
    rounds = []
    for _ in range(_ROUNDS):
        alone = _seconds(mailparser.parse_from_bytes, letters)
        whole = _seconds(lambda raw: _inspect(raw, rules), letters)
        rounds.append((len(letters) / whole, whole / alone))
    rate, ratio = (statistics.median(column) for column in zip(*rounds, strict=True))
    print(f"{name}: {rate:.0f} letters/s, {ratio:.2f}x mail-parser alone")


def _own_text(texts: Sequence[str], size: int) -> bytes:
    long = "\n".join(texts).encode()
    return (_HEAD.encode() + long * (size // len(long) + 1))[:size]


def _thread(texts: Sequence[str], size: int) -> bytes:
    """Return a letter that answers earlier ones, which stand below it."""
    own, *earlier = texts
    quoted = "".join(_QUOTED + text for text in earlier)
    return (_HEAD + own + quoted * (size // len(quoted) + 1)).encode()[:size]


def _html(texts: Sequence[str], size: int) -> bytes:
    """Return a letter whose markup is four fifths of it, as mail programs write it."""
    lines = "\n".join(texts)[: size // 40].splitlines()
    shown = "".join(f'<div style="{_STYLE}"><span>{line}</span></div>\n' for line in lines)
    rules = f"<style>{'p.MsoNormal{margin:0cm;font-size:10.5pt;}' * (size // 40)}"[: size // 3]
    return f"{_HTML_HEAD}<html><head>{rules}</style></head><body>{shown}</body></html>".encode()


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
