"""What an attached part is called: as its sender wrote, else as a colleague would call it."""

import mimetypes
import re

from mailcare.intake.reading.scan import Node
from mailcare.intake.reading.transfer import undo
from mailcare.intake.reading.words import decode_field

_BAD = re.compile("[\x00-\x1f\x7f]+")
_LENGTH = 255
_PATH = re.compile(r"^(?:[A-Za-z]:[\\/]|\\\\|\.{0,2}/|file:/+)")
_FILE = re.compile(r"[^\s/\\<>:]{1,80}\.[A-Za-z][A-Za-z0-9]{1,4}")
_SUBJECT = re.compile(rb"(?im)^subject:[ \t]*((?:[^\n]*\n?)(?:[ \t][^\n]*\n?)*)")
_WINDOW = 8192
_SUBJECT_LENGTH = 100
_TYPES = mimetypes.MimeTypes(())
"""Python's own list: what the machine knows besides must not change a letter."""
_BY_TYPE = {
    "text/plain": "document.txt",
    "text/html": "document.html",
    "text/calendar": "calendar.ics",
    "text/rfc822-headers": "message-headers.txt",
    "message/delivery-status": "delivery-status.txt",
    "message/disposition-notification": "disposition-notification.txt",
    "image/jpeg": "image.jpg",
    "image/jpg": "image.jpg",
    "image/tiff": "image.tif",
    "application/pgp-signature": "signature.asc",
    "application/pgp-keys": "key.asc",
    "application/pgp-encrypted": "version.txt",
    "application/pkcs7-signature": "smime.p7s",
    "application/x-pkcs7-signature": "smime.p7s",
    "application/pkcs7-mime": "smime.p7m",
    "application/x-pkcs7-mime": "smime.p7m",
    "application/ms-tnef": "winmail.dat",
    "application/vnd.ms-tnef": "winmail.dat",
    "application/octet-stream": "file",
}


def filename(node: Node) -> str:
    """Return a part's name as the sender wrote it, on one line, without the folders before it."""
    given = node.disposition_field.text("filename") or node.type_field.text("name")
    name = _BAD.sub(" ", given).strip()
    if len(name) > 2 and name[0] == name[-1] == "'":  # noqa: PLR2004 - quotes around something
        name = name[1:-1]
    if _PATH.match(name):
        name = re.split(r"[\\/]", name)[-1] or name
    return name[:_LENGTH]


def shown_name(raw: bytes, node: Node) -> str:
    """Return a name to show for an attached part: its own, or one made of what it is."""
    if name := filename(node):
        return name
    if node.media_type in ("message/rfc822", "message/global"):
        return _letter_name(raw, node)
    for field in ("content-description", "content-location", "content-id"):
        text = decode_field(node.section.first(field)[:_LENGTH])[0].strip("<> ")
        found = _FILE.fullmatch(re.split(r"[\\/@]", text)[0 if field == "content-id" else -1])
        if found:
            return found[0]
    return _BY_TYPE.get(node.media_type) or _made_up(node.media_type)


def _made_up(kind: str) -> str:
    """Return a name for a part of this type."""
    family = kind.partition("/")[0]
    stem = family if family in ("image", "audio", "video") else "file"
    return stem + (_TYPES.guess_extension(kind, strict=False) or "")


def _letter_name(raw: bytes, node: Node) -> str:
    """Return a name for an attached letter: its subject's first line."""
    window = undo(raw[node.start : min(node.end, node.start + _WINDOW)], node.encoding)
    match = _SUBJECT.search(window)
    subject = decode_field(match[1])[0] if match else ""
    return f"{subject[:_SUBJECT_LENGTH] or 'message'}.eml"
