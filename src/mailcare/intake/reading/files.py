"""The files attached to a letter, decoded: what a colleague wants to go along with an answer."""

from typing import NamedTuple

from mailcare.intake.reading import bodies, header
from mailcare.intake.reading.names import filename
from mailcare.intake.reading.scan import Node, scan
from mailcare.intake.reading.transfer import undo

MOST = 20
LARGEST = 15 * 1024 * 1024
"""Decoded bytes of all files of a letter together; more than providers take is never sent."""


class AttachedFile(NamedTuple):
    """A file as its sender attached it."""

    name: str
    content_type: str
    data: bytes


class TooLargeError(ValueError):
    """The files are too many, or too large together, to go along with a letter."""


def attached_files(raw: bytes) -> tuple[AttachedFile, ...]:
    """Return the files of a letter that was read before; no letters, no pictures of its text.

    Raises:
        TooLargeError: there are more than `MOST`, or they exceed `LARGEST`.
    """
    root = scan(raw, header.letter_start(raw)).root
    nodes = [node for node in bodies.sort_parts(root).attached if _is_file(node)]
    sizes = (bodies.attachment(raw, node).size for node in nodes)
    if len(nodes) > MOST or sum(sizes) > LARGEST:
        raise TooLargeError
    return tuple(_file(raw, node) for node in nodes)


def _is_file(node: Node) -> bool:
    """Logos of signatures and pictures in the text have a Content-ID; earlier mail is a letter."""
    if node.media_type.startswith(("message/", "multipart/")) or not filename(node):
        return False
    return node.disposition == "attachment" or not node.section.first("content-id")


def _file(raw: bytes, node: Node) -> AttachedFile:
    data = undo(raw[node.start : node.end], node.encoding)
    return AttachedFile(filename(node), node.media_type, data)
