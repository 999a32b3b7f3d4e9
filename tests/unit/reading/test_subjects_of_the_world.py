"""Subjects in all the charsets and encodings that reach a mailbox."""

import base64

import pytest

from mailcare.intake.reading import read


def word(charset: str, text: str, codec: str = "") -> bytes:
    packed = base64.b64encode(text.encode(codec or charset)).decode()
    return f"=?{charset}?B?{packed}?=".encode()


SUBJECTS = [
    (b"", ""),
    (b"No\r\n signal", "No signal"),
    (b"No\r\n\tsignal", "No signal"),
    (b"  No signal  ", "No signal"),
    (b"=?utf-8?Q?No?=\r\n =?utf-8?Q?_signal?=", "No signal"),
    (b"=?utf-8?Q?No?=\r\n\t=?utf-8?Q?_signal?=", "No signal"),
    (b"=?utf-8?B?w6k=?= plain =?utf-8?Q?=C3=A8?=", "é plain è"),
    (b"=?iso-8859-1?Q?a_?= =?iso-8859-2?Q?_b?=", "a  b"),
    (b"=?utf-8?B?w6?= =?utf-8?B?k=?=", "é"),
    (b"=?utf-8?Q?=C3?= =?utf-8?Q?=A9?=", "é"),
    (b"ab=?utf-8?Q?=C3=A9?=cd", "abécd"),
    (b"Re: =?utf-8?Q?=E2=82=AC?= 100", "Re: € 100"),
    (b"=?utf-8?Q?Why_so_slow=3F?=", "Why so slow?"),
    (b"=?utf-8?Q?Why so slow??=", "Why so slow?"),
    (b"=?utf-8?Q?cut_off", "cut off"),
    (b"=?utf-8?X?abc?=", "=?utf-8?X?abc?="),
    (b"=?utf-8?Q??=", ""),
    (b"=?utf-8?B??=", ""),
    (b"=?utf-8?Q?A=0AB?=", "A B"),
    (b"a\x00b", "a b"),
    ("Überlänge".encode("latin-1"), "Überlänge"),
    ("Überlänge".encode(), "Überlänge"),
    ("Gebühr 5 €".encode("cp1252"), "Gebühr 5 €"),
    ("Где мой интернет?".encode("koi8-r"), "Где мой интернет?"),
    ("Где мой интернет?".encode("cp1251"), "Где мой интернет?"),
    ("ネットが遅い".encode("shift_jis"), "ネットが遅い"),
    ("ネットがつながらない".encode("euc-jp"), "ネットがつながらない"),
    ("ネットが遅い".encode("iso-2022-jp"), "ネットが遅い"),
    ("인터넷이 안 됩니다 문의".encode("euc-kr"), "인터넷이 안 됩니다 문의"),
    (word("iso-2022-jp", "ネットが遅い"), "ネットが遅い"),
    (word("shift_jis", "①番回線", "cp932"), "①番回線"),
    (word("x-sjis", "①番回線", "cp932"), "①番回線"),
    (word("cp-932", "回線", "cp932"), "回線"),
    (word("x-euc-jp", "回線が遅い", "euc-jp"), "回線が遅い"),
    (word("euc-jp", "回線", "euc-jp"), "回線"),
    (word("ks_c_5601-1987", "인터넷", "cp949"), "인터넷"),
    (word("x-windows-949", "인터넷", "cp949"), "인터넷"),
    (word("ms949", "인터넷", "cp949"), "인터넷"),
    (word("iso-2022-kr", "인터넷", "iso2022_kr"), "인터넷"),
    (word("windows-1251", "Связь", "cp1251"), "Связь"),
    (word("cp-1251", "Связь", "cp1251"), "Связь"),
    (word("win-1251", "Связь", "cp1251"), "Связь"),
    (word("koi8-u", "Зв'язок", "koi8-u"), "Зв'язок"),
    (word("iso-8859-5", "Связь"), "Связь"),
    (word("iso-8859-8-i", "קו", "iso-8859-8"), "קו"),
    (word("windows-1255", "קו", "cp1255"), "קו"),
    (word("windows-1256", "خط", "cp1256"), "خط"),
    (word("iso-8859-6", "خط"), "خط"),
    (word("windows-1253", "Γραμμή", "cp1253"), "Γραμμή"),
    (word("iso-8859-7", "Γραμμή"), "Γραμμή"),
    (word("windows-874", "สาย", "cp874"), "สาย"),
    (word("tis-620", "สาย", "cp874"), "สาย"),
    (word("gb2312", "线路"), "线路"),
    (word("x-gbk", "线路", "gbk"), "线路"),
    (word("big5", "線路"), "線路"),
    (word("utf-16", "Größe"), "Größe"),
    (word("utf-16le", "Größe", "utf-16-le"), "Größe"),
    (b"=?iso-8859-2?Q?P=F8=EDpojka?=", "Přípojka"),
    (b"=?windows-1250?Q?P=F8=EDpojka_=8A?=", "Přípojka Š"),
    (b"=?windows-1254?Q?=FEebeke?=", "şebeke"),
    (b"=?iso-8859-9?Q?=FEebeke?=", "şebeke"),
    (b"=?windows-1252?Q?=80_5?=", "€ 5"),
    (b"=?cp-1252?Q?=80_5?=", "€ 5"),
    (b"=?iso-8859-1?Q?=93x=94_=80?=", "“x” €"),
    (b"=?iso-8859-15?Q?=A4_5?=", "€ 5"),
    (b"=?l1?Q?=E9?=", "é"),
    (b"=?iso_8859-1?Q?=E9t=E9?=", "été"),
    (b"=?ansi_x3.110-1983?Q?=E9t=E9?=", "été"),
    (b"=?no-such-charset?Q?L=F6schen?=", "Löschen"),
    (b"=?x-unknown?Q?L=F6schen?=", "Löschen"),
    (b"=?us-ascii?Q?L=F6schen?=", "Löschen"),
    (b"=?utf-8?Q?L=F6schen?=", "Löschen"),
    (b"=?cp-850?Q?L=94schen?=", "Löschen"),
    (b"=?ibm850?Q?L=94schen?=", "Löschen"),
    (b"=?cp437?Q?L=94schen?=", "Löschen"),
    (b"=?macintosh?Q?L=9Aschen?=", "Löschen"),
    (b"=?unicode-1-1-utf-7?Q?L+APY-schen?=", "Löschen"),
    (b"=?utf8?Q?L=C3=B6schen?=", "Löschen"),
    (b'=?"utf-8"?Q?L=C3=B6schen?=', "Löschen"),
    (b"=?utf-8;format=flowed?Q?L=C3=B6schen?=", "Löschen"),
    (b"=?utf-8?B?8J+TtiA=?=", "📶"),
]  # fmt: skip


@pytest.mark.parametrize(("field", "subject"), SUBJECTS)
def test_a_subject(field: bytes, subject: str) -> None:
    message = read(b"Subject: " + field + b"\r\nFrom: a@a.example\r\n\r\nbody")
    assert message.subject == subject
    assert not message.lossy
    assert message.text == "body"


def test_a_missing_subject_is_empty() -> None:
    assert read(b"From: a@a.example\r\n\r\nbody").subject == ""
