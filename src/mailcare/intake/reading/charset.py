"""Bytes → text when the declared charset is wrong, unknown or missing.

The order matters: what is provable first (BOM, strict UTF-8), then what was declared, then what
looks like Chinese. No general detector is used: they fail on short GBK.
"""

import codecs
import re
from functools import cache
from typing import NamedTuple


class Decoded(NamedTuple):
    """Text made of bytes."""

    text: str
    lossy: bool = False
    """Characters were lost."""
    charset: str = "ascii"


_GB = "gb18030"
_BIG5 = "big5hkscs"
_ALIASES = {
    alias: codec
    for codec, aliases in (
        (_GB, "gb2312 gbk cp936 ms936 x-gbk gb_2312-80 gb2312-80 gb_1988-80 gb1988-80 gb18030 gb"),
        (_GB, "euc-cn euccn euc-gb2312 iso-ir-58 chinese csgb2312 x-gb2312 x-euc-cn windows-936"),
        (_BIG5, "big5 cp950 x-x-big5 big5-hkscs x-big5 big-5 ms950 csbig5 windows-950"),
        ("utf-8", "utf8 utf-8 utf8mb4 unicode-1-1-utf-8 x-utf-8 unicode"),
        ("hz", "hz hz-gb-2312 hzgb"),
        ("utf-7", "utf-7 utf7 unicode-1-1-utf-7 x-unicode-2-0-utf-7"),
        ("cp932", "windows-31j x-sjis ms932 shift-jis sjis"),
        ("cp949", "ks-c-5601-1987 ks-c-5601 euc-kr ksc5601 cp949"),
        ("iso-8859-8", "iso-8859-8-i iso-8859-8-e"),
        ("cp874", "windows-874 iso-8859-11 tis-620"),
        ("mac-roman", "x-mac-roman macintosh mac"),
    )
    for alias in aliases.split(" ")
}
_UNTRUSTED = frozenset(
    {
        *("ascii", "us-ascii", "ansi_x3.4-1968", "iso-8859-1", "latin-1", "latin1", "iso8859-1"),
        *("iso-8859-15", "cp1252", "windows-1252", "default", "none", "binary", "8bit", "7bit"),
        *("unknown", "unknown-8bit", "x-unknown", "x-user-defined"),
    }
)
_STATEFUL = frozenset({"hz", "utf-7"})
_NO_TEXT = frozenset({"base64", "hex", "bz2", "zlib", "uu", "quopri", "rot13", "idna", "punycode"})
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ESCAPES = (
    (b"\x1b$B", "iso2022_jp_2"),
    (b"\x1b$@", "iso2022_jp_2"),
    (b"\x1b(J", "iso2022_jp_2"),
    (b"\x1b$)C", "iso2022_kr"),
)
_SAMPLE = 600
_HIGH = re.compile(rb"[\x80-\xff]")
_LONE = re.compile(rb"(?<![\x80-\xff])[\x80-\xff](?![\x80-\xff])")
_THREE_BYTES = re.compile(rb"[\xe0-\xf4][\x80-\xbf]{2}")
_TAIL = 3
"""Bytes that a cut inside one character can leave over."""
_LIKELY = 0.6
"""Share of common characters above which bytes are believed to be Chinese text."""
_POSSIBLE = 0.3
"""The same where bytes above 127 come in pairs: names are made of rare characters."""


def decode(data: bytes, declared: str = "", hint: str = "") -> Decoded:
    """Return `data` as text.

    Args:
        data: bytes after the transfer encoding has been undone.
        declared: the charset its header names, or empty.
        hint: a charset named nearby (an HTML meta element, the body's charset for a header).
    """
    charset = normal_name(declared) or normal_name(hint)
    found = (
        _marked(data)
        or _stateful(data, charset)
        or _ascii(data)
        or _utf8(data, charset)
        or _declared(data, charset)
        or _guessed(data, charset)
        or _replaced(data, charset)
    )
    return found._replace(lossy=found.lossy or "\ufffd" in found.text)


def normal_name(charset: str) -> str:
    """Return the codec that `charset` means, or nothing if it is unknown or never right."""
    name = charset.strip().strip("\"'").lower().split("*", 1)[0]
    if not name or name in _UNTRUSTED:
        return ""
    return _ALIASES.get(name) or _ALIASES.get(name.replace("_", "-")) or _codec(name)


@cache
def _codec(name: str) -> str:
    """Return Python's name of a text codec, or nothing."""
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError):
        return ""
    if info.name in _NO_TEXT or not getattr(info, "_is_text_encoding", True):
        return ""
    return info.name if info.name not in _UNTRUSTED else ""


def _strict(data: bytes, charset: str) -> Decoded | None:
    """Return `data` in `charset` if it fits without a single error."""
    try:
        text = data.decode(charset)
        text.encode("utf-8")
    except (UnicodeError, ValueError, LookupError):
        return None
    return Decoded(text, charset=charset)


def _marked(data: bytes) -> Decoded | None:
    """Return what a byte order mark or an ISO 2022 escape sequence announces."""
    for mark, charset in _BOMS:
        if data.startswith(mark):
            return _strict(data, charset)
    if b"\x1b" in data:
        for mark, charset in _ESCAPES:
            if mark in data:
                return _strict(data, charset)
    return None


def _stateful(data: bytes, charset: str) -> Decoded | None:
    """Return seven-bit text that only its declaration tells from ASCII."""
    if charset in _STATEFUL or charset.startswith(("utf-16", "utf-32", "iso2022")):
        return _strict(data, charset)
    return None


def _ascii(data: bytes) -> Decoded | None:
    """Return plain ASCII."""
    return Decoded(data.decode("ascii")) if data.isascii() else None


def _utf8(data: bytes, charset: str) -> Decoded | None:
    """Return strict UTF-8, unless it could be short GBK or Big5 as declared."""
    found = _strict(data, "utf-8")
    if found and charset in (_GB, _BIG5) and not _THREE_BYTES.search(data):
        other = _strict(data, charset)
        if other and _commonness(other.text) > _LIKELY:
            return other
    return found


def _declared(data: bytes, charset: str) -> Decoded | None:
    """Return what the declaration promises, if the bytes agree."""
    if not charset:
        return None
    found = _strict(data, charset) or (_strict(data, "cp950") if charset == _BIG5 else None)
    if found and charset == _GB and _commonness(found.text) < _LIKELY:
        other = _strict(data, _BIG5)
        if other and _commonness(other.text) > _commonness(found.text) + 0.3:
            return other
    return found


def _guessed(data: bytes, charset: str) -> Decoded | None:
    """Return the likelier of GBK and Big5, or Western text where neither is likely."""
    rivals = [d for d in (_strict(data, _GB), _strict(data, _BIG5)) if d]
    best = max(rivals, key=lambda d: _commonness(d.text), default=None)
    if best and _commonness(best.text) > (_POSSIBLE if _in_pairs(data) else _LIKELY):
        return best
    if charset or _high_share(data) > 0.5:  # noqa: PLR2004 - more than half: no Western text
        return None
    return _strict(data, "cp1252") or _strict(data, "latin-1")


def _replaced(data: bytes, charset: str) -> Decoded:
    """Return the reading that loses least; a cut at the very end alone costs one character."""
    names = dict.fromkeys(n for n in (charset, "utf-8", _GB, _BIG5) if n)
    for name in names:
        for cut in range(1, min(_TAIL, len(data) - 1) + 1):
            found = _strict(data[:-cut], name)
            if found and _commonness(found.text) > _LIKELY:
                return found._replace(text=found.text + "\ufffd")
    read = [Decoded(_replacing(data, name), charset=name) for name in names]
    return min(read, key=lambda d: d.text.count("\ufffd") + 0.5 * _strangeness(d.text))


def _replacing(data: bytes, charset: str) -> str:
    """Return `data` in `charset` with a replacement character for each error."""
    try:
        text = data.decode(charset, "replace")
    except (UnicodeError, ValueError, LookupError):
        text = data.decode("latin-1")
    return text.encode("utf-8", "replace").decode("utf-8")


def _in_pairs(data: bytes) -> bool:
    """Say whether no byte above 127 stands alone, as accented letters mostly do."""
    return not _LONE.search(data)


def _high_share(data: bytes) -> float:
    """Return the share of bytes above 127 among what is no blank."""
    sample = data[: _SAMPLE * 2]
    return len(_HIGH.findall(sample)) / max(1, len(sample.translate(None, b" \t\r\n")))


def _strangeness(text: str) -> float:
    """Return how many characters are beyond ASCII and uncommon."""
    strange = [c for c in text if c > "\x7f" and c != "\ufffd"]
    return len(strange) * (1 - _commonness("".join(strange)))


def _commonness(text: str) -> float:
    """Return the share of everyday Chinese characters among those beyond ASCII."""
    common = _common()
    high = [c for c in text[: _SAMPLE * 4] if c > "\x7f"][:_SAMPLE]
    if not high:
        return 1.0
    return sum(common.get(c, 0.0) for c in high) / len(high)


@cache
def _common() -> dict[str, float]:
    """Return weights: level 1 of GB 2312 and of Big5, punctuation; other Chinese counts a little.

    Private use and control characters count against a reading.
    """
    weights: dict[str, float] = {}
    weights |= _area("cp950", range(0xA4, 0xC7), (*range(0x40, 0x7F), *range(0xA1, 0xFF)), 0.9)
    weights |= _area("gb2312", range(0xB0, 0xD8), range(0xA1, 0xFF), 1.0)
    weights |= _area("gb2312", (0xA1, 0xA3), range(0xA1, 0xFF), 1.0)
    weights |= dict.fromkeys("\u3000·—…“”‘’《》【】￥①②③④⑤㎡ ", 1.0)
    weights |= {chr(c): -1.0 for c in (*range(0x80, 0xA0), *range(0xE000, 0xF900))}
    return weights


def _area(
    charset: str, leads: range | tuple[int, ...], trails: range | tuple[int, ...], weight: float
) -> dict[str, float]:
    """Return the characters of an area of a double-byte charset, each with `weight`."""
    pairs = (bytes((lead, trail)) for lead in leads for trail in trails)
    return {c: weight for c in (p.decode(charset, "ignore") for p in pairs) if len(c) == 1}
