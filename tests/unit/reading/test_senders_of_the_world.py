"""Senders as mail programs all over the world write them: the name decoded, the address bare."""

import base64

import pytest

from mailcare.intake.reading import read


def word(charset: str, text: str) -> bytes:
    packed = base64.b64encode(text.encode(charset)).decode()
    return f"=?{charset}?B?{packed}?=".encode()


SENDERS = [
    (b'"Weber, Ida" <ida@a.example>', "Weber, Ida"),
    (b"Weber, Ida <ida@a.example>", "Weber, Ida"),
    (b"Ida Weber<ida@a.example>", "Ida Weber"),
    (b"ida@a.example", ""),
    (b"<ida@a.example>", ""),
    (b"  ida@a.example  ", ""),
    (b'" ida@a.example " <ida@a.example>', ""),
    (b"ida@a.example <ida@a.example>", ""),
    (b"'ida@a.example' <ida@a.example>", ""),
    (b'"ida@a.example" <ida@a.example>', ""),
    (b'"" <ida@a.example>', ""),
    (b"Front Desk: ida@a.example;", ""),
    (b"ida@a.example (Ida Weber)", "Ida Weber"),
    (b"(Ida) ida@a.example", "Ida"),
    (b"Ida Weber <ida@a.example> (at home)", "Ida Weber"),
    (b'"Ida \\"Idy\\" Weber" <ida@a.example>', 'Ida "Idy" Weber'),
    (b"'Ida Weber' <ida@a.example>", "Ida Weber"),
    (b"\"'Ida Weber'\" <ida@a.example>", "Ida Weber"),
    (b'"Ida" <ida@a.example>, "Otto" <otto@a.example>', "Ida"),
    (b"Ida <ida@a.example>; Otto <otto@a.example>", "Ida"),
    (b"ida@a.example; otto@a.example", ""),
    (b"ida@a.example, otto@a.example", ""),
    (b"Ida <ida@a.example>,", "Ida"),
    (b", Ida <ida@a.example>", "Ida"),
    (b"Ida; Weber <ida@a.example>", "Ida; Weber"),
    (b"Ida: Weber <ida@a.example>", "Ida: Weber"),
    (b"Ida @ Home <ida@a.example>", "Ida @ Home"),
    (b"Ida / Weber / Net <ida@a.example>", "Ida / Weber / Net"),
    (b"Weber, Ida [NET/3] <ida@a.example>", "Weber, Ida [NET/3]"),
    (b'"Weber Ida, (ext) - Net" <ida@a.example>', "Weber Ida, (ext) - Net"),
    (b"Ida Weber, Ph.D. <ida@a.example>", "Ida Weber, Ph.D."),
    (b"I. Weber <ida@a.example>", "I. Weber"),
    (b"Ida O'Hara <ida@a.example>", "Ida O'Hara"),
    (b"Ida <ida@a.example", "Ida"),
    (b"Ida ida@a.example>", "Ida"),
    (b"Ida <<ida@a.example>>", "Ida"),
    (b'Ida <"ida@a.example">', "Ida"),
    (b"Ida <'ida@a.example'>", "Ida"),
    (b"Ida < ida@a.example >", "Ida"),
    (b"Ida <mailto:ida@a.example>", "Ida"),
    (b"Ida [mailto:ida@a.example]", "Ida"),
    (b'"Ida" ida@a.example', "Ida"),
    (b"<ida@a.example> Ida", "Ida"),
    (b"Ida <@relay.example,@b.example:ida@a.example>", "Ida"),
    (b"@relay.example:ida@a.example", ""),
    (b'"Ida\r\n Weber" <ida@a.example>', "Ida Weber"),
    (b"Ida\r\n\tWeber\r\n <ida@a.example>", "Ida Weber"),
    (b"=?utf-8?Q?Ida_W=C3=A9ber?= <ida@a.example>", "Ida Wéber"),
    (b"=?utf-8?Q?W=C3=A9ber=2C_Ida?= <ida@a.example>", "Wéber, Ida"),
    (b'"=?utf-8?Q?W=C3=A9ber=2C_Ida?=" <ida@a.example>', "Wéber, Ida"),
    (b"=?utf-8?Q?=22W=C3=A9ber=2C_Ida=22?= <ida@a.example>", "Wéber, Ida"),
    (b"=?utf-8?Q?Ida_=22Idy=22_Weber?= <ida@a.example>", 'Ida "Idy" Weber'),
    (b"=?iso-8859-1?Q?Id=E0?= =?iso-8859-1?Q?_Weber?= <ida@a.example>", "Idà Weber"),
    (b"=?ISO-8859-1?Q?Id=E0?= Weber <ida@a.example>", "Idà Weber"),
    (b"=?utf-8?Q?Ida?=<ida@a.example>", "Ida"),
    (b"=?utf-8*de?Q?Ida?= <ida@a.example>", "Ida"),
    (b"=?utf-8?Q?Ida Weber?= <ida@a.example>", "Ida Weber"),
    (b"=?utf-8?B?SWTDoA?= <ida@a.example>", "Idà"),
    (b"=?utf-8?b?SWTDoCA8aWRhQGEuZXhhbXBsZT4=?=", "Idà"),
    (b"=?x-unknown?Q?Id=E0?= <ida@a.example>", "Idà"),
    (b"=?us-ascii?Q?J=F6rg?= <ida@a.example>", "Jörg"),
    (b"=?utf-8?Q?J=F6rg?= <ida@a.example>", "Jörg"),
    (b"J\xf6rg K\xfchn | Netz GmbH <ida@a.example>", "Jörg Kühn | Netz GmbH"),
    ("Jörg Kühn | Netz <ida@a.example>".encode(), "Jörg Kühn | Netz"),
    ('"Jörg" <ida@a.example>'.encode(), "Jörg"),
    ("Ida “Idy” <ida@a.example>".encode(), "Ida “Idy”"),
    (word("iso-2022-jp", "鈴木") + b" <ida@a.example>", "鈴木"),
    (word("koi8-r", "Ольга") + b" <ida@a.example>", "Ольга"),
    (word("euc-kr", "김영희") + b" <ida@a.example>", "김영희"),
    ("鈴木 <ida@a.example>".encode("iso-2022-jp"), "鈴木"),
]  # fmt: skip


@pytest.mark.parametrize(("field", "name"), SENDERS)
def test_a_sender(field: bytes, name: str) -> None:
    sender = read(b"From: " + field + b"\r\nSubject: x\r\n\r\nx").from_
    assert sender is not None
    assert (sender.name, sender.address) == (name, "ida@a.example")


@pytest.mark.parametrize(
    ("field", "address"),
    [
        (b"Ida <ida.@a.example>", "ida.@a.example"),
        (b"Ida <i..da@a.example>", "i..da@a.example"),
        (b'"i da"@a.example', '"i da"@a.example'),
        (b"Ida <ida@[192.0.2.1]>", "ida@[192.0.2.1]"),
        ("Ida <idà@à.example>".encode(), "idà@à.example"),
        (b"Ida <ida@xn--0ca.example>", "ida@xn--0ca.example"),
        (b"Ida <ida+tag=x@a.example>", "ida+tag=x@a.example"),
        (b"Ida <IDA@A.Example>", "IDA@A.Example"),
        (b"O'Hara <o'hara@a.example>", "o'hara@a.example"),
        (b"root@localhost", "root@localhost"),
        (b"root", "root"),
    ],
)
def test_an_odd_address_stays_as_it_is(field: bytes, address: str) -> None:
    sender = read(b"From: " + field + b"\r\n\r\nx").from_
    assert sender is not None
    assert sender.address == address


@pytest.mark.parametrize("field", [b"undisclosed-recipients:;", b"(a comment)", b" ", b"Ida Weber"])
def test_nobody_in_particular(field: bytes) -> None:
    assert read(b"From: " + field + b"\r\n\r\nx").from_ is None


def test_recipients_between_semicolons() -> None:
    message = read(b"From: a@a.example\nTo: Ida <ida@a.example>; otto@a.example\n\nx")
    assert "ida@a.example" in [one.address for one in message.to]


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b"Sender: Ida <ida@a.example>", "Ida"),
        (b"Reply-To: Ida <ida@a.example>", "Ida"),
        (b"Return-Path: <ida@a.example>", ""),
        (b"From: \r\nReturn-Path: <ida@a.example>", ""),
        (b"From: <>\r\nReturn-Path: <ida@a.example>", ""),
        (b"From: Ida Weber\r\nReply-To: ida@a.example", "Ida Weber"),
        (b"Return-Path: <x@a.example>\r\nReply-To: ida@a.example", ""),
        (b"Return-Path: <x@a.example>\r\nFrom: ida@a.example", ""),
        (b"From : ida@a.example", ""),
        (b"\xef\xbb\xbfFrom: ida@a.example", ""),
        (b"From x Mon May  4 2026\r\nFrom: ida@a.example", ""),
    ],
)
def test_who_stands_in_for_a_missing_sender(head: bytes, name: str) -> None:
    sender = read(head + b"\r\nSubject: x\r\n\r\nx").from_
    assert sender is not None
    assert (sender.name, sender.address) == (name, "ida@a.example")
