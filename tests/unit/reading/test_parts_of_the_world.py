"""What is text, what is attached and under which name, in letters from all kinds of programs."""

import base64

import pytest

from mailcare.intake.reading import read

HEAD = b"From: a@a.example\nSubject: x\nMIME-Version: 1.0\n"
WORDS = b"Content-Type: text/plain; charset=utf-8\n\nhello"
MORE = b"Content-Type: text/plain\n\nworld"
PAGE = b"Content-Type: text/html\n\n<p>hello <b>page</b></p>"
SAME_PAGE = b"Content-Type: text/html\n\n<p>hello</p>"
DATA = base64.b64encode(b"12345")


def mixed(
    *parts: bytes, kind: bytes = b"mixed", boundary: bytes = b"bb", end: bool = True
) -> bytes:
    body = b"".join(b"--" + boundary + b"\n" + part + b"\n" for part in parts)
    close = b"--" + boundary + b"--\n" if end else b""
    return b"Content-Type: multipart/%s; boundary=%s\n\n%s%s" % (kind, boundary, body, close)


def part(kind: bytes, *fields: bytes, data: bytes = DATA) -> bytes:
    lines = (b"Content-Type: " + kind, *fields, b"Content-Transfer-Encoding: base64")
    return b"\n".join(lines) + b"\n\n" + data


def disposed(value: bytes) -> bytes:
    return b"Content-Disposition: " + value


def letter(*fields: bytes, body: bytes = b"inner") -> bytes:
    return b"Content-Type: message/rfc822\n\n" + b"\n".join(fields) + b"\n\n" + body


PNG = part(b"image/png; name=a.png")
NAMES = {
    "nameless picture": (part(b"image/png"), "image.png"),
    "nameless photo": (part(b"image/jpeg"), "image.jpg"),
    "nameless document": (part(b"application/pdf"), "file.pdf"),
    "nameless data": (part(b"application/octet-stream"), "file"),
    "nameless page": (part(b"text/html", disposed(b"attachment")), "document.html"),
    "nameless text": (part(b"text/plain", disposed(b"attachment")), "document.txt"),
    "calendar": (part(b"text/calendar; method=REQUEST"), "calendar.ics"),
    "signature": (part(b"application/pgp-signature"), "signature.asc"),
    "S/MIME signature": (part(b"application/pkcs7-signature"), "smime.p7s"),
    "TNEF": (part(b"application/ms-tnef"), "winmail.dat"),
    "by description": (part(b"image/png", b"Content-Description: roof.png"), "roof.png"),
    "by location": (part(b"image/png", b"Content-Location: img/roof.png"), "roof.png"),
    "by id": (part(b"image/png", b"Content-ID: <image001.png@01DA.AB>"), "image001.png"),
    "by an id that is none": (part(b"image/png", b"Content-ID: <part1.X@a>"), "image.png"),
    "on the type": (part(b"image/png; name=roof.png"), "roof.png"),
    "on both": (part(b"image/png; name=t.png", disposed(b"inline; filename=d.png")), "d.png"),
    "empty on one": (part(b"image/png; name=t.png", disposed(b'inline; filename=""')), "t.png"),
    "Windows folder": (part(b"image/png", disposed(rb'inline; filename="C:\x\r.png"')), "r.png"),
    "Unix folder": (part(b"image/png", disposed(b'attachment; filename="/tmp/../r.png"')), "r.png"),
    "slash inside": (part(b"image/png", disposed(b'attachment; filename="1/2.png"')), "1/2.png"),
    "folded": (part(b"image/png", disposed(b'attachment; filename="a\n b.png"')), "a b.png"),
    "continued": (
        part(b"image/png", disposed(b"attachment;\n filename*0*=utf-8''%C3%A9;\n filename*1=.png")),
        "é.png",
    ),
    "Latin-1 and plain": (
        part(b"image/png", disposed(b"inline; filename*=iso-8859-1'de'%E9.png; filename=e.png")),
        "é.png",
    ),
    "percent only": (part(b"image/png", disposed(b"attachment; filename*=%C3%A9.png")), "é.png"),
    "encoded word": (part(b"image/png", disposed(b'inline; filename="=?utf-8?Q?=C3=A9?="')), "é"),
    "words in two": (
        part(b"image/png", disposed(b'inline; filename="=?utf-8?Q?=C3=A9?=\n =?utf-8?Q?.png?="')),
        "é.png",
    ),
    "semicolon without quotes": (
        part(b"image/png", disposed(b"inline; filename=a;b.png; size=3")), "a;b.png"),
    "blank without quotes": (part(b"image/png", disposed(b"inline; filename=a b.png; size=3")),
        "a b.png"),
    "single quotes": (part(b"image/png", disposed(b"inline; filename='a.png'")), "a.png"),
    "quote inside": (part(b"image/png", disposed(b'inline; filename="a"b.png"; x=3')), 'a"b.png'),
    "raw Latin-1": (part(b"image/png", disposed(b'inline; filename="\xe9t\xe9.png"')), "été.png"),
    "letter by subject": (letter(b"Subject: =?utf-8?Q?=C3=A9t=C3=A9?= 1"), "été 1.eml"),
    "letter without one": (letter(b"From: b@b.example"), "message.eml"),
    "letter with a name": (
        b"Content-Type: message/rfc822; name=old.eml\n\nSubject: x\n\ny",
        "old.eml",
    ),
    "letter in base64": (
        part(b"message/rfc822", data=base64.b64encode(b"Subject: deep\n\ny")),
        "deep.eml",
    ),
    "letter with files": (
        letter(b"Subject: outer", body=b"").rstrip() + b"\n" + mixed(WORDS, PNG, boundary=b"in"),
        "outer.eml",
    ),
    "typeless": (b"Content-Disposition: attachment; filename=r.bin\n\ndata", "r.bin"),
}  # fmt: skip


@pytest.mark.parametrize("case", NAMES)
def test_the_name_of_what_is_attached(case: str) -> None:
    attached, name = NAMES[case]
    message = read(HEAD + mixed(WORDS, attached))
    assert [one.filename for one in message.attachments] == [name]
    assert message.text == "hello"


def named(content: bytes, kind: bytes, name: bytes, how: bytes) -> bytes:
    return b"Content-Type: %s; name=%s\nContent-Disposition: %s; filename=%s\n\n%s" % (
        kind, name, how, name, content,
    )  # fmt: skip


SIGNED = b'signed; protocol="application/pkcs7-signature"'
P7S = part(b"application/pkcs7-signature; name=smime.p7s", disposed(b"attachment"))
STATUS = b"Content-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\nAction: failed\n"
STRUCTURES: dict[str, tuple[bytes, str, list[str]]] = {
    "text, picture, text": (mixed(WORDS, PNG, MORE), "hello\n\nworld", ["a.png"]),
    "alternative": (mixed(WORDS, SAME_PAGE, kind=b"alternative"), "hello", []),
    "page only": (PAGE, "hello page", []),
    "page without type": (b"\n<html><body><p>hello</p></body></html>", "hello", []),
    "text and page in a mixed": (mixed(WORDS, SAME_PAGE, PNG), "hello", ["a.png"]),
    "text and another page": (
        mixed(MORE, SAME_PAGE, PNG),
        "world\n\nhello",
        ["a.png"],
    ),
    "empty text beside page": (
        mixed(b"Content-Type: text/plain\n\n", PAGE, kind=b"alternative"),
        "hello page",
        [],
    ),
    "empty text, then page": (mixed(b"Content-Type: text/plain\n\n", PAGE), "hello page", []),
    "page with its pictures": (
        mixed(WORDS, mixed(SAME_PAGE, PNG, kind=b"related", boundary=b"r"), kind=b"alternative"),
        "hello",
        ["a.png"],
    ),
    "invitation": (
        mixed(WORDS, SAME_PAGE, part(b"text/calendar"), kind=b"alternative"),
        "hello",
        ["calendar.ics"],
    ),
    "enriched beside plain": (
        mixed(WORDS, b"Content-Type: text/enriched\n\n<bold>hello</bold>", kind=b"alternative"),
        "hello",
        [],
    ),
    "S/MIME signed": (mixed(WORDS, P7S, kind=SIGNED), "hello", ["smime.p7s"]),
    "S/MIME opaque": (part(b"application/pkcs7-mime; name=smime.p7m"), "", ["smime.p7m"]),
    "PGP signed": (mixed(WORDS, part(b"application/pgp-signature"), kind=b"signed"), "hello",
        ["signature.asc"]),
    "PGP encrypted": (
        mixed(part(b"application/pgp-encrypted"), part(b"application/octet-stream; name=e.asc")),
        "",
        ["version.txt", "e.asc"],
    ),
    "bounce": (
        mixed(WORDS, STATUS, letter(b"Subject: old"), kind=b"report"),
        "hello",
        ["delivery-status.txt", "old.eml"],
    ),
    "attached text": (mixed(WORDS, named(b"log", b"text/plain", b"l.txt", b"attachment")), "hello",
        ["l.txt"]),
    "inline text with a name": (mixed(WORDS, named(b"log", b"text/plain", b"l.txt", b"inline")),
        "hello", ["l.txt"]),
    "attached page": (mixed(WORDS, named(b"<p>x", b"text/html", b"p.html", b"attachment")), "hello",
        ["p.html"]),
    "nothing but an attached page": (
        mixed(named(b"<p>hello", b"text/html", b"p.html", b"attachment")), "hello", ["p.html"]),
    "page with a name as body": (
        mixed(named(b"<p>hello", b"text/html", b"p.html", b"inline"), PNG), "hello", ["a.png"]),
    "table": (mixed(WORDS, named(b"a;b", b"text/csv", b"t.csv", b"inline")), "hello", ["t.csv"]),
    "card": (mixed(WORDS, b"Content-Type: text/x-vcard; name=c.vcf\n\nBEGIN:VCARD"), "hello",
        ["c.vcf"]),
    "same name twice": (mixed(WORDS, PNG, PNG), "hello", ["a.png", "a.png"]),
    "picture only": (part(b"image/jpeg; name=scan.jpg"), "", ["scan.jpg"]),
    "digest": (mixed(b"\nSubject: d1\n\none", b"\nSubject: d2\n\ntwo", kind=b"digest"), "",
        ["d1.eml", "d2.eml"]),
    "uuencoded": (
        b"\nhello\n\nbegin 644 b.bin\n#86)C\n`\nend\n\nworld\n", "hello\n\n\nworld", ["b.bin"]),
    "two uuencoded": (
        b"\nbegin 644 b.bin\n#86)C\n`\nend\nbegin 644 c.bin\n#86)C\n`\nend\nhello\n",
        "hello",
        ["b.bin", "c.bin"],
    ),
    "uuencoded as base64": (b"\nhello\nbegin-base64 644 b.bin\nYWJj\n====\n", "hello", ["b.bin"]),
    "no uuencoding": (b"\nhello\nbegin 100 things\nthat never\nend\n",
        "hello\nbegin 100 things\nthat never\nend", []),
    "yEnc": (b"\nhello\n=ybegin line=128 size=3 name=b.bin\n\x8b\x8c\x8d\n=yend size=3\n", "hello",
        ["b.bin"]),
    "no end": (mixed(WORDS, MORE, end=False), "hello\n\nworld", []),
    "cut in a file": (mixed(WORDS, PNG, end=False)[:-3], "hello", ["a.png"]),
    "boundary inside twice": (mixed(mixed(WORDS, SAME_PAGE, kind=b"alternative"), PNG), "hello",
        ["a.png"]),
    "no boundary named": (mixed(WORDS, PNG).replace(b"; boundary=bb", b"", 1), "hello", ["a.png"]),
    "preamble and epilogue": (
        mixed(WORDS).replace(b"\n\n", b"\n\nfor old programs\n\n", 1) + b"end", "hello", []),
    "carriage returns only": (mixed(WORDS, PNG).replace(b"\n", b"\r"), "hello", ["a.png"]),
    "no blank line": (b"hello at once.\n", "hello at once.", []),
    "no blank line in a part": (mixed(b"hello you"), "hello you", []),
    "zeros": (b"\nhel\x00lo\x00", "hello", []),
    "no body": (b"", "", []),
    "blank body": (b"\n\n\n", "", []),
    "flowed": (b"Content-Type: text/plain; format=flowed; delsp=yes\n\nhel \nlo\n", "hello", []),
    "bare type": (b"Content-Type: text\n\nhello", "hello", []),
    "loud type": (b"CONTENT-TYPE: TEXT/HTML; CHARSET=US-ASCII\n\n<p>hall&ouml;", "hallö", []),
    "spelt encoding": (b"Content-Transfer-Encoding: Quoted Printable\n\na=3Db", "a=b", []),
    "spelt encoding 2": (b"Content-Transfer-Encoding: base-64\n\naGVsbG8=", "hello", []),
    "encoding with a note": (b"Content-Transfer-Encoding: base64; x=y\n\naGVsbG8=", "hello", []),
    "a charset as encoding": (b"Content-Transfer-Encoding: utf-8\n\nhello", "hello", []),
    "multipart in base64": (
        b"Content-Transfer-Encoding: base64\n" + mixed(WORDS, PNG), "hello", ["a.png"]),
    "uuencoded part": (
        mixed(WORDS, b"Content-Type: application/octet-stream; name=b.bin\n"
        b"Content-Transfer-Encoding: x-uuencode\n\nbegin 644 b.bin\n#86)C\n`\nend\n"),
        "hello", ["b.bin"]),
    "soft breaks with blanks": (
        b"Content-Transfer-Encoding: quoted-printable\n\nhe= \nl=\t\nlo\n", "hello", []),
    "nothing but a nameless attached text": (
        b"Content-Type: text/plain\nContent-Disposition: attachment\n\nhello", "hello",
        ["document.txt"]),
    "multipart of no kind": (mixed(WORDS, PNG).replace(b"/mixed", b"", 1), "hello", ["a.png"]),
    "boundary in single quotes": (
        mixed(WORDS, PNG).replace(b"=bb", b"='bb'", 1), "hello", ["a.png"]),
    "charset without a semicolon": (
        b"Content-Type: text/plain; charset=utf-8 format=flowed\n\nhall\xc3\xb6", "hallö", []),
    "charset with an open quote": (
        b'Content-Type: text/plain; charset="koi8-r\n\n' + "привет".encode("koi8-r"), "привет", []),
    "text and page beside each other": (mixed(MORE, PAGE), "world\n\nhello page", []),
    "text and the same as a page beside each other": (mixed(WORDS, SAME_PAGE), "hello", []),
    "enriched first": (
        mixed(b"Content-Type: text/enriched\n\n<bold>hi</bold>", PAGE, kind=b"alternative"),
        "hello page", []),
    "enriched only": (b"Content-Type: text/enriched\n\n<bold>hello</bold> <<x>", "hello <x>", []),
    "overlong line": (b"\n" + b"x" * 100_000, "x" * 100_000, []),
}  # fmt: skip


@pytest.mark.parametrize("case", STRUCTURES)
def test_a_structure(case: str) -> None:
    raw, text, names = STRUCTURES[case]
    head = HEAD
    if case == "carriage returns only":
        head = head.replace(b"\n", b"\r")
    message = read(head + raw)
    assert message.text == text
    assert [one.filename for one in message.attachments] == names
    assert message.subject == "x"


def test_what_is_written_into_the_text_has_its_size() -> None:
    message = read(HEAD + b"\nbegin 644 b.bin\n#86)C\n`\nend\n")
    assert [(one.content_type, one.size) for one in message.attachments] == [
        ("application/octet-stream", 3)
    ]


def test_a_text_file_completes_a_short_letter_without_standing_in_it() -> None:
    file = named(b"log", b"text/plain", b"l.txt", b"attachment")
    message = read(HEAD + mixed(WORDS, file))
    assert (message.text, message.own_text) == ("hello", "hello\n\nlog")
