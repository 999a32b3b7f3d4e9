"""What a text must hold for a regular expression to match: its openings, read off its parse tree.

Most expressions of this room list hundreds of words of which a letter holds few. A search tries
all of them at each character; where none of the openings stands none can match. What an expression
opens with is derived, never written down, so that words can be changed without a thought of it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from re import MULTILINE, _constants, _parser  # type: ignore[attr-defined]  # Python's own parser
from typing import Any

START, LINE = "\0^", "\0\n"
"""In place of an opening: the beginning of the text, the beginning of a line."""
DIGITS, SPACES = "0123456789", " \t\n\r\f\v"
"""What `\\d` and `\\s` stand for; a text that holds others must be searched plainly."""

_LONGEST, _HAN = 3, 2
"""Characters of an opening, and of one that holds others than ASCII: those are rare enough."""
_MOST = 900
"""Openings of one expression; from there on shorter ones are taken."""
_CLASS = 160
"""Characters of a class that is spelled out."""
_REACH = 40
"""Characters that may stand before an opening."""

Item = tuple[Any, Any]
Prefixes = dict[str, bool]
"""What an expression may begin with; True: it may match just that, so that more may follow."""


class _UnknownError(Exception):
    """An expression may begin with too much."""


@dataclass(frozen=True, slots=True)
class Opening:
    """Strings of which each match holds one, `least` to `most` characters after its start."""

    keys: frozenset[str]
    least: int
    most: int


def find_openings(expression: str, flags: int = 0) -> tuple[Opening, ...]:
    """Return where and by what each match of `expression` can be found; nothing if unknown."""
    tree = _parser.parse(expression, flags)
    if tree.state.flags & ~(MULTILINE | _constants.SRE_FLAG_UNICODE) or tree.getwidth()[0] == 0:
        return ()
    return _merged(_Openings(tree.state).find(list(tree)) or ())


def _merged(openings: Iterable[Opening]) -> tuple[Opening, ...]:
    """Return one opening for each distance."""
    keys: dict[tuple[int, int], set[str]] = {}
    for one in openings:
        keys.setdefault((one.least, one.most), set()).update(one.keys)
    return tuple(Opening(frozenset(some), *place) for place, some in keys.items())


class _Openings:
    """Reads the openings off a parse tree."""

    def __init__(self, state: Any) -> None:  # noqa: ANN401 - the parser's own, without types
        self._state = state
        self._lines = bool(state.flags & MULTILINE)

    def find(self, items: Sequence[Item]) -> list[Opening] | None:
        """Return the openings of a sequence, or None."""
        items, bound = _spliced(items)
        if bound and not self._lines:
            return [Opening(frozenset({START}), 0, 0)]
        found = self._direct(items) or self._behind(items)
        return found or ([Opening(frozenset({LINE}), 0, 0)] if bound else None)

    def _direct(self, items: Sequence[Item]) -> list[Opening] | None:
        if items and items[0][0] is _constants.BRANCH:
            found = [self.find([*branch, *items[1:]]) for branch in items[0][1][1]]
            return [one for some in found for one in some or ()] if all(found) else None
        for length in range(_LONGEST, 0, -1):
            try:
                keys = frozenset(_prefixes(items, length))
            except _UnknownError:
                continue
            return None if "" in keys else [Opening(keys, 0, 0)]
        return None

    def _behind(self, items: Sequence[Item]) -> list[Opening] | None:
        """Return the openings of what follows the first item."""
        if not items:
            return None
        least, most = _parser.SubPattern(self._state, [items[0]]).getwidth()
        found = self.find(items[1:]) if most <= _REACH else None
        if not found or any(one.most + most > _REACH or START in one.keys for one in found):
            return None
        return [Opening(one.keys, one.least + least, one.most + most) for one in found]


def _spliced(items: Sequence[Item]) -> tuple[list[Item], bool]:
    """Return the items from the first that has a width, out of its group; and if `^` is before."""
    rest, bound = list(items), False
    while rest:
        kind, value = rest[0]
        if kind is _constants.SUBPATTERN and not value[1] and not value[2]:
            rest[:1] = list(value[3])
        elif kind in (_constants.AT, _constants.ASSERT, _constants.ASSERT_NOT):
            bound = bound or (kind is _constants.AT and value in _BEGINNINGS)
            del rest[0]
        else:
            break
    return rest, bound


_BEGINNINGS = (_constants.AT_BEGINNING, _constants.AT_BEGINNING_STRING)


def _prefixes(items: Iterable[Item], length: int) -> Prefixes:
    found: Prefixes = {"": True}
    for item in items:
        found = _followed(found, _of_item(item, length), length)
        if not any(found.values()):
            break
    return found


def _followed(before: Prefixes, after: Prefixes, length: int) -> Prefixes:
    """Return what the two may begin with, one behind the other."""
    found: Prefixes = {}
    for start, is_open in before.items():
        for end, goes_on in after.items() if is_open else (("", False),):
            key, is_whole = _cut(start + end, length)
            found[key] = found.get(key, True) and goes_on and not is_whole
        if len(found) > _MOST:
            raise _UnknownError
    return found


def _cut(key: str, length: int) -> tuple[str, bool]:
    """Return the beginning that is rare enough, and whether there is such a one."""
    limit = length if key[:_LONGEST].isascii() and key[:_LONGEST].isprintable() else _HAN
    limit = min(limit, length)
    return key[:limit], len(key) >= limit


def _of_item(item: Item, length: int) -> Prefixes:
    kind, value = item
    if kind is _constants.LITERAL:
        return {chr(value): True}
    if kind is _constants.IN and (chars := _class(value)):
        return dict.fromkeys(chars, True)
    if kind in (_constants.AT, _constants.ASSERT, _constants.ASSERT_NOT):
        return {"": True}
    return _of_group(kind, value, length)


def _of_group(kind: Any, value: Any, length: int) -> Prefixes:  # noqa: ANN401 - as above
    if kind is _constants.SUBPATTERN and not value[1] and not value[2]:
        return _prefixes(value[3], length)
    if kind is _constants.ATOMIC_GROUP:
        return _prefixes(value, length)
    if kind is _constants.BRANCH:
        return reduce(_either, (_prefixes(branch, length) for branch in value[1]))
    if kind in (_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT):
        return _repeated(value, length)
    return {"": False}


def _either(one: Prefixes, other: Prefixes) -> Prefixes:
    return one | {key: is_open and one.get(key, True) for key, is_open in other.items()}


def _repeated(value: tuple[int, int, Iterable[Item]], length: int) -> Prefixes:
    least, most, items = value
    once = _prefixes(items, length)
    found: Prefixes = {}
    times: Prefixes = {"": True}
    for count in range(min(most, length) + 1):
        done = times if count >= least else {key: False for key, more in times.items() if not more}
        found = _either(found, done)
        times = _followed(times, once, length)
    return found if most <= length else _either(found, dict.fromkeys(times, False))


def _class(members: Iterable[Item]) -> str:
    """Return the characters of a class; nothing where they are too many to spell out."""
    chars = ""
    for kind, value in members:
        if kind is _constants.LITERAL:
            chars += chr(value)
        elif kind is _constants.RANGE and value[1] - value[0] < _CLASS:
            chars += "".join(map(chr, range(value[0], value[1] + 1)))
        elif kind is _constants.CATEGORY and value in _CATEGORIES:
            chars += _CATEGORIES[value]
        else:
            return ""
    return chars


_CATEGORIES = {_constants.CATEGORY_DIGIT: DIGITS, _constants.CATEGORY_SPACE: SPACES}
