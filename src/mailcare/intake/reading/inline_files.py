"""Files that stand as uuencoded or yEnc lines in a text, from before MIME: split off."""

import binascii
import re

from mailcare.intake.reading.charset import decode
from mailcare.model.letter import Attachment

_UU_BEGIN = re.compile(rb"begin(?:-base64)? [0-7]{3,4} (\S.{0,200})")
_YENC_BEGIN = re.compile(rb"=ybegin .{0,200}?size=(\d{1,12}).{0,100}? name=(.{1,200})")
_UU_LINE = re.compile(rb"[ -`]{1,90}")
_UU_ENDS = (b"`", b"", b" ", b"end")
_ENDS = (b"\nend", b"\n====", b"\n=yend")
_MOST = 100


def split_off(data: bytes) -> tuple[bytes, tuple[Attachment, ...]]:
    """Return text without the files written into it, and what they are."""
    if not any(end in data for end in _ENDS):
        return data, ()
    kept: list[bytes] = []
    found: list[Attachment] = []
    lines = data.split(b"\n")
    last = max((k for k, line in enumerate(lines) if line.startswith(b"=yend")), default=-1)
    i = 0
    while i < len(lines):
        stop, file = _file(lines, i, last) if len(found) < _MOST else (0, None)
        if file is None:
            kept.append(lines[i])
            i += 1
        else:
            found.append(file)
            i = stop
    return b"\n".join(kept), tuple(found)


def _file(lines: list[bytes], i: int, last: int) -> tuple[int, Attachment | None]:
    """Return where the file that begins at line `i` ends, and what it is; None for no file.

    No yEnc ends behind line `last`, which spares looking for it again and again.
    """
    line = lines[i]
    if uu := line.startswith(b"begin") and _UU_BEGIN.fullmatch(line.rstrip()):
        return _uu(
            lines, i + 1, decode(uu[1].strip()).text, is_base64=line.startswith(b"begin-base64")
        )
    if yenc := i < last and _YENC_BEGIN.match(line):
        stop = next(k for k in range(i + 1, last + 1) if lines[k].startswith(b"=yend"))
        name = decode(yenc[2].strip()).text
        return stop + 1, Attachment(name, "application/octet-stream", int(yenc[1]))
    return 0, None


def _uu(lines: list[bytes], i: int, name: str, *, is_base64: bool) -> tuple[int, Attachment | None]:
    """Return where uuencoded lines end, and the file; a line that is none makes all of it text."""
    size = 0
    for k in range(i, len(lines)):
        line = lines[k].rstrip(b"\r")
        if line == (b"====" if is_base64 else b"end"):
            return k + 1, Attachment(name, "application/octet-stream", size)
        if line in _UU_ENDS:
            continue
        if is_base64:
            size += len(line.rstrip(b"=")) * 3 // 4
        elif _UU_LINE.fullmatch(line):
            size += _bytes_in(line)
        else:
            break
    return 0, None


def _bytes_in(line: bytes) -> int:
    """Return how many bytes a uuencoded line stands for."""
    try:
        return len(binascii.a2b_uu(line))
    except binascii.Error:
        return (line[0] - 32) & 63
