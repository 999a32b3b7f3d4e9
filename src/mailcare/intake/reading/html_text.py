"""HTML → text as a person sees it: one line per block, one line per table row, numbers whole.

lexbor makes a sound tree of whatever was sent; we walk its serialised form, which has no error
left in it, so that depth costs nothing. Quotes and signature cards that the writing client marked
are bracketed by marks (see `marks`) for whoever tells the letter's own text apart.
"""

import re
from functools import lru_cache
from html import unescape
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser

from mailcare.intake.reading import hooks, limits, marks

_TOKEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<![^>]*+>?"
    r"|<(?P<name>/?[a-zA-Z][^\s/<>]*+)(?P<attrs>(?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*+)>"
    r"|(?P<text>(?:[^<]++|<(?![a-zA-Z/!]))++|<)",
    re.DOTALL,
)
_ANY_TAG = re.compile(r"<[a-zA-Z!/]")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_RAW = re.compile(r"(?is)<(script|style|title|template|noframes)\b[^>]*+>.*?(?:</\1\s*>|\Z)")
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_SOFT = str.maketrans("\xa0\u2002\u2003\u2009\u202f", "     ", "\u00ad\u200b\u200c\u2060\ufeff\x00")
_IS_SOFT = re.compile(f"[{''.join(map(chr, _SOFT))}]")
_TEL = re.compile(r"""href\s*=\s*["']?tel:([+\d()\-. ]{5,20})""", re.IGNORECASE)
_REFERENCES = (("&nbsp;", "\xa0"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&"))
_VOID = frozenset(
    {
        *("br", "hr", "img", "input", "meta", "link", "area", "base", "col", "embed", "wbr"),
        *("source", "track", "param"),
    }
)
_BLOCKS = frozenset(
    {
        *("address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog"),
        *("dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1"),
        *("h2", "h3", "h4", "h5", "h6", "header", "hgroup", "html", "legend", "li", "main", "menu"),
        *("nav", "ol", "optgroup", "option", "p", "pre", "section", "summary", "table", "tbody"),
        *("tfoot", "thead", "tr", "ul", "caption"),
    }
)
_UNSEEN = frozenset(
    {
        *("head", "script", "style", "title", "template", "noframes", "object", "applet", "audio"),
        *("video", "svg", "math", "select", "datalist"),
    }
)
_HIDDEN = re.compile(
    r"(?i)\bhidden(?:=\"\"|\s|$)|style\s*=\s*[\"'][^\"']*(?:display\s*:\s*none|mso-hide\s*:\s*all"
    r"|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|pt|em|%)?\s*(?:[;\"'!]|$)"
    r"|max-height\s*:\s*0(?:px)?\s*[;\"'][^\"']*|opacity\s*:\s*0\s*[;\"'])"
)
_REPEATED = 300
"""Characters of attributes that are remembered."""
_PRE_STYLE = re.compile(r"(?i)white-space\s*:\s*(?:pre|break-spaces)")


class _Told(NamedTuple):
    """What an element's attributes tell."""

    is_hidden: bool = False
    is_pre: bool = False
    begin: str = ""
    """Mark to write where it begins."""
    end: str = ""


_NOTHING = _Told()


def _told(name: str, attrs: str) -> _Told:
    """Return what attributes tell; editors repeat the same ones hundreds of times."""
    return (_tell_again if len(attrs) < _REPEATED else _tell)(name, attrs)


def _tell(name: str, attrs: str) -> _Told:
    """Return what attributes tell."""
    is_hidden, is_pre = bool(_HIDDEN.search(attrs)), bool(_PRE_STYLE.search(attrs))
    return _Told(is_hidden, is_pre, *hooks.element(name, attrs))


_tell_again = lru_cache(maxsize=1024)(_tell)


def html_to_text(source: str) -> str:
    """Return the text that `source` shows, with marks around quotes and signature cards."""
    source = source[: limits.HTML_CHARS]
    if not _ANY_TAG.search(source):  # plain text that only claims to be a page keeps its lines
        return unescape(marks.clean(source)).translate(_SOFT).strip("\n ")
    if _depth(source) > limits.HTML_DEPTH:
        return _Writer().write(_RAW.sub("", source[: limits.DEEP_HTML_CHARS]))
    tree = LexborHTMLParser(source)
    root = tree.root
    return _Writer().write((root.html or "") if root is not None else "")


def _depth(source: str) -> int:
    """Return how deep elements can nest, before a parser has closed what was left open."""
    if source.count("<") < limits.HTML_DEPTH:
        return 0
    depth = deepest = 0
    for slash, name in _TAG.findall(source):
        if slash:
            depth = max(0, depth - 1)
        elif name.lower() not in _VOID:
            depth += 1
            deepest = max(deepest, depth)
    return deepest


class _Writer:
    """Turns sound HTML into lines."""

    def __init__(self) -> None:
        self._out: list[str] = []
        self._gap = ""
        """What stands between the text so far and the next: nothing, blank, tab or line feeds."""
        self._open: list[str] = []
        self._unseen = 0
        """Size of the stack when unseen content began, or 0."""
        self._pre = 0
        self._ends: dict[int, str] = {}
        """Marks to write when the element at that depth closes."""
        self._tight: set[int] = set()
        """Depths of paragraphs without space around them, as Word writes them."""
        self._links: dict[int, tuple[str, int]] = {}
        """Numbers of ``tel:`` links by depth, and where their text begins."""
        self._cells: list[int] = []
        """Cells seen so far in each open row."""

    def write(self, source: str) -> str:
        """Return the text of `source`."""
        source = marks.clean(source)
        for match in _TOKEN.finditer(source):
            name, attrs, text = match.groups()
            if text is not None:
                if not self._unseen:
                    self._text(_unescape(text) if "&" in text else text)
            elif name:
                self._tag(name.lower(), attrs)
        return "".join(self._out).strip("\n ")

    def _tag(self, name: str, attrs: str) -> None:
        """Handle a start or end tag."""
        if name.startswith("/"):
            self._close(name[1:])
        elif name in _VOID:
            if not self._unseen:
                self._void(name, attrs)
        else:
            self._start(name, attrs)

    def _void(self, name: str, attrs: str) -> None:
        """Handle an element without content."""
        if name == "br":
            self._gap = self._gap.rstrip(" ") + "\n" if self._gap.strip(" \t") else "\n"
        elif name == "hr":
            self._break()
            self._mark(hooks.rule(attrs))

    def _start(self, name: str, attrs: str) -> None:
        """Handle a start tag."""
        self._open.append(name)
        if self._unseen:
            return
        told = _told(name, attrs) if attrs or name == "blockquote" else _NOTHING
        if name in _UNSEEN or told.is_hidden:
            self._unseen = len(self._open)
            return
        if name in ("td", "th"):
            self._cell()
        elif name in _BLOCKS:
            if name == "p" and "Mso" in attrs:
                self._tight.add(len(self._open))
            self._break(self._space(name, len(self._open)))
            if name == "tr":
                self._cells.append(0)
        if name in ("pre", "textarea") or told.is_pre:
            self._pre = self._pre or len(self._open)
        if told is not _NOTHING:
            self._hook(name, attrs, told)

    def _hook(self, name: str, attrs: str, told: "_Told") -> None:
        """Write the marks that the element's attributes call for, note a phone link."""
        if name == "a" and (link := _TEL.search(attrs)):
            self._links[len(self._open)] = (link[1].strip(), len(self._out))
        if told.begin:
            self._mark(told.begin)
        if told.end:
            self._ends[len(self._open)] = told.end

    def _close(self, name: str) -> None:
        """Handle an end tag: everything open inside the element ends too."""
        if name not in self._open:
            return
        while self._open:
            top = self._open.pop()
            self._end(top, len(self._open) + 1)
            if top == name:
                return

    def _end(self, name: str, depth: int) -> None:
        """Handle the end of the element at `depth`."""
        if self._unseen:
            if depth <= self._unseen:
                self._unseen = 0
            return
        if depth == self._pre:
            self._pre = 0
        if depth in self._ends:
            self._break()
            self._mark(self._ends.pop(depth))
        if depth in self._links:
            self._show_number(*self._links.pop(depth))
        if name in ("td", "th"):
            self._gap = ""
        elif name in _BLOCKS:
            self._break(self._space(name, depth))
            self._tight.discard(depth)
            if name == "tr" and self._cells:
                self._cells.pop()

    def _space(self, name: str, depth: int) -> str:
        """Return the gap around a block: a blank line for paragraphs."""
        return "\n\n" if name == "p" and depth not in self._tight else "\n"

    def _show_number(self, number: str, start: int) -> None:
        """Write the number behind a phone link whose text does not say it."""
        said = re.sub(r"\D", "", "".join(self._out[start:]))
        if re.sub(r"\D", "", number)[-8:] not in said:
            self._text(f" {number}")

    def _cell(self) -> None:
        """Begin a table cell: a tab before all but the first."""
        if not self._cells:
            self._cells.append(0)
        if self._cells[-1]:
            self._gap = "\t"
        self._cells[-1] += 1

    def _break(self, lines: str = "\n") -> None:
        """Begin a new line, unless one has begun or a cell has."""
        if self._gap == "\t" or len(self._gap.strip(" ")) >= len(lines):
            return
        self._gap = lines

    def _mark(self, mark: str) -> None:
        """Write a mark on a line of its own."""
        if mark:
            self._out.append("\n" + mark)
            self._gap = "\n"

    def _text(self, text: str) -> None:
        """Write text."""
        if not self._pre:
            text = _BLANKS.sub(" ", text)
            after_blank = self._gap or not self._out or self._out[-1][-1:] == " "
            if text == " ":
                self._gap = self._gap if after_blank else " "
                return
            if after_blank:
                text = text.removeprefix(" ")
        if _IS_SOFT.search(text):
            text = text.translate(_SOFT)
        if not text:
            return
        if self._out or self._gap == "\t":
            self._out.append(self._gap)
        self._gap = ""
        self._out.append(text)


def _unescape(text: str) -> str:
    """Return text without the references that a serialiser writes."""
    for reference, character in _REFERENCES:
        text = text.replace(reference, character)
    return text
