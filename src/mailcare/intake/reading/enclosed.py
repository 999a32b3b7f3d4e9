"""Text that came as an attachment: a .txt file that is the letter, attached mail, winmail.dat."""

import re
from collections.abc import Callable
from dataclasses import replace

from mailcare.intake.reading import limits, marks
from mailcare.intake.reading.charset import decode
from mailcare.intake.reading.html_text import html_to_text
from mailcare.intake.reading.names import filename
from mailcare.intake.reading.plain_text import tidy
from mailcare.intake.reading.scan import Node
from mailcare.intake.reading.transfer import undo
from mailcare.model.letter import Message

_POINTS_THERE = re.compile(
    r"(?i)附件|附檔|附上|附後|附后|见附|見附|attach(?:ed|ment)|enclosed|see the file"
)
_TEXT_TYPES = ("text/plain", "application/octet-stream", "application/txt", "text/txt")
_PAGES = (".html", ".htm")
_SHORT = 80
"""Characters up to which a letter may be a mere cover note."""
_FILE_BYTES = 64 * 1024
_FILES = 4
_BLANKS = re.compile(r"\s+")
_HAN = re.compile(r"[\u3400-\u9fff]")
_SMALL_WORD = re.compile(
    r"(?i)\b(?:the|and|you|your|my|our|we|is|was|are|have|has|not|please|this|that|with)\b"
)
_FEW_HAN, _FEW_WORDS = 20, 6
"""What a letter of somebody's holds at least, beside a body that isn't a mere cover note."""
_MAX_NESTED = 2


def with_enclosures(
    message: Message,
    raw: bytes,
    attached: list[Node],
    notes: list[str],
    read: Callable[[bytes], Message],
) -> Message:
    """Return `message` with what its attachments add to its text; `notes` gets what was odd."""
    if any(_is_winmail(node) for node in attached):
        notes.append("winmail_dat")
    message = _with_text_files(message, raw, attached, notes)
    return _with_letters(message, raw, attached, notes, read)


def _is_winmail(node: Node) -> bool:
    """Say whether a part is Outlook's own envelope (TNEF)."""
    return node.media_type in ("application/ms-tnef", "application/vnd.ms-tnef") or (
        filename(node).lower() == "winmail.dat"
    )


def _with_text_files(
    message: Message, raw: bytes, attached: list[Node], notes: list[str]
) -> Message:
    """Return `message` with the .txt files to which a short body leaves the word."""
    own = _BLANKS.sub("", message.own_text)
    if len(own) > _SHORT and not _POINTS_THERE.search(message.own_text):
        return message
    pages = _PAGES if not own else ()
    files = [text for node in attached if (text := _file_text(raw, node, pages))][:_FILES]
    if len(own) > _SHORT:
        files = [text for text in files if _is_prose(text)]
    if not files:
        return message
    notes.append("text_in_attachment")
    shown = message.text if message.text.strip() else "\n\n".join(files)
    return replace(
        message,
        text=shown[: limits.TEXT_CHARS],
        own_text="\n\n".join(t for t in (message.own_text, *files) if t)[: limits.TEXT_CHARS],
    )


def _is_prose(text: str) -> bool:
    """Say whether somebody wrote `text` to be read: no log, table or sample."""
    return len(_HAN.findall(text)) >= _FEW_HAN or len(_SMALL_WORD.findall(text)) >= _FEW_WORDS


def _file_text(raw: bytes, node: Node, pages: tuple[str, ...]) -> str:
    """Return the text of an attached plain text file, or of a page with such a name."""
    name = filename(node).lower()
    is_page = bool(pages) and node.media_type == "text/html" and name.endswith(pages)
    is_nameless = not name and node.media_type == "text/plain"
    is_text = node.media_type in _TEXT_TYPES and name.endswith(".txt")
    if not (is_page or is_text or is_nameless):
        return ""
    if node.end - node.start > _FILE_BYTES * 2:
        return ""
    data = undo(raw[node.start : node.end], node.encoding)[:_FILE_BYTES]
    found = decode(data, node.type_field.text("charset"))
    if found.lossy:
        return ""
    return marks.drop(html_to_text(found.text)) if is_page else tidy(found.text).strip()


def _with_letters(
    message: Message,
    raw: bytes,
    attached: list[Node],
    notes: list[str],
    read: Callable[[bytes], Message],
) -> Message:
    """Return `message` with the texts of attached letters as forwarded mail."""
    letters = [node for node in attached if _is_letter(node)][:_MAX_NESTED]
    if not letters:
        return message
    texts = [_letter_text(raw, node, read) for node in letters]
    notes.append("attached_letter")
    forwarded = "\n\n".join(t for t in (message.forwarded, *texts) if t)
    return replace(message, forwarded=forwarded[: limits.TEXT_CHARS])


def _is_letter(node: Node) -> bool:
    """Say whether a part is a letter."""
    return node.media_type in ("message/rfc822", "message/global") or (
        filename(node).lower().endswith(".eml")
    )


def _letter_text(raw: bytes, node: Node, read: Callable[[bytes], Message]) -> str:
    """Return subject and text of an attached letter."""
    end = min(node.end, node.start + limits.NESTED_BYTES)
    inner = read(undo(raw[node.start : end], node.encoding))
    return "\n\n".join(t for t in (inner.subject, inner.text) if t)
