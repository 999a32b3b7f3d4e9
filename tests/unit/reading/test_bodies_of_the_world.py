"""Bodies in charsets declared rightly, wrongly, or not at all."""

import pytest

from mailcare.intake.reading import read

HEAD = b"From: a@a.example\nSubject: x\nMIME-Version: 1.0\nContent-Type: "
GERMAN = "Grüße aus Köln - das Gerät hört ständig auf, Verbindung gestört."
FRENCH = "Déjà trois pannes cette année, où est mon dépannage à domicile?"
FINNISH = "Hyvää päivää, yhteys ei toimi tänään"
RUSSIAN = "Добрый день, со вчерашнего утра нет связи. Помогите, пожалуйста."
JAPANESE = "昨日からインターネットにつながりません。よろしくおねがいします。"
KOREAN = "안녕하세요. 어제부터 인터넷이 되지 않습니다. 확인 바랍니다."
POLISH = "Dzień dobry, od wczoraj łącze nie działa"
HEBREW = "שלום, אין לי חיבור מאתמול"
THAI = "สวัสดี อินเทอร์เน็ตใช้ไม่ได้"
GREEK = "Καλημέρα, δεν έχω σύνδεση"

BODIES = [
    ("utf-8", GERMAN, "utf-8"),
    ("utf-8", GERMAN, "latin-1"),
    ("utf-8", FRENCH, "cp1252"),
    ("utf-8", FINNISH, "latin-1"),
    ("us-ascii", GERMAN, "latin-1"),
    ("us-ascii", GERMAN, "utf-8"),
    ("us-ascii", FRENCH, "latin-1"),
    ("iso-8859-1", GERMAN, "utf-8"),
    ("iso-8859-1", GERMAN.replace("-", "–"), "cp1252"),
    ("iso-8859-15", GERMAN, "iso-8859-15"),
    ("windows-1252", FRENCH, "cp1252"),
    ("x-unknown", GERMAN, "latin-1"),
    ("unknown-8bit", GERMAN, "latin-1"),
    ("cp-850", GERMAN, "cp850"),
    ("ibm850", GERMAN, "cp850"),
    ("macintosh", GERMAN, "mac-roman"),
    ("ansi_x3.110-1983", GERMAN, "latin-1"),
    ("no-such-charset", GERMAN, "utf-8"),
    ("", GERMAN, "utf-8"),
    ("", GERMAN, "latin-1"),
    ("", FRENCH, "latin-1"),
    ("gb2312", GERMAN, "latin-1"),
    ("gb2312", GERMAN, "utf-8"),
    ("iso-2022-jp", GERMAN, "utf-8"),
    ("utf-16", GERMAN, "utf-16"),
    ("utf-16", "plain after all", "ascii"),
    ("utf-16le", GERMAN, "utf-16-le"),
    ("utf-16be", GERMAN, "utf-16-be"),
    ("ucs-2", GERMAN, "utf-16-le"),
    ("utf-7", GERMAN, "utf-7"),
    ("'utf-8'", GERMAN, "utf-8"),
    ("koi8-r", RUSSIAN, "koi8-r"),
    ("koi8-r", RUSSIAN, "utf-8"),
    ("windows-1251", RUSSIAN, "cp1251"),
    ("x-mac-cyrillic", RUSSIAN, "mac-cyrillic"),
    ("cp866", RUSSIAN, "cp866"),
    ("us-ascii", RUSSIAN, "cp1251"),
    ("iso-8859-1", RUSSIAN, "cp1251"),
    ("utf-8", RUSSIAN, "cp1251"),
    ("utf-8", RUSSIAN, "koi8-r"),
    ("", RUSSIAN, "koi8-r"),
    ("gb2312", RUSSIAN, "gb18030"),
    ("iso-2022-jp", JAPANESE, "iso-2022-jp"),
    ("", JAPANESE, "iso-2022-jp"),
    ("us-ascii", JAPANESE, "iso-2022-jp"),
    ("shift_jis", JAPANESE, "iso-2022-jp"),
    ("iso-2022-jp", JAPANESE, "cp932"),
    ("", JAPANESE, "cp932"),
    ("utf-8", JAPANESE, "cp932"),
    ("iso-8859-1", JAPANESE, "euc-jp"),
    ("", JAPANESE, "euc-jp"),
    ("ks_c_5601-1987", KOREAN, "cp949"),
    ("iso-2022-kr", KOREAN, "iso2022_kr"),
    ("iso-8859-1", KOREAN, "cp949"),
    ("", KOREAN, "cp949"),
    ("iso-8859-2", POLISH, "iso-8859-2"),
    ("windows-1250", POLISH, "cp1250"),
    ("iso-8859-8-i", HEBREW, "iso-8859-8"),
    ("windows-874", THAI, "cp874"),
    ("iso-8859-7", GREEK, "iso-8859-7"),
]


@pytest.mark.parametrize(("declared", "text", "charset"), BODIES)
def test_a_body(declared: str, text: str, charset: str) -> None:
    kind = f"text/plain; charset={declared}" if declared else "text/plain"
    message = read(HEAD + kind.encode() + b"\n\n" + text.encode(charset))
    assert message.text == text
    assert not message.lossy


@pytest.mark.parametrize(
    "page",
    [
        b'<head><meta http-equiv="Content-Type" content="text/html; charset=windows-1251">%s',
        b'<meta charset="windows-1251"><p>%s</p>',
        b'<?xml version="1.0" encoding="windows-1251"?><p>%s</p>',
    ],
)
def test_a_page_tells_its_charset(page: bytes) -> None:
    raw = HEAD + b"text/html\n\n" + page.replace(b"%s", RUSSIAN.encode("cp1251"))
    assert read(raw).text == RUSSIAN


def test_characters_that_only_windows_knows() -> None:
    assert read(HEAD + b"text/plain; charset=iso-2022-jp\n\n\x1b$B-!$3$s\x1b(B").text == "①こん"


@pytest.mark.parametrize("declared", ["utf-8", "no-such-charset", ""])
def test_few_damaged_bytes_cost_few_characters(declared: str) -> None:
    data = RUSSIAN.encode().replace("утра".encode(), "ут".encode() + b"\xd1", 1)
    message = read(HEAD + f"text/plain; charset={declared}".encode() + b"\n\n" + data)
    assert message.text.startswith("Добрый день, со вчерашнего ут\ufffd")
    assert message.lossy
