"""What inspecting a letter costs (bytes → Message → Judgement) beside mail-parser alone.

``python bench/triage.py [FOLDER] [CONFIG]`` takes the ``.eml`` files of FOLDER, else the project's
own labelled letters, and makes letters of 3 to 30 KB of their words; in one process and by its
processor time, so that the figures are those of one core. All take turns, so that a busy machine
slows all of them; the ratios count, not the seconds.
"""

import base64
import gc
import statistics
import sys
from collections.abc import Callable, Iterator, Sequence
from html import escape
from itertools import cycle, islice
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

_HEAD = (
    "Received: from mx.users.example by mx.telecom.example; Sat, 4 Jul 2026 11:20:31 +0800\n"
    "From: u@users.example\nTo: vas@telecom.example\nSubject: 邮箱\n"
    "Date: Sat, 4 Jul 2026 11:20:31 +0800\nMessage-ID: <1@users.example>\nMIME-Version: 1.0\n"
)
_PLAIN = "Content-Type: text/plain; charset=utf-8\n"
_BASE64 = "Content-Transfer-Encoding: base64\n"
_STYLE = "font-family:'Microsoft YaHei',sans-serif;font-size:14px;line-height:1.7;color:rgb(0,0,0)"
_LINE = f'<div style="{_STYLE}"><span>{{0}}</span></div>\n'
_SIGNED = (
    "\n--\n海港贸易有限公司 行政部\n地址: 海港路 100 号 3 楼\n"
    "本邮件及附件仅供收件人使用，如误收请删除。\n"
)
_QUOTED = "\n------------------ 原始邮件 ------------------\n发件人: 客服 <vas@telecom.example>\n"
_SIZES = (3 << 10, 8 << 10, 14 << 10, 30 << 10)
_EACH = 10
"""Letters of each kind and size."""


def main(folder: str = "", config: str = "") -> None:
    """Print rate, ratios and the cost by size."""
    files = sorted((Path(folder) if folder else _LETTERS).glob("*.eml"))
    loaded = load(Path(config) if config else shipped("config.example.toml"))
    rules = compile_rules(loaded, next(iter(loaded.mailboxes)))
    raws = [file.read_bytes() for file in files]
    texts = [read(raw).own_text for raw in raws]
    print("letters         KB each  letters/s  mail-parser alone/s  as long as that  as reading")
    _print_rate("as they are", raws, rules)
    ordinary = [raw for size in _SIZES for raw in _made(_ordinary, texts, size)]
    _print_rate("ordinary, all", ordinary, rules)
    for name, letter in _KINDS.items():
        for size in _SIZES:
            _print_rate(name, list(_made(letter, texts, size)), rules)
    for name, make in (("own text", _long_text), ("attachment", _long_attachment)):
        _by_size(name, make, rules)


def _inspect(raw: bytes, rules: Rules) -> None:
    judge(read(raw), rules)


def _seconds(work: Callable[[bytes], object], raws: Sequence[bytes]) -> float:
    gc.collect()
    start = process_time()
    for raw in raws:
        work(raw)
    return process_time() - start


def _print_rate(name: str, raws: Sequence[bytes], rules: Rules) -> None:
    for raw in raws:
        _inspect(raw, rules)
    rounds = []
    for _ in range(_ROUNDS):
        alone = _seconds(mailparser.parse_from_bytes, raws)
        reading = _seconds(read, raws)
        whole = _seconds(lambda raw: _inspect(raw, rules), raws)
        rounds.append((len(raws) / whole, len(raws) / alone, whole / alone, whole / reading))
    rate, alone, to_parser, to_reading = map(statistics.median, zip(*rounds, strict=True))
    size = sum(map(len, raws)) / len(raws) / 1024
    print(
        f"{name:14} {size:8.1f} {rate:10.0f} {alone:20.0f} {to_parser:15.1f}x {to_reading:10.1f}x"
    )


def _made(
    letter: Callable[[Sequence[str], int], bytes], texts: Sequence[str], size: int
) -> Iterator[bytes]:
    """Yield letters of about `size` bytes, each beginning with a text that no other begins with.

    What was looked up for one letter must not save time with the next.
    """
    for at in range(_SIZES.index(size), len(texts), max(1, len(texts) // _EACH)):
        yield letter([*texts[at:], *texts[:at]], size)


def _ordinary(texts: Sequence[str], size: int) -> bytes:
    """Return a letter as most are: styled HTML, own words, signature, earlier mail below.

    Up to 8 KB; what larger ones hold besides is mostly a picture.
    """
    own, *earlier = texts
    shown = f"{own}\n{_SIGNED}" + "".join(_QUOTED + text for text in earlier)
    body = _html(shown, min(size, 8 << 10))
    return _with_picture(body, size - len(body))


def _html_alone(texts: Sequence[str], size: int) -> bytes:
    """Return a letter of HTML alone, its own words in it: half of it is markup."""
    return _html("\n".join(texts), size)


def _html(shown: str, size: int) -> bytes:
    """Return a letter of HTML of about `size` bytes, coded as most programs do."""
    page = "<html><head><style>p.MsoNormal{margin:0cm;font-size:10.5pt}</style></head><body>\n"
    left = (size - len(_HEAD)) * 0.74 - len(page)
    for line in cycle(shown.splitlines()):
        page += (shown_line := _LINE.format(escape(line)))
        left -= len(shown_line.encode())
        if left < 0:
            break
    coded = base64.encodebytes(f"{page}</body></html>".encode()).decode()
    return f"{_HEAD}Content-Type: text/html; charset=utf-8\n{_BASE64}\n{coded}".encode()


def _with_picture(letter: bytes, size: int) -> bytes:
    """Return `letter` with a picture of about `size` bytes attached, if that is any."""
    if size <= 0:
        return letter
    coded = base64.encodebytes(bytes(islice(cycle(range(256)), size * 3 // 4)))
    body = letter.removeprefix(_HEAD.encode())
    picture = b"Content-Type: image/png; name=a.png\n" + _BASE64.encode() + b"\n" + coded
    parts = b"".join(b"--b\n" + part + b"\n" for part in (body, picture))
    return _HEAD.encode() + b"Content-Type: multipart/mixed; boundary=b\n\n" + parts + b"--b--\n"


def _thread(texts: Sequence[str], size: int) -> bytes:
    """Return a letter of plain text that answers earlier ones, which stand below it."""
    own, *earlier = texts
    quoted = "".join(_QUOTED + text for text in earlier)
    return f"{_HEAD}{_PLAIN}\n{own}{quoted * (size // len(quoted) + 1)}".encode()[:size]


def _dense(texts: Sequence[str], size: int) -> bytes:
    """Return a letter of nothing but own words: in 30 KB stands what 150 people have told."""
    long = "\n".join(texts)
    return f"{_HEAD}{_PLAIN}\n{long * (size // len(long) + 1)}".encode()[:size]


_KINDS = {"ordinary": _ordinary, "thread": _thread, "own, HTML": _html_alone, "own, plain": _dense}


def _by_size(name: str, make: Callable[[int], bytes], rules: Rules) -> None:
    """Print the cost per KB from 1 KB to 25 MB."""
    for size in (1 << 10, 1 << 13, 1 << 16, 1 << 19, 1 << 22, 25 << 20):
        raw = make(size)
        best = min(_seconds(lambda one: _inspect(one, rules), [raw]) for _ in range(3))
        cost = best * 1e6 / (size >> 10)
        print(f"{name:14} {size >> 10:6} KB {best * 1000:9.2f} ms {cost:8.1f} µs/KB")


def _long_text(size: int) -> bytes:
    lines = (_TEXT.format(number) for number in range(size // len(_TEXT.encode()) + 1))
    return f"{_HEAD}{_PLAIN}\n{''.join(lines)}".encode()[:size]


def _long_attachment(size: int) -> bytes:
    return _with_picture(f"{_HEAD}{_PLAIN}\n{_TEXT}".encode(), size)


if __name__ == "__main__":
    main(*sys.argv[1:3])
