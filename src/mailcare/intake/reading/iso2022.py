"""ISO-2022-JP as Windows programs write it, with characters that the standard does not have."""

import re

_KANJI = re.compile(rb"\x1b\$[@B]([\x21-\x7e\r\n]*)")
_KANA = re.compile(rb"\x1b\(I([\x21-\x5f]*)")
_SINGLE = re.compile(rb"\x1b\([A-Z]")
_ROW = 0x21
_LAST_KANA_LEAD = 0x9F
_GAP = 0x60
_MOST = 20_000
"""Escape sequences of any honest letter."""


def decode_windows(data: bytes) -> str | None:
    """Return `data` as text by way of code page 932, or None where it is something else."""
    if data.count(b"\x1b") > _MOST:
        return None
    packed = _KANJI.sub(lambda match: _shifted(match[1]), data)
    packed = _KANA.sub(lambda match: bytes(byte | 0x80 for byte in match[1]), packed)
    packed = _SINGLE.sub(b"", packed)
    if b"\x1b" in packed:
        return None
    return packed.decode("cp932", "replace")


def _shifted(pairs: bytes) -> bytes:
    """Return seven-bit pairs (JIS X 0208) as Shift_JIS."""
    out = bytearray()
    pairs = pairs.translate(None, b"\r\n")
    for row, cell in zip(pairs[::2], pairs[1::2], strict=False):
        lead = ((row - _ROW) >> 1) + 0x81
        out.append(lead + 0x40 if lead > _LAST_KANA_LEAD else lead)
        out.append(cell + 0x1F + (cell >= _GAP) if row % 2 else cell + 0x7E)
    return bytes(out)
