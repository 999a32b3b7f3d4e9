"""Undo a Content-Transfer-Encoding, also where it was damaged on the way."""

import binascii
import re

_LINE = re.compile(rb"[A-Za-z0-9+/]+={0,2}")
_NOT_BASE64 = bytes(c for c in range(256) if not re.match(rb"[A-Za-z0-9+/]", bytes((c,))))
_SOFT_BREAK = re.compile(rb"=[ \t]++(?=\r?\n)")
_BLANKS = b" \t\r\n\x0b\x0c"
_ALMOST = 0.8
"""Share of base64 characters above which a line is taken as damaged base64, not as text."""
_SLICE = 1 << 20


def undo(data: bytes, encoding: str) -> bytes:
    """Return the bytes that `data` stands for; an unknown `encoding` means: as it is."""
    if encoding == "base64":
        return _base64(data)
    if encoding == "quoted-printable":
        return binascii.a2b_qp(_SOFT_BREAK.sub(b"=", data))
    if encoding in ("x-uuencode", "uuencode", "uue", "x-uue"):
        return _uu(data)
    return data


def decoded_size(raw: bytes, start: int, end: int, encoding: str) -> int:
    """Return how many bytes ``raw[start:end]`` stands for, without decoding base64."""
    if encoding != "base64":
        return len(undo(raw[start:end], encoding)) if encoding else end - start
    count = 0
    for at in range(start, end, _SLICE):
        count += len(raw[at : min(at + _SLICE, end)].translate(None, _NOT_BASE64))
    return count * 3 // 4


def _base64(data: bytes) -> bytes:
    """Return decoded base64; lines that are plainly something else (a list's footer) are left out.

    Text that only claims to be base64 comes back as it is.
    """
    packed = data.translate(None, _BLANKS)
    if packed.isascii() and _LINE.fullmatch(packed):
        return _unpack(packed)
    groups: list[bytes] = []
    current = b""
    parts: list[bytes] = []
    for line in data.split(b"\n"):
        piece = _base64_line(line.strip(_BLANKS))
        parts.append(piece.rstrip(b"="))
        if piece.endswith(b"="):
            groups.append(b"".join(parts))
            parts = []
    groups.append(b"".join(parts))
    current = b"".join(_unpack(g) for g in groups if g)
    return current or data


def _base64_line(line: bytes) -> bytes:
    """Return what of `line` is base64, or nothing if it is text."""
    if not line or _LINE.fullmatch(line):
        return line
    kept = line.translate(None, _NOT_BASE64)
    return kept if len(kept) >= len(line) * _ALMOST and b" " not in line else b""


def _unpack(packed: bytes) -> bytes:
    """Decode base64 characters, whatever the padding."""
    packed = packed.rstrip(b"=")
    if len(packed) % 4 == 1:
        packed = packed[:-1]
    return binascii.a2b_base64(packed + b"=" * (-len(packed) % 4))


def _uu(data: bytes) -> bytes:
    """Decode uuencoded lines; damaged ones are left out."""
    out: list[bytes] = []
    for line in data.split(b"\n"):
        stripped = line.rstrip(b"\r")
        if stripped.startswith((b"begin ", b"end")) or not stripped:
            continue
        try:
            out.append(binascii.a2b_uu(stripped))
        except binascii.Error:
            continue
    return b"".join(out)
