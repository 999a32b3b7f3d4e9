"""Bytes → text when the declared charset is wrong, unknown or missing.

The order matters: what is provable first (BOM, strict UTF-8), then what was declared, then what
looks like Chinese. No general detector is used: they fail on short GBK.
"""

import codecs
import re
from functools import cache
from typing import NamedTuple

from mailcare.intake.reading import iso2022, scripts
from mailcare.intake.reading.charset_names import BIG5 as _BIG5
from mailcare.intake.reading.charset_names import GB as _GB
from mailcare.intake.reading.charset_names import is_western, normal_name

__all__ = ["Decoded", "decode", "normal_name"]


class Decoded(NamedTuple):
    """Text made of bytes."""

    text: str
    lossy: bool = False
    """Characters were lost."""
    charset: str = "ascii"


_STATEFUL = frozenset({"hz", "utf-7"})
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
_C1 = re.compile(rb"[\x80-\x9f]")
_WITH_EURO = frozenset({"iso-8859-15", "iso8859-15", "latin-9", "latin9"})
_FEW = 4
"""Bytes above 127 that are too few to make Chinese of what says it is Western."""
_SPARSE = 0.3
"""Share of bytes above 127 that Chinese text exceeds."""
_TAIL = 3
"""Bytes that a cut inside one character can leave over."""
_LIKELY = 0.6
"""Share of common characters above which bytes are believed to be Chinese text."""
_CERTAIN = 0.8
"""The same where bytes stand as accented letters do."""
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
        or _damaged_utf8(data, charset)
        or _guessed(data)
        or _western(data, charset, declared)
        or _replaced(data, charset)
    )
    return found._replace(lossy=found.lossy or "\ufffd" in found.text)


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
                return _strict(data, charset) or _japanese(data)
    return None


def _japanese(data: bytes) -> Decoded | None:
    """Return ISO-2022-JP with the characters that only Windows knows."""
    text = iso2022.decode_windows(data)
    return Decoded(text, charset="iso2022_jp") if text is not None else None


def _stateful(data: bytes, charset: str) -> Decoded | None:
    """Return seven-bit text that only its declaration tells from ASCII."""
    if charset.startswith("utf-16") or (not charset and b"\x00" in data):
        return _wide(data, charset)
    if charset in _STATEFUL or charset.startswith(("utf-32", "iso2022")):
        return _strict(data, charset)
    return None


def _wide(data: bytes, charset: str) -> Decoded | None:
    """Return UTF-16; without a byte order mark the zeros of its ASCII tell which."""
    zeros = data[:_SAMPLE].count(0)
    if (charset and not zeros and data.isascii()) or (not charset and zeros < len(data) * 0.2):
        return None
    if charset != "utf-16" and charset:
        return _strict(data, charset)
    is_little = data[1:_SAMPLE:2].count(0) >= data[:_SAMPLE:2].count(0)
    return _strict(data, "utf-16-le" if is_little else "utf-16-be")


def _ascii(data: bytes) -> Decoded | None:
    """Return plain ASCII."""
    return Decoded(data.decode("ascii")) if data.isascii() else None


def _utf8(data: bytes, charset: str) -> Decoded | None:
    """Return strict UTF-8, unless it could be short GBK or Big5 as declared."""
    found = _strict(data, "utf-8")
    is_short = charset in (_GB, _BIG5) and not _THREE_BYTES.search(data)
    if found and is_short and not scripts.is_latin(found.text):
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
        if scripts.is_one_script(found.text):
            return found
        other = _strict(data, _BIG5)
        if other and _commonness(other.text) > _commonness(found.text) + 0.3:
            return other
        if scripts.looks_western(data):
            return _strict(data, "cp1252") or found
    return found


def _damaged_utf8(data: bytes, charset: str) -> Decoded | None:
    """Return UTF-8 with replacement characters where only few bytes are damaged."""
    if charset not in ("", "utf-8"):
        return None
    valid, stray = scripts.utf8_errors(data)
    is_sparse = bool(charset) and 0 < valid >= stray and _high_share(data) < _SPARSE
    if not (valid > stray * 3 or is_sparse):
        return None
    text = _replacing(data, "utf-8")
    chinese = _strict(data, _GB)
    if valid <= stray * 10 and chinese and _commonness(chinese.text) > _LIKELY:
        return None
    is_text = valid > stray * 10 or _THREE_BYTES.search(data) or scripts.has_accents(text)
    return Decoded(text, charset="utf-8") if is_text else None


def _guessed(data: bytes) -> Decoded | None:
    """Return the likelier of GBK and Big5, unless another script is all but proven."""
    if scripts.is_western(data):
        return None
    script = scripts.told_by_script(data)
    if script:
        return _strict(data, script)
    rivals = [d for d in (_strict(data, _GB), _strict(data, _BIG5)) if d]
    best = max(rivals, key=lambda d: _commonness(d.text), default=None)
    needed = _CERTAIN if scripts.looks_western(data) else _LIKELY
    if best and _commonness(best.text) > (_POSSIBLE if _in_pairs(data) else needed):
        return best
    return None


def _western(data: bytes, charset: str, declared: str) -> Decoded | None:
    """Return Western text where nothing else was declared, or nothing else is likely."""
    is_declared = is_western(declared) and len(_HIGH.findall(data[:_SAMPLE])) < _FEW
    if not scripts.looks_western(data) and (
        charset or (_high_share(data) > 0.5 and not is_declared)  # noqa: PLR2004 - more than half
    ):
        return None
    has_euro = declared.strip("\"' ").lower().replace("_", "-") in _WITH_EURO
    exact = _strict(data, "iso8859-15") if has_euro and not _C1.search(data) else None
    return exact or _strict(data, "cp1252") or _strict(data, "latin-1")


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
