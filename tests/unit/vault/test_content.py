import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mailcare.vault import Vault
from mailcare.vault.content import same_letter

LETTER = (
    b"Received: from a.example by b.example; Fri, 20 Nov 2026 09:30:00 +0800\r\n"
    b"From: user@users.example\r\n"
    b"To: vas@telecom.example,\r\n idc@telecom.example\r\n"
    b"Subject: =?gb18030?B?zbbL3w==?=\r\n"
    b"Date: Fri, 20 Nov 2026 09:29:00 +0800\r\n"
    b"Message-ID: <1@users.example>\r\n"
    b"\r\n"
    b"\xcd\xb6\xcb\xdf\r\n\r\nsecond part\r\n"
)


@pytest.mark.parametrize(
    "copy",
    [
        LETTER.replace(b"\r\n", b"\n"),
        b"Return-Path: <user@users.example>\r\nDelivered-To: idc@telecom.example\r\n" + LETTER,
        LETTER.replace(b"Received: from a.example", b"Received: from c.example"),
        LETTER.replace(b"Message-ID:", b"X-Spam: no\r\nX-Queue: 7\r\nMESSAGE-ID:"),
        LETTER.replace(b",\r\n idc@", b",\r\n\t idc@"),
        LETTER + b"\r\n\r\n",
        b"From user@users.example Fri Nov 20 09:30:00 2026\r\n" + LETTER,
        LETTER.replace(b"Subject: ", b"Subject:"),
    ],
)
def test_copies_of_a_letter_are_one(vault: Vault, copy: bytes) -> None:
    assert vault.content_key(copy) == vault.content_key(LETTER)


@pytest.mark.parametrize(
    "other",
    [
        LETTER.replace(b"<1@", b"<2@"),
        LETTER.replace(b"09:29:00", b"09:29:01"),
        LETTER.replace(b"second part", b"second Part"),
        LETTER.replace(b"From: user@", b"From: User@"),
        LETTER.replace(b"\r\n\r\n\xcd", b"\r\nReply-To: b@users.example\r\n\r\n\xcd"),
        LETTER.replace(b"To: vas@telecom.example,\r\n ", b"To: "),
        LETTER.replace(b"\r\n\r\n\xcd", b"\r\nCc: c@users.example\r\n\r\n\xcd"),
        b"",
        b"\r\n" + LETTER,
    ],
)
def test_another_letter_is_another(vault: Vault, other: bytes) -> None:
    assert vault.content_key(other) != vault.content_key(LETTER)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (b"hello", b"world"),
        (b"no header here\nhello", b"no header here\nworld"),
        (b" leading blank\n\nhello", b" leading blank\n\nworld"),
        (b"Subject: a\nhello\n\nx", b"Subject: a\nworld\n\nx"),
        (b"Subject: a\n\nTo: b", b"Subject: a\nTo: b\n\n"),
        (b"Subject: a\nTo: b\n\n", b"Subject: aTo: b\n\n"),
        (b"X: " + b"y" * 300_000 + b"\nTo: a\n\n", b"X: " + b"y" * 300_000 + b"\nTo: b\n\n"),
        (b"\xff\xfe\x00", b"\xff\xfe\x01"),
    ],
)
def test_what_has_no_grammar_is_still_told_apart(one: bytes, two: bytes) -> None:
    assert same_letter(one) != same_letter(two)


@given(st.binary())
@example(b"From ")
@example(b"\r")
@example(b"a:" + b"\n " * 50)
def test_any_bytes_are_borne(raw: bytes) -> None:
    assert same_letter(raw) == same_letter(raw)
    assert (
        same_letter(b"Received: x\n" + raw) == same_letter(raw)
        or raw[:5]
        in {
            b"From ",
            b"\tFrom",
        }
        or raw[:1] in {b" ", b"\t"}
    )


def test_the_key_says_nothing_without_the_keyring(vault: Vault) -> None:
    assert len(vault.content_key(LETTER)) == 64
    assert vault.content_key(LETTER) != vault.content_key(LETTER + b"x")


@pytest.mark.parametrize(
    "raw",
    [
        b"Subject: " + b"=?utf-8?B?eA==?=\r\n " * 250_000,
        b"a: b\r\n" * 1_000_000,
        b"x: \r\n" + b"\t\r\n" * 2_000_000,
        b"\r\n" * 5_000_000,
    ],
)
@pytest.mark.timeout(20)
def test_hostile_letters_take_linear_time(raw: bytes) -> None:
    assert same_letter(raw) != same_letter(raw + b"x")
