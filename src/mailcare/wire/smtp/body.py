"""A mail's bytes as they go over the wire."""

import re

_LINE_END = re.compile(rb"\r\n|\r|\n")
_FIRST_DOT = re.compile(rb"^\.", re.MULTILINE)
END = b".\r\n"


def to_wire(data: bytes) -> bytes:
    r"""Return `data` with CRLF line ends and doubled first dots (RFC 5321 4.5.2), without the end.

    Lone CR and LF become line ends too: servers that read them differently could be made to see
    the end of the mail in its middle.
    """
    lines = _LINE_END.sub(b"\r\n", data)
    if not lines.endswith(b"\r\n"):
        lines += b"\r\n"
    return _FIRST_DOT.sub(b"..", lines)


def needs_8bit(data: bytes) -> bool:
    """Say whether `data` holds bytes that a 7-bit transport would damage."""
    return not data.isascii()
