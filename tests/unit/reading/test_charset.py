"""Characters survive wrong, unknown and missing declarations."""

import base64

import pytest

from mailcare.intake.reading import read
from mailcare.intake.reading.charset import decode
from mailcare.intake.reading.words import decode_field

TEXT = "我叫王喆，宽带一直掉线，请尽快处理。"
TRADITIONAL = "您好，我的寬頻一直斷線，請盡快處理，謝謝。"


@pytest.mark.parametrize(
    ("codec", "declared"),
    [
        *(
            (("gb18030", name))
            for name in ("gb2312", "GBK", "x-gbk", "cp936", "gb_1988-80", "EUC-CN")
        ),
        *(
            (("gb18030", name))
            for name in ("", "us-ascii", "iso-8859-1", "default", "unknown-8bit")
        ),
        *(
            (("gb18030", name))
            for name in ("windows-1252", "none", "utf-8", "x-nonsense", "binary")
        ),
        *(
            (("utf-8", name))
            for name in ("gb2312", "", "us-ascii", "big5", "iso-8859-1", "utf8mb4")
        ),
        *((("utf-8-sig", name)) for name in ("gbk", "utf-8")),
        *((("utf-16", name)) for name in ("utf-16", "", "gbk")),
        ("utf-7", "utf-7"),
    ],
)
def test_simplified(codec: str, declared: str) -> None:
    found = decode(TEXT.encode(codec), declared)
    assert found.text == TEXT
    assert not found.lossy


@pytest.mark.parametrize(
    "declared", ["big5", "x-x-big5", "cp950", "", "us-ascii", "gb2312", "utf-8"]
)
def test_traditional_big5(declared: str) -> None:
    found = decode(TRADITIONAL.encode("big5"), declared)
    assert found.text == TRADITIONAL
    assert not found.lossy


def test_hz() -> None:
    assert decode("宽带掉线".encode("hz"), "hz-gb-2312").text == "宽带掉线"


@pytest.mark.parametrize(
    ("text", "codec", "declared"),
    [
        ("café à la carte, très bien", "latin-1", "iso-8859-1"),
        ("Grüße aus München", "latin-1", ""),
        ("Grüße – “schön”", "cp1252", "windows-1252"),
        ("Здравствуйте, интернет не работает", "koi8-r", "koi8-r"),
        ("Здравствуйте, интернет не работает", "cp1251", "windows-1251"),
        ("インターネットがつながりません", "iso2022_jp", "iso-2022-jp"),
        ("インターネットがつながりません", "cp932", "shift_jis"),
        ("인터넷이 안됩니다", "cp949", "ks_c_5601-1987"),
        ("zażółć gęślą", "iso8859-2", "iso-8859-2"),
    ],
)
def test_other_languages(text: str, codec: str, declared: str) -> None:
    assert decode(text.encode(codec), declared).text == text


@pytest.mark.parametrize(
    "phrase", ["谢谢", "你好", "宽带掉线", "投诉", "请退款", "无法上网", "邮箱打不开", "王镕堃"]
)
def test_short_gbk_without_declaration(phrase: str) -> None:
    text = phrase + "，急！"
    assert decode(text.encode("gbk"), "").text == text


@pytest.mark.parametrize("phrase", ["您好", "寬頻斷線", "請退費", "無法上網", "謝謝您", "網路很慢"])
def test_short_big5_without_declaration(phrase: str) -> None:
    assert decode(phrase.encode("big5"), "").text == phrase


def test_lost_characters_are_reported() -> None:
    assert decode("宽带".encode() + b"\xff\xfe\xfd" + "掉线了请处理".encode(), "utf-8").lossy
    assert decode("价格\ufffd".encode(), "utf-8").lossy


def test_declared_gbk_wins_over_accidental_utf8() -> None:
    assert decode("谢谢".encode("gbk"), "gbk").text == "谢谢"


def word(text: str, charset: str, codec: str = "gb18030") -> bytes:
    return b"=?%s?B?%s?=" % (charset.encode(), base64.b64encode(text.encode(codec)))


def test_words_cut_inside_a_character() -> None:
    data = "宽带故障投诉".encode("gb18030")
    pieces = (data[:3], data[3:7], data[7:])
    field = b"\n ".join(b"=?gb2312?B?%s?=" % base64.b64encode(p) for p in pieces)
    assert decode_field(field) == ("宽带故障投诉", False)
    data = "宽带故障投诉".encode()
    quoted = b"\r\n\t".join(
        b"=?UTF-8?Q?%s?=" % b"".join(b"=%02X" % c for c in p) for p in (data[:4], data[4:])
    )
    assert decode_field(quoted) == ("宽带故障投诉", False)


@pytest.mark.parametrize(
    ("field", "text"),
    [
        (word("宽带", "gb2312") + word("故障", "gbk"), "宽带故障"),
        (b"Re: " + word("宽带", "x-gbk") + b" 123", "Re: 宽带 123"),
        (word("王喆", "gb2312"), "王喆"),
        (word("宽带", "gbk").replace(b"=?=", b"?="), "宽带"),
        (word("宽带故障", "utf-8", "utf-8").rstrip(b"?="), "宽带故障"),
        ("宽带投诉，请处理".encode("gbk"), "宽带投诉，请处理"),
        ("宽带投诉".encode(), "宽带投诉"),
        (b"=?utf-8*zh?Q?a_b=20c?=", "a b c"),
        (b"=?utf-8?Q?with space?= x", "with space x"),
        (b"=?utf-8?X?no?=", "=?utf-8?X?no?="),
        (b"plain = ? text ?=", "plain = ? text ?="),
        (b"=?unknown?B?xOO6ww==?=", "你好"),
    ],
)
def test_fields_as_they_are_written(field: bytes, text: str) -> None:
    assert decode_field(field)[0] == text


def test_raw_field_takes_the_charset_of_the_body() -> None:
    raw = b"Subject: " + "寬頻".encode("big5") + b"\nContent-Type: text/plain; charset=big5\n\n"
    assert read(raw + TRADITIONAL.encode("big5")).subject == "寬頻"


def test_html_declares_its_own_charset() -> None:
    page = '<meta charset="gbk"><p>宽带掉线</p>'.encode("gbk")
    assert read(b"Content-Type: text/html\n\n" + page).text == "宽带掉线"


def test_lossy_only_where_text_was_lost() -> None:
    head = b"Subject: x\nContent-Type: text/plain; charset=utf-8\n\n"
    assert not read(head + TEXT.encode()).lossy
    assert read(head + TEXT.encode()[:-7] + b"\xff" + TEXT.encode()[-6:]).lossy


@pytest.mark.parametrize("declared", ["", "utf-8", "iso-8859-1", "us-ascii"])
@pytest.mark.parametrize(
    "text",
    [
        *("请在3月5日以前答复", "显示正常但上不去", "发票见附件", "昨天下午起断线", "时  限：3天"),
        *(
            "smtp 一直报 550 relay denied",
            "提供 IP 地址",
            "从周一到周五",
            "您好，王工",
            "没有拨号音",
        ),
    ],
)
def test_chinese_is_not_taken_for_another_script(text: str, declared: str) -> None:
    assert decode(text.encode("gbk"), declared).text == text
