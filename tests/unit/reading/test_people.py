"""Senders and recipients, as mail-parser reads them and where it needs help."""

import base64

import pytest

from mailcare.intake.reading import read
from mailcare.model.letter import Address

GBK_NAME = base64.b64encode("王喆".encode("gbk"))


@pytest.mark.parametrize(
    ("field", "address", "name"),
    [
        (b"Alice Doe <alice@a.example>", "alice@a.example", "Alice Doe"),
        (b'"Doe, Alice" <alice@a.example>', "alice@a.example", "Doe, Alice"),
        (b"alice@a.example", "alice@a.example", ""),
        (b"<alice@a.example>", "alice@a.example", ""),
        (b"alice@a.example (Alice Doe)", "alice@a.example", "Alice Doe"),
        (b"alice@a.example <bob@b.example>", "bob@b.example", "alice@a.example"),
        (b'"alice@a.example" <bob@b.example>', "bob@b.example", "alice@a.example"),
        (b"Alice.Doe@A.Example", "Alice.Doe@A.Example", ""),
        (b"=?gb2312?B?" + GBK_NAME + b"?= <w@a.example>", "w@a.example", "王喆"),
        (b'"=?gb2312?B?' + GBK_NAME + b'?=" <w@a.example>', "w@a.example", "王喆"),
        (b"=?gb2312?B?" + GBK_NAME + b"?=<w@a.example>", "w@a.example", "王喆"),
        ("王喆 <w@a.example>".encode("gbk"), "w@a.example", "王喆"),
        ("王喆 <w@a.example>".encode(), "w@a.example", "王喆"),
        ('"王喆" <w@a.example>'.encode("gbk"), "w@a.example", "王喆"),
        (b"Doe, Alice <alice@a.example>", "alice@a.example", "Doe, Alice"),
        (b"Alice Doe alice@a.example", "alice@a.example", "Alice Doe"),
        (b"Alice [Sales] <alice@a.example>", "alice@a.example", "Alice [Sales]"),
        (b"Alice: Sales <alice@a.example>", "alice@a.example", "Alice: Sales"),
        (b"Alice <alice@a.example", "alice@a.example", "Alice"),
        (b"'Alice' <alice@a.example>", "alice@a.example", "Alice"),
        (b"=?utf-8?Q?Alice_=3Calice=40a.example=3E?=", "alice@a.example", "Alice"),
        (b"MAILER-DAEMON", "MAILER-DAEMON", ""),
        (b"Alice <alice@a.example>, Bob <bob@b.example>", "alice@a.example", "Alice"),
        (b"Group: Alice <alice@a.example>;", "alice@a.example", "Alice"),
        (b'"O\'Neil \\"Al\\" Doe" <al@a.example>', "al@a.example", 'O\'Neil "Al" Doe'),
        (b"A (a (nested) comment) Doe <al@a.example>", "al@a.example", None),
        (b"mailto:alice@a.example", "alice@a.example", ""),
        (b"=?utf-8?Q?Doe=2C_Alice?= <alice@a.example>", "alice@a.example", "Doe, Alice"),
    ],
)
def test_from(field: bytes, address: str, name: str | None) -> None:
    sender = read(b"From: " + field + b"\n\nx").from_
    assert sender is not None
    assert sender.address == address
    if name is not None:
        assert sender.name == name


def test_nothing_usable_is_no_sender() -> None:
    assert read(b"From: \n\nx").from_ is None
    assert read(b"Subject: x\n\nx").from_ is None


def test_doubled_fields_take_the_first_that_holds_anything() -> None:
    message = read(b"From:\nFrom: a@a.example\nFrom: b@b.example\nDate: x\n\nx")
    assert message.from_ == Address("a@a.example")
    assert message.date is None


def test_sender_stands_in_for_a_missing_from() -> None:
    message = read(b"Sender: Bot <bot@a.example>\n\nx")
    assert message.from_ == message.sender == Address("bot@a.example", "Bot")


def test_recipients() -> None:
    message = read(
        b"From: a@a.example\nReply-To: R <r@a.example>\n"
        b"To: x@a.example, =?utf-8?B?5byg?= <y@a.example>\n"
        b"Cc: Team: z@a.example, q@a.example;\n\nx"
    )
    assert message.reply_to == (Address("r@a.example", "R"),)
    assert message.to == (Address("x@a.example"), Address("y@a.example", "张"))
    assert [a.address for a in message.cc] == ["z@a.example", "q@a.example"]
