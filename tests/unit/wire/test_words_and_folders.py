import pytest

from mailcare.wire import tls, words
from mailcare.wire.imap import folders
from mailcare.wire.imap.excerpt import find_text_part, put_together


@pytest.mark.parametrize(
    ("name", "wire_name"),
    [
        ("INBOX", "INBOX"),
        ("已发送", "&XfJT0ZAB-"),
        ("垃圾邮件", "&V4NXPpCuTvY-"),
        ("R&D", "R&-D"),
        ("a/已删除/b", "a/&XfJSIJZk-/b"),
        ("😀", "&2D3eAA-"),
    ],
)
def test_names_both_ways(name: str, wire_name: str) -> None:
    assert folders.decode_name(wire_name) == name
    assert folders.encode_name(name) == wire_name


@pytest.mark.parametrize("broken", ["&", "&abc", "&!!-", "&A-", "&2D0-", "a&-&"])
def test_a_malformed_name_is_no_error(broken: str) -> None:
    assert isinstance(folders.decode_name(broken), str)


def test_special_folder_by_flag_in_any_case_before_name() -> None:
    entries = [
        folders.entry([b"\\NoSelect"], b"Sent"),
        folders.entry([], b"Sent Messages"),
        folders.entry([b"\\sent"], b"Outbox"),
    ]
    assert folders.find_special(entries, "\\Sent") == entries[2]
    assert folders.find_special(entries[:2], "\\Sent") == entries[1]
    assert folders.find_special(entries[:1], "\\Sent") is None


def test_all_that_a_server_sorts_out_as_junk_is_found_by_flag_or_name() -> None:
    entries = [
        folders.entry([], b"INBOX"),
        folders.entry([b"\\Junk"], b"Odd name"),
        folders.entry([], b"&V4NXPpCuTvY-"),
        folders.entry([], b"&Xn9USpCuTvY-"),
        folders.entry([b"\\NoSelect"], b"Junk"),
        folders.entry([], "垃圾邮件".encode("gbk")),
        folders.entry([], b"&dcVr0mWHTvZZOQ-"),
        folders.entry([b"\\Spam"], b"[Gmail]/Bulk"),
    ]
    found = [one.name for one in folders.find_junk(entries)]
    assert found == ["Odd name", "垃圾邮件", "广告邮件", "[Gmail]/Bulk"]
    assert "病毒文件夹" in [one.name for one in folders.find_junk(entries, ["病毒文件夹"])]
    assert entries[5].name == "垃圾邮件"  # shown, though it cannot be sent back


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (b"[OVERQUOTA] no", True),
        (b"Over quota", True),
        (b"[ALERT] You exceeded your mail quota.", True),
        (b"Quota exceeded (mailbox for user is full) (0.002 secs)", True),
        (b"Requested mail action aborted: exceeded storage allocation", True),
        (b"The email account that you tried to reach is over quota", True),
        ("用户邮箱已满".encode(), True),
        ("收件人邮箱空间不足".encode(), True),
        ("邮件大小超过收件人信箱剩余容量".encode("gb18030"), True),
        (b"[ALERT] Mailbox is over quota", True),
        (b"[ALERT] Mailbox is at 95% of quota", False),
        (b"Your mailbox exceeds 90.5% of its quota", False),
        ("邮箱空间已满,已使用 100%".encode(), True),
        (b"no such folder", False),
        (b"message too big", False),
        ("发信频率过高".encode(), False),
    ],
)
def test_over_quota_in_many_words(said: bytes, expected: object) -> None:
    assert words.says_over_quota(said) == expected


def test_what_servers_say_loses_personal_data_and_line_ends() -> None:
    said = "550 <zhang@qq.com> 电话 13812345678\r\nno\x00 " + "x" * 500
    text = words.readable(said.encode())
    assert text.startswith("550 <<address>> 电话 <number> no x")
    assert len(text) == 200


def test_one_context_per_policy_and_all_of_them_verify() -> None:
    assert tls.context() is tls.context()
    old = tls.context(min_version="1.2", ciphers="DEFAULT")
    assert old is not tls.context()
    assert old.check_hostname


@pytest.mark.parametrize(
    ("structure", "path"),
    [
        ((b"TEXT", b"PLAIN", None), "1"),
        (([(b"TEXT", b"HTML"), (b"TEXT", b"PLAIN")], b"alternative"), "2"),
        (([(b"IMAGE", b"PNG"), ([(b"text", b"html")], b"related")], b"mixed"), "2.1"),
        (([(b"IMAGE", b"PNG")], b"mixed"), None),
        ((b"application", b"pdf"), None),
    ],
)
def test_where_the_text_lies(structure: object, path: str | None) -> None:
    part = find_text_part(structure)
    assert (part.path if part else None) == path


def test_a_cut_text_ends_with_a_full_line_and_content_fields_are_the_parts() -> None:
    sections = {
        "HEADER": b"Subject: s\r\nContent-Type: multipart/mixed;\r\n boundary=x\r\nTo: a@b\r\n\r\n",
        "1.MIME": b"Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n",
        "1": b"QUJD\r\nQU",
    }
    part = find_text_part(([(b"TEXT", b"PLAIN")], b"mixed"))
    made = put_together(sections.get, part, limit=8)
    assert made == (
        b"Subject: s\r\nTo: a@b\r\nContent-Type: text/plain\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\nQUJD\r\n"
    )
