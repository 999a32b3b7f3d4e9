from dataclasses import replace
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcare.correspondence.compose import (
    Outgoing,
    check_address,
    compose,
    one_line,
    original_part,
)
from mailcare.correspondence.compose.parts import file_part, multipart, text_part
from mailcare.errors import ComposeError
from mailcare.model.letter import Address

MAIL = Outgoing(
    from_=Address("vas@telecom.example", "中国电信上海公司增值业务中心"),
    to=Address("user@mail.example"),
    subject="Re: 邮箱收不到邮件 [VAS-202611-0042#k7m2]",
    text="亲爱的用户:\n\n您好!\n",
    date=datetime(2026, 11, 21, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai")),
    message_id="<k7m2.1.0@telecom.example>",
    in_reply_to="<letter-1@mail.example>",
    references=("<earlier@mail.example>", "<letter-1@mail.example>"),
    auto_submitted="auto-replied",
    extra=(("X-Auto-Response-Suppress", "All"),),
)
FIELDS = [
    "Date",
    "From",
    "To",
    "Subject",
    "Message-ID",
    "In-Reply-To",
    "References",
    "Auto-Submitted",
    "X-Auto-Response-Suppress",
    "MIME-Version",
    "Content-Type",
    "Content-Transfer-Encoding",
]


def parse(data: bytes) -> EmailMessage:
    message = message_from_bytes(data, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def test_the_header_section_is_byte_for_byte_what_receivers_want() -> None:
    head = compose(MAIL).partition(b"\r\n\r\n")[0]
    assert head == (
        b"Date: Sat, 21 Nov 2026 10:00:00 +0800\r\n"
        b"From: =?utf-8?B?5Lit5Zu955S15L+h5LiK5rW35YWs5Y+45aKe5YC85Lia5Yqh5Lit5b+D?=\r\n"
        b" <vas@telecom.example>\r\n"
        b"To: <user@mail.example>\r\n"
        b"Subject: =?utf-8?B?UmU6IOmCrueuseaUtuS4jeWIsOmCruS7tg==?=\r\n"
        b" [VAS-202611-0042#k7m2]\r\n"
        b"Message-ID: <k7m2.1.0@telecom.example>\r\n"
        b"In-Reply-To: <letter-1@mail.example>\r\n"
        b"References: <earlier@mail.example> <letter-1@mail.example>\r\n"
        b"Auto-Submitted: auto-replied\r\n"
        b"X-Auto-Response-Suppress: All\r\n"
        b"MIME-Version: 1.0\r\n"
        b"Content-Type: text/plain; charset=utf-8\r\n"
        b"Content-Transfer-Encoding: base64"
    )


def test_a_parser_reads_back_what_was_said() -> None:
    message = parse(compose(MAIL))
    assert message["Subject"] == MAIL.subject
    assert message["From"].addresses[0].display_name == MAIL.from_.name
    assert message["From"].addresses[0].addr_spec == "vas@telecom.example"
    assert message.get_content() == "亲爱的用户:\r\n\r\n您好!\r\n"
    assert message.defects == []


def test_the_same_mail_has_the_same_bytes() -> None:
    attached = replace(MAIL, attachments=(file_part("text/csv", "清单.csv", b"1"),))
    assert compose(attached) == compose(attached)


def test_staff_written_mail_is_not_marked_automatic() -> None:
    data = compose(replace(MAIL, auto_submitted=None, extra=()))
    assert b"Auto-Submitted" not in data
    assert b"X-Auto" not in data


ANY_TEXT = st.text(st.characters(codec=None), max_size=300)


@given(subject=ANY_TEXT, name=ANY_TEXT, text=ANY_TEXT, ids=st.lists(ANY_TEXT, max_size=3))
def test_no_text_of_a_user_adds_a_field_or_a_long_line(
    subject: str, name: str, text: str, ids: list[str]
) -> None:
    data = compose(
        replace(
            MAIL,
            subject=subject,
            from_=Address("vas@telecom.example", name),
            text=text,
            in_reply_to="".join(ids),
            references=tuple(ids),
        )
    )
    names = [name for name in parse(data).keys() if name not in {"In-Reply-To", "References"}]  # noqa: SIM118 - of a Message, not a dict
    assert names == [n for n in FIELDS if n not in {"In-Reply-To", "References"}]
    assert data.isascii()
    assert all(len(line) <= 78 for line in data.split(b"\r\n"))
    assert b"\r" not in data.replace(b"\r\n", b"")
    assert b"\n" not in data.replace(b"\r\n", b"")


@given(subject=st.text(max_size=120), name=st.text(max_size=60))
def test_what_is_readable_survives(subject: str, name: str) -> None:
    sender = Address("vas@telecom.example", name)
    message = parse(compose(replace(MAIL, subject=subject, from_=sender)))
    assert message["Subject"] == one_line(subject)
    assert message["From"].addresses[0].addr_spec == "vas@telecom.example"


@pytest.mark.parametrize(
    "hostile",
    [
        "x\r\nBcc: victim@mail.example",
        "x\nBcc: victim@mail.example",
        "x\rBcc: victim@mail.example",
        "x\x00\x0b\x0c\x85\u2028Bcc: victim@mail.example",
        "=?utf-8?Q?x=0D=0ABcc:_victim@mail.example?=",
    ],
)
def test_line_ends_in_user_text_are_neutralised(hostile: str) -> None:
    message = parse(compose(replace(MAIL, subject=hostile, to=Address("u@m.example", hostile))))
    assert message.get_all("Bcc") is None
    assert [a.addr_spec for a in message["To"].addresses] == ["u@m.example"]


def test_a_quoted_name_cannot_break_out_of_its_quotes() -> None:
    name = 'x" <boss@mail.example>, "y\\'
    message = parse(compose(replace(MAIL, to=Address("u@m.example", name))))
    assert [a.addr_spec for a in message["To"].addresses] == ["u@m.example"]


@pytest.mark.parametrize(
    "address",
    [
        "",
        "nobody",
        "a@b\r\nBcc: c@d.example",
        "a b@c.example",
        "a@b.example, c@d.example",
        '"a b"@c.example',
        "用户@mail.example",
        "user@邮箱.example",
        "user@[192.0.2.1]",
        "a..b@mail.example",
        "<a@b.example>",
        f"{'a' * 65}@mail.example",
        f"a@{'b' * 64}.example",
    ],
)
def test_odd_addresses_are_refused_without_being_quoted(address: str) -> None:
    with pytest.raises(ComposeError) as refused:
        compose(replace(MAIL, to=Address(address)))
    assert not address or address not in str(refused.value)


@pytest.mark.parametrize("address", ["10086@qq.example", "a.b+c=d@x-y.mail.example", "A_b@M.cn"])
def test_usual_addresses_pass(address: str) -> None:
    assert check_address(address) == address


def test_odd_message_ids_of_users_are_left_out_and_many_are_thinned() -> None:
    many = tuple(f"<{n}@m.example>" for n in range(100))
    odd = ("<a b@c>", "no-brackets", "<x\r\nBcc: y>", "<" + "x" * 300 + "@m>", "<中@m>")
    message = parse(compose(replace(MAIL, in_reply_to="<a b@c>", references=many + odd)))
    assert message["In-Reply-To"] is None
    references = message["References"].split()
    assert references == [many[0], *many[-19:]]


def test_our_own_malformed_fields_are_errors() -> None:
    with pytest.raises(ComposeError):
        compose(replace(MAIL, message_id="nonsense"))
    with pytest.raises(ComposeError):
        compose(replace(MAIL, extra=(("Bcc", "x@y.example"),)))


def test_attachment_names_are_written_for_old_and_new_readers() -> None:
    name = "关于企业邮箱收不到外来邮件的情况说明及附图二〇二六年.txt"
    data = compose(replace(MAIL, attachments=(file_part("text/csv", name, "内容".encode()),)))
    message = parse(data)
    (attached,) = message.iter_attachments()
    assert attached.get_filename() == name
    assert attached.get_payload(decode=True) == "内容".encode()
    head = data[data.index(b"text/csv") :]
    assert b'name="=?utf-8?B?' in head
    assert b"filename*0*=utf-8''" in head
    assert all(len(line) <= 78 for line in data.split(b"\r\n"))


def test_attachment_names_cannot_name_a_folder_or_end_a_parameter() -> None:
    part = file_part("text/csv", '../..\\a"; x="b\r\nBcc: c.txt', b"")
    (attached,) = parse(compose(replace(MAIL, attachments=(part,)))).iter_attachments()
    filename = attached.get_filename()
    assert filename is not None
    assert not set(filename) & set('/\\"\r\n')


def test_an_html_twin_stands_beside_the_text() -> None:
    message = parse(compose(replace(MAIL, html="<p>您好</p>")))
    assert message.get_content_type() == "multipart/alternative"
    html = message.get_body(("html",))
    assert html is not None
    assert html.get_content() == "<p>您好</p>\r\n"


RAW = "Subject: 主题\r\nFrom: a@b.example\r\n\r\n正文\r\n".encode("gbk")


def spliced(raw: bytes) -> bytes:
    return compose(replace(MAIL, attachments=(original_part(raw).part,)))


def test_an_original_of_raw_gbk_is_spliced_in_byte_for_byte() -> None:
    data = spliced(RAW)
    assert RAW in data
    assert b"Content-Type: message/rfc822" in data
    head = data.partition(b"\r\n\r\n")[0]
    assert b"Content-Transfer-Encoding: 8bit" in head


def test_a_seven_bit_original_makes_no_eight_bit_mail() -> None:
    data = spliced(b"Subject: x\r\n\r\ny")
    assert b"\r\nContent-Transfer-Encoding: 7bit\r\n" in data
    assert b"8bit" not in data


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"Subject: x\n\nbare LF\n",
        b"Subject: x\r\n\r\nbare\rCR\r\n",
        b"Subject: x\r\n\r\nnul\x00\r\n",
        b"Subject: x\r\n\r\n" + b"y" * 999 + b"\r\n",
    ],
)
def test_an_original_that_could_not_travel_unchanged_goes_as_a_file(raw: bytes) -> None:
    (attached,) = parse(spliced(raw)).iter_attachments()
    assert attached.get_content_type() == "application/octet-stream"
    assert attached.get_payload(decode=True) == raw


def test_the_longest_allowed_line_still_travels_as_a_letter() -> None:
    raw = b"Subject: x\r\n\r\n" + b"y" * 998 + b"\r\n"
    data = spliced(raw)
    assert raw in data
    assert max(map(len, data.split(b"\r\n"))) == 998


def test_a_large_original_is_cut_and_says_so() -> None:
    raw = b"Subject: x\r\n\r\n" + b"y\r\n" * 1000
    original = original_part(raw, largest=500)
    assert original.cut
    (attached,) = parse(compose(replace(MAIL, attachments=(original.part,)))).iter_attachments()
    assert attached.get_payload(decode=True) == raw[:500]


@given(raw=st.binary(max_size=400))
def test_any_original_comes_out_whole(raw: bytes) -> None:
    data = spliced(raw)
    message = message_from_bytes(data, policy=policy.compat32)
    parts = message.get_payload()
    assert isinstance(parts, list)
    attached = parts[1]
    assert isinstance(attached, Message)
    if attached.get_content_type() == "message/rfc822":
        assert raw in data
    else:
        assert attached.get_payload(decode=True) == raw


def test_an_original_cannot_end_the_part_that_holds_it() -> None:
    first = multipart("mixed", [text_part("x"), original_part(RAW).part])
    boundary = first.head.split(b'boundary="')[1].split(b'"')[0]
    evil = b"Subject: x\r\n\r\n--" + boundary + b"--\r\n"
    parts = [text_part("x"), original_part(evil).part]
    second = multipart("mixed", parts)
    chosen = second.head.split(b'boundary="')[1].split(b'"')[0]
    assert all(chosen not in part.render() for part in parts)
