"""A letter's structure as spans: which bytes are which part, found without copying any body.

Comes before the MIME parser, so that the parser never sees more than it can bear: one pass, no
recursion, time linear in the letter's size whatever its boundaries are.
"""

import re
from dataclasses import dataclass, field

from mailcare.intake.reading import header, limits, params

_LINES = 60_000
"""Lines beginning with ``--`` that are looked at."""
_BOUNDARY_LINE = re.compile(rb"(?im)^--([^\r\n]{1,200}?)[ \t\r]*\n(?:content-|\r?\n)")
_FIRST_LINE = re.compile(rb"^--([^\s-][^\r\n]{0,200}?)[ \t]*\r?$", re.MULTILINE)
_MAX_BOUNDARY = 200
_PAGE = re.compile(rb"(?i)\s{0,200}(?:<!doctype html|<html[\s>])")
_ENCODINGS = {"base64": "base64", "quotedprintable": "quoted-printable", "qp": "quoted-printable"}


@dataclass(slots=True)
class Node:
    """A part: its header section, the span of its body, the parts inside it."""

    section: header.Section
    start: int
    end: int
    default_type: str = "text/plain"
    children: list["Node"] = field(default_factory=list)
    type_field: params.Parsed = params.EMPTY
    disposition_field: params.Parsed = params.EMPTY
    is_open: bool = False
    """It is a multipart whose boundary is known."""
    depth: int = 0

    def __post_init__(self) -> None:
        """Read the fields that say what the part is."""
        self.type_field = params.parse(self.section.first("content-type"))
        self.disposition_field = params.parse(self.section.first("content-disposition"))

    @property
    def media_type(self) -> str:
        """The part's media type in lower case."""
        return params.media_type(self.type_field) if self.type_field.value else self.default_type

    @property
    def disposition(self) -> str:
        """``inline``, ``attachment`` or empty."""
        return self.disposition_field.value

    @property
    def encoding(self) -> str:
        """The Content-Transfer-Encoding in lower case."""
        value = self.section.first("content-transfer-encoding").split(b";")[0]
        name = value.decode("latin-1").strip().strip("\"'").lower()
        return _ENCODINGS.get(re.sub(r"[\s_-]+", "", name), name)


@dataclass(slots=True)
class Scanned:
    """What one pass over a letter found."""

    root: Node
    notes: list[str]


def scan(raw: bytes, start: int = 0, end: int | None = None) -> Scanned:
    """Return the structure of the letter in ``raw[start:end]``."""
    end = len(raw) if end is None else end
    section = header.split(raw, start, end)
    is_page = not section.first("content-type") and _PAGE.match(raw, section.body, end)
    root = Node(section, section.body, end, "text/html" if is_page else "text/plain")
    walk = _Walk(raw, end, root)
    walk.run()
    notes = ["header_section_cut"] if section.cut else []
    if walk.parts > limits.PARTS:
        notes.append("too_many_parts")
    if walk.deepest > limits.DEPTH:
        notes.append("nested_too_deep")
    if walk.broken:
        notes.append("broken_mime")
    return Scanned(root, notes)


class _Walk:
    """The pass itself: a stack of open multiparts and the part being read."""

    def __init__(self, raw: bytes, end: int, root: Node) -> None:
        self.raw = raw
        self.end = end
        self.parts = 0
        self.deepest = 0
        self.broken = False
        self._stack: list[tuple[Node, bytes]] = []
        self._level: dict[bytes, int] = {}
        self._leaf: Node | None = None
        self._open(root)
        if self._leaf is root:
            self._leaf = None

    def run(self) -> None:
        """Go through all lines that begin with two hyphens."""
        if not self._stack:
            return
        at = self._stack[0][0].start
        if self.raw[at : at + 2] == b"--":
            at = self._line(at)
        for _ in range(_LINES):
            found = self.raw.find(b"\n--", max(0, at - 1), self.end)
            if found < 0 or self.parts > limits.PARTS:
                break
            at = self._line(found + 1)
        self._close(self.end)
        root = self._stack[0][0] if self._stack else None
        if root and not root.children:
            root.is_open = False
            self.broken = True

    def _line(self, at: int) -> int:
        """Handle the line at `at`; return where to go on."""
        stop = self.raw.find(b"\n", at, min(self.end, at + _MAX_BOUNDARY + 4))
        stop = min(self.end, at + _MAX_BOUNDARY) if stop < 0 else stop
        token = self.raw[at + 2 : stop].rstrip(b" \t\r")
        level = self._level.get(token)
        if level is not None:
            return self._begin(level, at, stop + 1)
        if token.endswith(b"--"):
            level = self._level.get(token[:-2].rstrip(b" \t"))
            if level is not None:
                self._close(at)
                self._drop_to(level + 1)
        return stop

    def _begin(self, level: int, at: int, start: int) -> int:
        """Open the next part of the multipart at `level`."""
        self._close(at)
        self._drop_to(level + 1)
        parent = self._stack[level][0]
        section = header.split(self.raw, min(start, self.end), self.end, is_part=True)
        default = "message/rfc822" if parent.media_type == "multipart/digest" else "text/plain"
        node = Node(section, section.body, self.end, default, depth=parent.depth + 1)
        parent.children.append(node)
        self.parts += 1
        self.deepest = max(self.deepest, node.depth)
        self._open(node)
        return max(section.body - 1, start)

    def _open(self, node: Node) -> None:
        """Make `node` the innermost multipart, or the part being read."""
        self._leaf = node
        if not node.media_type.startswith("multipart/"):
            return
        boundary = self._boundary(node)
        if boundary and boundary not in self._level:
            self._level[boundary] = len(self._stack)
            self._stack.append((node, boundary))
            node.is_open = True
            self._leaf = None

    def _boundary(self, node: Node) -> bytes:
        """Return the boundary declared, or the one the body shows."""
        declared = node.type_field.params.get("boundary", b"").strip()[:_MAX_BOUNDARY]
        extended = node.type_field.extended.get("boundary", "").encode("latin-1", "ignore")
        declared = declared or extended
        if node.depth == 0 and (not declared or b"--" + declared not in self.raw):
            self.broken = True
            window = self.raw[node.start : node.start + limits.HEADER_BYTES]
            shown = _BOUNDARY_LINE.search(window) or _FIRST_LINE.search(window)
            return shown[1] if shown else declared
        return declared

    def _close(self, at: int) -> None:
        """End the part being read before the line at `at`."""
        if self._leaf is not None:
            stop = at
            if stop < self.end or self.raw[stop - 1 : stop] == b"\n":
                stop -= self.raw[stop - 1 : stop] == b"\n"
                stop -= self.raw[stop - 1 : stop] == b"\r"
            self._leaf.end = max(self._leaf.start, stop)
            self._leaf = None

    def _drop_to(self, level: int) -> None:
        """Forget the multiparts above `level`."""
        while len(self._stack) > level:
            _, boundary = self._stack.pop()
            del self._level[boundary]
