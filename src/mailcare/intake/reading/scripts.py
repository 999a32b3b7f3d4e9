"""Bytes whose charset nobody tells, and which are not Chinese: Western, Cyrillic, Kana, Hangul.

Each rule asks for much, since a letter here is Chinese unless the bytes all but prove otherwise.
"""

import re

_HIGH = re.compile(r"[^\x00-\x7f]")
_KANA = re.compile("[\u3041-\u30fe]")
_CYRILLIC = re.compile("[\u0400-\u045f]")
_LOWER = re.compile("[\u0430-\u045f]")
_VOWEL = re.compile("[аеёиоуыэюяіїє]")
_HANGUL = re.compile("[이다니는에을를가하고의로한지요습세안도사기인은서해]")
_GREEK = re.compile("[\u0384-\u03ce]")
_RUN = re.compile(rb"[\x80-\xff]+")
_IN_WORD = re.compile(
    rb"(?:(?<=[A-Za-z])|(?<![\x21-\xff]))[\x80-\xff]{1,2}(?=[A-Za-z]|[^\x30-\xff]|\Z)"
)
_LONE = re.compile(rb"(?<![\x80-\xff])[\x80-\xff](?![\x80-\xff])")
_INSIDE = re.compile(rb"(?<=[A-Za-z])[\x80-\xff](?=[a-z])")
_LETTER = re.compile(rb"[A-Za-z]")
_ABOVE = bytes(range(128, 256))
_LETTERS = 4
_ACCENTS = re.compile(r"[^\x00-\x7f]+")
_ACCENTED = re.compile(r"[A-Za-z][\u00c0-\u024f]|(?<![^\x00-\x7f])[\u00c0-\u024f]+[a-z]")
_UTF8 = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_LEAST = 6
"""Characters beyond ASCII that a script is told by."""
_MOSTLY = 0.9
_MANY = 0.75
_KANA_SHARE = 0.4
_HANGUL_SHARE = 0.25
_SAMPLE = 4_000


def looks_western(data: bytes) -> bool:
    """Say whether bytes above 127 stand alone inside or at the ends of ASCII words."""
    sample = data[:_SAMPLE]
    runs = len(_RUN.findall(sample))
    in_words = len(_IN_WORD.findall(sample))
    if runs > 1 and len(_LONE.findall(sample)) > runs / 2:
        return in_words >= runs * _MANY
    return 0 < runs == in_words and _letters(sample) >= 1


def is_western(data: bytes) -> bool:
    """Say the same where it is all but certain: many ASCII letters, on both sides of each."""
    sample = data[:_SAMPLE]
    inside = len(_INSIDE.findall(sample))
    return _letters(sample) >= _LETTERS and inside >= len(_RUN.findall(sample)) * 0.6


def _letters(sample: bytes) -> float:
    """Return how many ASCII letters there are to one byte above 127."""
    high = len(sample) - len(sample.translate(None, _ABOVE))
    return len(_LETTER.findall(sample)) / max(1, high)


def utf8_errors(data: bytes) -> tuple[int, int]:
    """Return how many characters of UTF-8 beyond ASCII `data` holds, and how many stray bytes."""
    sample = data[:_SAMPLE]
    rest, valid = _UTF8.subn(b"", sample)
    return valid, len(rest) - len(rest.translate(None, _ABOVE))


def is_latin(text: str) -> bool:
    """Say whether what is not ASCII in `text` is accented letters inside words."""
    sample = text[:_SAMPLE]
    runs = len(_ACCENTS.findall(sample))
    return runs > 2 and len(_ACCENTED.findall(sample)) >= runs * _MANY  # noqa: PLR2004 - few prove nothing


def has_accents(text: str) -> bool:
    """Say whether some of what is not ASCII in `text` is accented letters inside words."""
    return bool(_ACCENTED.search(text[:_SAMPLE]))


def told_by_script(data: bytes) -> str:
    """Return the charset in which `data` is plainly Japanese, Korean or Cyrillic, or nothing."""
    sample = data[:_SAMPLE]
    for charset in ("euc_jp", "cp932"):
        if _share(_KANA, sample, charset) > _KANA_SHARE:
            return charset
    if b" " in sample and _share(_HANGUL, sample, "cp949") > _HANGUL_SHARE:
        return "cp949"
    if looks_western(sample):
        return ""
    return next((c for c in ("cp1251", "koi8-r") if _is_cyrillic(sample, c)), "")


def is_one_script(text: str) -> bool:
    """Say whether all but a few characters beyond ASCII are Kana, Cyrillic or Greek."""
    high = _HIGH.findall(text[:_SAMPLE])
    if len(high) < _LEAST:
        return False
    joined = "".join(high)
    return any(len(p.findall(joined)) > len(high) * _MOSTLY for p in (_KANA, _CYRILLIC, _GREEK))


def _share(pattern: re.Pattern[str], data: bytes, charset: str) -> float:
    """Return the share of `pattern` among what is not ASCII in `data`, read in `charset`."""
    high = "".join(_HIGH.findall(_read(data, charset)))
    return len(pattern.findall(high)) / len(high) if len(high) >= _LEAST else 0.0


def _is_cyrillic(data: bytes, charset: str) -> bool:
    """Say whether `data`, read in `charset`, is Russian as it is written: small, with vowels."""
    high = "".join(_HIGH.findall(_read(data, charset)))
    letters = len(_CYRILLIC.findall(high))
    if letters < _LEAST or letters < len(high) * _MOSTLY:
        return False
    runs = _RUN.findall(data)
    if sum(len(run) % 2 for run in runs) < len(runs) / 8:  # Chinese in GBK comes in pairs of bytes
        return False
    small = len(_LOWER.findall(high))
    vowels = len(_VOWEL.findall(high.lower()))
    return small > letters * 0.6 and 0.25 < vowels / letters < 0.65  # noqa: PLR2004 - as in Russian


def _read(data: bytes, charset: str) -> str:
    """Return `data` in `charset`, or nothing unless it fits but for a cut at the end."""
    try:
        return data.decode(charset)
    except UnicodeError:
        try:
            return data[:-1].decode(charset) if len(data) == _SAMPLE else ""
        except UnicodeError:
            return ""
