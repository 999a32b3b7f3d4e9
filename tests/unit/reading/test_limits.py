"""Hostile letters give a Message within the limits, and no exception."""

import base64

import pytest

from mailcare.intake.reading import limits, read
from mailcare.intake.reading.degraded import read_degraded

PART = b"--b\nContent-Type: text/plain\n\nhello\n"
MIXED = b"Content-Type: multipart/mixed; boundary=b\n\n"
PAGE = b"Content-Type: text/html\n\n"


def nested(depth: int) -> bytes:
    opened = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (i, i) for i in range(depth)
    )
    return opened + b"Content-Type: text/plain\n\ndeep\n"


HOSTILE = {
    "parts": MIXED + PART * 10_000,
    "depth": nested(1_000),
    "letters in letters": b"Content-Type: message/rfc822\n\n" * 5_000 + b"Subject: x\n\nhi",
    "long field": b"Subject: " + b"a" * 5_000_000 + b"\n\nhello",
    "many fields": b"".join(b"X-%d: y\n" % i for i in range(100_000)) + b"\nhello",
    "many folds": b"Subject: " + b" a\n" * 500_000 + b"\nhello",
    "encoded words": b"Subject: " + b"=?utf-8?B?5oiR?= " * 100_000 + b"\n\nhello",
    "open words": b"Subject: " + b"=?a?q?" * 100_000 + b"\n\nhello",
    "addresses": b"To: " + b"a@b.example, " * 100_000 + b"\n\nhello",
    "brackets": b"From: " + b"(" * 100_000 + b"\n\nhello",
    "quotes": b"From: " + b'"<' * 100_000 + b"\n\nhello",
    "parameters": b"Content-Type: text/plain; " + b"a=b; " * 100_000 + b"\n\nhello",
    "boundary lines": MIXED + b"--\n" * 500_000,
    "quoted lines": b"Subject: Re: x\n\n" + b"> a\n" * 200_000,
    "header blocks": b"\n" + b"From: \n" * 200_000,
    "attributions": b"\n" + b"On a\n" * 200_000,
    "blank lines": b"\n" * 5_000_000,
    "comments": PAGE + b"<!--" * 50_000,
    "tags": PAGE + b"<div>" * 50_000,
    "open tags": PAGE + b"<a " * 100_000,
    "attributes": PAGE + b"<div " + b"a=b " * 100_000 + b">x",
    "base64": b"Content-Transfer-Encoding: base64\n\n" + base64.b64encode(bytes(5_000_000)),
    "bad base64": b"Content-Transfer-Encoding: base64\n\n" + b"!!!!====ab\n" * 100_000,
    "flowed": b"Content-Type: text/plain; format=flowed\n\n" + b"a \n" * 200_000,
    "one line": b"\n" + b"a" * 25_000_000,
    "one line of Chinese": b"\n" + "您好，宽带掉线。".encode() * 400_000,
    "one line of a page": PAGE + "<p>您好，宽带掉线。".encode() * 400_000,
    "quoted lines, no answer": b"\nhello\n" + b"> a\nb:\n" * 100_000,
    "uuencoded": b"\n" + b"begin 644 x\n" * 200_000 + b"\nend\n",
    "yEnc": b"\n=yend\n" + b"=ybegin line=1 size=1 name=x\n" * 100_000,
    "rules": b"\n" + (b"-" * 399 + b"\n") * 5_000,
    "open brackets": b"From: " + b"<a" * 15_000 + b"\n\nx",
    "bare ats": b"From: " + b"a@" * 15_000 + b"\n\nx",
    "escapes": b"\n" + b"\x1b$B\x1b(B" * 300_000 + b"\xff",
    "damaged UTF-8": b"Content-Type: text/plain; charset=utf-8\n\n" + b"\xe4\xbd\xa0\xff" * 500_000,
    "two faces": MIXED
    + (b"--b\n\nhi\n--b\nContent-Type: text/html\n\n" + b"<i>" * 500 + b"\n") * 30,
    "nameless parts": MIXED + b"--b\nContent-Type: image/png\nContent-ID: a/b.c@d\n\nx\n" * 5_000,
    "parameter values": b"Content-Type: text/plain; a=" + b'"' * 30_000 + b"\n\nhello",
    "high bytes": b"\n" + b"\x80\x81\xff" * 300_000,
    "zeros": bytes(1_000_000),
    "returns": b"\r" * 1_000_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_letters_are_read(name: str) -> None:
    message = read(HOSTILE[name])
    assert len(message.text) <= limits.TEXT_CHARS
    assert len(message.attachments) <= limits.PARTS
    assert all(len(v) <= limits.FIELD_CHARS for vs in message.fields.values() for v in vs)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_letters_are_read_degraded(name: str) -> None:
    message = read_degraded(HOSTILE[name])
    assert message.degraded
    assert message.lossy


def test_what_was_left_out_is_noted() -> None:
    assert "too_many_parts" in read(HOSTILE["parts"]).notes
    assert "nested_too_deep" in read(HOSTILE["depth"]).notes
    assert "header_section_cut" in read(HOSTILE["many fields"]).notes
    assert "text_cut" in read(b"\n" + b"hello world\n" * 1_000_000).notes


def test_deep_text_is_still_found() -> None:
    assert read(HOSTILE["depth"]).text == "deep"


def test_a_field_behind_a_hostile_one_is_still_found() -> None:
    raw = b"X-A: " + b"a" * 100_000 + b"\nSubject: here\n\nhello"
    message = read(raw)
    assert (message.subject, message.text) == ("here", "hello")


def test_the_degraded_read_finds_sender_subject_and_first_text() -> None:
    raw = (
        "From: 王小明 <w@a.example>\nSubject: 宽带\n".encode("gbk")
        + b"Content-Type: multipart/mixed; boundary=b\n\n--b\n"
        + b"Content-Type: text/plain; charset=gbk\nContent-Transfer-Encoding: base64\n\n"
        + base64.encodebytes("掉线".encode("gbk"))
        + b"--b\nContent-Type: image/png\n\nxx\n--b--\n"
    )
    message = read_degraded(raw)
    assert message.from_ is not None
    assert (message.from_.address, message.from_.name) == ("w@a.example", "王小明")
    assert (message.subject, message.text) == ("宽带", "掉线")
