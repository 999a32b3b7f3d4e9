"""MIME parts: text, attachments, and how they are put together."""

import base64
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from mailcare.correspondence.compose.fields import CRLF, encode_text, fold, one_line

_UNSAFE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_LINE_END = re.compile(r"\r\n|\r|\n|\u2028|\u2029")


@dataclass(frozen=True, slots=True)
class Part:
    """A MIME part: its header section and its body, as bytes that are never looked into."""

    head: bytes
    """Each field ended by CRLF."""
    body: bytes
    """Ended by CRLF."""
    eight_bit: bool = False

    def render(self) -> bytes:
        """Return the part's bytes."""
        return self.head + CRLF + self.body


def text_part(text: str, subtype: str = "plain") -> Part:
    """Return `text` as a base64 UTF-8 part: no line of it can be long or start with a dot."""
    return _base64_part(
        fold("Content-Type", [f"text/{subtype};", "charset=utf-8"]), normal_text(text).encode()
    )


def normal_text(text: str) -> str:
    """Return `text` with CRLF line ends and without what no mail text may hold."""
    lines = _LINE_END.split(_UNSAFE.sub("", text))
    folded = "\r\n".join(line.rstrip() for line in lines).strip("\r\n") + "\r\n"
    return folded.encode("utf-8", "replace").decode("utf-8")


def file_part(content_type: str, filename: str, data: bytes) -> Part:
    """Return `data` as an attachment, its name written for new readers and for old ones.

    Old clients read ``name`` with encoded words (RFC 2047), new ones ``filename*`` (RFC 2231).
    """
    return _base64_part(file_head(content_type, filename), data)


def file_head(content_type: str, filename: str) -> bytes:
    """Return Content-Type and Content-Disposition of an attachment called `filename`."""
    name = one_line(filename.replace("/", "_").replace("\\", "_"), 60).replace('"', "'")
    words = encode_text(name) if not name.isascii() else [name]
    old_style = f'name="{" ".join(words)}"'.split(" ")
    return fold("Content-Type", [f"{content_type};", *old_style]) + fold(
        "Content-Disposition", ["attachment;", *_filename(name)]
    )


def multipart(subtype: str, parts: Sequence[Part]) -> Part:
    """Return `parts` as one, apart by a boundary that occurs in none of them."""
    rendered = [part.render() for part in parts]
    boundary = _boundary(rendered)
    fence = b"--" + boundary
    body = b"".join(fence + CRLF + part + CRLF for part in rendered) + fence + b"--" + CRLF
    eight_bit = any(part.eight_bit for part in parts)
    head = fold("Content-Type", [f"multipart/{subtype};", f'boundary="{boundary.decode()}"'])
    return Part(head + encoding_field(eight_bit=eight_bit), body, eight_bit)


def encoding_field(*, eight_bit: bool) -> bytes:
    """Return the Content-Transfer-Encoding of a body that is spliced in as it is."""
    return fold("Content-Transfer-Encoding", ["8bit" if eight_bit else "7bit"])


def _filename(name: str) -> list[str]:
    if name.isascii():
        return [f'filename="{name}"']
    pieces = _pieces(name)
    if len(pieces) == 1:
        return [f"filename*=utf-8''{pieces[0]}"]
    start = [f"filename*0*=utf-8''{pieces[0]};"]
    rest = [f"filename*{n}*={piece};" for n, piece in enumerate(pieces[1:], 1)]
    return [*start, *rest[:-1], rest[-1].rstrip(";")]


def _pieces(name: str, size: int = 5) -> list[str]:
    """Cut at characters: five of them take at most 5 · 4 · 3 = 60 octets percent-encoded."""
    return [quote(name[at : at + size], safe="") for at in range(0, len(name), size)]


def _base64_part(head: bytes, data: bytes) -> Part:
    encoding = fold("Content-Transfer-Encoding", ["base64"])
    body = base64.encodebytes(data).replace(b"\n", CRLF) or CRLF
    return Part(head + encoding, body)


def _boundary(parts: Sequence[bytes]) -> bytes:
    """Derived from the content, so that the same mail always has the same bytes."""
    seed = hashlib.sha256(b"\0".join(parts))
    while True:
        boundary = b"=_" + seed.hexdigest()[:32].encode("ascii")
        if not any(boundary in part for part in parts):
            return boundary
        seed.update(boundary)
