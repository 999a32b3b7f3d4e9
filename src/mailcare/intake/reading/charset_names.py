"""What charset names mean: aliases of mail programs, names that are never right."""

import codecs
import re
from functools import cache

GB = "gb18030"
BIG5 = "big5hkscs"
_ALIASES = {
    alias: codec
    for codec, aliases in (
        (GB, "gb2312 gbk cp936 ms936 x-gbk gb_2312-80 gb2312-80 gb_1988-80 gb1988-80 gb18030 gb"),
        (GB, "euc-cn euccn euc-gb2312 iso-ir-58 chinese csgb2312 x-gb2312 x-euc-cn windows-936"),
        (BIG5, "big5 cp950 x-x-big5 big5-hkscs x-big5 big-5 ms950 csbig5 windows-950 chinesebig5"),
        ("utf-8", "utf8 utf-8 utf8mb4 unicode-1-1-utf-8 x-utf-8 unicode iso-10646/utf8"),
        ("utf-16", "ucs-2 iso-10646-ucs-2 ucs2 csunicode"),
        ("hz", "hz hz-gb-2312 hzgb"),
        ("utf-7", "utf-7 utf7 unicode-1-1-utf-7 x-unicode-2-0-utf-7"),
        ("cp932", "windows-31j x-sjis ms932 shift-jis sjis x-shift-jis csshiftjis"),
        ("euc_jp", "x-euc-jp x-euc cseucpkdfmtjapanese"),
        ("cp949", "ks-c-5601-1987 ks-c-5601 euc-kr ksc5601 cp949 windows-949 x-windows-949 ms949"),
        ("iso-8859-8", "iso-8859-8-i iso-8859-8-e"),
        ("cp874", "windows-874 iso-8859-11 tis-620"),
        ("mac-roman", "x-mac-roman macintosh mac"),
        ("mac-cyrillic", "x-mac-cyrillic"),
        ("koi8-r", "koi8 koi"),
    )
    for alias in aliases.split(" ")
}
_WESTERN = frozenset(
    {
        *("ascii", "us-ascii", "ansi-x3.4-1968", "iso-8859-1", "latin-1", "latin1", "iso8859-1"),
        *("iso-8859-15", "iso8859-15", "cp1252", "windows-1252", "ansi-x3.110-1983", "8859-1"),
        *("latin-9", "latin9"),
    }
)
_UNKNOWN = frozenset(
    {
        *("default", "none", "binary", "8bit", "7bit", "unknown", "unknown-8bit", "x-unknown"),
        *("x-user-defined",),
    }
)
_NO_TEXT = frozenset({"base64", "hex", "bz2", "zlib", "uu", "quopri", "rot13", "idna", "punycode"})
_WINDOWS = re.compile(r"(?:x-)?(?:windows|win|cp|ibm|ms|ansi|x-cp)[-_]?(\d{3,4})")
_CHARS = re.compile(r"[\s\"'<>]+")


def normal_name(charset: str) -> str:
    """Return the codec that `charset` means, or nothing if it is unknown or never right.

    Western names count as nothing: clients write them for want of a better one.
    """
    name = _spelt(charset)
    if not name or name in _UNKNOWN or name in _WESTERN:
        return ""
    return _ALIASES.get(name) or _codec(name)


def is_western(charset: str) -> bool:
    """Say whether `charset` names a Western single-byte charset."""
    name = _spelt(charset)
    return name in _WESTERN or _python_name(name) in _WESTERN


def _spelt(charset: str) -> str:
    """Return a charset's name in one spelling."""
    name = _CHARS.sub("", charset.split("*", 1)[0].split(";", 1)[0]).lower().replace("_", "-")
    name = name.replace("iso8859-", "iso-8859-") if name.startswith("iso8859-") else name
    page = _WINDOWS.fullmatch(name)
    return _page(page[1]) if page and name not in _ALIASES else name


def _page(number: str) -> str:
    """Return the name of a Windows or DOS code page."""
    alias = _ALIASES.get(f"cp{number}") or _ALIASES.get(f"windows-{number}")
    return f"windows-{number}" if not alias and number == "1252" else alias or f"cp{number}"


@cache
def _python_name(name: str) -> str:
    """Return Python's name of a text codec, or nothing."""
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError):
        return ""
    is_text = info.name not in _NO_TEXT and getattr(info, "_is_text_encoding", True)
    return info.name.replace("_", "-") if is_text else ""


def _codec(name: str) -> str:
    """Return Python's name of a text codec, or nothing if it is unknown or Western."""
    found = _python_name(name)
    return "" if found in _WESTERN else found
