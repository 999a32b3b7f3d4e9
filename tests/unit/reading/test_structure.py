"""MIME as it is sent: what is text, what is attached, and what is broken."""

import base64
from datetime import UTC, datetime

import pytest

from mailcare.intake.reading import read
from mailcare.model.letter import Attachment, Report

HEAD = b"From: a@a.example\nSubject: x\nMIME-Version: 1.0\n"


def multipart(kind: str, *parts: bytes, boundary: bytes = b"bb", close: bool = True) -> bytes:
    body = b"".join(b"--" + boundary + b"\n" + part + b"\n" for part in parts)
    end = b"--" + boundary + b"--\n" if close else b""
    return b"Content-Type: %s; boundary=%s\n\n%s%s" % (kind.encode(), boundary, body, end)


def plain(text: str) -> bytes:
    return b"Content-Type: text/plain; charset=utf-8\n\n" + text.encode()


def html(text: str) -> bytes:
    return b"Content-Type: text/html; charset=utf-8\n\n" + text.encode()


def attached(name: bytes, data: bytes = b"abc", kind: bytes = b"application/pdf") -> bytes:
    return (
        b"Content-Type: %s\nContent-Disposition: attachment; %s\n"
        b"Content-Transfer-Encoding: base64\n\n%s" % (kind, name, base64.encodebytes(data))
    )


def test_alternative_is_shown_once() -> None:
    message = read(HEAD + multipart("multipart/alternative", plain("你好"), html("<p>你好</p>")))
    assert message.text == "你好"
    assert message.attachments == ()


def test_mixed_joins_texts_and_lists_attachments() -> None:
    message = read(
        HEAD + multipart("multipart/mixed", plain("one"), attached(b"filename=a.pdf"), plain("two"))
    )
    assert message.text == "one\n\ntwo"
    assert message.attachments == (Attachment("a.pdf", "application/pdf", 3),)


def test_related_images_are_attachments() -> None:
    image = b"Content-Type: image/png; name=i.png\nContent-ID: <i>\n"
    image += b"Content-Transfer-Encoding: base64\n\nYWJj"
    related = multipart("multipart/related", html("<p>hi <img src='cid:i'></p>"), image)
    message = read(HEAD + related)
    assert message.text == "hi"
    assert message.attachments == (Attachment("i.png", "image/png", 3),)


def test_a_letter_that_is_a_file_only() -> None:
    message = read(HEAD + attached(b'filename="a.pdf"'))
    assert message.text == ""
    assert message.attachments == (Attachment("a.pdf", "application/pdf", 3),)


def test_calendar_is_attached() -> None:
    calendar = b"Content-Type: text/calendar; name=invite.ics\n\nBEGIN:VCALENDAR"
    message = read(HEAD + multipart("multipart/alternative", plain("meet"), calendar))
    assert message.text == "meet"
    assert [a.filename for a in message.attachments] == ["invite.ics"]


@pytest.mark.parametrize(
    ("parameter", "name"),
    [
        (b'filename="a b.pdf"', "a b.pdf"),
        (b"filename=a b.pdf", "a b.pdf"),
        (b"filename*=utf-8''%E5%AE%BD%E5%B8%A6.pdf", "宽带.pdf"),
        (b"filename*0*=utf-8''%E5%AE%BD; filename*1*=%E5%B8%A6; filename*2=.pdf", "宽带.pdf"),
        (b"filename*0*=gb2312''%BF%ED%B4; filename*1*=%F8.pdf", "宽带.pdf"),
        (b'filename="=?gb2312?B?v+20+C5wZGY=?="', "宽带.pdf"),
        (b"filename==?gb2312?B?v+20+C5wZGY=?=", "宽带.pdf"),
        (b'filename*0="=?gb2312?B?v+"; filename*1="20+C5wZGY=?="', "宽带.pdf"),
        (b'filename="' + "宽带.pdf".encode("gbk") + b'"', "宽带.pdf"),
        (b'filename="' + "宽带.pdf".encode() + b'"', "宽带.pdf"),
        (b'filename="a;b\\"c.pdf"', 'a;b"c.pdf'),
        (b'filename="a.pdf', "a.pdf"),
        (b"name=x; filename*=''a.pdf", "a.pdf"),
    ],
)
def test_file_names(parameter: bytes, name: str) -> None:
    message = read(HEAD + multipart("multipart/mixed", plain("x"), attached(parameter)))
    assert message.attachments[0].filename == name


def test_a_name_on_the_type_only() -> None:
    part = b"Content-Type: application/pdf; name=a.pdf\n\nabc"
    message = read(HEAD + multipart("multipart/mixed", plain("x"), part))
    assert message.attachments == (Attachment("a.pdf", "application/pdf", 3),)


def test_an_attached_letter_is_one_attachment_and_its_text_is_forwarded() -> None:
    inner = b"Content-Type: message/rfc822\n\nSubject: inner\nFrom: b@b.example\n\nold words"
    message = read(HEAD + multipart("multipart/mixed", plain("see below"), inner))
    assert message.own_text == "see below"
    assert message.text == "see below"
    assert [a.filename for a in message.attachments] == ["inner.eml"]
    assert message.forwarded == "inner\n\nold words"


def test_letter_in_a_text_file() -> None:
    data = "我叫王小明，宽带掉线。".encode("gbk")
    part = attached(b"filename=x.txt", data, b"application/octet-stream")
    message = read(HEAD + multipart("multipart/mixed", plain(""), part))
    assert message.own_text == "我叫王小明，宽带掉线。"
    assert "text_in_attachment" in message.notes


def test_winmail_is_an_attachment_with_a_note() -> None:
    part = attached(b"filename=winmail.dat", kind=b"application/ms-tnef")
    message = read(HEAD + multipart("multipart/mixed", plain("x"), part))
    assert [a.filename for a in message.attachments] == ["winmail.dat"]
    assert "winmail_dat" in message.notes


def test_text_only_in_the_subject() -> None:
    message = read("Subject: 宽带掉线 13800000001\n\n".encode())
    assert (message.subject, message.text, message.own_text) == ("宽带掉线 13800000001", "", "")


@pytest.mark.parametrize(
    "raw",
    [
        HEAD + multipart("multipart/mixed", plain("one"), plain("two"), close=False),
        HEAD + multipart("multipart/mixed", plain("one"), plain("two")).replace(b"\n", b"\r\n"),
        HEAD
        + multipart("multipart/mixed", plain("one"), plain("two")).replace(b"; boundary=bb", b""),
        HEAD + multipart("multipart/mixed", plain("one"), plain("two")).replace(b"=bb", b'="zz"'),
        b"\n\n" + HEAD + multipart("multipart/mixed", plain("one"), plain("two")),
        b"From a@a.example Sat Jul  4 2026\n"
        + HEAD
        + multipart("multipart/mixed", plain("one"), plain("two")),
        (HEAD + multipart("multipart/mixed", plain("one"), plain("two"))).replace(b"\n", b"\r"),
        HEAD + multipart("multipart/mixed", plain("one"), plain("two"), boundary=b"b-b--"),
        HEAD
        + multipart(
            "multipart/mixed",
            multipart("multipart/mixed", plain("one"), boundary=b"inner", close=False),
            plain("two"),
        ),
    ],
)
def test_broken_boundaries(raw: bytes) -> None:
    assert read(raw).text == "one\n\ntwo"


def test_a_boundary_that_never_comes_leaves_text() -> None:
    message = read(HEAD + b"Content-Type: multipart/mixed; boundary=zz\n\njust text")
    assert message.text == "just text"


def test_header_fields_without_indentation_go_on() -> None:
    raw = b"Subject: long\nbroken line\nFrom: a@a.example\nContent-Type: text/plain\n\nbody"
    message = read(raw)
    assert message.from_ is not None
    assert message.text == "body"


def test_a_body_without_header_section() -> None:
    assert read("宽带掉线了。".encode("gbk")).text == "宽带掉线了。"
    assert read(b"").text == ""


@pytest.mark.parametrize(
    ("encoding", "body", "text"),
    [
        ("base64", b"5bey57uP5o6J57q/", "已经掉线"),
        ("base64", b"5bey57uP5o6J57q", "已经掉\ufffd"),
        ("base64", b"5bey57uP\n!5o6J57q/", "已经掉线"),
        ("base64", b"5bey57uP5o6J57q/\n\n-- \nfooter of a list, in clear", "已经掉线"),
        ("base64", b"not base64 at all, just text.", "not base64 at all, just text."),
        ("base64", b"5bey\nIA==\n5bey", "已 已"),
        ("quoted-printable", b"=E5=B7=B2=\n=E7=BB=8F 1=3D1", "已经 1=1"),
        ("quoted-printable", b"a=b and =ZZ", "a=b and =ZZ"),
        ("QUOTED-PRINTABLE", b"=E5=B7=B2", "已"),
        ("x-uuencode", b"begin 644 a\n#86)C\n`\nend\n", "abc"),
        ("8bit", "已经".encode(), "已经"),
        ("nonsense", b"abc", "abc"),
    ],
)
def test_transfer_encodings(encoding: str, body: bytes, text: str) -> None:
    head = b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: "
    assert read(head + encoding.encode() + b"\n\n" + body).text == text


def test_flowed_text_is_made_whole() -> None:
    body = b"one \ntwo\n> q1 \n> q2\n three\n-- \nsig"
    message = read(b"Content-Type: text/plain; format=flowed\n\n" + body)
    assert message.text == "one two\n> q1 q2\nthree\n-- \nsig"


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        (b"Sat, 4 Jul 2026 11:20:31 +0800", datetime(2026, 7, 4, 3, 20, 31, tzinfo=UTC)),
        (b"4 Jul 2026 11:20:31 +0800 (CST)", datetime(2026, 7, 4, 3, 20, 31, tzinfo=UTC)),
        (b"Sat, 04 Jul 2026 11:20:31", datetime(2026, 7, 4, 11, 20, 31, tzinfo=UTC)),
        (b"2026-07-04 11:20:31 +0800", datetime(2026, 7, 4, 3, 20, 31, tzinfo=UTC)),
        (b"2026-07-04T11:20:31Z", datetime(2026, 7, 4, 11, 20, 31, tzinfo=UTC)),
        (b"Sat, 4 Jul 2026 11:20:31 +9900", None),
        (b"Sat, 99 Foo 2026", None),
        (b"", None),
    ],
)
def test_dates(field: bytes, expected: datetime | None) -> None:
    assert read(b"Date: " + field + b"\n\nx").date == expected


def test_message_ids() -> None:
    message = read(
        b"Message-ID: <a@b>\nIn-Reply-To: <c@d> (your mail)\nReferences: <e@f>\n <c@d> <e@f>\n\nx"
    )
    assert message.message_id == "<a@b>"
    assert message.in_reply_to == ("<c@d>",)
    assert message.references == ("<e@f>", "<c@d>")
    assert read(b"Message-ID: a@b\n\nx").message_id == "<a@b>"


def test_fields_are_kept_by_lower_case_name() -> None:
    message = read(b"Auto-Submitted: auto-replied\nReceived: a\nReceived: b\n\nx")
    assert message.fields["auto-submitted"] == ("auto-replied",)
    assert message.fields["received"] == ("a", "b")


def test_delivery_status() -> None:
    status = (
        b"Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.a.example\n\n"
        b"Final-Recipient: rfc822; b@b.example\nAction: failed\nStatus: 5.1.1\n"
    )
    returned = b"Content-Type: text/rfc822-headers\n\nMessage-ID: <ours@a.example>\nSubject: y\n"
    message = read(HEAD + multipart("multipart/report", plain("failed"), status, returned))
    assert message.text == "failed"
    assert message.report == Report("dsn", "failed", "5.1.1", "b@b.example", "<ours@a.example>")


def test_a_delivery_status_names_the_envelope_as_we_did() -> None:
    status = (
        b"Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.a.example\n"
        b"Original-Envelope-Id: k7m2.1.0+2Bx@a.example\n\n"
        b"Final-Recipient: rfc822; b@b.example\nAction: relayed\nStatus: 2.0.0\n"
    )
    message = read(HEAD + multipart("multipart/report", plain("relayed"), status))
    assert message.report
    assert message.report.envelope_id == "k7m2.1.0+x@a.example"
    assert (message.report.action, message.report.original_message_id) == ("relayed", "")


def test_disposition() -> None:
    disposition = (
        b"Content-Type: message/disposition-notification\n\nFinal-Recipient: rfc822;b@b.example\n"
        b"Original-Message-ID: <ours@a.example>\n"
        b"Disposition: manual-action/MDN-sent-manually; displayed\n"
    )
    message = read(HEAD + multipart("multipart/report", plain("read"), disposition))
    assert message.report == Report("mdn", "displayed", "", "b@b.example", "<ours@a.example>")


def test_a_log_beside_a_letter_is_not_its_words() -> None:
    body = "附上磁盘的读写记录。" + "服务器从周一起很慢，请查。" * 8
    part = attached(b"filename=disk.txt", b"Device tps MB_wrtn/s\nvda 41.2 3.07", b"text/plain")
    assert read(HEAD + multipart("multipart/mixed", plain(body), part)).own_text == body
