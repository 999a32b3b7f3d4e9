"""Which parts are the letter's text, and which are attachments."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from mailcare.intake.reading import limits
from mailcare.intake.reading.charset import Decoded, decode
from mailcare.intake.reading.inline_files import split_off
from mailcare.intake.reading.names import filename, shown_name
from mailcare.intake.reading.plain_text import tidy, unflow
from mailcare.intake.reading.scan import Node
from mailcare.intake.reading.transfer import decoded_size, undo
from mailcare.model.letter import Attachment

TEXT_TYPES = ("text/plain", "text/html")
_OTHER_FACES = frozenset(
    {
        *("text/enriched", "text/richtext", "text/x-amp-html", "text/watch-html", "text/rtf"),
    }
)
_REPORT_TYPES = frozenset(
    {
        *("message/delivery-status", "message/disposition-notification"),
        *("text/rfc822-headers", "message/global-delivery-status"),
        *("message/feedback-report", "message/global-headers"),
    }
)
_ENRICHED = ("text/enriched", "text/richtext")
_COMMANDS = re.compile(r"(?<!<)</?[A-Za-z][A-Za-z-]{0,59}>")
_META = re.compile(
    rb"(?i)(?:<meta[^>]{1,300}?charset|<\?xml[^>]{1,100}?encoding)\s*=\s*[\"']?\s*([\w.:-]{2,40})"
)


@dataclass(slots=True)
class Body:
    """One piece of the letter's text, as the client offered it."""

    plain: list[Node] = field(default_factory=list)
    html: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class Sorted:
    """The letter's parts by use."""

    bodies: list[Body] = field(default_factory=list)
    attached: list[Node] = field(default_factory=list)
    reports: list[Node] = field(default_factory=list)


class PartText(NamedTuple):
    """A text part's text and what was found out while decoding."""

    decoded: Decoded
    is_cut: bool = False
    files: tuple[Attachment, ...] = ()
    """Files that stood in the text itself."""


def sort_parts(root: Node) -> Sorted:
    """Return the letter's parts by use, in the order they stand."""
    found = Sorted()
    for node, parents in _leaves(root):
        if node.media_type in _REPORT_TYPES and node is not root:
            found.reports.append(node)
        elif _is_text(node, parents, found):
            _add_text(node, parents, found)
        elif not _is_other_face(node, parents):
            found.attached.append(node)
    return found


def _leaves(root: Node) -> Iterator[tuple[Node, tuple[Node, ...]]]:
    """Yield the leaves in order, each with the multiparts it stands in, innermost last."""
    waiting: list[tuple[Node, tuple[Node, ...]]] = [(root, ())]
    while waiting:
        node, parents = waiting.pop()
        if not node.is_open:
            yield node, parents
            continue
        inner = (*parents[-limits.DEPTH :], node)
        waiting.extend((child, inner) for child in reversed(node.children))


def _is_text(node: Node, parents: tuple[Node, ...], found: Sorted) -> bool:
    """Say whether a leaf is text to be read rather than an attachment."""
    kind = node.media_type
    if kind.startswith("multipart/"):  # its boundary never came
        kind = "text/plain"
    if not kind.startswith("text/") or node.disposition.startswith("attachment"):
        return False
    if kind not in TEXT_TYPES:
        lone = not found.bodies and (not parents or len(parents[-1].children) == 1)
        return lone and not filename(node) and kind != "text/calendar"
    if filename(node) and (found.bodies or node.disposition == "inline"):
        return not parents or (kind == "text/html" and not found.bodies and not found.attached)
    is_related = bool(parents) and parents[-1].media_type == "multipart/related"
    if is_related and node is not parents[-1].children[0]:
        return not found.bodies
    return len(found.bodies) < limits.TEXT_PARTS


def _is_other_face(node: Node, parents: tuple[Node, ...]) -> bool:
    """Say whether a leaf is the letter's text once more, in a form that hardly anyone reads."""
    is_alternative = bool(parents) and parents[-1].media_type == "multipart/alternative"
    if not is_alternative or node.media_type not in _OTHER_FACES or filename(node):
        return False
    return any(face.media_type in TEXT_TYPES or face.is_open for face in parents[-1].children)


def _add_text(node: Node, parents: tuple[Node, ...], found: Sorted) -> None:
    """Add a text part: to the body whose alternative it is, or as a body of its own."""
    alternative = next(
        (p for p in reversed(parents) if p.media_type.endswith("/alternative")), None
    )
    body = found.bodies[-1] if found.bodies and alternative is not None else None
    key = "html" if node.media_type == "text/html" else "plain"
    if body is None or not _same_alternative(body, alternative):
        body = Body()
        found.bodies.append(body)
    getattr(body, key).append(node)


def _same_alternative(body: Body, alternative: Node | None) -> bool:
    """Say whether `body` began in the same multipart/alternative."""
    first = (body.plain or body.html)[0]
    return alternative is not None and alternative.start <= first.start < alternative_end(
        alternative
    )


def alternative_end(node: Node) -> int:
    """Return where the last leaf below `node` ends."""
    while node.is_open and node.children:
        node = node.children[-1]
    return node.end


def part_text(raw: bytes, node: Node) -> PartText:
    """Return the text of a text part, decoded and with one kind of line ends."""
    end = min(node.end, node.start + limits.TEXT_BYTES * 2)
    data = undo(raw[node.start : end], node.encoding)
    is_cut = end < node.end or len(data) > limits.TEXT_BYTES
    data = data[: limits.TEXT_BYTES]
    is_html = node.media_type == "text/html"
    data, files = (data, ()) if is_html else split_off(data)
    meta = _META.search(data[:4096]) if is_html else None
    hint = meta[1].decode("ascii", "replace") if meta else ""
    declared = node.type_field.text("charset")
    found = decode(data, declared, hint)
    if is_cut and found.text.endswith("\ufffd"):
        found = found._replace(text=found.text.rstrip("\ufffd"), lossy=False)
    text = tidy(found.text)
    if node.media_type in _ENRICHED:
        text = _COMMANDS.sub("", text).replace("<<", "<")
    if not is_html and node.type_field.text("format").lower() == "flowed":
        text = unflow(text, delete_space=node.type_field.text("delsp").lower() == "yes")
    return PartText(found._replace(text=text), is_cut, files)


def attachment(raw: bytes, node: Node) -> Attachment:
    """Return what a Message says of an attached part."""
    size = decoded_size(raw, node.start, node.end, node.encoding)
    return Attachment(shown_name(raw, node), node.media_type, size)
