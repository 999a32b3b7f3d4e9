"""With which characters the matches of a regular expression may begin.

Read from what Python's own parser makes of it, so that both mean the same. Where that parser is
not what this module knows, or a match may begin with nearly anything, there is no answer, and the
expression is tried everywhere: this only saves time, it never decides.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any, Final

ANY: Final = "\uffff"
"""Stands for any character at all."""
_TEXT, _LINE = "\ufffe", "\ufdd0"
"""Stand for the start of the text and of a line."""
_MARKS = frozenset({ANY, _TEXT, _LINE})
_MARK = re.compile(f"[{ANY}{_TEXT}{_LINE}]")
_LENGTH = 5
"""Characters of a beginning at most."""
_MOST = 1_000
"""Beginnings of one thing behind another that are told apart."""
_WIDEST = 300
"""Characters of a class that are told apart; a wider one is any character."""
_SPACES = frozenset(" \t\n")
_NUMERALS = frozenset("一二三四五六七八九十两几")
_LATIN = frozenset("abcdefghijklmnopqrstuvwxyz")
_ODD = {"\u0130": "i", "\u0131": "i", "\u017f": "s"}
"""What a letter of ours stands for too where case does not matter."""

Heads = frozenset[str]
_NOTHING: Heads = frozenset({""})
_WILD: Heads = frozenset({ANY})


@dataclass(frozen=True, slots=True)
class Beginnings:
    """How a match may begin: by these characters, or only at certain places."""

    heads: Heads
    """A few characters, as `plain_char` gives them."""
    at_start: bool
    """Also anyhow at the text's start."""
    at_lines: bool
    """Also anyhow at the start of a line."""

    @property
    def is_wide(self) -> bool:
        """Whether they are at nearly every place of an English text."""
        return self.heads >= _LATIN


@cache
def plain_char(char: str) -> str:
    """Return what stands for `char`: a small letter, one blank, one digit, one numeral."""
    if char.isdecimal():
        return "0"
    if char in _NUMERALS:
        return "一"
    if char.isspace():
        return char if char in _SPACES else " "
    if "\ud800" <= char <= "\udfff":
        return "\ufffd"
    return _ODD.get(char) or char.lower()[:1]


_SPECIAL = re.compile(r"[\\.^$*+?{}\[\]|()]")
_PIECE = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[()|]|[^\\\[()|]+", re.DOTALL)


def alternatives(source: str) -> list[str]:
    """Return what an expression leaves to choose from, in order: any of it matches as a whole."""
    found, depth = [""], 0
    for piece in _PIECE.findall(source):
        depth += (piece == "(") - (piece == ")")
        if piece == "|" and not depth:
            found.append("")
        else:
            found[-1] += piece
    return found


def beginnings(source: str, flags: int) -> Beginnings | None:
    """Return how matches of an expression may begin, or None where that is nearly anyhow."""
    if source and not _SPECIAL.search(source):
        head = "".join(map(plain_char, source[:_LENGTH]))
        return Beginnings(frozenset({head}), at_start=False, at_lines=False)
    try:
        parser: Any = import_module("re._parser")
        parsed = parser.parse(source, flags)
        is_multiline = bool(parsed.state.flags & re.MULTILINE)
        heads = _Reading(is_multiline).of_all(parsed) if parsed.getwidth()[0] else _WILD
    except (ImportError, AttributeError, _UnknownError):
        return None
    merged = _merged(heads)
    if "" in heads or ANY in {head[:1] for head in heads}:
        return None
    return Beginnings(
        heads=merged,
        at_start=any(head.startswith(_TEXT) for head in heads),
        at_lines=any(head.startswith(_LINE) for head in heads),
    )


def _merged(heads: Heads) -> Heads:
    """Leave out marks, and what begins as a shorter one does."""
    plain = {_until_mark(head) for head in heads if head[:1] not in _MARKS}
    return frozenset(
        head for head in plain if plain.isdisjoint(head[:end] for end in range(1, len(head)))
    )


def _until_mark(head: str) -> str:
    return _MARK.split(head, maxsplit=1)[0]


class _UnknownError(Exception):
    """The parser says what this module does not know."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """What is read off a parsed expression."""

    is_multiline: bool

    def of_all(self, items: Iterable[tuple[Any, Any]]) -> Heads:
        """Return the beginnings of `items`, one behind the other."""
        heads = _NOTHING
        for operation, argument in items:
            if all(map(_is_whole, heads)):
                break
            heads = _joined(heads, self.of_one(str(operation), argument))
        return heads

    def of_one(self, operation: str, argument: Any) -> Heads:  # noqa: ANN401 - as the parser has it
        """Return the beginnings of one operation."""
        match operation:
            case "LITERAL":
                heads = frozenset({plain_char(chr(argument))})
            case "IN":
                heads = _of_class(argument)
            case "ANY" | "NOT_LITERAL":
                heads = _WILD
            case "BRANCH":
                heads = frozenset().union(*map(self.of_all, argument[1]))
            case "SUBPATTERN":
                heads = self._of_group(*argument)
            case "ATOMIC_GROUP":
                heads = self.of_all(argument)
            case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
                heads = self._of_repeat(*argument)
            case "ASSERT" | "ASSERT_NOT":
                heads = _NOTHING
            case "AT":
                heads = self._of_place(str(argument))
            case _:
                raise _UnknownError
        return heads

    def _of_group(self, _number: int, added: int, _removed: int, items: Any) -> Heads:  # noqa: ANN401 - as the parser has it
        """Return the beginnings of a group; one with flags of its own is not known."""
        if added & re.MULTILINE:
            raise _UnknownError
        return self.of_all(items)

    def _of_repeat(self, least: int, most: int, items: Any) -> Heads:  # noqa: ANN401 - as the parser has it
        once = heads = self.of_all(items)
        for _ in range(1, min(most, _LENGTH)):
            heads |= _joined(heads, once)
        return heads if least else heads | _NOTHING

    def _of_place(self, place: str) -> Heads:
        if place == "AT_BEGINNING":
            return frozenset({_LINE if self.is_multiline else _TEXT})
        return frozenset({_TEXT}) if place == "AT_BEGINNING_STRING" else _NOTHING


def _is_whole(head: str) -> bool:
    return len(head) >= _LENGTH or head.endswith(ANY)


def _joined(heads: Heads, more: Heads) -> Heads:
    """Return the beginnings of one thing behind another, shorter ones where they are too many."""
    whole = {head for head in heads if _is_whole(head)}
    unfinished = heads - whole
    if len(unfinished) * len(more) <= _MOST:
        return frozenset(whole | {(head + end)[:_LENGTH] for head in unfinished for end in more})
    firsts = {end[:1] + ANY for end in more} if unfinished >= _NOTHING else set()
    return frozenset(whole | firsts | {head + ANY for head in unfinished if head})


def _of_class(items: list[tuple[Any, Any]]) -> Heads:
    chars: set[str] = set()
    for operation, argument in items:
        chars.update(_of_member(str(operation), argument))
    return _WILD if ANY in chars else frozenset(chars)


def _of_member(operation: str, argument: Any) -> Iterator[str]:  # noqa: ANN401 - as the parser has it
    if operation == "LITERAL":
        yield plain_char(chr(argument))
    elif operation == "RANGE" and argument[1] - argument[0] < _WIDEST:
        yield from (plain_char(chr(code)) for code in range(argument[0], argument[1] + 1))
    elif operation == "CATEGORY" and str(argument) == "CATEGORY_DIGIT":
        yield "0"
    elif operation == "CATEGORY" and str(argument) == "CATEGORY_SPACE":
        yield from _SPACES
    else:
        yield ANY
