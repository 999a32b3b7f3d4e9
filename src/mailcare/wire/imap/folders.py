"""Folder names in modified UTF-7 (RFC 3501 5.1.3), and which folder is for what."""

import base64
import binascii
import re
from collections.abc import Iterable
from dataclasses import dataclass

from mailcare.wire import words

_ENCODED = re.compile(r"&([^-&]*)-")
_PLAIN = re.compile(r"[\x20-\x7e]+")
_KNOWN_NAMES = {
    "\\sent": (
        "sent",
        "sent messages",
        "sent items",
        "sent mail",
        "已发送",
        "已發送",
        "已发送邮件",
        "已發送郵件",
        "已傳送",
        "寄件備份",
    ),
    "\\junk": (
        "junk",
        "spam",
        "junk e-mail",
        "junk email",
        "junk mail",
        "bulk mail",
        "垃圾邮件",
        "垃圾郵件",
        "垃圾信件",
        "垃圾信件匣",
        "垃圾箱",
        "广告邮件",
        "廣告郵件",
        "广告信件",
    ),
    "\\trash": ("trash", "deleted messages", "deleted items", "已删除", "已刪除"),
    "\\drafts": ("drafts", "草稿箱", "草稿"),
}
_SYNONYMS = {"\\spam": "\\junk", "\\allmail": "\\all"}
"""Flags of XLIST, Google's older LIST, that SPECIAL-USE (RFC 6154) calls otherwise."""
_UNSELECTABLE = {"\\noselect", "\\nonexistent"}


@dataclass(frozen=True, slots=True)
class FolderEntry:
    """One line of LIST."""

    name: str
    wire_name: str
    """As the server writes it; to be sent back as it came."""
    flags: frozenset[str]
    """Lower case, since servers differ."""

    @property
    def selectable(self) -> bool:
        """Whether it can hold letters; a name in raw 8-bit bytes can't be sent back."""
        return not self.flags & _UNSELECTABLE and self.wire_name.isascii()


def decode_name(wire_name: str) -> str:
    """Return a folder name as text; a malformed one comes back as it is."""
    try:
        return _ENCODED.sub(_decode_shift, wire_name)
    except (ValueError, binascii.Error):
        return wire_name


def _decode_shift(found: re.Match[str]) -> str:
    if not found.group(1):
        return "&"
    packed = found.group(1).replace(",", "/")
    return base64.b64decode(packed + "=" * (-len(packed) % 4), validate=True).decode("utf-16-be")


def encode_name(name: str) -> str:
    """Return `name` in modified UTF-7."""
    return "".join(
        run.replace("&", "&-") if _PLAIN.fullmatch(run) else _encode_shift(run)
        for run in re.findall(r"[\x20-\x7e]+|[^\x20-\x7e]+", name)
    )


def _encode_shift(run: str) -> str:
    packed = base64.b64encode(run.encode("utf-16-be", "surrogatepass")).decode("ascii")
    return f"&{packed.rstrip('=').replace('/', ',')}-"


def entry(flags: Iterable[bytes], wire_name: bytes | str) -> FolderEntry:
    """Return what a line of LIST says."""
    text = wire_name if isinstance(wire_name, str) else wire_name.decode("latin-1")
    name = decode_name(text) if text.isascii() else words.decode(text.encode("latin-1", "replace"))
    lower = (flag.decode("latin-1").lower() for flag in flags)
    known = frozenset(_SYNONYMS.get(flag, flag) for flag in lower)
    return FolderEntry("INBOX" if "\\inbox" in known else name, text, known)


def entry_with(known: FolderEntry, flags: Iterable[bytes]) -> FolderEntry:
    """Return a listed folder with what another answer says of it."""
    more = entry(flags, known.wire_name)
    return FolderEntry(known.name, known.wire_name, known.flags | more.flags)


def find_special(entries: Iterable[FolderEntry], flag: str) -> FolderEntry | None:
    r"""Return the folder for `flag` such as ``\Sent``: by its flag, else by a name in use."""
    wanted = flag.lower()
    known = [one for one in entries if one.selectable]
    by_flag = next((one for one in known if wanted in one.flags), None)
    if by_flag is not None:
        return by_flag
    names = _KNOWN_NAMES.get(wanted, ())
    return next((one for one in known if _last_part(one.name) in names), None)


def find_junk(entries: Iterable[FolderEntry], more: Iterable[str] = ()) -> list[FolderEntry]:
    """Return all folders into which a server sorts what it holds for junk.

    Args:
        entries: as listed.
        more: names that this provider uses besides.
    """
    names = {*_KNOWN_NAMES["\\junk"], *(name.lower() for name in more)}
    return [
        one
        for one in entries
        if one.selectable and ("\\junk" in one.flags or _last_part(one.name) in names)
    ]


def _last_part(name: str) -> str:
    return re.split(r"[/.]", name)[-1].lower()
