"""Seed letters and mutations for the property test: whatever the bytes, reading gives a Message.

``python tests/fuzz/letters.py 20000`` runs that many mutations from new seeds.
"""

import base64
import random
import sys
from collections.abc import Iterator

from mailcare.intake.reading import limits, read
from mailcare.intake.reading.codec import from_json, to_json
from mailcare.intake.reading.degraded import read_degraded
from mailcare.model.letter import Message

_WORDS = "宽带一直掉线，请尽快处理。联系电话 13800000001 王小明"


def _head(charset: str, kind: str = "text/plain") -> bytes:
    name = base64.b64encode("王小明".encode(charset)).decode()
    return (
        f"From: =?{charset}?B?{name}?= <w@a.example>\r\nTo: complaints@telecom.example\r\n"
        f"Subject: =?{charset}?B?{name}?= =?{charset}?Q?=41=42?=\r\n"
        "Date: Sat, 4 Jul 2026 11:20:31 +0800\r\nMessage-ID: <1@a.example>\r\nMIME-Version: 1.0\r\n"
        f"Content-Type: {kind}; charset={charset}"
    ).encode()


SEEDS = (
    _head("gbk") + b"\r\n\r\n" + _WORDS.encode("gbk"),
    _head("utf-8")
    + b"\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    + base64.encodebytes(_WORDS.encode() * 5),
    _head("big5", "text/html")
    + b"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    + b'<table><tr><td style=3D"display:none">=A4@</td><td>=A4G<br>x</td></tr></table>'
    b'<blockquote type=3Dcite>old</blockquote><!-- c --><a href=3D"tel:1">x</a>',
    (
        b'From: a@b.example\nSubject: Fwd: x\nContent-Type: multipart/mixed; boundary="b1"\n\n'
        b"--b1\nContent-Type: multipart/alternative; boundary=b2\n\n--b2\n\n"
        b"own\n\nOn Sat, Jul 4, 2026 at 11:20 AM x <a@b.example> wrote:\n> old\n"
        b"--b2\nContent-Type: text/html\n\n<p>own</p><div class=gmail_quote>old</div>\n--b2--\n"
        b"--b1\nContent-Type: message/rfc822\n\nSubject: inner\n\ninner\n"
        b"--b1\nContent-Type: application/octet-stream\nContent-Disposition: attachment;\n"
        b" filename*0*=gb2312''%BF%ED; filename*1*=%B4%F8.txt\n"
        b"Content-Transfer-Encoding: base64\n\naGVsbG8=\n--b1--\nepilogue"
    ),
    (
        b"Return-Path: <>\nFrom: MAILER-DAEMON (Mail)\nContent-Type: multipart/report;\n"
        b" report-type=delivery-status; boundary=r\n\n--r\n\nfailed\n--r\n"
        b"Content-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\n"
        b"Final-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 5.1.1\n\n"
        b"--r\nContent-Type: text/rfc822-headers\n\nMessage-ID: <o@a.example>\n\n--r--\n"
    ),
    (
        b"Content-Disposition: attachment; filename='a;b.txt'\nContent-Type: multipart\n\n--x\n\n"
        b"begin 644 a.bin\n#86)C\n`\nend\n=ybegin line=1 size=3 name=b\nab\n=yend size=3\n--x--\n"
    ),
    "From: <>\nReply-To: a@a.example; b@b.example\nSubject: ネット\n\n回線①\n".encode("cp932")
    + b"\x1b$B-!\x1b(B =?iso-2022-jp?B?GyRC?= \xe9t\xe9 \xef\xf0\xe8\xe2\xe5\xf2",
    "您好\n\n------- 原始邮件 -------\n发件人: x<a@b.example>\n主题: y\n".encode()
    + b"\n-- \nWang\nExample Co., Ltd.\nTel: 1\n",
)
_SPICE = (
    *(
        b"\r\n\r\n",
        b"\n",
        b"\r",
        b"\x00",
        b"--",
        b"--b1",
        b"--b1--",
        b"=?",
        b"?=",
        b"=?utf-8?B?",
        b"%",
    ),
    *(
        b"<",
        b"<!--",
        b"<div>",
        b"</",
        b'"',
        b"'",
        b";",
        b"\\",
        b"(",
        b"\xff",
        b"\x80",
        b"\xe4\xbd",
        b"=",
    ),
    *(
        b"Content-Type: multipart/mixed; boundary=b1\n",
        b"Content-Transfer-Encoding: base64\n",
        b"> ",
    ),
    *(
        b"charset=utf-16",
        b"charset=utf-7",
        b"charset=hz",
        b"charset=cp-932",
        b"\x1b$B",
        b"begin 644 x\n",
        b"\n=ybegin line=1 size=1 name=x\n",
        b" wrote:\n",
        b" <a@b.example>:",
        b"charset=",
        b"filename*0*=",
        b"\xee\x83\xb0",
    ),
)


def mutated(chance: random.Random) -> bytes:
    """Return a seed letter with a few random injuries."""
    raw = bytearray(chance.choice(SEEDS))
    for _ in range(chance.randint(1, 12)):
        at = chance.randrange(len(raw) + 1)
        to = min(len(raw), at + chance.randint(0, 40))
        kind = chance.randrange(6)
        if kind == 0:
            del raw[at:to]
        elif kind == 1:
            raw[at:at] = chance.choice(_SPICE) * chance.choice((1, 1, 2, 50))
        elif kind == 2:
            raw[at:at] = raw[at:to]
        elif kind == 3:
            raw[at:to] = chance.randbytes(to - at)
        elif kind == 4:
            other = chance.choice(SEEDS)
            raw[at:at] = other[: chance.randrange(len(other))]
        else:
            del raw[at:]
            raw += chance.choice(SEEDS)[: chance.randrange(300)]
    return bytes(raw)


def letters(seed: int, count: int) -> Iterator[bytes]:
    """Yield `count` mutated letters; the same seed gives the same letters."""
    chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
    for _ in range(count):
        yield mutated(chance)


def check(raw: bytes) -> None:
    """Assert what holds for any letter."""
    for message in (read(raw), read_degraded(raw)):
        assert isinstance(message, Message)
        assert from_json(to_json(message)) == message
        message.text.encode()
        assert len(message.text) <= limits.TEXT_CHARS
        assert message.date is None or message.date.tzinfo is not None
    assert bool(message.text.strip()) <= bool(message.own_text.strip())


def main(count: int) -> None:
    """Check `count` letters, and say which one fails."""
    chance = random.SystemRandom()
    seed = chance.randrange(1 << 32)
    for number, raw in enumerate(letters(seed, count)):
        try:
            check(raw)
        except BaseException:
            sys.stderr.write(f"seed {seed}, letter {number}: {raw!r}\n")
            raise
    sys.stdout.write(f"{count} mutated letters read, seed {seed}\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
